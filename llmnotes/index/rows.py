"""One note ↔ its rows in the tables."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llmnotes.index.codec import joined, pack, unpack
from llmnotes.index.fields import link_keys, names, note_fields
from llmnotes.index.source import Stamp
from llmnotes.model import Note, Passage
from llmnotes.stemming import stems

HASH = 8
"""Bytes of the hash of what was encoded of a passage."""

Stored = tuple[bytes, bytes]
"""A vector as the database holds it: its row and its scale."""
_COLUMNS = (
    "path, mtime, size, hash, title, aliases, tags, lang, day, description, links, inbound, first, "
    "count"
)


@dataclass(frozen=True, slots=True)
class Removed:
    """What stood in the rows of a note: the words of each passage, the vector of each hash.

    `linking` is what decides about links between notes: its aliases and the keys of its links.
    """

    words: dict[int, Iterable[str]]
    vectors: dict[bytes, Stored]
    linking: tuple[str, bytes]
    inbound: int


@dataclass(frozen=True, slots=True)
class NewNote:
    """The rows of a note to be written, all but its id and what belongs to its vectors.

    `hashes` are those of its passages. `linking` is what decides about links from and to the note.
    """

    columns: tuple[object, ...]
    body: bytes
    names: list[tuple[str, int, int]]
    linking: tuple[str, bytes]
    hashes: tuple[bytes, ...]


def new_note(
    note: Note,
    stamp: Stamp,
    hash: bytes,
    passages: Sequence[Passage],
    hashes: tuple[bytes, ...],
    first: int,
    lang: str,
    day: str,
    was: Removed | None,
) -> NewNote:
    """Return the rows of a note, last changed on `day`, whose passages are numbered from `first`.

    `was` is what stood there before, of which links from other notes are kept.
    """
    aliases, links = joined(note.aliases), b"".join(sorted(link_keys(note)))
    columns = (
        stamp.path,
        stamp.mtime,
        stamp.size,
        hash,
        note.title,
        aliases,
        joined(note.tags),
        lang,
        day,
        note.description,
        links,
        was.inbound if was is not None else 0,
        first,
        len(passages),
    )
    found = [(key, first + place, rank) for key, place, rank in names(note, passages)]
    return NewNote(columns, pack(passages), found, (aliases, links), hashes)


def insert_notes(
    db: sqlite3.Connection,
    notes: Sequence[NewNote],
    lengths: npt.NDArray[np.uint16],
    vectors: Mapping[bytes, Stored],
) -> None:
    """Write the rows of notes, all but the lists of their words, table by table.

    `lengths` are those of all their passages, one after the other, in words.
    """
    first = db.execute("SELECT coalesce(max(id), 0) + 1 FROM note").fetchone()[0]
    marks = ", ".join("?" * (1 + _COLUMNS.count(",") + 1))
    db.executemany(
        f"INSERT INTO note (id, {_COLUMNS}) VALUES ({marks})",  # noqa: S608 - our own names
        ((id, *note.columns) for id, note in enumerate(notes, first)),
    )
    db.executemany(
        "INSERT INTO body VALUES (?, ?)", ((id, note.body) for id, note in enumerate(notes, first))
    )
    db.executemany(
        "INSERT INTO vector VALUES (?, ?, ?, ?, ?)",
        _vectors(notes, first, lengths.tobytes(), vectors),
    )
    db.executemany(
        "INSERT OR REPLACE INTO name VALUES (?, ?, ?)",
        sorted(name for note in notes for name in note.names),  # as the table has them
    )


def _vectors(
    notes: Sequence[NewNote], first: int, lengths: bytes, vectors: Mapping[bytes, Stored]
) -> Iterator[tuple[int, bytes, bytes, bytes, bytes]]:
    end = 0
    for id, note in enumerate(notes, first):
        stored = [vectors[hash] for hash in note.hashes]
        begin, end = end, end + 2 * len(stored)
        scales, rows = [scale for _, scale in stored], [row for row, _ in stored]
        yield id, lengths[begin:end], b"".join(note.hashes), b"".join(scales), b"".join(rows)


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
    fields = note_fields(path, title, aliases, tags, description)
    shared = frozenset(word for text, _ in fields for word in stems(text))
    words: dict[int, Iterable[str]] = {}
    (body,) = db.execute("SELECT text FROM body WHERE note = ?", (id,)).fetchone()
    for number, (heading, _, text) in enumerate(unpack(body), first):
        words[number] = shared.union(stems(text), stems(" ".join(heading)))
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
