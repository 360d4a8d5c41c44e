"""Words that people use for one another: thesaurus.txt, written by hand, read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from llmnotes.stemming import STOP_WORDS, stem, words

FILE = Path(__file__).with_name("thesaurus.txt")
Phrase = tuple[str, ...]
"""Keys of the words of a phrase, all of which must be found."""
Group = frozenset[Phrase]
"""Phrases that stand for one another."""
_LONGEST = 4
"""Words of the longest phrase that is looked for in a question."""


@cache
def load_thesaurus(file: Path = FILE) -> Mapping[Phrase, Sequence[Group]]:
    """Return for each phrase the groups in which it stands."""
    found: dict[Phrase, list[Group]] = {}
    for group in groups(file):
        for one in group:
            found.setdefault(one, []).append(group)
    return found


def groups(file: Path = FILE) -> Iterator[Group]:
    """Yield the lines, each phrase as its keys; small words are left out."""
    for line in file.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield frozenset(map(phrase, line.split(","))) - {()}


def phrase(text: str) -> Phrase:
    """Return the keys of `text`, without small words unless it has no others.

    >>> phrase("por conta própria")
    ('cont', 'propri')
    """
    written = words(text)
    return tuple([stem(word) for word in written if word not in STOP_WORDS] or map(stem, written))


def synonyms(text: str) -> dict[str, tuple[Phrase, ...]]:
    """Return for the keys of words of `text` the phrases that may stand for them.

    A word inside a longer known phrase has what stands for the whole phrase.
    """
    return dict(_merged(_found(phrase(text))))


def _found(keys: Phrase) -> Iterator[tuple[str, Group]]:
    known = load_thesaurus()
    for size in range(min(_LONGEST, len(keys)), 0, -1):
        for start in range(len(keys) - size + 1):
            held = keys[start : start + size]
            for group in known.get(held, ()):
                yield from ((key, group - {held}) for key in held)


def _merged(
    found: Iterator[tuple[str, Group]],
) -> Iterator[tuple[str, tuple[Phrase, ...]]]:
    merged: dict[str, set[Phrase]] = {}
    for key, others in found:
        merged.setdefault(key, set()).update(others)
    for key, phrases in merged.items():
        yield key, tuple(sorted(phrases))
