"""Vault → database: what changed since the last time, in one transaction."""

from __future__ import annotations

import gc
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from llmnotes.encoder import TextEncoder
from llmnotes.errors import IndexingError
from llmnotes.index.codec import digest, lines_of, quantize
from llmnotes.index.fields import LINK_KEY, note_counts, own_keys, passage_counts
from llmnotes.index.postings import Changes
from llmnotes.index.rows import HASH, NewNote, Removed, Stored, delete_note, insert_note, linking
from llmnotes.index.schema import (
    clear,
    clusters_file,
    connect,
    database,
    is_current,
    prepare,
    read_meta,
    transaction,
    write_meta,
)
from llmnotes.index.source import Source, Stamp
from llmnotes.model import Note, Passage
from llmnotes.passages import searchable, split
from llmnotes.stemming import detect

Load = Callable[[str], TextEncoder]
"""Name of an encoder → the encoder; ``""`` is the bundled one. Called only if it is needed."""

_BATCH = 2048
_SAMPLE = 1000
"""Characters that tell the language of a note."""
_TOO_FRESH = 100_000_000
"""Nanoseconds within which a file may change again without its stamp telling."""


@dataclass(slots=True)
class _Change:
    """A note to be written, with a hash of what is encoded of each passage."""

    note: Note
    stamp: Stamp
    hash: bytes
    passages: tuple[Passage, ...]
    hashes: list[bytes]


def update(folder: Path, source: Source, load: Load, encoder: str | None = None) -> bool:
    """Bring the index in `folder` up to date with `source`; return whether anything changed.

    `encoder` names the one to use from now on; None keeps the one the index was made with, and
    raises IndexingError if that one is not what it was.
    """
    folder.mkdir(exist_ok=True)
    stamps = source.stamps()
    db = connect(database(folder))
    try:
        if encoder is None and is_current(db) and not _Work.pending(db, stamps):
            return False
        with transaction(db), _no_collection():
            prepare(db)
            work = _Work(db, source, load, encoder)
            work.run(stamps)
        if work.vanished:  # leave nothing of notes that are gone or became private
            clusters_file(folder).unlink(missing_ok=True)
            db.execute("VACUUM")
        db.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if work.vanished else 'PASSIVE'})")
    except sqlite3.DatabaseError as error:
        raise IndexingError(
            f"{database(folder)}: {error}; if it stays so, delete it and run `llmnotes index`"
        ) from error
    finally:
        db.close()
    return True


class _Work:
    """One update inside one transaction."""

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
        self._removed: dict[str, Removed] = {}

    @staticmethod
    def pending(
        db: sqlite3.Connection, stamps: Sequence[Stamp]
    ) -> tuple[list[Stamp], list[str], list[bytes]] | None:
        """Return stamps to look at, paths that are gone and skipped keys that are; None if none."""
        known = {path: (m, s) for path, m, s in db.execute("SELECT path, mtime, size FROM note")}
        skipped = {key: (m, s) for key, m, s in db.execute("SELECT key, mtime, size FROM skip")}
        fresh = []
        for stamp in stamps:
            was = known.pop(stamp.path, None)
            if skipped and was is None:
                was = skipped.pop(digest(stamp.path.encode()), None)
            if was != (stamp.mtime, stamp.size):
                fresh.append(stamp)
        if not fresh and not known and not skipped:
            return None
        return fresh, sorted(known), sorted(skipped)

    def run(self, stamps: Sequence[Stamp]) -> None:
        self._choose_encoder()
        found = self.pending(self.db, stamps)
        if found is None:
            return
        fresh, gone, unskipped = found
        self.db.executemany("DELETE FROM skip WHERE key = ?", ((key,) for key in unskipped))
        for path in gone:
            self._remove(path)
            self.vanished = True
        is_new = self.db.execute("SELECT 1 FROM term LIMIT 1").fetchone() is None
        changes = [change for stamp in fresh if (change := self._look(stamp)) is not None]
        self._encode(changes)
        for change in changes:
            self._write(change)
        if is_new:
            self.changes.write_new(self.db)
        else:
            self.changes.merge(self.db)
        if self.vanished or any(self._links_anew(change) for change in changes):
            self._count_links()
        write_meta(self.db, generation=int(self.meta.get("generation", 0)) + 1)

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
        name = self._wanted if self._wanted is not None else str(self.meta.get("encoder", ""))
        if self._model is None:
            self._model = self._load(name)
        model = self._model
        check_fingerprint(self.meta, model)
        write_meta(self.db, encoder=name, fingerprint=model.fingerprint, dim=model.dim)
        return model

    def _look(self, stamp: Stamp) -> _Change | None:
        """Read a file whose stamp is new; None where there is nothing to write."""
        data = self.source.data(stamp.path)
        hash = digest(data)
        if time.time_ns() - stamp.mtime < _TOO_FRESH:
            stamp = stamp._replace(mtime=-1)  # look again next time
        row = self.db.execute("SELECT hash FROM note WHERE path = ?", (stamp.path,)).fetchone()
        if row is not None and row[0] == hash:
            self.db.execute("UPDATE note SET mtime = ?, size = ? WHERE path = ?", _moved(stamp))
            return None
        reading = self.source.read(stamp.path)
        self._remove(stamp.path)
        if reading.note is None:
            self.vanished |= row is not None
            key = digest(stamp.path.encode())
            self.db.execute(
                "INSERT OR REPLACE INTO skip VALUES (?, ?, ?)", (key, stamp.mtime, stamp.size)
            )
            return None
        note = reading.note
        passages = split(note)
        if not note.lang:
            lang = detect(" ".join(passage.text for passage in passages)[:_SAMPLE])
            note = replace(note, lang=lang)
        hashes = [
            digest(searchable(passage).encode("utf-8", "replace"), HASH) for passage in passages
        ]
        return _Change(replace(note, source=""), stamp, hash, passages, hashes)

    def _remove(self, path: str) -> None:
        """Take a note out of every table, keeping its vectors for passages that come back."""
        removed = delete_note(self.db, path)
        if removed is not None:
            self._pool |= removed.vectors
            self._removed[path] = removed
            for number, words in removed.words.items():
                self.changes.remove(number, words)

    def _encode(self, changes: Sequence[_Change]) -> None:
        """Fill in the vectors: known ones from the pool, the others from the encoder."""
        wanted: dict[bytes, str] = {}
        for change in changes:
            for hash, passage in zip(change.hashes, change.passages, strict=True):
                if hash not in self._pool:
                    wanted.setdefault(hash, searchable(passage))
        if wanted:
            model = self._encoder()
            items = sorted(wanted.items(), key=lambda item: len(item[1]))  # like lengths together
            for start in range(0, len(items), _BATCH):
                batch = items[start : start + _BATCH]
                vectors = model.passages([text for _, text in batch])
                if vectors.shape != (len(batch), model.dim):
                    raise IndexingError(
                        f"{vectors.shape} vectors from the encoder; expected {len(batch)} of "
                        f"{model.dim} dimensions"
                    )
                rows, scales = quantize(vectors)
                for (hash, _), row, scale in zip(batch, rows, scales, strict=True):
                    self._pool[hash] = (row.tobytes(), scale.tobytes())

    def _write(self, change: _Change) -> None:
        first = int(self.meta.get("next", 1))
        self.meta["next"] = first + len(change.passages)
        write_meta(self.db, next=first + len(change.passages))
        of_note = note_counts(change.note)
        lengths = []
        for number, passage in enumerate(change.passages, first):
            counts, length = passage_counts(passage, of_note)
            self.changes.add(number, counts)
            lengths.append(length)
        vectors = [self._pool[hash] for hash in change.hashes]
        was = self._removed.get(change.stamp.path)
        inbound = was.inbound if was is not None else 0
        new = NewNote(change.note, change.stamp, change.hash, change.passages, first, inbound)
        insert_note(self.db, new, lengths, change.hashes, vectors)

    def _links_anew(self, change: _Change) -> bool:
        """Tell whether `change` can alter the number of links to any note."""
        was = self._removed.get(change.stamp.path)
        return was is None or was.linking != linking(change.note)

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


def check_fingerprint(meta: dict[str, str | int], model: TextEncoder) -> None:
    """Raise IndexingError if `model` is not the encoder that made the index."""
    was = meta.get("fingerprint", model.fingerprint)
    if was != model.fingerprint:
        name = str(meta.get("encoder", "")) or "bundled"
        raise IndexingError(
            f"the index was made by encoder {was}, and this is {model.fingerprint}; vectors of two "
            f"encoders cannot be compared: run `llmnotes index --encoder {name}`"
        )


def _moved(stamp: Stamp) -> tuple[int, int, str]:
    return stamp.mtime, stamp.size, stamp.path


def _keys(links: bytes) -> set[bytes]:
    return {links[i : i + LINK_KEY] for i in range(0, len(links), LINK_KEY)}


@contextmanager
def _no_collection() -> Iterator[None]:
    """Hold back the cycle collector: it would search all notes over and over for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
