"""First vectors for the pieces: which pieces keep the same company, in both languages.

Positive pointwise mutual information within five tokens, and across the two sides of sentence
pairs, then a truncated singular value decomposition (Levy and Goldberg 2014; the second part is
bilingual latent semantic analysis). Minutes of one core instead of hours of pre-training.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse

from llmnotes.decoder.tokenizer import BOS, FIRST_PIECE

Floats = npt.NDArray[np.float32]
WINDOW = 5
BLOCK = 4_000_000


def make_vectors(folder: Path, vocabulary: int, width: int) -> Floats:
    """Return a row per piece with root mean square one, and write it to ``vectors.npy``."""
    prose, pairs = np.load(folder / "corpus.npy"), np.load(folder / "pairs.npy")
    near = sum(_near(prose[at : at + BLOCK], vocabulary) for at in range(0, len(prose), BLOCK))
    across = _across(pairs, vocabulary)
    across *= 0.5 * near.sum() / across.sum()
    vectors = _decompose(_information(near + near.T + across + across.T), width)
    vectors[:FIRST_PIECE] = np.random.default_rng(0).normal(size=(FIRST_PIECE, width))
    vectors /= np.sqrt((vectors**2).mean(1, keepdims=True)) + 1e-6
    np.save(folder / "vectors.npy", vectors.astype(np.float32))
    counts = np.bincount(prose, minlength=vocabulary).astype(np.float32)
    np.save(folder / "prior.npy", np.log((counts + 0.5) / counts.sum()))
    return vectors.astype(np.float32)


def _near(ids: npt.NDArray[np.uint16], vocabulary: int) -> sparse.csr_matrix:
    total = sparse.csr_matrix((vocabulary, vocabulary), dtype=np.float32)
    for step in range(1, WINDOW + 1):
        weight = np.full(len(ids) - step, 1 / step, np.float32)
        places = (ids[:-step].astype(np.int32), ids[step:].astype(np.int32))
        total = total + sparse.coo_matrix((weight, places), total.shape).tocsr()
    return total


def _across(ids: npt.NDArray[np.uint16], vocabulary: int) -> sparse.csr_matrix:
    """Count every piece of one side with every piece of the other."""
    sides = np.split(ids, np.flatnonzero(ids == BOS)[1:])
    total = sparse.csr_matrix((vocabulary, vocabulary), dtype=np.float32)
    for at in range(0, len(sides) - 1, 40_000):
        left, right, weight = [], [], []
        for pt, en in zip(
            sides[at : at + 40_000 : 2], sides[at + 1 : at + 40_000 : 2], strict=False
        ):
            a, b = pt[1:-1].astype(np.int32), en[1:-1].astype(np.int32)
            if not len(a) or not len(b):
                continue
            left.append(np.repeat(a, len(b)))
            right.append(np.tile(b, len(a)))
            weight.append(np.full(len(a) * len(b), 2 / (len(a) + len(b)), np.float32))
        places = (np.concatenate(left), np.concatenate(right))
        total = total + sparse.coo_matrix((np.concatenate(weight), places), total.shape).tocsr()
    return total


def _information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return the positive mutual information; contexts smoothed by the power 0.75."""
    found = counts.tocoo()
    rows = np.asarray(counts.sum(1)).ravel() + 1e-6
    columns = rows**0.75
    expected = rows[found.row] * (columns / columns.sum())[found.col]
    value = np.log(found.data / expected)
    kept = value > 0
    places = (found.row[kept], found.col[kept])
    return sparse.csr_matrix((value[kept].astype(np.float32), places), counts.shape)


def _decompose(matrix: sparse.csr_matrix, width: int, extra: int = 24, rounds: int = 3) -> Floats:
    """Return U · √S of the randomised decomposition of Halko, Martinsson and Tropp (2011)."""
    rng = np.random.default_rng(0)
    basis = matrix @ rng.normal(size=(matrix.shape[1], width + extra)).astype(np.float32)
    for _ in range(rounds):
        basis = matrix @ (matrix.T @ np.linalg.qr(basis)[0])
    basis = np.linalg.qr(basis)[0]
    left, values, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    return np.asarray((basis @ left)[:, :width] * np.sqrt(values[:width]), np.float32)
