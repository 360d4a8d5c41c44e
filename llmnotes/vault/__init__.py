"""Files → notes: whatever lies in a vault's folder, read without ever giving up on the rest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmnotes.vault.canvas import Canvas, CanvasEdge, CanvasNode, parse_canvas
    from llmnotes.vault.decoding import decode
    from llmnotes.vault.reading import VaultFiles, note_of, read_files, read_vault

__all__ = [
    "Canvas",
    "CanvasEdge",
    "CanvasNode",
    "VaultFiles",
    "decode",
    "note_of",
    "parse_canvas",
    "read_files",
    "read_vault",
]

_HOMES = {
    **dict.fromkeys(("Canvas", "CanvasEdge", "CanvasNode", "parse_canvas"), "canvas"),
    "decode": "decoding",
    **dict.fromkeys(("VaultFiles", "note_of", "read_files", "read_vault"), "reading"),
}


def __getattr__(name: str) -> object:
    """Import a part when it is asked for: a search that only walks a vault loads no parser."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
