"""The grounded constraint: the next piece continues a span of the passages, or joins two of them.

A copied piece has one place, the likeliest that holds it, for the network goes on from what it
understood there. So where a suffix automaton over the passages would keep every occurrence of the
text so far, one place is enough: the next piece is the one that follows it or, where a word ends,
the number of its passage, which closes the span. After that comes the end, another span, or one
connective and another span.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llmnotes.decoder.engine import Step
from llmnotes.decoder.network import Outlook
from llmnotes.decoder.prompt import Prompt, goes_on
from llmnotes.decoder.tokenizer import EOS, Tokenizer, number
from llmnotes.decoder.weights import Floats

CONNECTIVES = {
    "pt": (" e", " ou", " mas", " porque", " pois", " ou seja,", " além disso,", " já", " também",
           " por isso", " por exemplo,", " enquanto", ",", ";", ":", "."),
    "en": (" and", " or", " but", " because", " since", " that is,", " moreover,", " also", " so",
           " for example,", " while", " whereas", ",", ";", ":", "."),
}  # fmt: skip
MOST_SPANS = 4
"""A grounded answer quotes at most so many spans."""

Bools = npt.NDArray[np.bool_]
_OPENS = frozenset("\"'“‘«([{#$€£-–—¿¡@§°")


@dataclass(frozen=True, slots=True)
class _State:
    """Where the writing stands.

    `first` and `last` are the places of the open span, -1 between spans. `joint` holds the pieces
    of a connective. `spent` marks the places of closed spans, which are not quoted again.
    """

    first: int
    last: int
    spans: int
    joint: tuple[int, ...]
    spent: Bools


class Constraint:
    """A steer for one answer; use a new one for the next."""

    def __init__(
        self, tokenizer: Tokenizer, prompt: Prompt, passages: Sequence[str], lang: str = "pt"
    ) -> None:
        self._prompt = prompt
        self._begins, self._ends = edges(prompt, passages)
        self._joints = _prefixes(tokenizer.ids(text) for text in CONNECTIVES[lang])
        self._state = _State(-1, -1, 0, (), np.zeros(len(prompt.ids), np.bool_))
        self._seen = 0

    def __call__(self, steps: Sequence[Step], outlook: Outlook) -> Outlook:
        """Forbid what may not follow `steps`."""
        for step in steps[self._seen :]:
            self._state = self._after(step)
        self._seen = len(steps)
        words, places = self._allowed()
        return restrict(outlook, words, places)

    def _after(self, step: Step) -> _State:
        state = self._state
        if step.source >= 0:
            if state.last >= 0:
                return replace(state, last=step.source)
            return replace(
                state, first=step.source, last=step.source, spans=state.spans + 1, joint=()
            )
        if state.last < 0:
            return replace(state, joint=(*state.joint, step.token))
        spent = state.spent.copy()
        spent[state.first : state.last + 1] = True
        return replace(state, first=-1, last=-1, spent=spent)

    def _allowed(self) -> tuple[set[int], Bools]:
        """Return which words may be generated and which places copied."""
        state, places = self._state, np.zeros(len(self._begins), np.bool_)
        if state.last >= 0:
            if goes_on(self._prompt, state.last):
                places[state.last + 1] = True
            here = self._prompt.places[state.last]
            assert here is not None
            return ({number(here.passage + 1)} if self._ends[state.last] else set()), places
        starts = self._begins & ~state.spent
        if state.joint:
            longer, whole = self._joints[state.joint]
            return longer, starts if whole else places
        if not state.spans:
            return (set() if starts.any() else {EOS}), starts
        if state.spans == MOST_SPANS or not starts.any():
            return {EOS}, places
        return {EOS, *self._joints[()][0]}, starts


def restrict(outlook: Outlook, words: set[int], places: Bools) -> Outlook:
    """Return `outlook` with everything else forbidden; a side that is empty has no chance at all.

    What stays of each side shares what the side had, so the gate keeps its meaning.
    """
    never = np.float32(-np.inf)
    scores = np.full_like(outlook.words, never)
    kept = sorted(words)
    scores[kept] = outlook.words[kept] if kept else 0
    if not places.any():
        return Outlook(scores, outlook.places, 0.0, outlook.ids)
    shares: Floats = np.where(places, outlook.places, never)
    shares = shares - np.logaddexp.reduce(shares)
    gate = outlook.gate if kept else 1.0
    return Outlook(scores if kept else outlook.words, shares, gate, outlook.ids)


def edges(prompt: Prompt, passages: Sequence[str]) -> tuple[Bools, Bools]:
    """Return at which places of the prompt a span may begin, and at which it may end.

    It begins with a word (or what opens one, as a quotation mark) and ends where a word ends; where
    a passage has no words, anywhere.
    """
    whole, begins, ends = np.zeros((3, len(prompt.places)), np.bool_)
    for at, place in enumerate(prompt.places):
        if place is None:
            continue
        text, before = passages[place.passage], prompt.places[at - 1]
        piece = text[place.start : place.end]
        shared = before is not None and before.passage == place.passage and before.end > place.start
        inside = place.start > 0 and _in_word(text[place.start - 1]) and _in_word(piece[:1])
        whole[at] = not shared
        begins[at] = not shared and not inside and any(c.isalnum() or c in _OPENS for c in piece)
        after = text[place.end : place.end + 1]
        ends[at] = not (_in_word(piece[-1:]) and _in_word(after)) or not goes_on(prompt, at)
    for at, (place, following) in enumerate(pairwise(prompt.places)):
        if place is not None and following is not None and following.start < place.end:
            ends[at] = following.passage != place.passage  # several bytes spell one character
    return (begins if begins.any() else whole), ends


def _in_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"


def _prefixes(
    connectives: Iterable[Sequence[int]],
) -> dict[tuple[int, ...], tuple[set[int], bool]]:
    """Return, for each beginning of a connective, the pieces that go on and whether it is whole."""
    found: dict[tuple[int, ...], tuple[set[int], bool]] = {(): (set(), False)}
    for ids in connectives:
        for size in range(1, len(ids) + 1):
            found[tuple(ids[: size - 1])][0].add(ids[size - 1])
            following, whole = found.get(tuple(ids[:size]), (set(), False))
            found[tuple(ids[:size])] = (following, whole or size == len(ids))
    return found
