"""One question after another: find, judge, say, verify."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import perf_counter

import numpy as np

from llmnotes.ask.confidence import confidence, scores
from llmnotes.ask.evidence import Findings, Gatherer, Read
from llmnotes.ask.extractive import Extractive, begins_with
from llmnotes.ask.features import Matrix
from llmnotes.ask.question import read_question
from llmnotes.ask.refusal import asked_ghost, is_unwritten, nearest
from llmnotes.ask.verify import Cited, told, verified
from llmnotes.ask.weights import Weights, load_weights
from llmnotes.encoder import TextEncoder
from llmnotes.errors import UsageError
from llmnotes.index import Index
from llmnotes.messages import Lang, say
from llmnotes.model import Answer, Citation, Decoder, Evidence, Usage
from llmnotes.stemming import words

DECODERS: Mapping[str, Callable[[], Decoder]] = {"extractive": Extractive}
"""The back ends by name."""


class Asker:
    """Answers questions from one state of an index.

    `read` gives a note as its file is now; every citation is checked against it once more before it
    is shown, so what has changed in the meantime is left out. `lang` is the language of questions
    that do not show theirs; `weights` are the shipped ones unless given.
    """

    def __init__(
        self,
        index: Index,
        encoder: TextEncoder,
        read: Read,
        decoder: str = "extractive",
        lang: str = "pt",
        weights: Weights | None = None,
    ) -> None:
        if decoder not in DECODERS:
            raise UsageError(f"decoder is {decoder!r}; expected one of {', '.join(DECODERS)}")
        self._index, self._read, self._lang = index, read, lang
        self._gather = Gatherer(index, encoder, read)
        self._decoder_name, self._decoder = decoder, DECODERS[decoder]()
        self._weights = weights or load_weights()

    def __call__(self, question: str, k: int = 10) -> Answer:
        """Answer `question` from the notes of its `k` best passages, or refuse."""
        started = perf_counter()
        asked = read_question(question, self._lang)
        found = self._gather(asked, k)
        scored = scores(found.rows, self._weights)
        sure = confidence(found, scored, self._weights)
        ranked = evidence(found, scored)
        cited: tuple[Cited, ...] = ()
        if sure >= self._weights.threshold and not self._is_ghost(ranked):
            cited = verified(self._decoder(ranked), self._read)
        text = told(cited) or say("ask.refusal", _lang(asked.lang))
        seconds = perf_counter() - started
        refused = not cited
        return Answer(
            question=question,
            text=text,
            refused=refused,
            confidence=sure,
            citations=_each_once(cited),
            decoder=self._decoder_name,
            usage=Usage(_words_read(found), len(words(text)), seconds, seconds),
            nearest=nearest(found.hits) if refused else (),
            ghost=asked_ghost(question, found.hits, self._index, self._read) if refused else None,
        )

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


def evidence(found: Findings, scored: Matrix) -> Evidence:
    """Return the sentences found, best first; of equals the first in the notes' order."""
    order = np.argsort(-np.round(scored, 6), kind="stable").tolist()
    ranked = tuple((found.units[place].sentence, float(scored[place])) for place in order)
    return Evidence(found.asked, found.hits, ranked)


def answer_json(answer: Answer) -> dict[str, object]:
    """Return an answer as ``--json`` prints it; a refusal also says what comes nearest."""
    usage = answer.usage
    shown: dict[str, object] = {
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "confidence": round(answer.confidence, 4),
        "citations": [
            {
                "n": one.n,
                "path": one.path,
                "title": one.title,
                "heading": list(one.heading),
                "lines": list(one.lines),
                "quote": one.quote,
            }
            for one in answer.citations
        ],
        "decoder": answer.decoder,
        "parameters": {},
        "usage": {
            "prompt_tokens": usage.prompt_tokens,
            "answer_tokens": usage.answer_tokens,
            "seconds_first": round(usage.seconds_first, 4),
            "seconds": round(usage.seconds, 4),
        },
    }
    return shown | _silence(answer) if answer.refused else shown


def _silence(answer: Answer) -> dict[str, object]:
    ghost = answer.ghost
    asked_by = [{"path": path, "line": line} for path, line in ghost.asked_by] if ghost else []
    return {
        "nearest": [
            {
                "path": hit.passage.note,
                "title": hit.passage.title,
                "heading": list(hit.passage.heading),
                "lines": list(hit.passage.lines),
                "score": round(hit.score, 4),
            }
            for hit in answer.nearest
        ],
        "ghost": {"name": ghost.name, "asked_by": asked_by} if ghost else None,
    }


def _each_once(cited: tuple[Cited, ...]) -> tuple[Citation, ...]:
    return tuple({citation.n: citation for _, citation in cited}.values())


def _words_read(found: Findings) -> int:
    return sum(len(unit.folded.split()) for unit in found.units)


def _lang(lang: str) -> Lang:
    return "en" if lang == "en" else "pt"
