"""Words that people use for one another: thesaurus.txt, groups of keys, read once.

``python -m llmnotes.training.thesaurus`` makes it of what was written by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from llmnotes.stemming import STOP_WORDS, stem, words

FILE = Path(__file__).parent.parent / "models" / "lexicon" / "thesaurus.txt"
Phrase = tuple[str, ...]
"""Keys of the words of a phrase, all of which must be found."""
_LONGEST = 4
"""Words of the longest phrase that is looked for in a question."""


@cache
def load_thesaurus(file: Path = FILE) -> Mapping[str, Sequence[str]]:
    """Return for each phrase, its keys joined by blanks, the lines in which it stands."""
    found: dict[str, list[str]] = {}
    for line in file.read_text("utf-8").splitlines():
        for one in line.split(","):
            found.setdefault(one, []).append(line)
    return found


def phrase(text: str) -> Phrase:
    """Return the keys of `text`, without small words unless it has no others.

    >>> phrase("por conta própria")
    ('cont', 'propri')
    """
    written = words(text)
    return tuple([stem(word) for word in written if word not in STOP_WORDS] or map(stem, written))


def synonyms(text: str) -> dict[str, tuple[Phrase, ...]]:
    """Return for the keys of words of `text` the phrases that may stand for them.

    A word inside a longer known phrase also has what stands for the whole phrase.

    >>> ("autonon",) in synonyms("por conta própria")["cont"]
    True
    """
    merged: dict[str, set[Phrase]] = {}
    for key, other in _found(phrase(text)):
        merged.setdefault(key, set()).add(other)
    return {key: tuple(sorted(phrases)) for key, phrases in merged.items()}


@cache
def _text() -> str:
    """Return the file with a comma at either end of each line, so that all members look alike."""
    return "," + FILE.read_text("utf-8").rstrip("\n").replace("\n", ",\n,") + ","


@lru_cache(1 << 12)
def _lines(phrase: str) -> tuple[str, ...]:
    """Return the lines in which a phrase stands, as `load_thesaurus` has them.

    One question has ten words or so: to look for these takes a tenth of reading all lines.
    """
    text, member, found = _text(), f",{phrase},", []
    at = text.find(member)
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = end if end >= 0 else len(text)
        found.append(text[start + 1 : end - 1])
        at = text.find(member, end)
    return tuple(found)


def _found(keys: Phrase) -> Iterator[tuple[str, Phrase]]:
    for size in range(min(_LONGEST, len(keys)), 0, -1):
        for start in range(len(keys) - size + 1):
            held = " ".join(keys[start : start + size])
            for line in _lines(held):
                others = [tuple(one.split()) for one in line.split(",") if one != held]
                yield from ((key, one) for key in held.split() for one in others)
