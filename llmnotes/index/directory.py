"""What a search needs of every note, in one row: it need not step through all of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

import numpy as np

from llmnotes.index.codec import Ids

_KINDS = ("<i8", "<i8", "<i4", "<i4")


@dataclass(frozen=True, slots=True)
class Directory:
    """All notes in the order of their paths.

    For each stands its id in the tables, the number of its first passage, how many passages it has,
    and how many notes link to it.
    """

    paths: list[str]
    ids: Ids
    firsts: Ids
    counts: Ids
    inbound: Ids


def write_directory(db: sqlite3.Connection) -> None:
    """Write the directory anew inside the running transaction."""
    rows = db.execute("SELECT path, id, first, count, inbound FROM note ORDER BY path").fetchall()
    paths, *numbers = zip(*rows, strict=True) if rows else ((),) * 5
    columns = [
        np.array(column, dtype=kind).tobytes() for column, kind in zip(numbers, _KINDS, strict=True)
    ]
    db.execute("DELETE FROM directory")
    told = "\0".join(paths).encode()  # no name of a file holds that
    db.execute("INSERT INTO directory VALUES (?, ?, ?, ?, ?)", (told, *columns))


def read_directory(db: sqlite3.Connection) -> Directory:
    """Return what `write_directory` wrote last."""
    row = db.execute("SELECT * FROM directory").fetchone()
    paths, *columns = row if row is not None else (b"",) * 5
    numbers = [
        np.frombuffer(column, dtype=kind).astype(np.int64)
        for column, kind in zip(columns, _KINDS, strict=True)
    ]
    return Directory(paths.decode().split("\0") if paths else [], *numbers)
