"""Which Portuguese and English words are in use and how common each is, to tell a slip from a word.

The list is cut up by a word's first letter and number of letters, each part deflated alone. A slip
seldom changes the first letter, and what is one edit away is at most one letter longer or shorter:
for words that begin as a slip does, a search unpacks three parts of some 150 at most, and a browser
loads no more. Of words that begin otherwise only those that the vault has are looked up.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

BUNDLED = Path(__file__).parent.parent / "models" / "lexicon" / "words.bin"
"""What ``python -m llmnotes.training.wordlist`` counted."""
SHORTEST, LONGEST = 4, 24
"""Letters of the words that are listed."""
FIRST_CLASS = ord("A")
"""The letter of the class of words that were seen once."""


class WordList:
    """Folded words of both languages with how common each is, read part by part."""

    def __init__(self, data: bytes) -> None:
        head, _, self._data = data.partition(b"\n")
        told = head.decode().split(" ")
        self.firsts = tuple(told[::2])
        """Where each part begins: a letter and a number of letters."""
        self._bounds = [0, *accumulate(map(int, told[1::2]))]
        self._parts: dict[int, dict[str, int]] = {}

    @property
    def parts(self) -> tuple[bytes, ...]:
        """The parts as they lie in the file."""
        return tuple(self._data[start:end] for start, end in pairwise(self._bounds))

    def classes(self, words: Iterable[str]) -> dict[str, int]:
        """Return those of the folded `words` that are listed, each with the log2 of its count.

        >>> WordList(packed({"rede": 900, "reda": 4, "modelo": 70})).classes(["rede", "redd"])
        {'rede': 9}
        """
        asked = defaultdict[int, list[str]](list)
        for word in words:
            if SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha():
                asked[bisect_right(self.firsts, filed(word)) - 1].append(word)
        found = {}
        for number, of_part in asked.items():
            part = self._part(number)
            found.update({word: part[word] for word in of_part if word in part})
        return found

    def _part(self, number: int) -> dict[str, int]:
        if number < 0:
            return {}
        if number not in self._parts:
            start, end = self._bounds[number : number + 2]
            *words, classes = zlib.decompress(self._data[start:end]).decode().split("\n")
            numbers = (ord(one) - FIRST_CLASS for one in classes)
            self._parts[number] = dict(zip(words, numbers, strict=True))
        return self._parts[number]


def filed(word: str) -> str:
    """Return where `word` is filed.

    >>> filed("cientista")
    'c09'
    """
    return f"{word[0]}{len(word):02}"


def packed(counts: dict[str, int], most: int = 500) -> bytes:
    """Return the file of a list; words filed alike stand together, others up to `most` in a part.

    A line says where each part begins and how many bytes it has; a part is its words, one a line
    and sorted by where they are filed, and a line with a letter for the class of each.
    """
    parts: list[list[str]] = []
    together = defaultdict[str, list[str]](list)
    for word in sorted(counts):
        together[filed(word)].append(word)
    for _, words in sorted(together.items()):
        if not parts or len(parts[-1]) + len(words) > most:
            parts.append([])
        parts[-1] += words
    files = []
    for words in parts:
        classes = "".join(chr(FIRST_CLASS + counts[w].bit_length() - 1) for w in words)
        files.append(zlib.compress("\n".join([*words, classes]).encode(), 9))
    head = " ".join(f"{filed(p[0])} {len(data)}" for p, data in zip(parts, files, strict=True))
    return head.encode() + b"\n" + b"".join(files)


@cache
def load_words(path: Path = BUNDLED) -> WordList:
    """Read the list of words."""
    return WordList(path.read_bytes())
