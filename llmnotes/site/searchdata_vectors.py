"""The passages' vectors for a browser: rough ones to look through, exact ones for the few in front.

A rough vector has two bits a number: 64 bytes a passage instead of 258. Its cosine is off by .025
on average, so the best few dozen by rough score are compared again by their exact rows, the very
bytes that `llmnotes search` reads. A large site keeps its passages in groups, and a query looks
through the nearest groups only.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llmnotes.index.codec import Ids
from llmnotes.index.neighbours import Vectors8
from llmnotes.site.searchdata_bytes import floats16, varints

ONE_GROUP = 2000
"""Passages up to which all are looked through: 128 KB."""
GROUP, GROUPS = 100, 192
"""Passages of a group on average, and the most groups."""
LOOKED_AT = (1200, 0.1)
"""Passages looked through in a larger site: so many, and a share of all of them."""
ROUNDS, SEED = 6, 1
LEVELS = 4

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a browser gets; `order` are the places of passages, group by group.

    `steps` is the step between the levels of each dimension, `spread` the usual error of a rough
    cosine, `codes` has a file a group and `rows` one for every `block` passages of `order`.
    """

    order: Ids
    sizes: tuple[int, ...]
    middles: Floats
    steps: Floats
    spread: float
    codes: tuple[bytes, ...]
    rows: tuple[bytes, ...]
    block: int


def vectors_for_browser(vectors: Vectors8) -> Vectors:
    """Group, round and cut up the vectors of all passages."""
    floats = vectors.floats()
    middles, group_of = _groups(floats)
    order = np.argsort(group_of, kind="stable").astype(np.int64)
    sizes = np.bincount(group_of, minlength=len(middles)).tolist()
    steps = _steps(floats)
    levels = np.clip(np.floor(floats / steps) + LEVELS // 2, 0, LEVELS - 1).astype(np.uint8)
    rough = (levels.astype(np.float32) - np.float32((LEVELS - 1) / 2)) * steps
    packed = _packed(levels[order])
    bounds = np.cumsum([0, *sizes]).tolist()
    codes = tuple(packed[start:end].tobytes() for start, end in pairwise(bounds))
    block = _block(len(order))
    rows = tuple(
        vectors.rows[part].tobytes() + floats16(vectors.scales[part])
        for part in (order[start : start + block] for start in range(0, len(order), block))
    )
    return Vectors(order, tuple(sizes), middles, steps, _spread(floats, rough), codes, rows, block)


def looked_at(passages: int) -> int:
    """Return how many passages of a site a query looks through at least."""
    least, share = LOOKED_AT
    return passages if passages <= ONE_GROUP else round(least + share * passages)


def order_varints(vectors: Vectors) -> bytes:
    """Return the sizes of the groups, and the gaps between the places in each."""
    gaps: list[int] = []
    start = 0
    for size in vectors.sizes:
        places = vectors.order[start : start + size]
        gaps.extend(np.diff(places, prepend=0).tolist())
        start += size
    return varints([len(vectors.sizes), *vectors.sizes, *gaps])


def _groups(floats: Floats) -> tuple[Floats, Ids]:
    """Return the middles of the groups, and the group of each passage: k-means on the sphere."""
    if len(floats) <= ONE_GROUP:
        return np.zeros((1, floats.shape[1]), np.float32), np.zeros(len(floats), dtype=np.int64)
    count = min(GROUPS, len(floats) // GROUP)
    chance = np.random.default_rng(SEED)
    middles = floats[np.sort(chance.choice(len(floats), count, replace=False))]
    sample = floats[:: max(1, len(floats) // (64 * count))]
    for _ in range(ROUNDS):
        nearest = _nearest(sample, middles)
        sums = np.zeros_like(middles)
        np.add.at(sums, nearest, sample)
        middles = np.where(sums.any(axis=1, keepdims=True), sums, middles)
        norms = np.linalg.norm(middles, axis=1, keepdims=True)
        middles = (middles / np.maximum(norms, np.float32(1e-6))).astype("<f2").astype(np.float32)
    return middles, _nearest(floats, middles)


def _nearest(floats: Floats, middles: Floats) -> Ids:
    found = [
        np.argmax(floats[start : start + 4096] @ middles.T, axis=1)
        for start in range(0, len(floats), 4096)
    ]
    return np.concatenate(found).astype(np.int64)


def _steps(floats: Floats) -> Floats:
    """Return a step for each dimension: its usual size, rounded so far that it seldom moves."""
    usual = np.sqrt(np.mean(np.square(floats), axis=0)) if len(floats) else np.ones(0)
    logs = np.rint(4 * np.log2(np.maximum(usual, 1e-6)))
    return np.asarray(np.exp2(logs / 4), dtype="<f2").astype(np.float32)


def _packed(levels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Return four numbers a byte, the first in the low bits."""
    odd = -levels.shape[1] % 4
    four = np.pad(levels, ((0, 0), (0, odd))).reshape(len(levels), -1, 4)
    return np.asarray(
        four[:, :, 0] | four[:, :, 1] << 2 | four[:, :, 2] << 4 | four[:, :, 3] << 6,
        dtype=np.uint8,
    )


def _spread(floats: Floats, rough: Floats) -> float:
    """Return the usual error of a rough cosine, by passages taken for queries."""
    if not len(floats):
        return 0.0
    asked = floats[:: max(1, len(floats) // 100)]
    errors = asked @ (rough - floats).T
    return round(float(np.sqrt(np.mean(np.square(errors)))), 4)


def _block(passages: int) -> int:
    """Return the exact rows of a file: few, since they are asked for one by one; not too few.

    At 3,000 passages a first query asks for some seventy: with two in a file it moves 35 KB less
    than with four.
    """
    return 2 if passages <= 5000 else 8 if passages <= 20_000 else 16 if passages <= 50_000 else 32
