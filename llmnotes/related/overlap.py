"""Texts → how much they share, for all pairs at once: MinHash over runs of words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from zlib import crc32

import numpy as np
import numpy.typing as npt

RUN = 3
"""Words of a run: whoever copies a sentence copies its runs."""
BANDS, ROWS = 32, 4
"""Two texts that share half of their runs meet in a band 87 times in 100, a tenth 3 in 1,000."""
_CROWD = 50
"""Texts in one bucket that are compared each with each; more of them share a boilerplate."""

Runs = frozenset[int]
Signature = npt.NDArray[np.uint64]


def runs(words: Sequence[str]) -> Runs:
    """Return the runs of `words`, hashed; a shorter text is one run."""
    if len(words) < RUN:
        return frozenset([crc32(" ".join(words).encode())]) if words else frozenset()
    return frozenset(
        crc32(" ".join(words[i : i + RUN]).encode()) for i in range(len(words) - RUN + 1)
    )


def shared(one: Runs, other: Runs) -> float:
    """Return the share of runs that two texts have in common (Jaccard), in [0, 1]."""
    if not one or not other:
        return 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def likely_pairs(texts: Mapping[int, Runs]) -> list[tuple[int, int]]:
    """Return the pairs of keys whose texts probably share much, sorted, without comparing all."""
    buckets: defaultdict[tuple[int, bytes], list[int]] = defaultdict(list)
    for key, found in sorted(texts.items()):
        if found:
            signature = _signature(found)
            for band in range(BANDS):
                part = signature[band * ROWS : (band + 1) * ROWS].tobytes()
                buckets[band, part].append(key)
    return sorted({pair for keys in buckets.values() for pair in _pairs(keys)})


def _pairs(keys: Sequence[int]) -> Iterable[tuple[int, int]]:
    return combinations(keys[:_CROWD], 2)


def _signature(found: Runs) -> Signature:
    values = np.fromiter(sorted(found), dtype=np.uint64, count=len(found))
    hashed = (values[:, None] * _FACTORS + _TERMS) >> np.uint64(32)  # multiply-shift, modulo 2**64
    return np.asarray(hashed.min(axis=0), dtype=np.uint64)


_random = np.random.default_rng(11)
_FACTORS = _random.integers(0, 1 << 63, BANDS * ROWS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _random.integers(0, 1 << 63, BANDS * ROWS, dtype=np.uint64)
