"""A sentence that somebody wrote → the lines of the notes that bear it out, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from llmnotes.ask.verify import missing
from llmnotes.model import Sentence
from llmnotes.stemming import STOP_WORDS, detect, stem, words

_JOINED = 3
"""Sentences of one note that may bear out one sentence together."""
_REACH = 12
"""Lines that they may span."""
_TRIED = 5
"""Sentences with the most shared words from which the search sets out."""
_DENYING = frozenset({"nao", "nem", "nunca", "jamais", "not", "never", "nor", "cannot"})
_DENYING_EN = frozenset({"no", "none", "without", "t"})


def attributed(text: str, found: Sequence[Sentence]) -> Sentence | None:
    """Return the sentence of `found` that `text` rests on, with all the lines it takes.

    Every content word of `text` must stand in those lines, in some form, and it must deny just
    where they do. Of several the one that shares most words, then the first, is taken.

    >>> from llmnotes.model import NoteId
    >>> one = Sentence(NoteId("a.md"), "Um token é um pedaço.", "Um token é um pedaço.", (3, 3))
    >>> attributed("Token: um pedaço.", [one]) == one
    True
    >>> attributed("Um token não é um pedaço.", [one]), attributed("É um bolo.", [one])
    (None, None)
    """
    wanted = _content(text)
    if not wanted:
        return None
    shared = [(len(wanted & _content(one.text)), one) for one in found]
    ranked = sorted((pair for pair in shared if pair[0]), key=lambda pair: -pair[0])
    for _, one in ranked[:_TRIED]:
        group = _grown(text, one, found)
        if group and _denies_alike(text, group):
            return _hull(one, group)
    return None


def _grown(text: str, seed: Sentence, found: Sequence[Sentence]) -> list[Sentence]:
    """Return `seed` with as few sentences near it as bear out `text`; none if they do not."""
    group = [seed]
    while len(group) <= _JOINED:
        said = " ".join(one.text for one in group)
        absent = missing(text, said)
        if not absent:
            return group
        near = list(_near(seed, group, found))
        best = max(near, key=lambda one: len(absent) - len(missing(" ".join(absent), one.text)),
                   default=None)  # fmt: skip
        if best is None or missing(" ".join(absent), best.text) == absent:
            return []
        group.append(best)
    return []


def _near(
    seed: Sentence, group: Sequence[Sentence], found: Sequence[Sentence]
) -> Iterator[Sentence]:
    for one in found:
        if one.note == seed.note and one not in group:
            lines = [line for other in (*group, one) for line in other.lines]
            if max(lines) - min(lines) < _REACH:
                yield one


def _hull(seed: Sentence, group: Sequence[Sentence]) -> Sentence:
    lines = [line for one in group for line in one.lines]
    return replace(seed, lines=(min(lines), max(lines)))


def _denies_alike(text: str, group: Sequence[Sentence]) -> bool:
    """Tell whether `text` says no just where the notes do; what is copied from them does."""
    said = " ".join(words(text))
    if any(said in " ".join(words(one.text)) for one in group):
        return True
    return _denies(text) == any(_denies(one.text) for one in group)


def _denies(text: str) -> bool:
    denying = _DENYING | _DENYING_EN if detect(text) == "en" else _DENYING
    return not denying.isdisjoint(words(text))


def _content(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text) if word not in STOP_WORDS)
