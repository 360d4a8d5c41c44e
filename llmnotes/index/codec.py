"""Values ↔ the bytes that the database holds."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from llmnotes.model import Passage, Vectors

Ids = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]
QUARTERS = 4
"""A posting counts a word in quarters, so that half weights fit into a byte."""

_PART = tuple[list[str], list[int], str]


def digest(data: bytes, size: int = 16) -> bytes:
    """Return a hash of `data`, `size` bytes long."""
    return blake2b(data, digest_size=size).digest()


def pack(passages: Sequence[Passage]) -> bytes:
    """Return headings, lines and texts of one note's passages, compressed together."""
    parts = [(p.heading, p.lines, p.text) for p in passages]
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def unpack(data: bytes) -> list[_PART]:
    """Return what `pack` was given: heading, lines and text of each passage."""
    parts: list[_PART] = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    return parts


def encode_ids(ids: Ids, starts: Ids) -> tuple[Bytes, Ids]:
    """Return ascending `ids` as variable-length gaps, and where each list ends in the bytes.

    `starts` are the places in `ids` where a list begins; its first gap counts from zero.
    """
    gaps = np.diff(ids, prepend=0)
    gaps[starts] = ids[starts]
    sizes = 1 + (gaps >= 1 << 7) + (gaps >= 1 << 14) + (gaps >= 1 << 21) + (gaps >= 1 << 28)
    ends = np.cumsum(sizes)
    stream = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    places = ends - sizes
    for level in range(5):
        has = sizes > level
        last = sizes[has] == level + 1
        septet = (gaps[has] >> (7 * level)) & 0x7F
        stream[places[has] + level] = np.where(last, septet, septet | 0x80)
    bounds = np.append(starts[1:], len(ids))
    return stream, np.asarray(ends[bounds - 1], dtype=np.int64)


def decode_ids(data: bytes) -> Ids:
    """Return the ids of one list that `encode_ids` wrote."""
    stream = np.frombuffer(data, dtype=np.uint8)
    last = stream < 0x80
    if last.all():
        return np.cumsum(stream, dtype=np.int64)
    ends = np.flatnonzero(last)
    starts = np.concatenate(([0], ends[:-1] + 1))
    level = np.arange(len(stream)) - np.repeat(starts, ends - starts + 1)
    septets = (stream & 0x7F).astype(np.int64) << (7 * level)
    return np.cumsum(np.add.reduceat(septets, starts), dtype=np.int64)


def quantize(vectors: Vectors) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float16]]:
    """Return unit rows as int8 and the scale of each row.

    The cosine of a row with a query changes by about a thousandth.
    """
    top = np.abs(vectors).max(axis=1, initial=0.0)
    scales = (np.maximum(top, 1e-6) / np.float32(127)).astype(np.float16)
    rows = np.rint(vectors / scales.astype(np.float32)[:, None])
    return np.clip(rows, -127, 127).astype(np.int8), scales


def restore(rows: bytes, scales: bytes, dim: int) -> Vectors:
    """Return the vectors that `quantize` wrote, as float32."""
    matrix = np.frombuffer(rows, dtype=np.int8).reshape(-1, dim).astype(np.float32)
    matrix *= np.frombuffer(scales, dtype=np.float16).astype(np.float32)[:, None]
    return matrix


def lines_of(text: str) -> tuple[str, ...]:
    """Return the items of a column that holds one a line."""
    return tuple(text.split("\n")) if text else ()


def joined(items: Sequence[Any]) -> str:
    """Return `items` as a column that holds one a line."""
    return "\n".join(str(item).replace("\n", " ") for item in items)
