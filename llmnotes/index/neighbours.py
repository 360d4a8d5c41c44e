"""Vector → the nearest passages: by looking at all of them, or by FAISS once they are many."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from llmnotes.files import replace_file
from llmnotes.index.codec import Ids

if TYPE_CHECKING:
    from llmnotes.model import Vectors

MANY = 40_000
"""Passages above which FAISS wins: below, a product with all of them takes less than 5 ms."""
PROBED = 0.25
"""Share of the clusters looked into; recall@10 against all of them stands in RESULTS.md."""

Rows = npt.NDArray[np.int8]
Scores = npt.NDArray[np.float32]
_STALE = 0.1
"""Share of passages that FAISS may not know (they are compared one by one) before it is rebuilt."""
_CHUNK = 16_384


class Vectors8:
    """All vectors as int8 rows with scales, in the order of passages."""

    def __init__(self, rows: Rows, scales: Scores) -> None:
        self.rows, self.scales = rows, scales

    def cosines(self, query: Scores, places: Ids | None = None) -> Scores:
        """Return the cosine of `query` with every passage, or with those at `places`."""
        if places is not None:
            picked = self.rows[places].astype(np.float32) @ query
            return np.asarray(picked * self.scales[places], dtype=np.float32)
        out = np.empty(len(self.rows), dtype=np.float32)
        for start in range(0, len(self.rows), _CHUNK):  # a chunk stays in the processor's cache
            stop = start + _CHUNK
            np.matmul(self.rows[start:stop].astype(np.float32), query, out=out[start:stop])
        out *= self.scales
        return out

    def floats(self, places: Ids | None = None) -> Vectors:
        """Return the vectors themselves, of unit length."""
        rows = self.rows if places is None else self.rows[places]
        matrix = rows.astype(np.float32)
        norms = np.linalg.norm(matrix, axis=1, keepdims=True)
        matrix /= np.maximum(norms, np.float32(1e-6))
        return matrix


class Clusters:
    """FAISS over the passages by number: an inverted file of int8 vectors."""

    def __init__(self, index: Any) -> None:
        self._index = index
        self.dim = int(index.d)
        lists = int(index.nlist)
        index.nprobe = max(1, round(lists * PROBED))

    @classmethod
    def build(cls, vectors: Vectors, numbers: Ids) -> Clusters:
        """Group `vectors` by k-means and file each under its passage's number."""
        import faiss

        dim = vectors.shape[1]
        lists = int(4 * np.sqrt(len(vectors)))
        kind, measure = faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
        coarse = faiss.IndexFlatIP(dim)
        index = faiss.IndexIVFScalarQuantizer(coarse, dim, lists, kind, measure)
        index.cp.niter, index.cp.seed, index.cp.max_points_per_centroid = 8, 1, 64
        index.train(vectors)
        index.add_with_ids(vectors, numbers)
        return cls(index)

    @classmethod
    def read(cls, file: Path) -> Clusters | None:
        """Read what `write` left, or return None where there is nothing to read."""
        import faiss

        try:
            return cls(faiss.read_index(str(file)))
        except RuntimeError:
            return None

    def write(self, file: Path) -> None:
        """Write the clusters so that a reader finds the old file or the new one, never half."""
        import faiss

        replace_file(file, lambda half: faiss.write_index(self._index, str(half)))

    def nearest(self, query: Scores, count: int) -> Ids:
        """Return the numbers of about the `count` nearest passages, in no order."""
        _, numbers = self._index.search(query[None, :], count)
        return np.asarray(numbers[0][numbers[0] >= 0], dtype=np.int64)

    def numbers(self) -> Ids:
        """Return the numbers of all passages filed."""
        import faiss

        lists = self._index.invlists
        parts = [
            faiss.rev_swig_ptr(lists.get_ids(i), lists.list_size(i)).copy()
            for i in range(self._index.nlist)
            if lists.list_size(i)
        ]
        return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def is_stale(filed: Ids, numbers: Ids) -> bool:
    """Tell whether `filed` and `numbers` differ by too many."""
    common = len(np.intersect1d(filed, numbers, assume_unique=True))
    return common < (1 - _STALE) * max(len(filed), len(numbers))
