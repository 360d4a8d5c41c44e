"""Files of questions → the rows of the table `question`, written again where something changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from llmnotes.encoder.questions import load_question_encoder
from llmnotes.index.codec import digest, lines_of, unpack
from llmnotes.index.questions import NOWHERE, SAID, packed
from llmnotes.index.source import Source, Stamp
from llmnotes.sentences import sentences, single_spaced
from llmnotes.stemming import name_key
from llmnotes.vault.asked import AskedOf, parse_asked
from llmnotes.vault.decoding import decode

Asked = Mapping[str, Sequence[AskedOf]]


class _Row(NamedTuple):
    """What is written of a note: the questions, a row for each sentence that answers one."""

    texts: list[str]
    said: list[bytes]
    places: list[int]


def write_questions(
    db: sqlite3.Connection,
    source: Source,
    files: Sequence[Stamp],
) -> None:
    """Bring the rows in step with `files`, the notes and the encoder of questions.

    Questions about a note that is not there, or that name no sentence that it says, are left out;
    ``llmnotes check`` tells.
    """
    was = dict(db.execute("SELECT path, key FROM question").fetchall())
    asked = _by_note(db, source, files) if files else {}
    made_by = load_question_encoder().fingerprint.encode() if asked else b""
    for path, questions in asked.items():
        hash, body = db.execute(
            "SELECT hash, text FROM note JOIN body ON note = id WHERE path = ?", (path,)
        ).fetchone()
        told = repr([(one.text, one.said) for one in questions]).encode("utf-8", "replace")
        key = digest(hash + made_by + told)
        if was.pop(path, None) == key:
            continue
        data = source.data(path)
        note = source.read(path, data).note if data is not None else None
        lines = [(span[0], span[1]) for _, span, _ in unpack(body)]
        row = _row(
            {one.text: one.lines for one in sentences(note)} if note else {}, lines, questions
        )
        _insert(db, path, key, row)
    db.executemany("DELETE FROM question WHERE path = ?", ((path,) for path in was))


def _by_note(db: sqlite3.Connection, source: Source, files: Sequence[Stamp]) -> Asked:
    """Return what is asked of each note that is there, named by path, title or alias."""
    names: dict[str, str] = {}
    paths = set()
    for path, title, aliases in db.execute("SELECT path, title, aliases FROM note ORDER BY path"):
        paths.add(path)
        for name in lines_of(aliases):
            names.setdefault(name_key(name), path)
        names[name_key(title)] = path
    found: dict[str, list[AskedOf]] = {}
    for file in files:
        for one in parse_asked(decode(source.data(file.path) or b"")[0]):
            at = one.note if one.note in paths else names.get(name_key(one.note))
            if at is not None and one.said:
                found.setdefault(at, []).append(one)
    return found


def _row(
    lines: Mapping[str, tuple[int, int]],
    passages: Sequence[tuple[int, int]],
    questions: Sequence[AskedOf],
) -> _Row:
    """Return the row of a note that says the sentences in `lines`."""
    row = _Row([], [], [])
    for one in questions:
        for text in map(single_spaced, one.said or ()):
            if text in lines:
                row.texts.append(one.text)
                row.said.append(digest(text.encode("utf-8", "replace"), SAID))
                row.places.append(next(_holding(lines[text], passages), NOWHERE))
    return row


def _holding(lines: tuple[int, int], passages: Sequence[tuple[int, int]]) -> Iterator[int]:
    for place, (first, last) in enumerate(passages):
        if first <= lines[0] <= last:
            yield place


def _insert(db: sqlite3.Connection, path: str, key: bytes, row: _Row) -> None:
    rows, dim = b"", 0
    if row.texts:
        vectors = np.asarray(load_question_encoder()(row.texts), dtype=np.float32)
        known = np.flatnonzero(vectors.any(axis=1)).tolist()  # what means nothing is near nothing
        rows, dim = packed(vectors[known]), vectors.shape[1]
        row = _Row([], [row.said[at] for at in known], [row.places[at] for at in known])
    places = np.array(row.places, dtype="<u2").tobytes()
    db.execute(
        "INSERT OR REPLACE INTO question VALUES (?, ?, ?, ?, ?, ?)",
        (path, key, b"".join(row.said), places, dim, rows),
    )
