"""Grounded answers: written piece by piece, of spans of the passages that were read.

Every piece says how likely it was, what else was likely, and where it stands in the passages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from llmnotes.decoder.constraint import Constraint
from llmnotes.decoder.engine import Decoder, Step
from llmnotes.decoder.network import Outlook
from llmnotes.decoder.prompt import Place, Prompt
from llmnotes.decoder.reading import Asked
from llmnotes.decoder.sampling import Sampling, StopWatch, distribution
from llmnotes.decoder.tokenizer import FIRST_NUMBER, PASSAGES, Tokenizer


@dataclass(frozen=True, slots=True)
class Written:
    """One piece of an answer.

    `alternatives` are the likeliest pieces of that moment and their shares, best first; `cites` is
    the passage (from 0) of the span that this piece, which is no text, closes.
    """

    text: str
    token: int
    probability: float
    alternatives: tuple[tuple[str, float], ...] = ()
    origin: Place | None = None
    cites: int | None = None


def grounded(
    decoder: Decoder,
    asked: Asked,
    sampling: Sampling,
    lang: str = "pt",
    *,
    free: bool = False,
    most: int = 5,
) -> Iterator[Written]:
    """Write an answer piece by piece; `free` lets the decoder write what it likes.

    What was read stays as it was, so that the same question can be answered again.
    """
    constraint = None if free else Constraint(decoder.tokenizer, asked.prompt, asked.passages, lang)
    steer = _Watched(decoder.tokenizer, sampling, most, constraint)
    cache, mark = asked.begun[0], asked.begun[0].mark()
    watch, joints = StopWatch(sampling.stop), _Joints(free=free)
    try:
        # Stop sequences are watched here: a space between two spans is part of the text.
        for step in decoder.write(asked.begun, replace(sampling, stop=()), steer):
            text = watch.add(joints.add(step))
            yield _written(step, text, steer.likeliest, asked.prompt)
            if watch.stopped:
                return
        if rest := watch.close():
            yield Written(rest, -1, 1.0)
    finally:
        cache.rewind(mark)


def spans_of(written: Sequence[Written]) -> tuple[Place, ...]:
    """Return the spans that were written, whole, in their order."""
    found: list[Place] = []
    open_ = False
    for piece in written:
        here = piece.origin
        if here is not None and open_:
            found[-1] = replace(found[-1], end=here.end)
        elif here is not None:
            found.append(here)
        open_ = here is not None
    return tuple(found)


def _written(
    step: Step, text: str, likeliest: tuple[tuple[str, float], ...], prompt: Prompt
) -> Written:
    if step.token < 0:  # what was held back of an unfinished character
        return Written(text, -1, 1.0)
    origin = prompt.places[step.source] if step.source >= 0 else None
    closes = FIRST_NUMBER <= step.token < FIRST_NUMBER + PASSAGES
    cites = step.token - FIRST_NUMBER if closes else None
    return Written(text, step.token, step.probability, likeliest, origin, cites)


class _Watched:
    """A steer that remembers what was likely; `constraint` None lets everything pass."""

    def __init__(
        self, tokenizer: Tokenizer, sampling: Sampling, most: int, constraint: Constraint | None
    ) -> None:
        self._tokenizer, self._sampling = tokenizer, sampling
        self._most, self._constraint = most, constraint
        self.likeliest: tuple[tuple[str, float], ...] = ()

    def __call__(self, steps: Sequence[Step], outlook: Outlook) -> Outlook:
        if self._constraint is not None:
            outlook = self._constraint(steps, outlook)
        counts = Counter(step.token for step in steps)
        shares = distribution(outlook.scores(), self._sampling, counts)
        best = np.argpartition(-shares, self._most)[: self._most]
        best = best[np.lexsort((best, -shares[best]))]
        self.likeliest = tuple(
            (self._tokenizer.piece(int(i)), float(shares[i])) for i in best if shares[i] > 0
        )
        return outlook


class _Joints:
    """Puts a space between spans that did not stand side by side, and none at the beginning."""

    def __init__(self, *, free: bool) -> None:
        self._free = free
        self._copied = self._loose = False
        self._last = " "

    def add(self, step: Step) -> str:
        """Return the text of `step` as it goes into the answer."""
        copied = step.source >= 0
        self._loose = (self._loose or copied != self._copied) and not self._free
        self._copied = copied
        text = step.text
        if not text:
            return ""
        if self._last == " ":
            text = text.lstrip()
        elif self._loose and copied and not (text[0].isspace() or self._last.isspace()):
            text = " " + text
        self._loose = False
        self._last = text[-1:] or self._last
        return text
