"""The passages' vectors for a browser: rough ones to look through, exact ones for the few in front.

A rough vector is the middle of its group and one bit a number, on which side of the middle it is:
32 bytes a passage instead of 258. Its cosine is off by .04 on average, so the best few dozen by
rough score are compared again by their exact rows, the very bytes that `llmnotes search` reads.
Small sites have two bits a number, large ones keep their passages in groups, of which a query looks
through the nearest only.

Two bits for half as many passages, around no middle, came to the same bytes and found less: of 120
queries to 3,392 passages of documentation 106 had the hits of `llmnotes search` in its order, this
way 118; of 40 to 30,000 made-up passages, all much alike, 4 and 37.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llmnotes.index.codec import Ids
from llmnotes.index.neighbours import Vectors8
from llmnotes.site.searchdata_bytes import codes, floats16

TWO_BITS = 2000
"""Passages up to which a number has two bits: 128 KB."""
ONE_GROUP = 4000
"""Passages up to which all are looked through: 128 KB."""
GROUP, GROUPS = 75, 300
"""Passages of a group on average, and the most groups."""
LOOKED_AT = (3000, 0.08)
"""Passages looked through in a larger site: so many, and a share of all of them."""
WEIGHT, FIRST = 3.0, 5
"""What a group gains by the passage that the words of a query put first, and so many places further
back the next ones count."""
SURE = 100
"""Of the best passages by their words, those whose groups gain."""
DOUBT, FAR = 4.0, 2.5
"""Usual errors by which a rough cosine may be too low, and the middle of a group."""
ROUNDS, SEED = 6, 1
STEPS = {1: 1.6, 2: 1.0}
"""The distance of neighbours among the values that so many bits stand for, in usual sizes."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Vectors:
    """What a browser gets: `codes` has a file a group, `rows` one for every `block` of `order`.

    `order` are the places of passages, group by group. `middles` are those of the groups, packed,
    `steps` are those of each dimension, whose numbers have so many `bits`. `spread` is the usual
    error of a rough cosine, `reach` that of the middle of a passage's group taken for the passage.
    """

    group_of: Ids
    order: Ids
    middles: bytes
    bits: int
    steps: Floats
    spread: float
    reach: float
    codes: tuple[bytes, ...]
    rows: tuple[bytes, ...]
    block: int


def vectors_for_browser(vectors: Vectors8) -> Vectors:
    """Group, round and cut up the vectors of all passages."""
    floats = vectors.floats()
    group_of = _groups(floats)
    packed, middles = _middles(floats, group_of)
    order = np.argsort(group_of, kind="stable").astype(np.int64)
    left = floats - middles[group_of]
    bits = 2 if len(floats) <= TWO_BITS else 1
    steps = _steps(left) * np.float32(STEPS[bits])
    steps = steps.astype("<f2").astype(np.float32)
    half = 2 ** (bits - 1)
    levels = np.clip(np.floor(left / steps) + half, 0, 2 * half - 1)
    missed = (levels + np.float32(0.5 - half)) * steps - left
    packed_levels = _packed(levels.astype(np.uint8)[order], bits)
    bounds = np.cumsum([0, *np.bincount(group_of, minlength=len(middles))]).tolist()
    block = _block(len(order))
    return Vectors(
        group_of=group_of,
        order=order,
        middles=packed,
        bits=bits,
        steps=steps,
        spread=_usual(floats, missed),
        reach=_usual(floats, left),
        codes=tuple(packed_levels[start:end].tobytes() for start, end in pairwise(bounds)),
        rows=tuple(
            vectors.rows[part].tobytes() + floats16(vectors.scales[part])
            for part in (order[start : start + block] for start in range(0, len(order), block))
        ),
        block=block,
    )


def looked_at(passages: int) -> int:
    """Return how many passages of a site a query looks through at least."""
    least, share = LOOKED_AT
    return passages if passages <= ONE_GROUP else round(least + share * passages)


def _groups(floats: Floats) -> Ids:
    """Return the group of each passage: k-means on the sphere."""
    if len(floats) <= ONE_GROUP:
        return np.zeros(len(floats), dtype=np.int64)
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
    return _nearest(floats, middles)


def _middles(floats: Floats, group_of: Ids) -> tuple[bytes, Floats]:
    """Return the middles of the groups as they are packed, and as they are read again.

    The middle of all stands first, in bytes, then how each group's differs, if there are several:
    half bytes are enough, since the bits of a passage say what is left.
    """
    counts = np.bincount(group_of)
    sums = np.zeros((len(counts), floats.shape[1]), dtype=np.float32)
    np.add.at(sums, group_of, floats)
    packed, whole = codes(sums.sum(axis=0, keepdims=True) / np.float32(len(floats)), 8)
    if len(counts) == 1:
        return packed, whole
    own = sums / np.maximum(counts, 1).astype(np.float32)[:, None]
    more, differences = codes(own - whole, 4)
    return packed + more, whole + differences


def _nearest(floats: Floats, middles: Floats) -> Ids:
    found = [
        np.argmax(floats[start : start + 4096] @ middles.T, axis=1)
        for start in range(0, len(floats), 4096)
    ]
    return np.concatenate(found).astype(np.int64)


def _steps(left: Floats) -> Floats:
    """Return a step for each dimension: its usual size, rounded so far that it seldom moves."""
    usual = np.sqrt(np.mean(np.square(left), axis=0))
    logs = np.rint(4 * np.log2(np.maximum(usual, 1e-6)))
    return np.asarray(np.exp2(logs / 4), dtype=np.float32)


def _packed(levels: npt.NDArray[np.uint8], bits: int) -> npt.NDArray[np.uint8]:
    """Return numbers of so many bits in bytes, the first of a byte in the low ones."""
    apart = np.stack([levels >> bit & 1 for bit in range(bits)], axis=2)
    return np.packbits(apart.reshape(len(levels), -1), axis=1, bitorder="little")


def _usual(floats: Floats, differences: Floats) -> float:
    """Return by how much `differences` usually change a cosine, by passages taken for queries."""
    asked = floats[:: max(1, len(floats) // 100)]
    return round(float(np.sqrt(np.mean(np.square(asked @ differences.T)))), 4)


def _block(passages: int) -> int:
    """Return the exact rows of a file: few, since they are asked for one by one; not too few.

    A first query asks for some thirty.
    """
    return 2 if passages <= 5000 else 4 if passages <= 20_000 else 8 if passages <= 60_000 else 16
