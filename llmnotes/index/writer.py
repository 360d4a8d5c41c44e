"""Changed files → database: one update, inside one transaction."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain

from llmnotes.encoder import TextEncoder
from llmnotes.errors import IndexingError
from llmnotes.index.asking import write_questions
from llmnotes.index.codec import digest, lines_of, quantize
from llmnotes.index.directory import write_directory
from llmnotes.index.fields import LINK_KEY, day_of, note_fields, own_keys
from llmnotes.index.postings import Changes
from llmnotes.index.rows import HASH, NewNote, Removed, Stored, delete_note, insert_notes, new_note
from llmnotes.index.schema import clear, read_meta, write_meta
from llmnotes.index.source import Source, Stamp
from llmnotes.index.upkeep import Load, Pending, check_fingerprint, pending, seal
from llmnotes.model import Note
from llmnotes.passages import searchable, split
from llmnotes.stemming import detect

_BATCH = 2048
_SAMPLE = 1000
"""Characters that tell the language of a note."""
_TOO_FRESH = 100_000_000
"""Nanoseconds within which a file may change again without its stamp telling."""


class Work:
    """One update. A note is taken apart when it is read, and only its rows are kept."""

    def __init__(
        self, db: sqlite3.Connection, source: Source, load: Load, encoder: str | None
    ) -> None:
        self.db, self.source = db, source
        self.meta = read_meta(db)
        self.changes = Changes()
        self.vanished = False
        self._load, self._wanted = load, encoder
        self._model: TextEncoder | None = None
        self._pool: dict[bytes, Stored] = {}
        self._texts: dict[bytes, str] = {}
        """What is encoded of each new passage, by its hash."""
        self._new: list[NewNote] = []
        self._settled = True
        """Whether no file is so fresh that its stamp cannot be trusted."""
        self._relinked = False

    def run(self, stamps: Sequence[Stamp], asked: Sequence[Stamp] = ()) -> None:
        """Bring every table up to date with the files that `stamps` tell of.

        `asked` are those of questions.
        """
        self._choose_encoder()
        found = pending(self.db, stamps)
        if found is None:
            if self.meta.get("asked", "") == _seal_of(asked):
                return
            found = Pending([], [], [])
        self._next = int(self.meta.get("next", 1))
        self.db.executemany("DELETE FROM skip WHERE key = ?", ((key,) for key in found.unskipped))
        for path in found.gone:
            self._remove(path)
            self.vanished = True
        is_new = self.db.execute("SELECT 1 FROM term LIMIT 1").fetchone() is None
        for stamp in found.fresh:
            self._look(stamp)
        self._encode()
        insert_notes(self.db, self._new, self.changes.lengths(), self._pool)
        if is_new:
            self.changes.write_new(self.db)
        else:
            self.changes.merge(self.db)
        if self.vanished or self._relinked:
            self._count_links()
        write_directory(self.db)
        write_questions(self.db, self.source, asked)
        write_meta(
            self.db,
            generation=int(self.meta.get("generation", 0)) + 1,
            next=self._next,
            seal=seal(stamps) if self._settled else "",
            asked="" if any(map(_is_fresh, asked)) else _seal_of(asked),
        )

    def _choose_encoder(self) -> None:
        """Empty the index if another encoder is asked for by name."""
        if self._wanted is None:
            return
        model = self._model = self._load(self._wanted)
        if self.meta.get("fingerprint", model.fingerprint) != model.fingerprint:
            generation = self.meta.get("generation", 0)
            clear(self.db)
            self.meta = {"generation": generation}
            write_meta(self.db, generation=generation)

    def _encoder(self) -> TextEncoder:
        """Return the encoder of this index, and note which one it is."""
        name = self._name()
        if self._model is None:
            self._model = self._load(name)
        model = self._model
        check_fingerprint(self.meta, model)
        write_meta(self.db, encoder=name, fingerprint=model.fingerprint, dim=model.dim)
        return model

    def _name(self) -> str:
        return self._wanted if self._wanted is not None else str(self.meta.get("encoder", ""))

    def _look(self, stamp: Stamp) -> None:
        """Read a file whose stamp is new, and keep its rows if it says something else now."""
        data = self.source.data(stamp.path)
        hash, changed = digest(data or b""), stamp.mtime
        if _is_fresh(stamp):
            stamp = stamp._replace(mtime=-1)  # look again next time
            self._settled = False
        row = self.db.execute("SELECT hash FROM note WHERE path = ?", (stamp.path,)).fetchone()
        if row is not None and row[0] == hash:
            self.db.execute("UPDATE note SET mtime = ?, size = ? WHERE path = ?", _moved(stamp))
            return
        note = self.source.read(stamp.path, data).note if data is not None else None
        was = self._remove(stamp.path) if row is not None else None
        if note is None:
            self.vanished |= was is not None
            key = digest(stamp.path.encode())
            self.db.execute(
                "INSERT OR REPLACE INTO skip VALUES (?, ?, ?)", (key, stamp.mtime, stamp.size)
            )
            return
        self._add(note, stamp, hash, was, day_of(note, changed))

    def _add(self, note: Note, stamp: Stamp, hash: bytes, was: Removed | None, day: str) -> None:
        """Take a note apart into its rows, the words of its passages, and what is encoded."""
        passages = split(note)
        lang = note.lang or detect(" ".join([passage.text for passage in passages])[:_SAMPLE])
        texts = [searchable(passage) for passage in passages]
        hashes = tuple([digest(text.encode("utf-8", "replace"), HASH) for text in texts])
        self._texts.update(zip(hashes, texts, strict=True))
        new = new_note(note, stamp, hash, passages, hashes, self._next, lang, day, was)
        aliases, tags = " ".join(note.aliases), " ".join(note.tags)
        fields = note_fields(note.id, note.title, aliases, tags, note.description)
        self.changes.add(self._next, passages, fields)
        self._next += len(passages)
        self._relinked |= was is None or was.linking != new.linking
        self._new.append(new)

    def _remove(self, path: str) -> Removed | None:
        """Take a note out of every table, keeping its vectors for passages that come back."""
        removed = delete_note(self.db, path)
        if removed is not None:
            self._pool |= removed.vectors
            for number, words in removed.words.items():
                self.changes.remove(number, words)
        return removed

    def _encode(self) -> None:
        """Fill the pool with the vectors that it lacks."""
        texts = [(hash, text) for hash, text in self._texts.items() if hash not in self._pool]
        self._texts.clear()
        if not texts:
            return
        model = self._encoder()
        texts.sort(key=lambda item: len(item[1]))  # like lengths together
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            vectors = model.passages([text for _, text in batch])
            if vectors.shape != (len(batch), model.dim):
                raise IndexingError(
                    f"{vectors.shape} vectors from the encoder; expected {len(batch)} of "
                    f"{model.dim} dimensions"
                )
            rows, scales = quantize(vectors)
            for (hash, _), row, scale in zip(batch, rows, scales, strict=True):
                self._pool[hash] = (row.tobytes(), scale.tobytes())

    def _count_links(self) -> None:
        """Count for each note the notes that link to it."""
        rows = self.db.execute("SELECT id, path, aliases, links, inbound FROM note").fetchall()
        targets = {row[0]: _keys(row[3]) for row in rows}
        linked = Counter(chain.from_iterable(targets.values()))
        changed = []
        for id, path, aliases, _, inbound in rows:
            keys = own_keys(path, lines_of(aliases))
            now = sum(linked[key] for key in keys) - len(keys & targets[id])
            if now != inbound:
                changed.append((now, id))
        self.db.executemany("UPDATE note SET inbound = ? WHERE id = ?", changed)


def _is_fresh(stamp: Stamp) -> bool:
    return time.time_ns() - stamp.mtime < _TOO_FRESH


def _seal_of(asked: Sequence[Stamp]) -> str:
    return seal(asked) if asked else ""


def _moved(stamp: Stamp) -> tuple[int, int, str]:
    return stamp.mtime, stamp.size, stamp.path


def _keys(links: bytes) -> set[bytes]:
    return {links[i : i + LINK_KEY] for i in range(0, len(links), LINK_KEY)}


@contextmanager
def no_collection() -> Iterator[None]:
    """Hold back the cycle collector: it would search all notes over and over for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
