"""The vault as an index sees it: files with a stamp, read one by one when the stamp has changed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from llmnotes.config import Config
from llmnotes.vault.asked import SUFFIX as ASKED

if TYPE_CHECKING:
    from llmnotes.model import Note

SUFFIXES = (".md", ".canvas")


class Stamp(NamedTuple):
    """A file with what tells cheaply that it has not changed: nanoseconds and bytes."""

    path: str
    mtime: int
    size: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a file: a note, or why there is none, such as ``private``."""

    note: Note | None
    reason: str = ""


class Source(Protocol):
    """Where notes come from."""

    def stamps(self) -> Sequence[Stamp]:
        """Return the files that may be notes or hold questions about them, sorted by path."""
        ...

    def data(self, path: str) -> bytes | None:
        """Return the bytes of a file, None if it cannot be read."""
        ...

    def read(self, path: str, data: bytes) -> Reading:
        """Read the file at `path`, of which `data` are the bytes, as a note."""
        ...


class VaultSource:
    """The notes below a folder, by the rules of `llmnotes.vault`."""

    def __init__(self, root: Path, settings: Config | None = None, questions: bool = True) -> None:
        """Read `root`; without `questions`, as if nobody had asked anything yet."""
        self.root, self.settings = root, settings or Config()
        self._suffixes = (*SUFFIXES, ASKED) if questions else SUFFIXES

    def stamps(self) -> list[Stamp]:
        """Return every Markdown and canvas file, and those of questions, with its stamp."""
        from llmnotes.vault.walk import walk

        root = str(self.root)
        found = []
        for path in walk(self.root, self.settings.exclude).paths:
            if path.lower().endswith(self._suffixes):
                try:
                    status = os.stat(f"{root}/{path}")  # noqa: PTH116 - 10,000 of them
                except OSError:
                    continue
                found.append(Stamp(path, status.st_mtime_ns, status.st_size))
        return found

    def data(self, path: str) -> bytes | None:
        """Return the bytes of the file."""
        try:
            with open(f"{self.root}/{path}", "rb") as file:  # noqa: PTH123 - 10,000 of them
                return file.read()
        except OSError:
            return None

    def read(self, path: str, data: bytes) -> Reading:
        """Read a note; a private one is no note to an index."""
        from llmnotes.vault import note_of

        note = note_of(path, data, self.settings.lang)
        return Reading(note, "" if note else "private")

    def note(self, path: str) -> Note | None:
        """Return the note at `path`, None where there is none or it is private."""
        data = self.data(path)
        return None if data is None else self.read(path, data).note
