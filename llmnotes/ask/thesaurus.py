"""Words that people use for one another: thesaurus.txt, written by hand, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from llmnotes.stemming import STOP_WORDS, stem, words

FILE = Path(__file__).with_name("thesaurus.txt")
Phrase = tuple[str, ...]
"""Keys of the words of a phrase, all of which must be found."""
_LONGEST = 4
"""Words of the longest phrase that is looked for in a question."""


@cache
def load_thesaurus(file: Path = FILE) -> Mapping[Phrase, frozenset[Phrase]]:
    """Return for each phrase those that stand in a line with it; small words are left out."""
    found: dict[Phrase, set[Phrase]] = {}
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            group = {phrase(part) for part in line.split(",")} - {()}
            for one in group:
                found.setdefault(one, set()).update(group - {one})
    return {one: frozenset(others) for one, others in found.items()}


def phrase(text: str) -> Phrase:
    """Return the keys of `text`, without small words unless it has no others.

    >>> phrase("por conta própria")
    ('cont', 'propri')
    """
    written = words(text)
    return tuple(stem(word) for word in written if word not in STOP_WORDS) or tuple(
        stem(word) for word in written
    )


def synonyms(text: str) -> dict[str, tuple[Phrase, ...]]:
    """Return for the keys of words of `text` the phrases that may stand for them.

    A word inside a longer known phrase has what stands for the whole phrase.
    """
    return dict(_merged(_found(phrase(text))))


def _found(keys: Phrase) -> Iterator[tuple[str, frozenset[Phrase]]]:
    known = load_thesaurus()
    for size in range(min(_LONGEST, len(keys)), 0, -1):
        for start in range(len(keys) - size + 1):
            held = keys[start : start + size]
            if held in known:
                yield from ((key, known[held]) for key in held)


def _merged(
    found: Iterator[tuple[str, frozenset[Phrase]]],
) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    merged: dict[str, set[Phrase]] = {}
    for key, others in found:
        merged.setdefault(key, set()).update(others)
    for key, phrases in merged.items():
        yield key, tuple(sorted(phrases))
