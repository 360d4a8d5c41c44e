"""The dev sets of ../shared/data as plain values, and the classes of queries made from them."""

from __future__ import annotations

import json
import random
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from llmnotes.index import Stamp
from llmnotes.index.source import Reading
from llmnotes.model import Note, NoteId, Paragraph
from llmnotes.stemming import content_words, fold, words


@dataclass(frozen=True)
class Question:
    """A query with the ids of the texts that answer it."""

    text: str
    lang: str
    relevant: tuple[str, ...]


@dataclass(frozen=True)
class Dataset:
    """Texts by id, and queries; `name` ends in the languages of queries and of texts."""

    name: str
    texts: dict[str, str]
    questions: tuple[Question, ...]

    @property
    def is_cross(self) -> bool:
        """Tell whether queries and texts are in two languages."""
        one, other = self.name.split("_")[-2:]
        return one != other


def read_datasets(data: Path) -> Iterator[Dataset]:
    """Yield every retrieval set in `data`/dev, same-language ones first."""
    files = sorted((data / "dev").glob("retrieval_*.json.zst"))
    sets = [_read(file) for file in files]
    yield from sorted(sets, key=lambda one: (one.is_cross, one.name))


def _read(file: Path) -> Dataset:
    command = ["zstd", "-dc", "--long=27", str(file)]
    rows = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return Dataset(
        name=file.name.removeprefix("retrieval_").removesuffix(".json.zst"),
        texts={row["id"]: row["text"] for row in rows["corpus"]},
        questions=tuple(
            Question(row["text"], row["lang"], tuple(row["relevant"])) for row in rows["queries"]
        ),
    )


class CorpusSource:
    """The texts of a dataset as notes without titles, for an index."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = {f"{number:06}.md": text for number, text in enumerate(texts.values())}
        self.ids = dict(zip(self.texts, texts, strict=True))

    def stamps(self) -> list[Stamp]:
        """Return one stamp per text."""
        return [Stamp(path, 1, len(text)) for path, text in self.texts.items()]

    def data(self, path: str) -> bytes:
        """Return the text as bytes."""
        return self.texts[path].encode()

    def read(self, path: str, data: bytes) -> Reading:
        """Return the text as a note of one paragraph."""
        return Reading(Note(NoteId(path), "", paragraphs=(Paragraph(self.texts[path], (1, 1)),)))


def keyword(question: Question, rng: random.Random) -> Question:
    """Leave the content words of a question, as people type them into a search box."""
    return replace(question, text=" ".join(content_words(question.text)))


def unaccented(question: Question, rng: random.Random) -> Question:
    """Type the question without accents."""
    return replace(question, text=fold(question.text))


def typo(question: Question, rng: random.Random) -> Question:
    """Make one slip, after the first letter, in one of the longer words of the question."""
    longer = [word for word in content_words(question.text) if len(word) >= 5 and word.isalpha()]
    if not longer:
        return question
    word = rng.choice(sorted(longer))
    wrong = _slip(word, rng)
    rest = [wrong if found == word else found for found in words(question.text)]
    return replace(question, text=" ".join(rest))


def _slip(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word) - 1)
    letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
    kind = rng.choice(("drop", "swap", "replace", "double"))
    if kind == "drop":
        return word[:place] + word[place + 1 :]
    if kind == "swap":
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind == "replace":
        return word[:place] + letter + word[place + 1 :]
    return word[:place] + letter + word[place:]


CLASSES: dict[str, Callable[[Question, random.Random], Question]] = {
    "keyword": keyword,
    "unaccented": unaccented,
    "typo": typo,
}
