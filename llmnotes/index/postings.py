"""Words → the passages they stand in: gathered while notes are read, then merged in one go."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

import numpy as np

from llmnotes.index.codec import Bytes, Ids, decode_ids, encode_ids
from llmnotes.index.gathering import Gathered


class Changes(Gathered):
    """Postings to add and passages to take out, for one merge.

    Added passages have numbers above all that the index holds: a list only grows at its end.
    """

    def __init__(self) -> None:
        super().__init__()
        self._removed: set[int] = set()
        self._removed_words: set[str] = set()

    def remove(self, passage: int, words: Iterable[str]) -> None:
        """Take a passage out of the lists of its `words`."""
        self._removed.add(passage)
        self._removed_words.update(words)

    def merge(self, db: sqlite3.Connection) -> None:
        """Bring the ``term`` table up to date inside the running transaction."""
        removed = np.array(sorted(self._removed), dtype=np.int64)
        changed: list[tuple[str, bytes, bytes]] = []
        gone: list[tuple[str]] = []
        added = self.lists()
        bounds = [*added.starts.tolist(), len(added.passages)]
        for word, begin, end in zip(added.words, bounds, bounds[1:], strict=False):
            passages, counts = added.passages[begin:end], added.counts[begin:end]
            changed.append((word, *_merged(db, word, removed, passages, counts)))
        for word in sorted(self._removed_words.difference(added.words)):
            data, counted = _merged(db, word, removed, _NO_IDS, _NO_COUNTS)
            if counted:
                changed.append((word, data, counted))
            else:
                gone.append((word,))
        db.executemany("DELETE FROM term WHERE word = ?", gone)
        db.executemany("INSERT OR REPLACE INTO term (word, ids, counts) VALUES (?, ?, ?)", changed)

    def write_new(self, db: sqlite3.Connection) -> None:
        """Write the lists into an empty ``term`` table: the same as `merge`, and much faster."""
        added = self.lists()
        counts = added.counts.tobytes()
        stream, ends = encode_ids(added.passages, added.starts)
        data = stream.tobytes()
        begins = [0, *ends.tolist()]
        bounds = [*added.starts.tolist(), len(counts)]
        db.executemany(
            "INSERT INTO term (word, ids, counts) VALUES (?, ?, ?)",
            (
                (word, data[begins[i] : begins[i + 1]], counts[bounds[i] : bounds[i + 1]])
                for i, word in enumerate(added.words)
            ),
        )


_NO_IDS: Ids = np.empty(0, dtype=np.int64)
_NO_COUNTS: Bytes = np.empty(0, dtype=np.uint8)
_FIRST: Ids = np.zeros(1, dtype=np.int64)


def read_posting(db: sqlite3.Connection, word: str) -> tuple[Ids, Bytes]:
    """Return the passages that hold `word`, ascending, and how much it counts in each."""
    row = db.execute("SELECT ids, counts FROM term WHERE word = ?", (word,)).fetchone()
    if row is None:
        return _NO_IDS, _NO_COUNTS
    return decode_ids(row[0]), np.frombuffer(row[1], dtype=np.uint8)


def _merged(
    db: sqlite3.Connection, word: str, removed: Ids, ids: Ids, counts: Bytes
) -> tuple[bytes, bytes]:
    """Return the list of `word` without `removed` and with `ids`, as the table holds it."""
    old_ids, old_counts = read_posting(db, word)
    if len(old_ids) and len(removed):
        kept = ~np.isin(old_ids, removed, assume_unique=True)
        old_ids, old_counts = old_ids[kept], old_counts[kept]
    ids, counts = np.concatenate((old_ids, ids)), np.concatenate((old_counts, counts))
    if not len(ids):
        return b"", b""
    stream, _ = encode_ids(ids, _FIRST)
    return stream.tobytes(), counts.tobytes()
