"""Text to piece ids as the bundled tokenizer does it, blank by blank with a memory."""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import chain
from pathlib import Path
from threading import get_ident
from typing import Any

import numpy as np
import numpy.typing as npt

Tokenize = Callable[[str], list[int]]

_PLAIN = re.compile(
    r"[\t\n\r\x20-\x7e\xa0-\xac\xae-\u0233\u0300-\u036f\u03b1-\u03c9"
    r"\u2010-\u2027\u2030-\u205e\u20ac\u2122\u2190-\u21ff\u2200-\u22ff]*"
)
"""The characters whose treatment is held equal to the `tokenizers` package by a test. A text with
any other goes through that package: its Unicode tables are not Python's."""
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_WORDS = re.compile(
    r"[!-/:-@\[-`{-~\xa1\xa7\xab\xb6\xb7\xbb\xbf\u2010-\u2027\u2030-\u2043\u2045-\u2051\u2053-\u205e]"
    r"|[^\s!-/:-@\[-`{-~\xa1\xa7\xab\xb6\xb7\xbb\xbf\u2010-\u2027\u2030-\u2043\u2045-\u2051\u2053-\u205e]+"
)
"""A mark of punctuation stands alone; anything else runs to the next blank or mark."""
_REMEMBERED = 400_000
"""Parts held before the memory starts afresh: about 60 MB."""
_ODD_BLANKS = "\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""Where `str.split` cuts although no plain text has them."""


class WordPiece:
    """A lower-case, accent-folded WordPiece tokenizer.

    Three times as fast as the `tokenizers` package on prose, since a word is cut up only once, and
    started without importing that package.
    """

    def __init__(self, path: Path, description: dict[str, Any]) -> None:
        model = description["model"]
        self._path = path
        self._vocabulary: dict[str, int] = model["vocab"]
        self._unknown_name: str = model["unk_token"]
        self._unknown = self._vocabulary[self._unknown_name]
        self._longest = int(model["max_input_chars_per_word"])
        self._memory: dict[str, tuple[int, ...]] = {}
        self._parts = _Parts(self._pieces_of)
        self._exact: Tokenize | None = None

    def __call__(self, text: str) -> list[int]:
        """Return the ids of the pieces of `text`."""
        if not is_plain(text) or self._unknown_name in text:
            return self._by_package(text)
        parts = text.split()  # marks of punctuation and all: what was seen before needs no pattern
        memory = self._memory
        try:
            return list(chain.from_iterable([memory[part] for part in parts]))
        except KeyError:
            if len(memory) > _REMEMBERED:
                memory.clear()
            for part in parts:
                if part not in memory:
                    memory[part] = tuple(self._cut_part(part))
        return list(chain.from_iterable([memory[part] for part in parts]))

    def many(self, texts: Sequence[str]) -> Iterator[npt.NDArray[np.intp]]:
        """Yield what calling it with each text returns, in half the time for hundreds of texts."""
        if len(self._parts) > _REMEMBERED:
            self._parts = _Parts(self._pieces_of)
        parts, numbers, ends = self._parts, array("I"), []
        for text in texts:
            numbers.extend(map(parts.__getitem__, text.split()))
            ends.append(len(numbers))
        pieces, bounds, strange = parts.spread(numbers)
        together = "".join(texts)
        if any(blank in together for blank in _ODD_BLANKS):
            strange[:] = True
        begin = 0
        for text, end in zip(texts, ends, strict=True):
            if strange[begin:end].any():
                yield np.array(self(text), dtype=np.intp)
            else:
                yield pieces[bounds[begin] : bounds[end]]
            begin = end

    def _pieces_of(self, part: str) -> list[int] | None:
        """Return the pieces of a part, None where the whole text is the package's to cut up."""
        strange = not is_plain(part) or self._unknown_name in part
        return None if strange else self._cut_part(part)

    def _cut_part(self, part: str) -> list[int]:
        words: list[str] = _WORDS.findall(fold(part))
        return [piece for word in words for piece in self._cut(word)]

    def _cut(self, word: str) -> tuple[int, ...]:
        """Cut `word` greedily into the longest pieces known."""
        if len(word) > self._longest:
            return (self._unknown,)
        pieces: list[int] = []
        start = 0
        while start < len(word):
            lead = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self._vocabulary.get(lead + word[start:end])
                if piece is not None:
                    break
            else:
                return (self._unknown,)
            pieces.append(piece)
            start = end
        return tuple(pieces)

    def _by_package(self, text: str) -> list[int]:
        if self._exact is None:
            self._exact = package_tokenizer(self._path)
        return self._exact(text)


class _Parts(dict[str, int]):
    """Numbers parts as they come, and keeps the pieces of each in one array."""

    def __init__(self, cut: Callable[[str], Sequence[int] | None]) -> None:
        self._cut = cut
        self._pieces, self._sizes, self._strange = array("I"), array("I"), array("B")

    def __missing__(self, part: str) -> int:
        number = self[part] = len(self)
        pieces = self._cut(part)
        self._strange.append(pieces is None)
        self._sizes.append(len(pieces or ()))
        self._pieces.extend(pieces or ())
        return number

    def spread(
        self, numbers: array[int]
    ) -> tuple[npt.NDArray[np.intp], list[int], npt.NDArray[np.bool_]]:
        """Return the pieces of parts, where those of each begin and end, and which are strange."""
        parts = np.array(numbers, dtype=np.intp)
        all_sizes = np.array(self._sizes, dtype=np.intp)
        sizes = all_sizes[parts]
        bounds = np.concatenate(([0], np.cumsum(sizes)))
        shift = (np.cumsum(all_sizes) - all_sizes)[parts] - bounds[:-1]
        places = np.repeat(shift, sizes) + np.arange(bounds[-1])
        strange = np.array(self._strange, dtype=np.bool_)[parts]
        return np.array(self._pieces, dtype=np.intp)[places], bounds.tolist(), strange


def is_plain(text: str) -> bool:
    """Whether our own code cuts up `text`, and not the `tokenizers` package."""
    return _PLAIN.fullmatch(text) is not None


def fold(text: str) -> str:
    """Return `text` in lower case without accents.

    >>> fold("Atenção À")
    'atencao a'
    """
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return text.lower()


def read_tokenizer(path: Path) -> Tokenize:
    """Return a tokenizer for the ``tokenizer.json`` at `path`, ours where it can serve.

    All that read the same file in one thread share one, and so what it remembers.
    """
    stamp = path.stat()
    return _kept(path, stamp.st_mtime_ns, stamp.st_size, get_ident())


@lru_cache(maxsize=4)
def _kept(path: Path, *_: int) -> Tokenize:
    description = json.loads(path.read_bytes())
    if _is_ours(description):
        return WordPiece(path, description)
    return package_tokenizer(path)


def package_tokenizer(path: Path) -> Tokenize:
    """Return the `tokenizers` package's reading of the ``tokenizer.json`` at `path`."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()

    def tokenize(text: str) -> list[int]:
        ids: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    return tokenize


def _is_ours(description: dict[str, Any]) -> bool:
    """Whether the tokenizer has the parts that `WordPiece` knows, and no others."""
    normalizer = description.get("normalizer") or {}
    model = description.get("model") or {}
    return (
        normalizer.get("type") == "BertNormalizer"
        and normalizer.get("lowercase") is True
        and normalizer.get("strip_accents") in (True, None)
        and normalizer.get("clean_text") is True
        and (description.get("pre_tokenizer") or {}).get("type") == "BertPreTokenizer"
        and model.get("type") == "WordPiece"
        and model.get("continuing_subword_prefix") == "##"
        and not description.get("truncation")
        and all(t["content"] == model.get("unk_token") for t in description.get("added_tokens", ()))
    )
