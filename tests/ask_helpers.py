"""Vaults in a folder, and what answers from them with a ten-line encoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from search_helpers import WordHashes

from llmnotes.ask import Asker, Manner
from llmnotes.ask.weights import load_weights
from llmnotes.config import Config
from llmnotes.index import Index, VaultSource, update
from llmnotes.model import Note

ENCODER = WordHashes()
BOLD = replace(load_weights(), threshold=0.0, unasked=0.0)
"""Answers whatever the confidence, so that a law is put to the test by every question."""


class Reader:
    """Reads notes as the files are; `after` so many readings, `change` is made first."""

    def __init__(self, root: Path) -> None:
        self.source = VaultSource(root, Config())
        self.read_paths: list[str] = []

    def __call__(self, path: str) -> Note | None:
        self.read_paths.append(path)
        return self.source.note(path)


def written(root: Path, notes: Mapping[str, str]) -> Path:
    """Write `notes` below `root`."""
    for path, text in notes.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    return root


def indexed_vault(root: Path) -> Index:
    """Index the notes below `root` and open the index."""
    folder = root / ".llmnotes"
    update(folder, VaultSource(root, Config()), lambda name: ENCODER)
    return Index(folder)


def bold_asker(root: Path, index: Index, manner: Manner | str = "extractive") -> Asker:
    """Return what answers from the vault at `root`, however little it knows."""
    return Asker(index, ENCODER, Reader(root), manner, weights=BOLD)
