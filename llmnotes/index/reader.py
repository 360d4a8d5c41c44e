"""Database → what a search needs: columns in memory, texts and lists of words on demand."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.errors import IndexingError
from llmnotes.index.codec import QUARTERS, Ids, decode_ids, lines_of, unpack
from llmnotes.index.directory import read_directory
from llmnotes.index.neighbours import MANY, Clusters, Scores, Vectors8
from llmnotes.index.questions import Questions, read_questions
from llmnotes.index.schema import (
    broken,
    clusters_file,
    connect,
    database,
    is_current,
    read_meta,
    transaction,
)
from llmnotes.model import NoteId, Passage

_CACHED = 4096
"""Lists of words that a running process remembers."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Facts about every passage, in the order of (path, place in the note): *its place*.

    Equal scores are told apart by place, so the order of hits does not depend on the history of
    the index. `place_of` leads from a passage's number to its place; -1 where there is none.
    """

    generation: int
    encoder: str
    fingerprint: str
    dim: int
    note_ids: list[int]
    paths: list[str]
    starts: Ids
    """Place of the first passage of each note, and one more for the end."""
    note_of: Ids
    """For each passage, the index of its note."""
    inbound: Scores
    """For each note, how many notes link to it."""
    most_inbound: float
    lengths: Scores
    place_of: Ids
    vectors: Vectors8

    numbers: Ids
    """The number of each passage."""

    @property
    def passages(self) -> int:
        """Return how many passages there are."""
        return len(self.note_of)


@dataclass(frozen=True, slots=True)
class NoteInfo:
    """What a filter or a hit needs of a note."""

    path: str
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    lang: str
    day: str


class Index:
    """A readable index; each `snapshot` sees the latest whole work of the writers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        file = database(folder)
        if not file.exists():
            raise IndexingError(f"{file}: no such file; run `llmnotes index`")
        self.db = connect(file)
        self._columns: Columns | None = None
        self._postings: dict[str, tuple[Ids, Scores]] = {}
        self._clusters: tuple[Clusters, Ids] | None = None
        self._questions: Questions | None = None

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    @contextmanager
    def snapshot(self) -> Iterator[Columns]:
        """Hold one state of the index while the block runs, and give its columns."""
        try:
            with transaction(self.db, "DEFERRED"):
                yield self._current()
        except sqlite3.DatabaseError as error:
            raise broken(database(self.folder), error) from error

    def postings(self, word: str) -> tuple[Ids, Scores]:
        """Return the places where `word` stands, ascending, and how often it counts there."""
        found = self._postings.get(word)
        if found is None:
            row = self.db.execute("SELECT ids, counts FROM term WHERE word = ?", (word,)).fetchone()
            if row is None:
                found = (np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32))
            else:
                counts = np.frombuffer(row[1], dtype=np.uint8).astype(np.float32)
                places = self._current().place_of[decode_ids(row[0])]
                if (places[1:] < places[:-1]).any():
                    order = np.argsort(places)
                    places, counts = places[order], counts[order]
                found = (places, counts / np.float32(QUARTERS))
            if len(self._postings) >= _CACHED:
                self._postings.clear()
            self._postings[word] = found
        return found

    def known(self, words: Sequence[str]) -> dict[str, int]:
        """Return which of `words` stand in some passage, and in how many."""
        marks = ",".join("?" * len(words))
        query = f"SELECT word, length(counts) FROM term WHERE word IN ({marks})"  # noqa: S608
        return dict(self.db.execute(query, tuple(words)).fetchall())

    def named(self, key: str) -> list[tuple[int, int]]:
        """Return place and rank of the passages that carry a name; see `fields.names`."""
        columns = self._current()
        rows = self.db.execute("SELECT passage, rank FROM name WHERE key = ?", (key,))
        return sorted((int(columns.place_of[number]), rank) for number, rank in rows)

    def columns(self) -> Columns:
        """Return the columns of the running snapshot."""
        return self._current()

    def questions(self) -> Questions:
        """Return the questions that the notes are known to answer."""
        columns = self._current()
        if self._questions is None:
            notes = {path: number for number, path in enumerate(columns.paths)}
            self._questions = read_questions(self.db, notes, columns.starts)
        return self._questions

    def nearest(self, query: Scores, count: int, admitted: Ids | None = None) -> tuple[Ids, Scores]:
        """Return about the `count` places nearest to `query`, in no order, and their cosines.

        `admitted` are the places to look at; FAISS is asked only where that is all of them.
        """
        columns = self._current()
        if admitted is not None:
            return admitted, columns.vectors.cosines(query, admitted)
        if columns.passages >= MANY and (found := self._filed(columns)) is not None:
            clusters, unfiled = found
            numbers = clusters.nearest(query, count)
            places = columns.place_of[numbers[numbers < len(columns.place_of)]]
            places = np.concatenate((places[places >= 0], unfiled))
            return places, columns.vectors.cosines(query, places)
        cosines = columns.vectors.cosines(query)
        if len(cosines) <= count:
            return np.arange(len(cosines)), cosines
        places = np.argpartition(-cosines, count)[:count]
        return places, cosines[places]

    def passages(self, places: Sequence[int]) -> list[Passage]:
        """Return the passages at `places`, in that order, each with its text."""
        columns = self._current()
        notes = {int(columns.note_of[place]) for place in places}
        infos = {note: self.note(note) for note in notes}
        parts = {}
        for note in notes:
            row = self.db.execute(
                "SELECT text FROM body WHERE note = ?", (columns.note_ids[note],)
            ).fetchone()
            parts[note] = unpack(row[0])
        found = []
        for place in places:
            note = int(columns.note_of[place])
            heading, lines, text = parts[note][place - int(columns.starts[note])]
            info = infos[note]
            where = (lines[0], lines[1])
            found.append(
                Passage(NoteId(info.path), text, info.title, tuple(heading), where, info.lang)
            )
        return found

    def texts(self) -> Iterator[str]:
        """Yield the text of each note, its passages joined, in the order of `Columns.paths`."""
        rows = self.db.execute("SELECT text FROM note JOIN body ON note = id ORDER BY path")
        for (data,) in rows:
            yield "\n".join(text for _, _, text in unpack(data))

    def note(self, note: int) -> NoteInfo:
        """Return what is kept of the note at this index of `Columns.paths`."""
        row = self.db.execute(
            "SELECT path, title, aliases, tags, lang, day FROM note WHERE id = ?",
            (self._current().note_ids[note],),
        ).fetchone()
        return _info(row)

    def notes(self) -> list[NoteInfo]:
        """Return what is kept of every note, in the order of `Columns.paths`."""
        rows = self.db.execute(
            "SELECT path, title, aliases, tags, lang, day FROM note ORDER BY path"
        )
        return [_info(row) for row in rows]

    def _current(self) -> Columns:
        """Return the columns of the database as the running transaction sees it."""
        columns = self._columns
        version = self.db.execute("SELECT value FROM meta WHERE key = 'generation'").fetchone()
        if columns is not None and version is not None and columns.generation == version[0]:
            return columns
        if not is_current(self.db):
            raise IndexingError(
                f"{database(self.folder)}: made by another version; run `llmnotes index`"
            )
        self._columns = _load(self.db)
        self._postings.clear()
        self._clusters = self._questions = None
        return self._columns

    def _filed(self, columns: Columns) -> tuple[Clusters, Ids] | None:
        """Return the clusters, and the places of passages that came after they were made."""
        if self._clusters is None:
            clusters = Clusters.read(clusters_file(self.folder))
            if clusters is None or clusters.dim != columns.dim:
                return None
            unfiled = np.ones(columns.passages, dtype=bool)
            filed = clusters.numbers()
            places = columns.place_of[filed[filed < len(columns.place_of)]]
            unfiled[places[places >= 0]] = False
            self._clusters = clusters, np.flatnonzero(unfiled)
        return self._clusters


def _load(db: sqlite3.Connection) -> Columns:
    meta = read_meta(db)
    dim = int(meta.get("dim", 0))
    notes = read_directory(db)
    rows = db.execute("SELECT lengths, scales, rows FROM vector ORDER BY note").fetchall()
    if (notes.ids[1:] < notes.ids[:-1]).any():  # notes came one by one
        rows = [rows[place] for place in np.argsort(np.argsort(notes.ids)).tolist()]
    lengths, scales, vectors = zip(*rows, strict=True) if rows else ((), (), ())
    starts = np.concatenate(([0], np.cumsum(notes.counts)))
    total = int(starts[-1])
    note_of = np.repeat(np.arange(len(rows)), notes.counts)
    numbers = np.arange(total) + (notes.firsts - starts[:-1])[note_of]
    place_of = np.full(int(numbers.max(initial=0)) + 1, -1, dtype=np.int64)
    place_of[numbers] = np.arange(total)
    matrix: npt.NDArray[np.int8] = np.frombuffer(b"".join(vectors), dtype=np.int8)
    return Columns(
        generation=int(meta.get("generation", 0)),
        encoder=str(meta.get("encoder", "")),
        fingerprint=str(meta.get("fingerprint", "")),
        dim=dim,
        note_ids=notes.ids.tolist(),
        paths=notes.paths,
        starts=starts,
        note_of=note_of,
        inbound=notes.inbound.astype(np.float32),
        most_inbound=float(notes.inbound.max(initial=0)),
        lengths=np.frombuffer(b"".join(lengths), dtype="<u2").astype(np.float32),
        place_of=place_of,
        numbers=numbers,
        vectors=Vectors8(
            matrix.reshape(total, dim),
            np.frombuffer(b"".join(scales), dtype=np.float16).astype(np.float32),
        ),
    )


def _info(row: tuple[str, str, str, str, str, str]) -> NoteInfo:
    path, title, aliases, tags, lang, day = row
    return NoteInfo(path, title, lines_of(aliases), lines_of(tags), lang, day)
