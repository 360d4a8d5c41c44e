"""Text → ids of its pieces, word by word with a memory, as the `tokenizers` package cuts it.

Loading that package with its tables took a tenth of the time of an answer in a new process.
"""

from __future__ import annotations

import json
import re
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from llmnotes.encoder.wordpiece import is_plain

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PATTERN = r" ?[\p{L}\p{M}]+| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]+|\s+(?!\S)|\s+"
"""Where a text is cut before anything else: letters with their marks, at most three digits, runs of
punctuation; each may carry one space in front. Whatever else is white stands alone, its last space
left to the word that follows."""
_LETTERS = r"A-Za-z\xaa\xb5\xba\xc0-\xd6\xd8-\xf6\xf8-\u0233\u0300-\u036f\u03b1-\u03c9"
_DIGITS = r"0-9\xb2\xb3\xb9\xbc-\xbe"
_WORD = re.compile(
    rf" ?[{_LETTERS}]+| ?[{_DIGITS}]{{1,3}}| ?[^\s{_LETTERS}{_DIGITS}]+|\s+(?!\S)|\s+"
)
"""The same for plain text; a test holds the two equal. Any other text goes through the package,
whose Unicode tables are not Python's."""
_STRANGE = (
    "normalizer", "added_tokens", "truncation", "padding", "dropout", "ignore_merges",
    "continuing_subword_prefix", "end_of_word_suffix",
)  # fmt: skip
"""Parts of tokenizers that ours does not have."""
_REMEMBERED = 200_000
"""Words held before the memory starts afresh."""

Spans = list[tuple[int, int]]


class Word(NamedTuple):
    """A word cut up; `spans` are the characters of it that each id covers."""

    ids: list[int]
    spans: Spans


class Pieces:
    """A byte-fallback BPE in the format of the `tokenizers` package."""

    def __init__(self, path: Path) -> None:
        description = json.loads(path.read_bytes())
        model = description["model"]
        self._path = path
        self._ours = _is_ours(description)
        self._ids: dict[str, int] = model["vocab"]
        self._ranks = {(left, right): rank for rank, (left, right) in enumerate(model["merges"])}
        self._memory: dict[str, Word] = {}

    def __len__(self) -> int:
        return len(self._ids)

    def __call__(self, text: str) -> tuple[list[int], Spans]:
        """Return the ids of `text`, and the characters that each of them covers."""
        if not (self._ours and is_plain(text)):
            encoding = self._package.encode(text, add_special_tokens=False)
            return list(encoding.ids), list(encoding.offsets)
        ids: list[int] = []
        spans: Spans = []
        at = 0
        for written in _WORD.findall(text):
            word = self._memory.get(written) or self._remember(written)
            ids += word.ids
            spans += [(at + start, at + end) for start, end in word.spans]
            at += len(written)
        return ids, spans

    def name(self, token: int) -> str | None:
        """Return how a piece is written, None if there is none of that id."""
        return self._names.get(token)

    @cached_property
    def _names(self) -> dict[int, str]:
        return {token: name for name, token in self._ids.items()}

    @cached_property
    def _package(self) -> Tokenizer:
        from tokenizers import Tokenizer

        return Tokenizer.from_file(str(self._path))

    def _remember(self, written: str) -> Word:
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        word = self._memory[written] = self._cut(written)
        return word

    def _cut(self, written: str) -> Word:
        """Join the pair of neighbours that was learnt first, the first of equals, while any is."""
        parts = [
            (name, (at, at + 1))
            for at, letter in enumerate(written)
            for name in ([letter] if letter in self._ids else _bytes(letter))
        ]
        while ranks := {
            at: self._ranks[pair]
            for at, (left, right) in enumerate(pairwise(parts))
            if (pair := (left[0], right[0])) in self._ranks
        }:
            at = min(ranks, key=ranks.__getitem__)
            (left, (start, _)), (right, (_, end)) = parts[at : at + 2]
            parts[at : at + 2] = [(left + right, (start, end))]
        return Word([self._ids[name] for name, _ in parts], [span for _, span in parts])


def _bytes(letter: str) -> list[str]:
    """Return the names of the pieces that spell a letter which is no piece itself."""
    return [f"<0x{byte:02X}>" for byte in letter.encode()]


def _is_ours(description: dict[str, Any]) -> bool:
    """Tell whether a tokenizer has the parts that `Pieces` knows, and no others."""
    cut, model = description.get("pre_tokenizer") or {}, description["model"]
    return (
        cut.get("pattern") == {"Regex": PATTERN}
        and (cut.get("behavior"), cut.get("invert")) == ("Isolated", False)
        and model.get("type") == "BPE"
        and model.get("byte_fallback") is True
        and not any(description.get(part) or model.get(part) for part in _STRANGE)
    )
