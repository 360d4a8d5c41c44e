"""Streaming readers of the training data: compressed JSON Lines in, plain frozen values out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_HEADING = re.compile(r"(#{1,6})\s+(.*\S)\s*")
_WINDOW = 2**31
"""The files are packed with ``--long=27`` and more; the reader must allow as much."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands under one heading of a document, without the sections below it.

    `path` holds the headings above and the section's own, outermost first; empty before the first.
    """

    lang: str
    source: str
    document: int
    path: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means; `synonyms` are other names of the same thing."""

    lang: str
    term: str
    definition: str
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the passage that answers it and the words of the answer."""

    lang: str
    question: str
    context: str
    answer: str
    answerable: bool
    source: str


@dataclass(frozen=True, slots=True)
class Parallel:
    """One sentence in Portuguese and in English."""

    pt: str
    en: str
    source: str


def read_bytes(path: Path) -> bytes:
    """Return what `path` holds, unpacked if its name ends in ``.zst``."""
    if path.suffix != ".zst":
        return path.read_bytes()
    import zstandard

    with path.open("rb") as file:
        return zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(file).read()


def read_rows(data: Path, name: str) -> Iterator[dict[str, Any]]:
    """Yield the objects of ``name.jsonl`` in the folder `data`, packed or plain."""
    plain = data / f"{name}.jsonl"
    if plain.exists():
        with plain.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)
        return
    import io

    import zstandard

    with (data / f"{name}.jsonl.zst").open("rb") as file:
        stream = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_reader(file)
        for line in io.TextIOWrapper(stream, encoding="utf-8"):
            yield json.loads(line)


def read_sections(data: Path, lang: str) -> Iterator[Section]:
    """Yield the sections of ``corpus.LANG`` in order; `document` counts the documents from 0."""
    for number, row in enumerate(read_rows(data, f"corpus.{lang}")):
        for path, paragraphs in split_sections(row["text"]):
            yield Section(lang, row["source"], number, path, paragraphs)


def read_parallel(data: Path) -> Iterator[Parallel]:
    """Yield the sentence pairs."""
    for row in read_rows(data, "parallel"):
        yield Parallel(row["pt"], row["en"], row["source"])


def read_definitions(data: Path) -> Iterator[Definition]:
    """Yield the definitions."""
    for row in read_rows(data, "definitions"):
        synonyms = tuple(row.get("synonyms") or ())
        yield Definition(row["lang"], row["term"], row["definition"], synonyms)


def read_questions(data: Path) -> Iterator[Question]:
    """Yield the questions, each joined with its context."""
    contexts = {row["id"]: row["text"] for row in read_rows(data, "contexts")}
    for row in read_rows(data, "qa.train"):
        yield Question(
            lang=row["lang"],
            question=row["question"],
            context=contexts[row["context_id"]],
            answer=row["answer"],
            answerable=row["answerable"],
            source=row["source"],
        )


def split_sections(text: str) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    r"""Yield (headings above, paragraphs) for each section of light Markdown that has any text.

    >>> list(split_sections("# A\n\nx\n\n## B\ny\nz"))
    [(('A',), ('x',)), (('A', 'B'), ('y', 'z'))]
    """
    path: list[tuple[int, str]] = []
    paragraphs: list[str] = []
    for line in text.split("\n"):
        match = _HEADING.fullmatch(line)
        if match is None:
            if line.strip():
                paragraphs.append(line.strip())
            continue
        if paragraphs:
            yield tuple(title for _, title in path), tuple(paragraphs)
        paragraphs = []
        level = len(match[1])
        path = [*((above, title) for above, title in path if above < level), (level, match[2])]
    if paragraphs:
        yield tuple(title for _, title in path), tuple(paragraphs)
