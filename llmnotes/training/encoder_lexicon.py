"""Learn from sentence pairs which piece translates which (IBM model 1), and translate bags."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.training.encoder_tokens import Bags, Ids, Tokens

_WIDTH = 4
_ROUNDS = 5
_LONGEST = 40
_LEAST = 0.04
"""A translation less likely than this is noise."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """For each piece its likeliest translations and their running share, likeliest first.

    A piece nothing is known of translates to itself.
    """

    into: Tokens
    share: npt.NDArray[np.float32]

    def translate(self, tokens: Tokens, rng: np.random.Generator) -> Tokens:
        """Replace every token by one of its translations, drawn by its share."""
        drawn = rng.random(len(tokens), dtype=np.float32)
        place = np.zeros(len(tokens), dtype=np.int64)
        for rank in range(_WIDTH - 1):
            place += drawn > self.share[tokens, rank]
        return self.into[tokens, place]

    def save(self, path: Path) -> None:
        """Write the lexicon to `path`."""
        np.savez(path, self.into, self.share)

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """Read what `save` wrote."""
        with np.load(path) as held:
            return cls(held["arr_0"], held["arr_1"])


def learn_lexicon(bags: Bags, source: Ids, target: Ids, size: int) -> Lexicon:
    """Learn how pieces of the texts `source` come out in the texts `target`, row by row."""
    lengths = np.diff(bags.starts)
    short = (lengths[source] <= _LONGEST) & (lengths[target] <= _LONGEST)
    short &= (lengths[source] > 0) & (lengths[target] > 0)
    source, target = source[short], target[short]
    # Each target token meets every source token of its sentence: one block per target token.
    right, _ = bags.take(target)
    left, blocks = bags.take(np.repeat(source, lengths[target]))
    widths = np.repeat(lengths[source], lengths[target])
    keys = left.astype(np.int64) * size + np.repeat(right.astype(np.int64), widths)
    del left
    meetings, places = np.unique(keys, return_inverse=True)
    places = places.astype(np.int32)
    del keys
    pieces = meetings // size
    chance = np.ones(len(meetings), dtype=np.float32)
    for _ in range(_ROUNDS):
        weight = chance[places]
        weight /= np.repeat(np.add.reduceat(weight, blocks), widths)
        counts = np.bincount(places, weight, len(meetings))
        totals = np.bincount(pieces, counts, size)
        chance = (counts / totals[pieces]).astype(np.float32)
    return _best(pieces, meetings % size, chance, size)


def _best(pieces: Ids, into: Ids, chance: npt.NDArray[np.float32], size: int) -> Lexicon:
    """Keep the likeliest few translations of each piece."""
    keep = chance >= _LEAST
    pieces, into, chance = pieces[keep], into[keep], chance[keep]
    order = np.lexsort((-chance, pieces))
    pieces, into, chance = pieces[order], into[order], chance[order]
    _, firsts, counts = np.unique(pieces, return_index=True, return_counts=True)
    rank = np.arange(len(pieces)) - np.repeat(firsts, counts)
    few = rank < _WIDTH
    best = np.repeat(np.arange(size, dtype=np.uint16)[:, None], _WIDTH, axis=1)
    share = np.zeros((size, _WIDTH), dtype=np.float32)
    best[pieces[few], rank[few]] = into[few]
    share[pieces[few], rank[few]] = chance[few]
    share = np.cumsum(share, axis=1)
    whole = share[:, -1:]
    return Lexicon(best, np.divide(share, whole, out=np.ones_like(share), where=whole > 0))
