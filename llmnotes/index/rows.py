"""One note ↔ its rows in the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from llmnotes.index.codec import joined, lines_of, pack, unpack
from llmnotes.index.fields import day_of, link_keys, names, note_counts, passage_counts
from llmnotes.index.source import Stamp
from llmnotes.model import Note, NoteId, Passage

HASH = 8
"""Bytes of the hash of what was encoded of a passage."""

Stored = tuple[bytes, bytes]
"""A vector as the database holds it: its row and its scale."""


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to be written; its passages are numbered from `first`."""

    note: Note
    stamp: Stamp
    hash: bytes
    passages: tuple[Passage, ...]
    first: int
    inbound: int = 0


@dataclass(frozen=True, slots=True)
class Removed:
    """What stood in the rows of a note: the words of each passage, the vector of each hash.

    `linking` is what decides about links between notes: its aliases and the keys of its links.
    """

    words: dict[int, Iterable[str]]
    vectors: dict[bytes, Stored]
    linking: tuple[str, bytes]
    inbound: int


def insert_note(
    db: sqlite3.Connection,
    new: NewNote,
    lengths: Sequence[int],
    hashes: Sequence[bytes],
    vectors: Sequence[Stored],
) -> None:
    """Write the rows of a note, all but the lists of its words."""
    note, passages = new.note, new.passages
    columns = {
        "path": new.stamp.path,
        "mtime": new.stamp.mtime,
        "size": new.stamp.size,
        "hash": new.hash,
        "title": note.title,
        "aliases": joined(note.aliases),
        "tags": joined(note.tags),
        "lang": note.lang,
        "day": day_of(note, new.stamp.mtime),
        "description": note.description,
        "links": b"".join(sorted(link_keys(note))),
        "inbound": new.inbound,
        "first": new.first,
        "count": len(passages),
    }
    marks = ", ".join("?" * len(columns))
    id = db.execute(
        f"INSERT INTO note ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
        tuple(columns.values()),
    ).lastrowid
    db.execute("INSERT INTO body VALUES (?, ?)", (id, pack(passages)))
    db.execute(
        "INSERT INTO vector VALUES (?, ?, ?, ?, ?)",
        (
            id,
            np.minimum(lengths, 65535).astype("<u2").tobytes(),
            b"".join(hashes),
            b"".join(scale for _, scale in vectors),
            b"".join(row for row, _ in vectors),
        ),
    )
    db.executemany(
        "INSERT OR REPLACE INTO name VALUES (?, ?, ?)",
        ((key, new.first + place, rank) for key, place, rank in names(note, passages)),
    )


def delete_note(db: sqlite3.Connection, path: str) -> Removed | None:
    """Take the rows of a note out and return what was in them; None if there are none."""
    row = db.execute(
        "SELECT id, title, aliases, tags, description, first, count, links, inbound "
        "FROM note WHERE path = ?",
        (path,),
    ).fetchone()
    if row is None:
        return None
    id, title, aliases, tags, description, first, count, links, inbound = row
    note = Note(NoteId(path), title, "", description, lines_of(aliases), lines_of(tags))
    of_note = note_counts(note)
    words: dict[int, Iterable[str]] = {}
    (body,) = db.execute("SELECT text FROM body WHERE note = ?", (id,)).fetchone()
    for number, (heading, _, text) in enumerate(unpack(body), first):
        passage = Passage(note.id, text, heading=tuple(heading))
        words[number] = passage_counts(passage, of_note)[0]
    hashes, scales, rows = db.execute(
        "SELECT hashes, scales, rows FROM vector WHERE note = ?", (id,)
    ).fetchone()
    dim = len(rows) // max(count, 1)
    vectors = {
        hashes[i * HASH : (i + 1) * HASH]: (
            rows[i * dim : (i + 1) * dim],
            scales[2 * i : 2 * i + 2],
        )
        for i in range(count)
    }
    numbers = ((number,) for number in words)
    db.executemany("DELETE FROM name WHERE passage = ?", numbers)
    for table, column in (("note", "id"), ("body", "note"), ("vector", "note")):
        db.execute(f"DELETE FROM {table} WHERE {column} = ?", (id,))  # noqa: S608
    return Removed(words, vectors, (aliases, links), inbound)


def linking(note: Note) -> tuple[str, bytes]:
    """Return what decides about links from and to `note`, as `Removed.linking` has it."""
    return joined(note.aliases), b"".join(sorted(link_keys(note)))
