"""Query → the words to look up, slips mended, in both languages, and the name it may ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from llmnotes.stemming import content_words, fold, name_key, stem, subject

Known = Callable[[Sequence[str]], Mapping[str, int]]
"""Keys → those that stand in the vault, with the number of passages."""
Translate = Callable[[str], Sequence[tuple[str, float]]]
"""A folded word → words of the other language, with the likelihood of each."""
Other = tuple[str, int, float]
"""The key of a translation, the passages that hold it, and its likelihood."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
"""Letters of the shortest word that is mended: below, one edit leads anywhere."""
_SLIPS = 2
"""Unknown words that may be slips of the pen; with more, the query is in another language."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """A query as search reads it.

    `text` is the query as written, `mended` says which words were mended by what. `terms` are keys
    of words with the number of passages that hold each, 0 for unknown ones; `others` are what each
    term is in the other language, of the words that the vault knows. `name` is the key of what the
    query asks for.
    """

    text: str
    terms: tuple[tuple[str, int], ...]
    mended: tuple[tuple[str, str], ...]
    name: str
    others: tuple[tuple[Other, ...], ...] = ()


def read_query(text: str, known: Known, translate: Translate | None = None) -> Query:
    """Read a query against the words that a vault knows, in one language or, translated, in two."""
    words = content_words(text)
    keys = {word: stem(word) for word in words}
    holders = dict(known(list(keys.values()))) if keys else {}
    mended: dict[str, str] = {}
    unknown = [word for word, key in keys.items() if key not in holders]
    for word in unknown if len(unknown) <= _SLIPS else ():
        if (better := _mend(word, known)) is not None:
            mended[word], keys[word] = better, stem(better)
    if mended:
        holders |= known([keys[word] for word in mended])
    terms = dict.fromkeys(keys.values())
    spelt = {key: mended.get(word, word) for word, key in keys.items()}
    others = _others(spelt, known, translate) if translate else [() for _ in terms]
    return Query(
        text=text,
        terms=tuple((key, holders.get(key, 0)) for key in terms),
        mended=tuple(mended.items()),
        name=name_key(subject(text)),
        others=tuple(others),
    )


def _others(
    spelt: Mapping[str, str], known: Known, translate: Translate
) -> list[tuple[Other, ...]]:
    """Return for each key of a word, in order, the translations that the vault holds."""
    shares: list[dict[str, float]] = []
    for key, word in spelt.items():
        found: dict[str, float] = {}
        for other, share in translate(word):
            if (its := stem(other)) != key:
                found[its] = max(found.get(its, 0.0), share)
        shares.append(found)
    held = known(sorted({its for found in shares for its in found}))
    return [
        tuple((its, held[its], share) for its, share in found.items() if its in held)
        for found in shares
    ]


def _mend(word: str, known: Known) -> str | None:
    """Return the word one edit away that most passages hold, or None.

    A first letter is seldom wrong: other first letters are tried only if nothing else is found.
    """
    if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
        return None
    for variants in (edits(word, 1), edits(word, 0)):
        by_key: dict[str, str] = {}
        for variant in variants:
            by_key.setdefault(stem(variant), variant)
        found = known(list(by_key))
        if found:
            best = max(found, key=lambda key: (found[key], key))
            return by_key[best]
    return None


def edits(word: str, start: int) -> Iterable[str]:
    """Return every word that is one edit at or after letter `start` away, each once.

    An edit leaves out, swaps with the next, replaces or adds one letter.
    """
    found: dict[str, None] = {}
    for i in range(start, len(word) + 1):
        head, tail = word[:i], word[i:]
        if len(tail) > 1:
            found[head + tail[1] + tail[0] + tail[2:]] = None
        if tail:
            found[head + tail[1:]] = None
        for letter in _LETTERS:
            found[head + letter + tail] = None
            if tail:
                found[head + letter + tail[1:]] = None
    found.pop(word, None)
    return found


def rewritten(text: str, mended: Mapping[str, str]) -> str:
    """Return `text` with the mended words in place of those written."""
    if not mended:
        return text

    def better(match: re.Match[str]) -> str:
        return mended.get(fold(match[0]), match[0])

    return _WORD.sub(better, text)
