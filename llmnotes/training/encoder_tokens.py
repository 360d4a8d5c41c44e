"""Hold pairs as token ids in flat arrays, and draw batches from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.wordpiece import Tokenize
from llmnotes.training.encoder_pairs import Pair

Ids = npt.NDArray[np.int64]
Tokens = npt.NDArray[np.uint16]
LANGS = ("pt", "en", "xx")
_CHUNK = 65536
_LONG_PIECE = 10
"""Characters per piece that no prose exceeds: what lies beyond the limit need not be cut."""


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as token ids, one after the other; text i is ``flat[starts[i]:starts[i + 1]]``."""

    flat: Tokens
    starts: Ids

    def take(self, rows: Ids) -> tuple[Tokens, Ids]:
        """Return the tokens of `rows` in that order, and where each row starts."""
        lengths = self.starts[rows + 1] - self.starts[rows]
        offsets = np.concatenate(([0], np.cumsum(lengths)[:-1]))
        places = np.arange(int(lengths.sum())) + np.repeat(self.starts[rows] - offsets, lengths)
        return self.flat[places], offsets


@dataclass(frozen=True, slots=True)
class PairSet:
    """All pairs of one kind: `left` and `right` say which texts each side may draw from."""

    bags: Bags
    left: Ids
    right: Ids
    lang: npt.NDArray[np.int8]
    group: Ids

    def __len__(self) -> int:
        return len(self.group)

    def save(self, path: Path) -> None:
        """Write the set to `path`."""
        np.savez(
            path, self.bags.flat, self.bags.starts, self.left, self.right, self.lang, self.group
        )

    @classmethod
    def load(cls, path: Path) -> PairSet:
        """Read what `save` wrote."""
        with np.load(path) as held:
            flat, starts, left, right, lang, group = (held[f"arr_{i}"] for i in range(6))
        return cls(Bags(flat, starts), left, right, lang, group)


def told_apart(pairs: PairSet, least: int) -> PairSet:
    """Return `pairs` without the first spelling of a left side that `least` of them share.

    Nobody could tell which *Exercises* is meant; the next spelling says whose they are. A pair
    that has no other spelling keeps the first.
    """
    if pairs.left.shape[1] < 2 or not len(pairs):
        return pairs
    first, second = pairs.left[:, 0], pairs.left[:, 1]
    _, places, counts = np.unique(first, return_inverse=True, return_counts=True)
    left = pairs.left.copy()
    left[:, 0] = np.where(counts[places] >= least, second, first)
    return replace(pairs, left=left)


def tokenize_pairs(pairs: Iterable[Pair], tokenize: Tokenize, limit: int) -> PairSet:
    """Tokenize `pairs`; a text keeps its first `limit` tokens, and equal texts are held once."""
    known: dict[str, int] = {}
    sides: list[tuple[list[int], list[int], int, int]] = []
    flats: list[Tokens] = [np.zeros(0, dtype=np.uint16)]
    lengths: list[int] = []

    def number(text: str) -> int:
        return known.setdefault(text, len(known))

    stream = iter(pairs)
    while chunk := list(islice(stream, _CHUNK)):
        first = len(known)
        for pair in chunk:
            left, right = [number(t) for t in pair.left], [number(t) for t in pair.right]
            sides.append((left, right, LANGS.index(pair.lang), pair.group))
        new = list(islice(known, first, None))
        for text in new:
            ids = tokenize(text[: limit * _LONG_PIECE])[:limit]
            flats.append(np.array(ids, dtype=np.uint16))
            lengths.append(len(ids))
    starts = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(lengths, dtype=np.int64)))
    return PairSet(
        Bags(np.concatenate(flats), starts),
        _table([side[0] for side in sides]),
        _table([side[1] for side in sides]),
        np.array([side[2] for side in sides], dtype=np.int8),
        np.array([side[3] for side in sides], dtype=np.int64),
    )


def _table(choices: Sequence[Sequence[int]]) -> Ids:
    """Return `choices` as rows of one width; a short row repeats itself."""
    width = max(map(len, choices), default=1)
    rows = [[row[i % len(row)] for i in range(width)] for row in choices]
    return np.array(rows, dtype=np.int64).reshape(-1, width)
