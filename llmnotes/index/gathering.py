"""Many passages → for each word the passages that hold it, sorted and added up by numpy.

A text is kept as numbers of its *parts*, which are what stands between two blanks: a part that was
seen before costs one look into a table. Only in the end does each part become words, once.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np
import numpy.typing as npt

from llmnotes.index.codec import QUARTERS, Bytes, Ids
from llmnotes.index.fields import BODY, HEADINGS, Field
from llmnotes.model import Passage
from llmnotes.stemming import stems

_MOST = 255
"""The most that a word counts in a passage, in quarters: what fits into a byte."""


@dataclass(frozen=True, slots=True)
class Lists:
    """Words in alphabetical order. The list of each begins at its place in `starts`.

    `passages` are the numbers of passages, ascending in a list, and `counts` what the word counts
    there, in quarters.
    """

    words: list[str]
    starts: Ids
    passages: Ids
    counts: Bytes


class Gathered:
    """Passages of notes, in the order of their numbers, until they are turned into lists."""

    def __init__(self) -> None:
        self._parts: defaultdict[str, int] = defaultdict(count().__next__)
        self._texts, self._headings, self._fields = _Texts(), _Texts(), _Texts()
        self._weights, self._fields_of = array("B"), array("I")
        self._firsts, self._counts = array("Q"), array("Q")

    def add(self, first: int, passages: Sequence[Passage], fields: Sequence[Field]) -> None:
        """Add a note: its passages, numbered from `first`, and what each has from the note."""
        parts = self._parts
        for passage in passages:
            self._texts.add(parts, passage.text)
            self._headings.add(parts, " ".join(passage.heading))
        for text, weight in fields:
            if text:
                self._fields.add(parts, text)
                self._weights.append(round(weight * QUARTERS))
                self._fields_of.append(len(self._firsts))
        self._firsts.append(first)
        self._counts.append(len(passages))

    def lengths(self) -> npt.NDArray[np.uint16]:
        """Return how many words the text of each passage has."""
        parts, of = self._texts.integers()
        sizes = self._read.sizes[parts]
        lengths = np.bincount(of, weights=sizes, minlength=int(_integers(self._counts).sum()))
        return np.minimum(lengths, 65535).astype("<u2")

    def lists(self) -> Lists:
        """Return the passages of each word.

        A word, a passage and what it counts there are one integer: numpy sorts two million of them
        in the time that Python takes to add up ten thousand passages.
        """
        words = sorted(self._read.words)
        ranks = np.empty(len(words), dtype=np.int64)
        ranks[[self._read.words[word] for word in words]] = np.arange(len(words))
        counts = _integers(self._counts)
        begins = np.cumsum(counts) - counts
        numbers = np.repeat(_integers(self._firsts) - begins, counts) + np.arange(counts.sum())
        bits = len(numbers).bit_length()
        ranks <<= bits + 8  # rank of the word, index of the passage, what it counts: one integer

        parts = []
        for texts, weight in ((self._texts, BODY), (self._headings, HEADINGS)):
            found, of = self._read.expand(texts)
            parts.append(ranks[found] + (of << 8) + round(weight * QUARTERS))
        found, of = self._read.expand(self._fields)
        notes = _integers(self._fields_of)[of]
        passages = _ranges(begins[notes], counts[notes])
        keys = ranks[found] + _integers(self._weights)[of]
        parts.append(np.repeat(keys, counts[notes]) + (passages << 8))

        keys = np.concatenate(parts)
        keys.sort()
        firsts = _firsts(keys >> 8)
        sums = np.add.reduceat(keys & 0xFF, firsts) if len(keys) else keys
        pairs = keys[firsts] >> 8
        starts = _firsts(pairs >> bits)
        places = pairs & ((1 << bits) - 1)
        return Lists(words, starts, numbers[places], np.minimum(sums, _MOST).astype(np.uint8))

    @cached_property
    def _read(self) -> _Read:
        """The words of all parts; asked for when no more are to come."""
        return _Read(list(self._parts))


class _Texts:
    """Texts as the numbers of their parts, one after the other."""

    def __init__(self) -> None:
        self.parts, self.sizes = array("I"), array("I")

    def add(self, numbers: defaultdict[str, int], text: str) -> None:
        before = len(self.parts)
        self.parts.extend(map(numbers.__getitem__, text.split()))
        self.sizes.append(len(self.parts) - before)

    def integers(self) -> tuple[Ids, Ids]:
        """Return the number of each part, and the index of the text it stands in."""
        return _integers(self.parts), np.repeat(np.arange(len(self.sizes)), _integers(self.sizes))


class _Read:
    """The words of each part. `stems` as well reads a text blank by blank."""

    def __init__(self, parts: Sequence[str]) -> None:
        numbers: defaultdict[str, int] = defaultdict(count().__next__)
        found, sizes = array("I"), array("I")
        for part in parts:
            words = stems(part)
            found.extend([numbers[word] for word in words])
            sizes.append(len(words))
        self.words: dict[str, int] = numbers
        self.sizes = _integers(sizes)
        self._found = _integers(found)
        self._starts = np.cumsum(self.sizes) - self.sizes

    def expand(self, texts: _Texts) -> tuple[Ids, Ids]:
        """Return the number of each word of `texts`, and the index of the text it stands in."""
        parts, of = texts.integers()
        sizes = self.sizes[parts]
        return self._found[_ranges(self._starts[parts], sizes)], np.repeat(of, sizes)


def _firsts(ascending: Ids) -> Ids:
    """Return where each value stands first."""
    return np.flatnonzero(
        np.concatenate(([True], ascending[1:] != ascending[:-1]))[: len(ascending)]
    )


def _ranges(starts: Ids, sizes: Ids) -> Ids:
    """Return the integers that go up from each start, as many as its size says.

    >>> _ranges(np.array([5, 0]), np.array([2, 3])).tolist()
    [5, 6, 0, 1, 2]
    """
    before = np.cumsum(sizes) - sizes
    return np.asarray(np.repeat(starts - before, sizes) + np.arange(sizes.sum()), dtype=np.int64)


def _integers(items: array[int]) -> Ids:
    return np.frombuffer(items, dtype=items.typecode).astype(np.int64)
