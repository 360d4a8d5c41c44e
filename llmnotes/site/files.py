"""A folder that is brought up to date file by file, each written at once or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from llmnotes.errors import SiteError
from llmnotes.files import replace_file

Stamp = tuple[int, int]
"""The size of a file and its time in nanoseconds."""


class Folder:
    """A folder of ours; `written` lists the files whose bytes changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written: list[str] = []
        self._kept: set[str] = set()

    def keep(self, path: str) -> bool:
        """Let the file at `path` be, and tell whether there is one."""
        self._kept.add(path)
        return (self.root / path).is_file()

    def write(self, path: str, text: str) -> bool:
        """Write `text` to `path` unless it is there already, and tell whether it was not."""
        return self.write_bytes(path, text.encode("utf-8", errors="replace"))

    def write_bytes(self, path: str, data: bytes) -> bool:
        """Write `data` to `path` unless it is there already, and tell whether it was not."""
        self._kept.add(path)
        target = self.root / path
        try:
            if target.read_bytes() == data:
                return False
        except (OSError, ValueError):
            pass  # not there yet, or not a file: writing will tell
        self._replace(path, lambda temporary: temporary.write_bytes(data))
        return True

    def copy(self, source: Path, path: str, known: Stamp | None) -> Stamp | None:
        """Copy `source` to `path` unless it is the file that was copied there before.

        Return the size and time of `source`, to be `known` the next time; None if it is no file.
        The copy has a time of its own: replacing a picture by an older one is a change as well.
        """
        self._kept.add(path)
        try:
            found = source.stat()
        except OSError:
            return None
        stamp = (found.st_size, found.st_mtime_ns)
        if known != stamp or not (self.root / path).is_file():
            self._replace(path, lambda temporary: shutil.copyfile(source, temporary))
        return stamp

    def remove_others(self) -> list[str]:
        """Remove every file that was neither kept nor written, and folders left empty."""
        removed: list[str] = []
        for place, _, names in os.walk(self.root, topdown=False):
            base = os.path.relpath(place, self.root)
            prefix = "" if base == "." else base.replace(os.sep, "/") + "/"
            for name in names:
                if prefix + name not in self._kept:
                    Path(place, name).unlink()
                    removed.append(prefix + name)
            if prefix and not any(os.scandir(place)):
                Path(place).rmdir()
        return sorted(removed)

    def _replace(self, path: str, fill: Callable[[Path], object]) -> None:
        target = self.root / path
        try:
            replace_file(target, fill)
        except OSError as error:
            raise SiteError(f"{target}: {error.strerror}") from error
        self.written.append(path)
