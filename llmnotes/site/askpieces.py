"""The pieces of sentences as bytes: what a browser needs for `llmnotes.ask.matched`.

The rows of pieces that many notes use are in a file for all, the most used ones first. A note's own
file has the number of its other pieces and their rows, then how many pieces each text has, how many
different ones, and the numbers of these, each told by its distance from the one before. A number is
a place among the common rows, or behind them among the note's own. A row is int8 numbers, whose
length means nothing; all other numbers are varints.

With a row for all that any note uses in one file, the first question on the shipped vault would
load 381 kB of rows; so it loads about 140.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from llmnotes.ask.evidence import NOTES
from llmnotes.encoder.matcher import load_matcher
from llmnotes.encoder.static import Pieces
from llmnotes.site.searchdata_bytes import varints

QUESTIONS = 2
"""A piece is common if so many questions are likely to need its row; each looks at `NOTES`."""


def pieces_of(texts: Sequence[Sequence[str]]) -> list[list[Pieces]]:
    """Return the pieces of each text of each note."""
    found = iter(load_matcher().pieces([text for of_note in texts for text in of_note]))
    return [[next(found) for _ in of_note] for of_note in texts]


def common_pieces(notes: Sequence[Sequence[Pieces]]) -> Pieces:
    """Return the pieces that many of `notes` use, the most used ones first."""
    used = np.zeros(len(load_matcher().told), dtype=np.intp)
    for texts in notes:
        used[_distinct(texts)] += 1
    order = np.argsort(-used, kind="stable")
    return order[used[order] * NOTES * QUESTIONS > len(notes)]


def told_rows(pieces: Pieces) -> bytes:
    """Return the rows of `pieces`."""
    return np.asarray(load_matcher().told)[pieces].tobytes()


def note_pieces(texts: Sequence[Pieces], common: Pieces) -> bytes:
    """Return the pieces of each text of a note as numbers, behind the rows of its own ones."""
    own = np.setdiff1d(_distinct(texts), common, assume_unique=True)
    places = np.zeros(len(load_matcher().told), dtype=np.intp)
    places[np.concatenate([common, own])] = np.arange(len(common) + len(own))
    sizes = [len(text) for text in texts]
    of = np.repeat(np.arange(len(texts)), sizes)
    of, numbers = np.divmod(np.unique(of * len(places) + places[_joined(texts)]), len(places))
    steps = np.diff(numbers, prepend=0)
    first = np.flatnonzero(np.diff(of, prepend=-1))
    steps[first] = numbers[first]
    counts = np.bincount(of, minlength=len(texts))
    told = [*sizes, *counts.tolist(), *steps.tolist()]
    return varints([len(own)]) + told_rows(own) + varints(told)


def _distinct(texts: Sequence[Pieces]) -> Pieces:
    return np.unique(_joined(texts))


def _joined(texts: Sequence[Pieces]) -> Pieces:
    return np.concatenate([*texts, np.zeros(0, dtype=np.intp)])
