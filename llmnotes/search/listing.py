"""The notes that filters admit where nothing is asked for: those that most others link to first."""

from __future__ import annotations

import numpy as np

from llmnotes.index import Index
from llmnotes.model import Hit
from llmnotes.search.filters import Filters


def listing(index: Index, k: int, filters: Filters) -> tuple[Hit, ...]:
    """Return the first passage of each of the `k` notes linked to most; equals by their paths.

    A score is the share that a note has of the links that the most linked one has.
    """
    with index.snapshot() as columns:
        admitted = np.array([filters.admits(info) for info in index.notes()], dtype=bool)
        notes = np.flatnonzero(admitted & (np.diff(columns.starts) > 0))
        most = max(columns.most_inbound, 1.0)
        best = notes[np.lexsort((notes, -columns.inbound[notes]))][:k].tolist()
        passages = index.passages([int(columns.starts[note]) for note in best])
        return tuple(
            Hit(passage, round(float(columns.inbound[note]) / most, 6))
            for passage, note in zip(passages, best, strict=True)
        )
