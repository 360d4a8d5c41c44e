"""Prose by kind: which documents are of which kind, and how often each kind is read.

Most Portuguese at hand is translated software documentation. Newspapers, encyclopedia and books are
read several times over, so that a word is followed by what follows it outside of manuals, too.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.decoder.tokenizer import BOS, EOS, Tokenizer
from llmnotes.training.decoder_sources import Sources

Row = npt.NDArray[np.uint16]
SHARES = {
    "pt-general": 0.24,
    "pt-terms": 0.04,
    "pt-books": 0.13,
    "pt-docs": 0.24,
    "en-general": 0.30,
    "en-docs": 0.05,
}
"""How much of the prose that is read is of each kind."""
CHUNK = 1_000
"""Characters, about, between two marks of a beginning; paragraphs stay whole."""
_LONGEST = 24 << 20
"""Characters kept of one kind: the largest are not read to their end anyway."""
_GENERAL = ("Bosque", "UD PUD", "osbooks", "squad-v1.1-pt", "FaQuAD", "Pirá", "SQuADShifts", "QAMR",
            "FairytaleQA", "QED")  # fmt: skip
_BOOKS = ("d2l", "rust-book", "livro", "scarlet", "elixirschool", "react.dev", "vuejs", "fastapi",
          "tensorflow", "definition sentences", "OWASP")  # fmt: skip


def kind_of(lang: str, source: str) -> str:
    """Return the kind of a document; of English, books of general knowledge are general."""
    if "glossary" in source:
        return f"{lang}-terms" if lang == "pt" else "en-general"
    if any(name in source for name in _GENERAL):
        return "en-general" if "en context" in source else f"{lang}-general"
    books = lang == "pt" and any(name in source for name in _BOOKS)
    return "pt-books" if books else f"{lang}-docs"


def cut_prose(sources: Sources, tokenizer: Tokenizer, folder: Path) -> None:
    """Write the ids of every kind, shuffled, to ``prose.KIND.npy``."""
    texts: dict[str, list[str]] = defaultdict(list)
    homes = sources.context_homes()
    for number, text in sources.contexts().items():
        if number in homes:
            texts[kind_of(*homes[number])].append(text)
    for lang in ("pt", "en"):
        for source, text in sources.documents(lang):
            texts[kind_of(lang, source)].append(text)
    for kind, found in sorted(texts.items()):
        pieces = [piece for text in found for piece in chunks(text)]
        random.Random(0).shuffle(pieces)
        rows, size = [], 0
        for piece in pieces:
            rows.append(np.array([BOS, *tokenizer.ids(piece), EOS], np.uint16))
            size += len(piece)
            if size > _LONGEST:
                break
        np.save(folder / f"prose.{kind}.npy", np.concatenate(rows))


def chunks(text: str, size: int = CHUNK) -> Iterator[str]:
    r"""Cut `text` between paragraphs into pieces of about `size` characters.

    >>> list(chunks("one\n\ntwo\nthree", 5))
    ['one\n\ntwo', 'three']
    """
    held = ""
    for line in text.split("\n"):
        held = f"{held}\n{line}" if held else line
        if len(held) >= size:
            yield held
            held = ""
    if held.strip():
        yield held


class Prose:
    """Draws rows of tokens from the kinds that were cut into `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def rows(self, count: int, size: int, rng: random.Random) -> list[list[int]]:
        """Return `count` rows of `size` tokens, each of a kind drawn by its share."""
        kinds = rng.choices(list(self._parts), [SHARES[kind] for kind in self._parts], k=count)
        found = []
        for kind in kinds:
            part = self._parts[kind]
            at = rng.randrange(max(1, len(part) - size))
            found.append(np.resize(part[at : at + size], size).tolist())
        return found

    @cached_property
    def _parts(self) -> dict[str, Row]:
        """Return the kinds that there are; a part of a corpus may have fewer."""
        paths = {kind: self._folder / f"prose.{kind}.npy" for kind in SHARES}
        return {
            kind: np.load(path, mmap_mode="r") for kind, path in paths.items() if path.is_file()
        }
