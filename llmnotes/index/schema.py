"""The database file of an index: its tables, how it is opened, and what makes it void.

Postings are our own rows, not an FTS5 table. FTS5 was measured first, on 100,000 passages of real
text: 124 ms at the median for five words (it scores every match one by one, and counts each word's
passages again for every query) and 424 bytes a passage. Ours are faster and smaller (see
benchmarks/RESULTS.md), let one word of a query weigh less than another, and leave no trace of the
words of a note that was deleted.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from llmnotes.errors import IndexingError

SCHEMA = 5
"""Raise it when tables, stemming, weights or passages change: the index is then made afresh."""
FOLDER = ".llmnotes"
FILE = "index.db"
_PATIENCE = 120.0
"""Seconds a writer waits for another one."""

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE note (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    mtime INTEGER NOT NULL,       -- nanoseconds
    size INTEGER NOT NULL,
    hash BLOB NOT NULL,           -- of the file's bytes
    title TEXT NOT NULL,
    aliases TEXT NOT NULL,        -- one a line, like tags
    tags TEXT NOT NULL,
    lang TEXT NOT NULL,
    day TEXT NOT NULL,            -- ISO date of the last change, as the note says it
    description TEXT NOT NULL,
    links BLOB NOT NULL,          -- keys of what it links to, see fields.link_keys
    inbound INTEGER NOT NULL,     -- notes that link to it
    first INTEGER NOT NULL,       -- its passages are numbered first, first + 1, …
    count INTEGER NOT NULL
);
CREATE TABLE body (note INTEGER PRIMARY KEY, text BLOB NOT NULL);   -- passages, see codec.pack
CREATE TABLE vector (
    note INTEGER PRIMARY KEY,
    lengths BLOB NOT NULL,        -- uint16 a passage: its words
    hashes BLOB NOT NULL,         -- 8 bytes a passage: of what was encoded
    scales BLOB NOT NULL,         -- float16 a passage
    rows BLOB NOT NULL            -- int8, dim a passage
);
CREATE TABLE term (   -- with a rowid: a long row of an index wastes most of its last page
    id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, ids BLOB NOT NULL, counts BLOB NOT NULL
);
CREATE TABLE name (
    key TEXT NOT NULL, passage INTEGER NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (key, passage)
) WITHOUT ROWID;
CREATE TABLE directory (   -- one row of arrays over all notes by path, see directory.py
    paths BLOB NOT NULL, ids BLOB NOT NULL, firsts BLOB NOT NULL, counts BLOB NOT NULL,
    inbound BLOB NOT NULL
);
CREATE TABLE question (   -- what each note is known to answer, see questions.py
    path TEXT PRIMARY KEY,
    key BLOB NOT NULL,            -- hash of the questions and of the note
    said BLOB NOT NULL,           -- 8 bytes a row: the hash of the sentence that answers
    places BLOB NOT NULL,         -- uint16: its passage in the note
    dim INTEGER NOT NULL,         -- numbers of a vector
    rows BLOB NOT NULL            -- half a byte a number
);
CREATE INDEX name_passage ON name (passage);
CREATE TABLE skip (key BLOB PRIMARY KEY, mtime INTEGER, size INTEGER) WITHOUT ROWID;
"""
_NAMES = ("meta", "note", "body", "vector", "term", "name", "directory", "skip", "question")


def database(folder: Path) -> Path:
    """Return the file of the index kept in `folder` (a vault's ``.llmnotes``)."""
    return folder / FILE


def clusters_file(folder: Path) -> Path:
    """Return the file where FAISS keeps the vectors of an index of many passages."""
    return folder / "vectors.faiss"


def connect(file: Path) -> sqlite3.Connection:
    """Open `file` for reading and writing; nothing is begun until somebody says so."""
    try:
        db = sqlite3.connect(file, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA temp_store = MEMORY")
    except sqlite3.Error as error:
        raise broken(file, error) from error
    return db


@contextmanager
def transaction(db: sqlite3.Connection, kind: str = "IMMEDIATE") -> Iterator[None]:
    """Run the block in one transaction: all of it happens, or none."""
    db.execute(f"BEGIN {kind}")
    try:
        yield
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def prepare(db: sqlite3.Connection) -> None:
    """Make the tables inside the running transaction; tables of another version are dropped."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version == SCHEMA:
        return
    for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        db.execute(f"DROP TABLE IF EXISTS {name}")
    for statement in re.sub(r"--.*", "", _TABLES).split(";"):
        db.execute(statement)
    db.execute(f"PRAGMA user_version = {SCHEMA}")


def is_current(db: sqlite3.Connection) -> bool:
    """Tell whether the tables are there and of this version."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] == SCHEMA)


def is_outdated(folder: Path, bundled: str) -> bool:
    """Tell whether the index was made by a bundled encoder other than that of today, `bundled`."""
    if not database(folder).exists():
        return False
    db = connect(database(folder))
    try:
        if not is_current(db):
            return False
        meta = read_meta(db)
    except sqlite3.DatabaseError as error:
        raise broken(database(folder), error) from error
    finally:
        db.close()
    made_by = meta.get("fingerprint", bundled)
    return meta.get("encoder", "") in ("", "bundled") and made_by != bundled


def clear(db: sqlite3.Connection) -> None:
    """Empty every table, for another encoder."""
    for name in _NAMES:
        db.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names


def read_meta(db: sqlite3.Connection) -> dict[str, str | int]:
    """Return what the index says of itself: encoder, fingerprint, dim, generation, next."""
    return dict(db.execute("SELECT key, value FROM meta").fetchall())


def write_meta(db: sqlite3.Connection, **values: str | int) -> None:
    """Note facts about the index inside the running transaction."""
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def broken(file: Path, error: Exception) -> IndexingError:
    """Return the error that says how to get over an index that cannot be read."""
    return IndexingError(f"{file}: {error}; delete it and run `llmnotes index`")
