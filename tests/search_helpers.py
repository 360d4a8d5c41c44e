"""A ten-line encoder, notes without files, and an index made of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt

from llmnotes.index import Index, Stamp, update
from llmnotes.index.source import Reading
from llmnotes.model import Note, NoteId, Paragraph
from llmnotes.stemming import stems


class WordHashes:
    """Texts are near when they share words; `calls` counts the texts encoded."""

    def __init__(self, dim: int = 32, salt: int = 0) -> None:
        self.dim, self.salt, self.calls = dim, salt, 0

    @property
    def fingerprint(self) -> str:
        return f"hashes-{self.dim}-{self.salt}"

    def __call__(self, texts: Sequence[str], /) -> npt.NDArray[np.float32]:
        self.calls += len(texts)
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in stems(text):
                row += np.random.default_rng(crc32(word.encode()) + self.salt).normal(size=self.dim)
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), np.float32(1e-6))

    queries = passages = __call__


class Notes:
    """Notes in memory; `touch` gives a note a new stamp, `private` ones read as no note."""

    def __init__(self, notes: Mapping[str, str | Note] | None = None) -> None:
        self.notes: dict[str, Note] = {}
        self.mtimes: dict[str, int] = {}
        self.private: set[str] = set()
        self.read_paths: list[str] = []
        for path, note in (notes or {}).items():
            self.put(path, note)

    def put(self, path: str, note: str | Note) -> None:
        self.notes[path] = made(path, note) if isinstance(note, str) else note
        self.mtimes[path] = self.mtimes.get(path, 0) + 1

    def remove(self, path: str) -> None:
        del self.notes[path], self.mtimes[path]

    def hide(self, path: str) -> None:
        self.private.add(path)
        self.mtimes[path] += 1

    def stamps(self) -> list[Stamp]:
        return [Stamp(path, self.mtimes[path], 1) for path in sorted(self.notes)]

    def data(self, path: str) -> bytes:
        return repr((self.notes[path], path in self.private)).encode()

    def read(self, path: str, data: bytes) -> Reading:
        self.read_paths.append(path)
        if path in self.private:
            return Reading(None, "private")
        return Reading(self.notes[path])


def made(path: str, text: str, **fields: object) -> Note:
    """Return a note of one paragraph a line, titled by its file."""
    paragraphs = tuple(
        Paragraph(line, (number, number)) for number, line in enumerate(text.split("\n"), 1) if line
    )
    title = path.rsplit("/", 1)[-1].removesuffix(".md")
    return Note(NoteId(path), title, text, paragraphs=paragraphs, **fields)  # type: ignore[arg-type]


def indexed(folder: Path, notes: Notes, encoder: WordHashes | None = None) -> Index:
    """Bring an index in `folder` up to date and open it."""
    model = encoder or WordHashes()
    update(folder, notes, lambda name: model)
    return Index(folder)
