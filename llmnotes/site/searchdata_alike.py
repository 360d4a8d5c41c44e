"""Phrases → the words that people use for them and that the vault has, in small files.

Beside each word stand the passages that hold it and where their list is, so that a browser which
asks for the likeliest few loads their lists and nothing else. Phrases that begin with the same word
share a file: a query loads one for each of its words at most.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby

from llmnotes.encoder.thesaurus import load_thesaurus
from llmnotes.search.scoring import likely
from llmnotes.site.searchdata_bytes import Files, cut, deflated, order_of
from llmnotes.site.searchdata_words import Held

ALIKE = "alike"
"""The folder of the files."""
WORDS = 40
"""First words of a file on average."""


def alike_files(held: Mapping[str, Held], passages: int) -> Files:
    """Return the phrases of the thesaurus that have a word in the vault which is not too common."""
    looked_for = {key: at for key, at in held.items() if likely([(key, at.holders)], passages)}
    lines: dict[str, list[str]] = {}
    for first, phrases in _phrases():
        if own := list(_lines(phrases, looked_for)):
            lines[first] = own
    firsts = list(lines)
    ranges = cut(firsts, WORDS)
    files = tuple(
        deflated("\n".join(line for first in firsts[start:end] for line in lines[first]).encode())
        for start, end in ranges
    )
    return Files(ALIKE, files, tuple(firsts[start] for start, _ in ranges))


def _lines(
    phrases: Sequence[tuple[str, tuple[str, ...]]], held: Mapping[str, Held]
) -> Iterator[str]:
    for phrase, members in phrases:
        if found := [key for key in members if key in held]:
            told = (" ".join([key, *map(str, held[key])]) for key in found)
            yield ",".join([phrase, *told])


@cache
def _phrases() -> list[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    """Return first words with the phrases that begin so, and the single words of their lines."""
    known = load_thesaurus()
    listed = sorted(known, key=order_of)
    return [
        (first, [(phrase, _members(phrase, known[phrase])) for phrase in phrases])
        for first, phrases in groupby(listed, key=_first)
    ]


def _first(phrase: str) -> str:
    return phrase.split()[0]


def _members(phrase: str, lines: Sequence[str]) -> tuple[str, ...]:
    found = {one for line in lines for one in line.split(",") if " " not in one}
    return tuple(sorted(found - {phrase}))
