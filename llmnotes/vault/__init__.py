"""Files → notes: whatever lies in a vault's folder, read without ever giving up on the rest."""

from __future__ import annotations

from llmnotes.vault.canvas import Canvas, CanvasEdge, CanvasNode, parse_canvas
from llmnotes.vault.decoding import decode
from llmnotes.vault.reading import VaultFiles, read_vault

__all__ = [
    "Canvas",
    "CanvasEdge",
    "CanvasNode",
    "VaultFiles",
    "decode",
    "parse_canvas",
    "read_vault",
]
