"""The vault as an index sees it: files with a stamp, read one by one when the stamp has changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from llmnotes.config import Config
from llmnotes.model import Note

SUFFIXES = (".md", ".canvas")


class Stamp(NamedTuple):
    """A file with what tells cheaply that it has not changed: nanoseconds and bytes."""

    path: str
    mtime: int
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file: a note, or why there is none: ``private`` or ``unreadable``."""

    note: Note | None
    reason: str = ""


class Source(Protocol):
    """Where notes come from."""

    def stamps(self) -> Sequence[Stamp]:
        """Return the files that may be notes, sorted by path."""
        ...

    def data(self, path: str) -> bytes:
        """Return the bytes of a file."""
        ...

    def read(self, path: str) -> Reading:
        """Read one file as a note."""
        ...


class VaultSource:
    """The notes below a folder, by the rules of `llmnotes.vault`."""

    def __init__(self, root: Path, settings: Config | None = None) -> None:
        self.root, self.settings = root, settings or Config()

    def stamps(self) -> list[Stamp]:
        """Return every Markdown and canvas file with its stamp."""
        from llmnotes.vault.walk import walk

        root = str(self.root)
        found = []
        for path in walk(self.root, self.settings.exclude).paths:
            if path.lower().endswith(SUFFIXES):
                try:
                    status = os.stat(f"{root}/{path}")  # noqa: PTH116 - 10,000 of them
                except OSError:
                    continue
                found.append(Stamp(path, status.st_mtime_ns, status.st_size))
        return found

    def data(self, path: str) -> bytes:
        """Return the bytes of the file, none if it cannot be read."""
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return b""

    def read(self, path: str) -> Reading:
        """Read a note; a private one is no note to an index."""
        from llmnotes.vault import read_files

        files = read_files(self.root, (path,), self.settings)
        if files.notes:
            return Reading(files.notes[0])
        return Reading(None, "private" if files.private else "unreadable")
