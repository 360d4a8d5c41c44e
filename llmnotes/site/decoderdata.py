"""The decoder's files as browsers load them: pieces of the tokenizer, shapes, weights."""

from __future__ import annotations

import hashlib
import json
import re
import struct
from collections.abc import Collection, Iterable
from functools import cache
from pathlib import Path

from llmnotes.decoder.engine import MODELS
from llmnotes.decoder.tokenizer import FIRST_PIECE
from llmnotes.errors import ModelError
from llmnotes.model import Note
from llmnotes.site.files import Folder, Stamp

DECODER = "assets/decoder"
"""Where the decoder lies on a site, beside the scripts that run it."""


WIDGET = re.compile(r"\[!\s*widget\b", re.IGNORECASE)
"""What a note with a widget has in it."""


def write_decoder(
    folder: Folder, stages: Collection[str], stamps: dict[str, Stamp]
) -> dict[str, Stamp]:
    """Write what the decoders of `stages` need; `stamps` are those of files copied before.

    Weights are stored as they come: int8 hardly packs any smaller.
    """
    if not stages:
        return {}
    folder.write_bytes(f"{DECODER}/pieces.bin", pack_pieces(MODELS / "tokenizer.json"))
    copied: dict[str, Stamp] = {}
    for stage in sorted(stages):
        for source, name in (("shape.json", ".json"), ("weights.safetensors", ".safetensors")):
            path = f"{DECODER}/{stage}{name}"
            stamp = folder.copy(MODELS / stage / source, path, stamps.get(path))
            if stamp is None:
                raise ModelError(f"{MODELS / stage / source}: no such file")
            copied[path] = stamp
    return copied


def decoder_stages(notes: Iterable[Note], *, asks: bool = True) -> tuple[str, ...]:
    """Return the decoders that the pages of a vault can load: widgets compare both."""
    if has_widgets(notes):
        return ("base", "tuned")
    return ("tuned",) if asks else ()


def has_widgets(notes: Iterable[Note]) -> bool:
    """Tell whether some note has a widget."""
    return any(WIDGET.search(note.source) for note in notes)


@cache
def decoder_digest() -> str:
    """Return a digest of the decoder whose outcome widgets show before a script runs."""
    files = [MODELS / "base" / "weights.safetensors", MODELS / "tokenizer.json"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:32]


def pack_pieces(path: Path) -> bytes:
    """Return ``tokenizer.json`` as two counts, the pieces that are no merges, and the merges.

    A merge is two ids of 16 bits; the piece that it makes has the next id, so it is not written.
    """
    model = json.loads(path.read_text("utf-8"))["model"]
    ids: dict[str, int] = model["vocab"]
    merges = [tuple(merge) for merge in model["merges"]]
    first = len(ids) - len(merges)
    pieces = sorted(ids, key=ids.__getitem__)
    made = [left + right for left, right in merges]
    if pieces[first:] != made or first < FIRST_PIECE or len(ids) > 1 << 16:
        raise ModelError(f"{path}: merges in another order than their pieces")
    text = "\0".join(pieces[:first]).encode()
    pairs = [ids[part] for merge in merges for part in merge]
    head = struct.pack("<II", first, len(text)) + text + b"\0" * (-len(text) % 4)
    return head + struct.pack(f"<{len(pairs)}H", *pairs)
