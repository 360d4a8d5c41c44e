"""The decoder that comes with the package: it picks among the sentences found, and copies them.

What it says is copied token by token, so that every word stands in the notes; see `choice` for how
it picks. With ``--free`` it writes what it likes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from llmnotes.ask.backends import Backend
from llmnotes.ask.backends.choice import (
    CANDIDATES,
    WORTH,
    WORTH_DEFINED,
    Doubles,
    believed,
    chosen,
    in_order,
    with_both_sides,
    with_more,
)
from llmnotes.ask.extractive import listed
from llmnotes.ask.lists import ITEMS, with_lists, with_parents
from llmnotes.ask.manner import Manner
from llmnotes.ask.parts import ROW
from llmnotes.ask.wording import ended, worded
from llmnotes.decoder.engine import Decoder, bundled
from llmnotes.decoder.prompt import Prompt, make_prompt
from llmnotes.decoder.sampling import Sampling, StopWatch, nucleus, probabilities
from llmnotes.model import Claim, Evidence, Rest, Sentence, Usage

if TYPE_CHECKING:
    from llmnotes.ask.backends.trace import Trace

Ranked = list[tuple[Sentence, float]]
_SHOWN = 4
"""Words by which the beginning of another sentence is shown."""


@dataclass(frozen=True, slots=True)
class Bundled:
    """Says what the decoder picks; `explain` asks how likely it finds each token."""

    decoder: Decoder
    sampling: Sampling
    free: bool = False
    explain: bool = False

    def __call__(self, evidence: Evidence, /) -> Iterator[Claim | Usage | Rest]:
        """Yield what is said, sentence by sentence."""
        candidates = evidence.sentences[:CANDIDATES]
        if not candidates:
            return
        passages = [f"{one.title}: {one.text}" for one, _ in candidates]
        if self.free:
            from llmnotes.ask.backends.freely import freely

            yield from freely(self.decoder, self.sampling, evidence, passages)
            return
        prompt = make_prompt(self.decoder.tokenizer, evidence.asked.text, passages)
        belief = believed([score for _, score in candidates], self._starts(prompt, candidates))
        said = with_parents(self._said(evidence, belief), evidence.sentences)
        said, rest = said[:ITEMS], said[ITEMS:]
        written = 0
        watch = StopWatch(self.sampling.stop)
        first = self._first(candidates, belief) if self.explain else ()
        trace = self._tracer(evidence.asked.text, passages) if self.explain else None
        near = [one for one, _ in evidence.sentences]
        for n, sentence in enumerate(said):
            whole = worded(sentence, near, said[:n])
            text = whole.text if n + 1 < len(said) else ended(whole.text)
            if n and sentence.kind in ROW and not self._fits(text, written):
                rest = [*said[n:], *rest]
                break
            text, count, over = self._cut(text, written, watch)
            written += count
            if text:
                tokens = trace(text, first if n == 0 else ()) if trace else ()
                yield Claim(text, whole, tokens, len(said) > 1 and sentence.kind in ROW)
            if over:
                rest = []
                break
        if rest:
            yield Rest(tuple(rest))
        yield Usage(len(prompt.ids), written)

    def _starts(self, prompt: Prompt, candidates: Sequence[tuple[Sentence, float]]) -> list[float]:
        """Return how likely each candidate's sentence is the first thing copied."""
        places = self.decoder.starts(prompt)
        heads = [len(one.title) + 1 for one, _ in candidates]
        found = [-np.inf] * len(candidates)
        for at, place in enumerate(prompt.places):
            if place is None or place.end <= heads[place.passage] + 1:
                continue
            if found[place.passage] == -np.inf:
                found[place.passage] = float(places[at])
        return found

    def _said(self, evidence: Evidence, belief: Doubles) -> list[Sentence]:
        """Return the sentences to say: by belief, or as a list where one is wanted."""
        candidates = [one for one, _ in evidence.sentences[: len(belief)]]
        ranked = self._ranked(evidence, belief)
        tokens = [self.decoder.tokenizer.ids(one.text) for one in candidates]
        texts = [one.text for one in candidates]
        notes = [one.note for one in candidates]
        worth = WORTH_DEFINED if evidence.asked.kind == "definition" else WORTH
        places = chosen(notes, texts, tokens, belief, self.sampling, worth)
        picked = [candidates[at] for at in places]
        best = picked[0]
        asked = evidence.asked
        head = [pair for pair in ranked if pair[0] == best]
        order = tuple(head + [pair for pair in ranked if pair[0] != best])
        if items := listed(replace(evidence, sentences=order)):
            return items
        every = [one for one, _ in ranked]
        whole = with_both_sides(asked, picked, order)
        return with_lists(in_order(with_more(asked, whole, every)), evidence.sentences)

    def _ranked(self, evidence: Evidence, belief: Doubles) -> Ranked:
        """Return all sentences by belief; those that were no candidates stay behind."""
        order = np.argsort(-belief, kind="stable").tolist()
        heard = [(evidence.sentences[at][0], float(belief[at])) for at in order]
        return heard + list(evidence.sentences[len(belief) :])

    def _fits(self, text: str, written: int) -> bool:
        """Tell whether the whole of `text` may still be said: half an item is none."""
        return len(self.decoder.tokenizer.ids(text)) <= self.sampling.max_length - written

    def _cut(self, text: str, written: int, watch: StopWatch) -> tuple[str, int, bool]:
        """Return `text` up to the limit or a stop sequence, its tokens, and whether that is all."""
        pieces = self.decoder.tokenizer
        ids, spans = pieces.ids_and_spans(text)
        room = self.sampling.max_length - written
        over = len(ids) > room
        if over:
            text = text[: spans[room - 1][1]].rstrip() if room > 0 else ""
        shown = watch.add(text) + watch.close() if not watch.stopped else ""
        return shown.strip(), min(len(ids), max(room, 0)), over or watch.stopped

    def _tracer(self, question: str, passages: Sequence[str]) -> Trace:
        from llmnotes.ask.backends.trace import tracer

        return tracer(self.decoder, question, passages)

    def _first(
        self,
        candidates: Sequence[tuple[Sentence, float]],
        belief: Doubles,
    ) -> tuple[tuple[str, float], ...]:
        """Return with which words each candidate begins, and how likely it is to be drawn."""
        shares = probabilities(belief, self.sampling.temperature or 1.0)
        shares = nucleus(shares, self.sampling.top_p)
        order = np.argsort(-shares, kind="stable").tolist()
        return tuple(
            (" ".join(candidates[at][0].text.split()[:_SHOWN]) + "…", float(shares[at]))
            for at in order
        )


def open_bundled(stage: str, manner: Manner) -> Backend:
    """Load a stage of the bundled decoder."""
    decoder = Bundled(bundled(stage), manner.sampling, manner.free, manner.explain)
    return Backend(decoder, manner.sampling.parameters())
