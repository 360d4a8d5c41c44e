"""Read the training files (``../shared/data``): corpora, pairs, definitions and questions."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

HELD_OUT_SOURCE = "SQuADShifts/new_wiki"


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence in both languages."""

    pt: str
    en: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means."""

    lang: str
    term: str
    definition: str
    mined: bool


@dataclass(frozen=True, slots=True)
class Question:
    """A question about a context; `answers` is empty where the context holds none."""

    lang: str
    question: str
    context: str
    answers: tuple[str, ...]
    source: str
    group: int = -1
    """The id of the context; questions with the same one are held out together."""


@dataclass(frozen=True, slots=True)
class Sources:
    """A folder of ``*.jsonl.zst`` files; a plain ``*.jsonl`` beside one is read in its place."""

    folder: Path

    def contexts(self) -> dict[int, str]:
        """Return the text of every context that may be trained on, by its id."""
        kept = self.held_out()
        return {row["id"]: row["text"] for row in self._rows("contexts") if row["id"] not in kept}

    def held_out(self) -> frozenset[int]:
        """Return the ids of the contexts kept for English reading: 2 % of SQuADShifts/new_wiki."""
        rows = self._rows("qa.train")
        wiki = {row["context_id"] for row in rows if row["source"].startswith(HELD_OUT_SOURCE)}
        return frozenset(context for context in wiki if crc32(str(context).encode()) % 50 == 0)

    def corpus(self, lang: str) -> Iterator[str]:
        """Yield the documents of one language."""
        return (row["text"] for row in self._rows(f"corpus.{lang}"))

    def documents(self, lang: str) -> Iterator[tuple[str, str]]:
        """Yield source and text of the documents of one language."""
        return ((row.get("source", ""), row["text"]) for row in self._rows(f"corpus.{lang}"))

    def context_homes(self) -> dict[int, tuple[str, str]]:
        """Return language and source of every context, as its first question says them."""
        homes: dict[int, tuple[str, str]] = {}
        for row in self._rows("qa.train"):
            homes.setdefault(row["context_id"], (row["lang"], row["source"]))
        return homes

    def parallel(self) -> Iterator[Pair]:
        """Yield sentence pairs."""
        return (Pair(row["pt"], row["en"]) for row in self._rows("parallel"))

    def definitions(self) -> Iterator[Definition]:
        """Yield terms with their definitions."""
        for row in self._rows("definitions"):
            mined = bool(row.get("mined"))
            yield Definition(row["lang"], row["term"], row["definition"], mined)

    def questions(self) -> Iterator[Question]:
        """Yield the training questions with their contexts."""
        contexts = self.contexts()
        for row in self._rows("qa.train"):
            answers = (row["answer"],) if row["answerable"] and row["answer"] else ()
            context = row["context_id"]
            if context not in contexts:
                continue
            yield Question(
                row["lang"], row["question"], contexts[context], answers, row["source"], context
            )

    def dev(self, name: str) -> Iterator[Question]:
        """Yield a dev set: ``faquad``, ``pira``, ``squad_pt_v1``, or ``wiki``, the held-out one."""
        if name == "wiki":
            yield from self._wiki()
            return
        for row in self._rows(f"dev/{name}"):
            answers = tuple(row["answers"]) if row["answerable"] else ()
            yield Question(row["lang"], row["question"], row["context"], answers, name)

    def _wiki(self) -> Iterator[Question]:
        kept = self.held_out()
        texts = {row["id"]: row["text"] for row in self._rows("contexts") if row["id"] in kept}
        for row in self._rows("qa.train"):
            if row["context_id"] in kept and row["source"].startswith(HELD_OUT_SOURCE):
                answers = (row["answer"],) if row["answerable"] else ()
                yield Question("en", row["question"], texts[row["context_id"]], answers, "wiki")

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        plain = self.folder / f"{name}.jsonl"
        text = plain.read_text("utf-8") if plain.is_file() else self._unpack(name)
        return (json.loads(line) for line in text.split("\n") if line)

    def _unpack(self, name: str) -> str:
        path = self.folder / f"{name}.jsonl.zst"
        try:
            import zstandard
        except ImportError:  # a borrowed machine may have only the command
            command = ["zstd", "-dc", "--long=27", str(path)]
            return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8")
        unpack = zstandard.ZstdDecompressor(max_window_size=1 << 27)
        with path.open("rb") as packed, unpack.stream_reader(packed) as stream:
            return stream.read().decode("utf-8")
