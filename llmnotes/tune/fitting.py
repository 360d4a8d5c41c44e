"""Pairs of texts → other vectors for their pieces, so that what belongs together lies together.

In a batch each text must find its other among the others of the batch: the cross entropy of
softmax(SCALE · cosine), as the encoder was trained. Pieces move by Adagrad and are pulled back to
where they were.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.static import StaticEncoder
from llmnotes.tune.cases import Pair

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Progress = Callable[[float], None]
"""Told the share that is done."""

SCALE = 20.0
BATCH = 128
EPOCHS, STEPS = 12, 60
"""How often all pairs are seen, and the least number of batches: a small vault is seen more."""
RATE = 0.1
PULL = 0.002
"""Share of a piece's move that is taken back each time."""
_LONGEST = 96
"""Pieces of a text that are read: a passage says first what it is about."""


def fit(
    base: StaticEncoder, pairs: Sequence[Pair], seconds: float, progress: Progress | None = None
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float16]]:
    """Return the pieces that changed and their new vectors; the same pairs give the same.

    Stops after `seconds` of CPU, at the end of an epoch.
    """
    texts = [[base.tokenize(side)[:_LONGEST] for side in (p.text, p.other)] for p in pairs]
    usable = [at for at, (one, other) in enumerate(texts) if one and other]
    pieces = np.unique(np.array([id for at in usable for side in texts[at] for id in side], int))
    place = {int(piece): at for at, piece in enumerate(pieces)}
    short = [[np.array([place[id] for id in side]) for side in texts[at]] for at in usable]
    notes = np.array([hash_of(pairs[at].note) for at in usable])
    start = np.array(base.table[pieces, : base.dim], dtype=np.float32)
    table, moved = start.copy(), np.full((len(pieces), 1), 1e-6, dtype=np.float32)
    random = np.random.default_rng(0)
    began = time.process_time()
    epochs = max(EPOCHS, -(-STEPS // -(-len(short) // BATCH))) if short else 0
    for epoch in range(epochs):
        order = random.permutation(len(short))
        for first in range(0, len(order), BATCH):
            chosen = order[first : first + BATCH]
            if len(chosen) > 1:
                slope = _slope(table, [short[at] for at in chosen], notes[chosen])
                moved += np.mean(slope * slope, axis=1, keepdims=True)
                table -= RATE * slope / np.sqrt(moved)
                table += PULL * (start - table)
            if progress:
                progress((epoch + first / len(order)) / epochs)
        if time.process_time() - began > seconds * (epoch + 1) / (epoch + 2):
            break
    return pieces.astype(np.int32), table.astype(np.float16)


def hash_of(name: str) -> int:
    """Return a number for `name`, the same in every process."""
    return int.from_bytes(hashlib.blake2b(name.encode(), digest_size=7).digest(), "big")


def _slope(table: Floats, batch: Sequence[Sequence[Ids]], notes: Ids) -> Floats:
    """Return the gradient of the loss of a batch with respect to the table."""
    sides = [[pair[side] for pair in batch] for side in (0, 1)]
    (one, long_one), (other, long_other) = (_encoded(table, side) for side in sides)
    scores = np.asarray(SCALE * one @ other.T, dtype=np.float32)
    same = notes[:, None] == notes  # another text of the same note is no wrong answer
    same[np.arange(len(notes)), np.arange(len(notes))] = False
    scores[same] = -np.inf
    slope = np.zeros_like(table)
    for rows, sums in ((_share(scores), 0), (_share(scores.T), 1)):
        rows[np.arange(len(rows)), np.arange(len(rows))] -= 1
        rows *= SCALE / (2 * len(rows))
        first, second = (one, other) if sums == 0 else (other, one)
        _add(slope, sides[sums], rows @ second, first, (long_one, long_other)[sums])
        _add(slope, sides[1 - sums], rows.T @ first, second, (long_one, long_other)[1 - sums])
    return slope


def _encoded(table: Floats, texts: Sequence[Ids]) -> tuple[Floats, Floats]:
    """Return the unit vectors of texts, and how long the sums were."""
    starts = np.cumsum([0, *(len(text) for text in texts)])[:-1]
    sums = np.add.reduceat(table[np.concatenate(texts)], starts, axis=0)
    length = np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-6)
    return (sums / length).astype(np.float32), length.astype(np.float32)


def _share(scores: Floats) -> Floats:
    shares = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _add(slope: Floats, texts: Sequence[Ids], pull: Floats, unit: Floats, length: Floats) -> None:
    """Add what `pull` on the unit vectors means for the pieces of the texts."""
    across = (pull - unit * np.sum(pull * unit, axis=1, keepdims=True)) / length
    counts = [len(text) for text in texts]
    np.add.at(slope, np.concatenate(texts), np.repeat(across, counts, axis=0))
