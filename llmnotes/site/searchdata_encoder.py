"""The encoder as files: the pieces that it knows, and their rows, those often asked for apart.

Behind the numbers of a row in half precision come what only questions need: as int8 those of
`llmnotes.encoder.questions`, then those by which `llmnotes.encoder.matcher` meets the piece, and
what the piece counts there, as float32; low bytes first.

A query needs the rows of a few pieces, from anywhere. Common pieces lie in small files, which cost
a query little, and rare ones in larger files, which keep the files few: a query of made-up words,
all of rare pieces, moves half of what it did with 32 rows in a file, for half as many files again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.decoder.engine import MODELS
from llmnotes.encoder import BUNDLED
from llmnotes.encoder.matcher import load_matcher
from llmnotes.encoder.questions import load_question_encoder
from llmnotes.encoder.static import StaticEncoder
from llmnotes.encoder.wordpiece import WordPiece
from llmnotes.errors import SiteError
from llmnotes.site.searchdata_bytes import Entry, Files, order_of, table_file, varints
from llmnotes.stemming import fold

PIECES, ROWS = "pieces", "encoder"
"""The folders of the files."""
FREQUENCIES = MODELS / "tokenizer.json"
"""What tells which pieces are common: a byte-pair tokenizer learnt the commonest ones first."""

KEYS = 100
"""Pieces of a file."""
BANDS = ((512, 4), (3992, 6), (8000, 12))
"""Up to which row there are how many rows in a file."""
RARE = 16
"""Rows of a file beyond the bands."""


def encoder_files(encoder: StaticEncoder) -> tuple[Files, Files]:
    """Return the pieces with the numbers of their rows, and the rows."""
    if not isinstance(encoder.tokenize, WordPiece):
        raise SiteError(f"{encoder.path}: no tokenizer that a browser's search can run")
    order = row_order(encoder.path / "tokenizer.json")
    row_of = {piece: row for row, (piece, _) in enumerate(order)}
    pieces = sorted(row_of, key=order_of)
    ranges = [(start, start + KEYS) for start in range(0, len(pieces), KEYS)]
    tables = tuple(
        table_file([Entry(piece, varints([row_of[piece]])) for piece in pieces[start:end]])
        for start, end in ranges
    )
    table = np.asarray(encoder.table[:, : encoder.dim]).astype("<f2")
    table = table[[number for _, number in order]].view(np.uint8)
    table = np.concatenate([table, _asked(piece for piece, _ in order)], axis=1)
    rows = []
    start = 0
    for end, size in bands(len(table)):
        rows += [table[at : min(at + size, end)].tobytes() for at in range(start, end, size)]
        start = end
    return Files(PIECES, tables, tuple(pieces[s] for s, _ in ranges)), Files(ROWS, tuple(rows))


def _asked(pieces: Iterable[str]) -> npt.NDArray[np.uint8]:
    """Return the bytes that questions need; zeros for what the bundled tokenizer lacks."""
    alike = np.asarray(load_question_encoder().table)
    matcher, numbers = load_matcher(), dict(row_order(BUNDLED / "tokenizer.json"))
    known = np.array([numbers.get(piece, -1) for piece in pieces], dtype=np.intp)
    shares = matcher.shares.astype("<f4")[:, None].view(np.uint8)
    rows = np.concatenate(
        [alike.view(np.uint8), np.asarray(matcher.asked).view(np.uint8), shares], axis=1
    )
    return np.where(known[:, None] < 0, np.uint8(0), rows[known])


def bands(rows: int) -> list[tuple[int, int]]:
    """Return up to which row there are how many rows in a file.

    >>> bands(600)
    [(512, 4), (600, 6)]
    """
    found = [(end, size) for end, size in BANDS if end < rows]
    size = BANDS[len(found)][1] if len(found) < len(BANDS) else RARE
    return [*found, (rows, size)]


@cache
def row_order(tokenizer: Path) -> tuple[tuple[str, int], ...]:
    """Return the pieces in the order of their rows, common ones first, with their numbers."""
    numbers: dict[str, int] = json.loads(tokenizer.read_bytes())["model"]["vocab"]
    common: dict[str, int] = {}
    learnt: dict[str, int] = json.loads(FREQUENCIES.read_bytes())["model"]["vocab"]
    for token, rank in sorted(learnt.items(), key=lambda one: one[1]):
        word = fold(token)
        common.setdefault(word.strip(), rank)
        if not word.startswith(" "):
            common.setdefault(f"##{word}", rank)
    last = len(learnt)
    return tuple(sorted(numbers.items(), key=lambda one: (common.get(one[0], last), one[1])))
