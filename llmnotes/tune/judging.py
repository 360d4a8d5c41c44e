"""How well questions find their notes, with one encoder and with another."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Sequence
from pathlib import Path

from llmnotes.config import Config
from llmnotes.encoder import TextEncoder
from llmnotes.index import Index, VaultSource, update
from llmnotes.search import search
from llmnotes.tune.cases import Question

DEPTH = 30
"""Passages in which the note is looked for."""


def ranks(
    root: Path, settings: Config, encoder: TextEncoder, asked: Sequence[Question]
) -> list[float]:
    """Return for each question one over the rank of its note in a hybrid search, 0 if not found.

    The note that a question was taken from does not count, unless it is the one that is meant. An
    index of its own is made for this, and is gone afterwards; it knows no questions, among which
    those judged by may be.
    """
    with tempfile.TemporaryDirectory(prefix="llmnotes-") as place:
        folder = Path(place)
        update(folder, VaultSource(root, settings, questions=False), lambda name: encoder)
        with Index(folder) as index:
            return [_rank(index, encoder, one) for one in asked]


def _rank(index: Index, encoder: TextEncoder, asked: Question) -> float:
    hits = search(index, asked.text, encoder, DEPTH)
    found = dict.fromkeys(hit.passage.note for hit in hits)
    if asked.source != asked.note:
        found.pop(asked.source, None)
    places: dict[str, int] = {note: place for place, note in enumerate(found, 1)}
    return 1.0 / places[asked.note] if asked.note in places else 0.0


def by_chance(before: Sequence[float], after: Sequence[float]) -> float:
    """Return how likely chance alone makes as many questions better: a one-sided sign test.

    >>> by_chance([0.5] * 5, [1.0] * 5)
    0.03125
    """
    better = sum(b > a for a, b in zip(before, after, strict=True))
    changed = sum(b != a for a, b in zip(before, after, strict=True))
    ways = sum(math.comb(changed, k) for k in range(better, changed + 1))
    return float(ways / 2**changed)
