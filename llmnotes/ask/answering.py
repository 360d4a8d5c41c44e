"""One question after another: find, judge, say, verify."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from llmnotes.ask.backends import open_backend
from llmnotes.ask.confidence import confidence, least, scores
from llmnotes.ask.evidence import Findings, Gatherer, Read
from llmnotes.ask.features import Matrix
from llmnotes.ask.lists import left_out
from llmnotes.ask.manner import Manner
from llmnotes.ask.parts import begins_with
from llmnotes.ask.question import read_question
from llmnotes.ask.refusal import asked_ghost, is_unwritten, nearest
from llmnotes.ask.verify import Verifier, told_text
from llmnotes.ask.weights import Weights, load_weights
from llmnotes.encoder import TextEncoder
from llmnotes.index import Index
from llmnotes.messages import Lang, say
from llmnotes.model import Answer, Claim, Evidence, LeftOut, Rest, Told, Usage
from llmnotes.stemming import fold, words

if TYPE_CHECKING:
    from llmnotes.ask.prompting import Message

Listener = Callable[[Told], None]
"""Hears each sentence of an answer as soon as it is verified."""


class Asker:
    """Answers questions from one state of an index.

    `read` gives a note as its file is now; every citation is checked against it once more before it
    is shown, so what has changed in the meantime is left out. `manner` may be the name of a decoder
    alone. `lang` is the language of questions that do not show theirs; `weights` are the shipped
    ones unless given.
    """

    def __init__(
        self,
        index: Index,
        encoder: TextEncoder,
        read: Read,
        manner: Manner | str | None = None,
        lang: str = "pt",
        weights: Weights | None = None,
    ) -> None:
        manner = Manner(decoder=manner) if isinstance(manner, str) else manner or Manner()
        self._index, self._read, self._lang, self._manner = index, read, lang, manner
        self._gather = Gatherer(index, encoder, read)
        self._backend = open_backend(manner, index.folder)
        self._weights = weights or load_weights()

    def __call__(
        self, question: str, k: int = 10, listen: Listener | None = None, lang: str | None = None
    ) -> Answer:
        """Answer `question` from the notes of its `k` best passages, or refuse.

        `lang` is the language to answer in, where the decoder can: else that of the question.
        """
        clock = _Clock()
        asked = read_question(question, self._lang)
        found = self._gather(asked, k)
        scored = scores(found, self._weights)
        sure = confidence(found, scored, self._weights)
        ranked = evidence(found, scored)
        if lang:
            ranked = replace(ranked, asked=replace(ranked.asked, lang=lang))
        if self._backend.prompted:  # what became private since it was indexed is not sent
            fresh = tuple(hit for hit in ranked.hits if self._read(hit.passage.note) is not None)
            ranked = replace(ranked, hits=fresh)
        verify, told = Verifier(self._read), list[Told]()
        is_sure = sure >= least(found, self._weights)
        if ranked.hits and is_sure and not self._is_ghost(ranked):
            for one in self._told(ranked, verify, clock):
                told.append(one)
                if listen:
                    listen(one)
        refused = not told
        text = told_text(told) or say("ask.refusal", _lang(ranked.asked.lang))
        return Answer(
            question=question,
            text=text,
            refused=refused,
            confidence=sure,
            citations=verify.citations,
            decoder=self._manner.decoder,
            usage=clock.usage(_words_read(found), len(words(text))),
            nearest=nearest(found.hits) if refused else (),
            ghost=asked_ghost(question, found.hits, self._index, self._read) if refused else None,
            sentences=tuple(told),
            parameters={"k": k, **self._backend.parameters},
            free=self._manner.free,
            evidence=ranked,
            left_out=() if refused else clock.left_out,
        )

    def prompt(self, question: str, k: int = 10) -> tuple[Message, ...]:
        """Return what a model would be prompted with for `question`."""
        from llmnotes.ask.prompting import load_template, prompt_messages

        found = self._gather(read_question(question, self._lang), k)
        template = load_template(self._manner, self._index.folder)
        return prompt_messages(template, Evidence(found.asked, found.hits, ()), self._manner)

    def titles(self) -> tuple[str, ...]:
        """Return the titles of all notes, in the order of a dictionary."""
        with self._index.snapshot():
            return tuple(sorted({note.title for note in self._index.notes()}, key=fold))

    def _told(self, ranked: Evidence, verify: Verifier, clock: _Clock) -> Iterator[Told]:
        """Yield what the decoder says and the files bear out; mark or drop what they do not."""
        for said in self._backend.decoder(ranked):
            if isinstance(said, Usage):
                clock.counted = said
                continue
            if isinstance(said, Rest):
                clock.left_out = left_out(said.sentences)
                continue
            told = verify(said)
            if told is None and not said.tokens:
                continue
            if told is None:
                told = verify(Claim(said.text, None, said.tokens))
            if told is not None and not (told.n is None and self._manner.strict):
                clock.first()
                yield told

    def _is_ghost(self, found: Evidence) -> bool:
        """Tell whether a definition is asked of a ghost, and the best sentence gives none.

        That a note links to something says that it matters, not what it is.
        """
        if not found.sentences or not is_unwritten(found.asked, self._index):
            return False
        if any(begins_with(found.sentences[0][0], one) for one in found.asked.subjects):
            return False
        ghost = asked_ghost(found.asked.text, found.hits, self._index, self._read)
        return ghost is not None


class _Clock:
    """Says when the first sentence came, how long all took, and what a decoder said beside it."""

    def __init__(self) -> None:
        self._started = perf_counter()
        self._first = 0.0
        self.counted: Usage | None = None
        self.left_out: tuple[LeftOut, ...] = ()

    def first(self) -> None:
        self._first = self._first or perf_counter() - self._started

    def usage(self, words_read: int, words_said: int) -> Usage:
        """Return what the answer took, in the decoder's own tokens if it counted them."""
        seconds = perf_counter() - self._started
        counted = self.counted or Usage(words_read, words_said)
        return replace(counted, seconds_first=self._first or seconds, seconds=seconds)


def evidence(found: Findings, scored: Matrix) -> Evidence:
    """Return the sentences found, best first; of equals the first in the notes' order."""
    order = np.argsort(-np.round(scored, 6), kind="stable").tolist()
    ranked = tuple((found.units[place].sentence, float(scored[place])) for place in order)
    return Evidence(found.asked, found.hits, ranked, found.sections)


def _words_read(found: Findings) -> int:
    return sum(len(unit.folded.split()) for unit in found.units)


def _lang(lang: str) -> Lang:
    return "en" if lang == "en" else "pt"
