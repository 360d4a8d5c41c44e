"""The written-down outcome of the decoder, which its twin in JavaScript is held to as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from decoder_golden import CASES, golden, save_small

from llmnotes.decoder.engine import MODELS
from llmnotes.site.decoderdata import pack_pieces


def test_python_does_what_is_written_down(tmp_path: Path) -> None:
    same(golden(save_small(tmp_path)), json.loads(CASES.read_text("utf-8")))


def test_the_packed_pieces_are_those_of_the_tokenizer() -> None:
    packed = pack_pieces(MODELS / "tokenizer.json")
    first, size = np.frombuffer(packed, "<u4", 2)
    pieces = packed[8 : 8 + size].decode().split("\0")
    merges = np.frombuffer(packed, "<u2", offset=8 + -(-int(size) // 4) * 4).reshape(-1, 2)
    for left, right in merges.tolist():
        pieces.append(pieces[left] + pieces[right])
    vocabulary = json.loads((MODELS / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]
    assert first + len(merges) == len(pieces) == len(vocabulary)
    assert all(vocabulary[piece] == id for id, piece in enumerate(pieces))


def same(found: Any, expected: Any, where: str = "") -> None:
    """Compare what was computed with what was written down: numbers to within rounding."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), where
        for key in expected:
            same(found[key], expected[key], f"{where}.{key}")
    elif isinstance(expected, list | tuple):
        assert len(found) == len(expected), where
        for i, (one, other) in enumerate(zip(found, expected, strict=True)):
            same(one, other, f"{where}[{i}]")
    elif isinstance(expected, float):
        assert abs(found - expected) < 5e-4 + 1e-6 * abs(expected), (
            f"{where}: {found} instead of {expected}"
        )
    else:
        assert found == expected, f"{where}: {found!r} instead of {expected!r}"
