"""The questions that a vault's notes are known to answer, as a search and an answer read them.

A new question is often most like one that somebody asked before, in words that the note does not
use. Notes expanded by questions are the method of *doc2query* (Nogueira et al., 2019,
arXiv:1904.08375); here they are not added to the text but compared by their own vectors, as in
retrieval from lists of frequently asked questions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from llmnotes.index.codec import Ids
from llmnotes.index.neighbours import Scores, Vectors8

SAID = 8
"""Bytes of the hash of a sentence."""
LAST = 4
"""Queries whose cosines are kept."""
CHUNK = 4_096
"""Rows that are unpacked at once: they stay in the processor's cache."""
NOWHERE = 0xFFFF
"""The place of a sentence that is in no passage."""

Said = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Questions:
    """Known questions, one row for each sentence that answers one, in the order of notes.

    `starts` has the first row of each note, and one more for the end; `places` are those of the
    passages that answer, -1 for none; `said` are the hashes of the sentences. `vectors` are those
    of `llmnotes.encoder.questions`, whatever encoder the passages have.
    """

    starts: Ids
    places: Ids
    said: Said
    vectors: Vectors8
    _last: dict[bytes, Scores] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.said)

    def cosines(self, query: Scores) -> Scores:
        """Return how near each is to the vector of a query.

        Those of the last queries are kept: a search and the answer that follows ask for the same.
        """
        key = query.tobytes()
        if key not in self._last:
            if len(self._last) >= LAST:
                self._last.clear()
            self._last[key] = self.vectors.cosines(query)
        return self._last[key]

    def nearest(self, query: Scores, passages: int) -> Scores:
        """Return for each passage the cosine of the nearest question it answers, 0 for none."""
        found = np.zeros(passages, dtype=np.float32)
        if len(self):
            there = self.places >= 0
            np.maximum.at(found, self.places[there], self.cosines(query)[there])
        return found

    def of_note(self, note: int, *queries: Scores) -> Mapping[int, float]:
        """Return for each sentence of a note, by its hash, the cosine of its nearest question.

        That is the one nearest to any of `queries`.
        """
        found: dict[int, float] = {}
        if len(self):
            rows = slice(int(self.starts[note]), int(self.starts[note + 1]))
            best = np.max([self.cosines(query)[rows] for query in queries], axis=0)
            for said, cosine in zip(self.said[rows].tolist(), best.tolist(), strict=True):
                found[said] = max(cosine, found.get(said, -1.0))
        return found


def read_questions(db: sqlite3.Connection, notes: Mapping[str, int], starts: Ids) -> Questions:
    """Read all of them; `notes` has the index of each path, `starts` its first passage."""
    rows = db.execute("SELECT path, said, places, dim, rows FROM question ORDER BY path")
    found = [row for row in rows if row[0] in notes]
    counts = np.zeros(len(notes), dtype=np.int64)
    parts = [np.zeros(0, dtype=np.int64)]
    for path, said, places, _, _ in found:
        note = notes[path]
        counts[note] = len(said) // SAID
        own = np.frombuffer(places, dtype="<u2").astype(np.int64)
        parts.append(np.where(own == NOWHERE, -1, own + starts[note]))
    said = b"".join(row[1] for row in found)
    dim = max((row[3] for row in found), default=1)
    vectors = unpacked(b"".join(row[4] for row in found), dim)
    return Questions(
        np.concatenate(([0], np.cumsum(counts))),
        np.concatenate(parts),
        np.frombuffer(said, dtype="<u8"),
        vectors,
    )


def packed(vectors: npt.NDArray[np.float32]) -> bytes:
    """Return rows as half bytes from -7 to 7, the first of two in the low bits; lengths are lost.

    Cosines of random rows of 64 numbers are off by .011 on the average. Right notes of known
    questions came first for .885, .814 and .853 of dev, train and wild; with floats for .887, .811
    and .857.
    """
    most = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    codes = np.rint(7 * vectors / np.maximum(most, np.float32(1e-6))).astype(np.int8).view(np.uint8)
    two = np.pad(codes, ((0, 0), (0, codes.shape[1] % 2))) & 15
    return (two[:, ::2] | two[:, 1::2] << 4).tobytes()


def unpacked(data: bytes, dim: int) -> Vectors8:
    """Return the rows that `packed` was given, of unit length."""
    two = np.frombuffer(data, dtype=np.int8).reshape(-1, (dim + 1) // 2)
    rows = np.empty((len(two), 2 * two.shape[1]), dtype=np.int8)
    squares = np.empty(len(two), dtype=np.float32)
    for start in range(0, len(two), CHUNK):
        part = slice(start, start + CHUNK)
        rows[part, ::2], rows[part, 1::2] = (two[part] << 4) >> 4, two[part] >> 4
        wide = rows[part, :dim].astype(np.float32)
        squares[part] = np.einsum("ij,ij->i", wide, wide)
    lengths = np.sqrt(np.maximum(squares, np.float32(1)))
    return Vectors8(rows[:, :dim], np.reciprocal(lengths, dtype=np.float32))
