"""Keeps the database in step with the vault: looks for changes, and has them written if any.

The writer and all that it needs are imported only then: most searches find nothing new.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from llmnotes.errors import IndexingError
from llmnotes.index.codec import digest
from llmnotes.index.schema import (
    clusters_file,
    connect,
    database,
    is_current,
    prepare,
    read_meta,
    transaction,
)
from llmnotes.index.source import Source, Stamp
from llmnotes.vault.asked import is_asked

if TYPE_CHECKING:
    from llmnotes.encoder import TextEncoder

Load = Callable[[str], "TextEncoder"]
"""Name of an encoder → the encoder; ``""`` is the bundled one. Called only if it is needed."""


class Pending(NamedTuple):
    """Stamps to look at, paths that are gone, and keys of skipped files that are."""

    fresh: list[Stamp]
    gone: list[str]
    unskipped: list[bytes]


def update(folder: Path, source: Source, load: Load, encoder: str | None = None) -> bool:
    """Bring the index in `folder` up to date with `source`; return whether anything changed.

    `encoder` names the one to use from now on; None keeps the one the index was made with, and
    raises IndexingError if that one is not what it was.
    """
    folder.mkdir(exist_ok=True)
    stamps, asked = parted(source.stamps())
    db = connect(database(folder))
    try:
        if encoder is None and is_current(db) and not _has_changed(db, stamps, asked):
            return False
        _write(db, folder, source, stamps, asked, load, encoder)
    except sqlite3.DatabaseError as error:
        raise IndexingError(
            f"{database(folder)}: {error}; if it stays so, delete it and run `llmnotes index`"
        ) from error
    finally:
        db.close()
    return True


def seal(stamps: Sequence[Stamp]) -> str:
    """Return a hash of all stamps: an index that carries it need not compare them one by one.

    That comparison took 40 of the 700 CPU ms of a search in 10,000 notes.
    """
    paths, mtimes, sizes = zip(*stamps, strict=True) if stamps else ((), (), ())
    told = "\n".join(paths).encode(), array("q", mtimes), array("q", sizes)
    return digest(b"".join(told)).hex()


def pending(db: sqlite3.Connection, stamps: Sequence[Stamp]) -> Pending | None:
    """Compare each stamp with what the index says of the file; None if nothing is to be done."""
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
    return Pending(fresh, sorted(known), sorted(skipped))


def check_fingerprint(meta: dict[str, str | int], model: TextEncoder) -> None:
    """Raise IndexingError if `model` is not the encoder that made the index."""
    was = meta.get("fingerprint", model.fingerprint)
    if was != model.fingerprint:
        name = str(meta.get("encoder", "")) or "bundled"
        raise IndexingError(
            f"the index was made by encoder {was}, and this is {model.fingerprint}; vectors of two "
            f"encoders cannot be compared: run `llmnotes index --encoder {name}`"
        )


def parted(stamps: Sequence[Stamp]) -> tuple[list[Stamp], list[Stamp]]:
    """Return the stamps of notes, and of files of questions."""
    asked = [stamp for stamp in stamps if is_asked(stamp.path)]
    return [stamp for stamp in stamps if not is_asked(stamp.path)] if asked else [*stamps], asked


def _has_changed(db: sqlite3.Connection, stamps: Sequence[Stamp], asked: Sequence[Stamp]) -> bool:
    meta = read_meta(db)
    if meta.get("asked", "") != (seal(asked) if asked else ""):
        return True
    return meta.get("seal") != seal(stamps) and pending(db, stamps) is not None


def _write(
    db: sqlite3.Connection,
    folder: Path,
    source: Source,
    stamps: Sequence[Stamp],
    asked: Sequence[Stamp],
    load: Load,
    encoder: str | None,
) -> None:
    from llmnotes.index.writer import Work, no_collection

    with transaction(db), no_collection():
        prepare(db)
        work = Work(db, source, load, encoder)
        work.run(stamps, asked)
    if work.vanished:  # leave nothing of notes that are gone or became private
        clusters_file(folder).unlink(missing_ok=True)
        db.execute("VACUUM")
    db.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if work.vanished else 'PASSIVE'})")
