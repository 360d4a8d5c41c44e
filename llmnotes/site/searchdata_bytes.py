"""Numbers and texts as the small files that a browser's search loads; all deflated.

What is cut into files is cut by its content, so a change in one place leaves other files alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a table and what is said of it."""

    key: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """Files of one kind by their number, and the first key of each where they are a table."""

    folder: str
    files: tuple[bytes, ...]
    firsts: tuple[str, ...] = ()


def deflated(data: bytes) -> bytes:
    """Return `data` as ``DecompressionStream("deflate")`` reads it."""
    return zlib.compress(data, 9)


def varints(numbers: Iterable[int]) -> bytes:
    """Return `numbers`, seven bits a byte, the low ones first.

    >>> varints([1, 300]).hex()
    '01ac02'
    """
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return bytes(packed)


def order_of(key: str) -> bytes:
    """Return what sorts like JavaScript's ``<``, which compares UTF-16."""
    return key.encode("utf-16-be", "surrogatepass")


def is_border(key: str, every: int) -> bool:
    """Tell whether a file begins at `key`: at about one key of `every`, whatever the others are."""
    return zlib.crc32(key.encode("utf-8", "replace")) % every == 0


def cut(keys: Sequence[str], every: int) -> list[tuple[int, int]]:
    """Return where to cut sorted `keys` into files, as ranges; none is longer than 4 × `every`."""
    ranges, start = [], 0
    for place in range(1, len(keys)):
        if is_border(keys[place], every) or place - start >= 4 * every:
            ranges.append((start, place))
            start = place
    return [*ranges, (start, len(keys))] if keys else []


def lists_in_files(sizes: Iterable[int], most: int) -> list[tuple[int, int]]:
    """Return for byte strings of these `sizes` the file of each and its place in it.

    A string that does not fit into `most` bytes begins a file. The browser counts the same way.
    """
    found: list[tuple[int, int]] = []
    file = at = 0
    for size in sizes:
        if at and at + size > most:
            file, at = file + 1, 0
        found.append((file, at))
        at += size
    return found


def table_file(entries: Sequence[Entry], head: Iterable[int] = ()) -> bytes:
    """Return one file of a table: numbers, the keys one a line, then a value for each."""
    keys = "\n".join(entry.key for entry in entries).encode("utf-8", "surrogatepass")
    values = b"".join(entry.value for entry in entries)
    return deflated(varints([*head, len(keys)]) + keys + values)


def codes(rows: npt.NDArray[np.float32], bits: int) -> tuple[bytes, npt.NDArray[np.float32]]:
    """Return for each row its step at half precision and its numbers as so many steps; read again.

    A number has eight `bits`, or four, the first of two in the low ones.
    """
    most = 2 ** (bits - 1) - 1
    steps = (np.abs(rows).max(axis=1, initial=0.0) / most).astype("<f2")
    safe = np.where(steps > 0, steps, 1).astype(np.float32)[:, None]
    counts = np.clip(np.rint(rows / safe), -most, most).astype(np.int8)
    packed = counts.view(np.uint8)
    if bits == 4:
        two = np.pad(packed, ((0, 0), (0, packed.shape[1] % 2))) & 15
        packed = two[:, ::2] | two[:, 1::2] << 4
    data = b"".join(step.tobytes() + row.tobytes() for step, row in zip(steps, packed, strict=True))
    return data, counts * safe


def floats16(rows: npt.NDArray[np.float32]) -> bytes:
    """Return numbers as half precision, low byte first."""
    return rows.astype("<f2").tobytes()
