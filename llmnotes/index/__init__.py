"""Passages → an index under ``.llmnotes/`` that is never half written and never out of date.

    source.py      the vault's files with their stamps
    upkeep.py      what changed
    writer.py      all of that → one transaction
    rows.py        one note ↔ its rows
    fields.py      what a word counts in a title, a heading, the text
    gathering.py   passages → the passages of each word
    postings.py    these → the lists in the tables
    directory.py   what a search needs of every note, at once
    codec.py       values ↔ bytes
    schema.py      the tables
    neighbours.py  vectors: all of them, or FAISS once they are many
    asking.py      files of questions → rows
    questions.py   these, as they are compared with a new one
    reader.py      `Index`, what a search reads

A writer works in one transaction of SQLite's write-ahead log: readers go on with the state before,
and a writer that is killed leaves that state behind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

from llmnotes.config import Config
from llmnotes.encoder import BUNDLED as BUNDLED_ENCODER
from llmnotes.encoder import TextEncoder, load_encoder
from llmnotes.encoder.static import fingerprint_of
from llmnotes.index.neighbours import MANY, Clusters, is_stale
from llmnotes.index.reader import Index, NoteInfo
from llmnotes.index.schema import FOLDER, clusters_file, database, is_outdated
from llmnotes.index.source import Source, Stamp, VaultSource
from llmnotes.index.upkeep import Load, check_fingerprint, parted, update
from llmnotes.messages import language, say

__all__ = [
    "FOLDER",
    "TUNED",
    "TUNED_FOLDER",
    "Index",
    "NoteInfo",
    "Source",
    "Stamp",
    "Status",
    "VaultSource",
    "check_fingerprint",
    "load_by_name",
    "open_index",
    "refresh",
    "status",
    "update",
]


Notice = Callable[[str], object]
"""Told what a person at the terminal may wonder about."""
BUNDLED, TUNED = "bundled", "tuned"
TUNED_FOLDER = "tuned"
"""Where `tune` keeps what it changed of the bundled encoder, inside a vault's own folder."""
DIM = 256
"""Numbers kept of the bundled encoder's vectors. All 512 gave a hybrid search .664 nDCG@10 on the
same-language dev sets and .657 across languages; 256 gave .666 and .655, at half the size."""


@dataclass(frozen=True, slots=True)
class Status:
    """What an index covers; `skipped` are files of the vault that it does not, and why."""

    notes: int
    passages: int
    embedded: int
    skipped: tuple[tuple[str, str], ...]
    encoder: str
    dim: int
    fingerprint: str
    bytes: int

    def as_json(self) -> dict[str, object]:
        """Return the document that ``llmnotes index --json`` prints."""
        skipped = [{"path": path, "reason": reason} for path, reason in self.skipped]
        return asdict(self) | {"skipped": skipped}


def open_index(root: Path) -> Index:
    """Open the index of the vault at `root` as it is; IndexingError if there is none."""
    return Index(root / FOLDER)


def refresh(
    root: Path,
    settings: Config | None = None,
    encoder: str | None = None,
    load: Load | None = None,
    notice: Notice | None = None,
) -> Index:
    """Bring the index of the vault at `root` up to date and open it.

    `encoder` names another encoder to use from now on (``""`` for the bundled one); None keeps the
    one in use. An index by a bundled encoder that has come with another version since is made
    afresh, and `notice` is told so before.
    """
    folder = root / FOLDER
    source = VaultSource(root, settings)
    if encoder is None and is_outdated(folder, fingerprint_of(BUNDLED_ENCODER, DIM)):
        encoder = ""
        if notice is not None:
            notice(say("index.renewed", language()))
    if update(folder, source, load or partial(load_by_name, root=root), encoder):
        _file_vectors(folder)
    return Index(folder)


def status(root: Path, settings: Config | None = None) -> Status:
    """Return what the index of the vault at `root` covers, without changing it."""
    folder = root / FOLDER
    source = VaultSource(root, settings)
    if not database(folder).exists():
        missing = tuple((stamp.path, "not indexed yet") for stamp in parted(source.stamps())[0])
        return Status(0, 0, 0, missing, "", 0, "", 0)
    with Index(folder) as index, index.snapshot() as columns:
        indexed = set(columns.paths)
        skipped = tuple(
            (stamp.path, _reason(source, stamp.path))
            for stamp in parted(source.stamps())[0]
            if stamp.path not in indexed
        )
        return Status(
            notes=len(columns.paths),
            passages=columns.passages,
            embedded=len(columns.vectors.rows),
            skipped=skipped,
            encoder=columns.encoder or BUNDLED,
            dim=columns.dim,
            fingerprint=columns.fingerprint,
            bytes=sum(file.stat().st_size for file in folder.iterdir() if file.is_file()),
        )


def _reason(source: Source, path: str) -> str:
    """Return why the index lacks the file at `path`."""
    data = source.data(path)
    reason = "unreadable" if data is None else source.read(path, data).reason
    return reason or "not indexed yet"


def load_by_name(name: str, root: Path | None = None) -> TextEncoder:
    """Return the encoder of that name, the bundled one for ``""`` and ``bundled``.

    ``tuned`` is what `tune` made of that one for the vault at `root`.
    """
    if name in ("", BUNDLED):
        return load_encoder(None, DIM)
    if name == TUNED and root is not None:
        return _tuned(root / FOLDER / TUNED_FOLDER)
    return load_encoder(name)


def _tuned(folder: Path) -> TextEncoder:
    from llmnotes.encoder.static import StaticEncoder
    from llmnotes.encoder.tuned import read_tuned

    base = load_encoder(None, DIM)
    if not isinstance(base, StaticEncoder):  # the bundled one is
        raise TypeError(type(base))
    return read_tuned(folder, base)


def _file_vectors(folder: Path) -> None:
    """Keep FAISS's file in step: none for a small index, a new one when much has changed."""
    file = clusters_file(folder)
    with Index(folder) as index, index.snapshot() as columns:
        if columns.passages < MANY:
            file.unlink(missing_ok=True)
            return
        if file.exists():
            filed = Clusters.read(file)
            if (
                filed is not None
                and filed.dim == columns.dim
                and not is_stale(filed.numbers(), columns.numbers)
            ):
                return
        Clusters.build(columns.vectors.floats(), columns.numbers).write(file)
