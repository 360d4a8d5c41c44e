"""Writing files so that a reader never sees half of one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def replace_file(path: Path, fill: Callable[[Path], object]) -> None:
    """Replace the file at `path` in one step by what `fill` writes, making its folder if needed.

    `fill` gets the path to write to: a name of its own beside `path`. So a crash leaves the old
    file or the new one. Raises OSError, and leaves nothing behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        fill(temporary)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_bytes(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data` in one step."""
    replace_file(path, lambda temporary: temporary.write_bytes(data))


def write_text(path: Path, text: str) -> None:
    """Replace the file at `path` by `text` in UTF-8, in one step."""
    write_bytes(path, text.encode())
