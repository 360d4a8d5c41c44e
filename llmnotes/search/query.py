"""Query → the words to look up, slips mended, in both languages, and the name it may ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from llmnotes.stemming import content_words, fold, name_key, stem, subject

Known = Callable[[Sequence[str]], Mapping[str, int]]
"""Keys → those that stand in the vault, with the number of passages."""
Translate = Callable[[str], Sequence[tuple[str, float]]]
"""A folded word → words of the other language, with the likelihood of each."""
Other = tuple[str, int, float]
"""The key of a translation, the passages that hold it, and its likelihood."""
Synonyms = Callable[[str], Mapping[str, Sequence[tuple[str, ...]]]]
"""A text → for keys of its words the phrases that people use for them, as keys."""


Classes = Callable[[Iterable[str]], Mapping[str, int]]
"""Folded words → those that are spelt right, each with the log2 of how often it was seen."""


_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
"""Letters of the shortest word that is mended: below, one edit leads anywhere."""
_EASY = 5
"""Doublings by which a letter lost or two swapped are likelier than one too many or wrong: those
have one way to happen, these one for each letter of the alphabet."""
_HELD = 2
"""Doublings by which a word that the vault has is likelier than another."""
_FIRST = 3
"""Doublings by which a first letter is less likely wrong than any other."""
_SLIPS = 2
"""Unknown words that may be slips of the pen; with more, the query is in another language."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Query:
    """A query as search reads it.

    `text` is the query as written, `mended` says which words were mended by what. `terms` are keys
    of words with the number of passages that hold each, 0 for unknown ones; `others` are what each
    term is in the other language, and `alike` the words that may stand for it with the number of
    passages that hold each, of the words that the vault knows. `name` is the key of what the query
    asks for.
    """

    text: str
    terms: tuple[tuple[str, int], ...]
    mended: tuple[tuple[str, str], ...]
    name: str
    others: tuple[tuple[Other, ...], ...] = ()
    alike: tuple[tuple[tuple[str, int], ...], ...] = ()


def read_query(
    text: str,
    known: Known,
    translate: Translate | None = None,
    classes: Classes | None = None,
    synonyms: Synonyms | None = None,
) -> Query:
    """Read a query against the words that a vault knows, in one language or, translated, in two.

    With `classes`, what is spelt right is left alone though the vault lacks it, and slips become
    words that are spelt right. With `synonyms`, other words are looked up for the same things.
    """
    words = content_words(text)
    keys = {word: stem(word) for word in words}
    holders = dict(known(list(keys.values()))) if keys else {}
    mended: dict[str, str] = {}
    unknown = [word for word, key in keys.items() if key not in holders]
    right = classes(unknown) if classes and unknown else ()
    slips = [word for word in unknown if word not in right]
    for word in slips if len(slips) <= _SLIPS else ():
        if (better := _mend(word, known, classes)) is not None:
            mended[word], keys[word] = better, stem(better)
    if mended:
        holders |= known([keys[word] for word in mended])
    terms = dict.fromkeys(keys.values())
    spelt = {key: mended.get(word, word) for word, key in keys.items()}
    others = _others(spelt, known, translate) if translate else [() for _ in terms]
    alike = synonyms(rewritten(text, mended)) if synonyms else {}
    return Query(
        text=text,
        terms=tuple((key, holders.get(key, 0)) for key in terms),
        mended=tuple(mended.items()),
        name=name_key(subject(text)),
        others=tuple(others),
        alike=tuple(_alike(list(terms), others, known, alike)),
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


def _alike(
    terms: Sequence[str],
    others: Sequence[Sequence[Other]],
    known: Known,
    synonyms: Mapping[str, Sequence[tuple[str, ...]]],
) -> Iterator[tuple[tuple[str, int], ...]]:
    """Yield for each term the single words that may stand for it, that the vault holds."""
    own = []
    for key, there in zip(terms, others, strict=True):
        besides = {key, *(its for its, _, _ in there)}
        single = {phrase[0] for phrase in synonyms.get(key, ()) if len(phrase) == 1}
        own.append(sorted(single - besides))
    wanted = sorted(set().union(*own))
    held = known(wanted) if wanted else {}
    for found in own:
        yield tuple((its, held[its]) for its in found if its in held)


def _mend(word: str, known: Known, classes: Classes | None) -> str | None:
    """Return the word one edit away that is likeliest meant, or None.

    How likely a word is counts in doublings: how common it is at all, whether the slip is an easy
    one, whether the vault has the word; of equals the one that most passages hold. Words with
    another first letter are looked for in the vault, if it has none with this one.
    """
    if len(word) < _SHORTEST or not word.isalpha() or not word.isascii():
        return None
    easy = _likely(word)
    ranks: dict[str, tuple[int, int, str, str]] = {}
    for start in (1, 0):
        keys = {variant: stem(variant) for variant in edits(word, start)}
        found = known(list(dict.fromkeys(keys.values())))
        held = [variant for variant, key in keys.items() if key in found]
        listed = classes(keys if start else held) if classes else {}
        for one in {*held, *listed}:
            key, points = keys[one], listed.get(one, 0)
            points += _EASY * (one in easy) + _HELD * (key in found) - _FIRST * (one[0] != word[0])
            ranks[one] = points, found.get(key, 0), key, one
        if held:
            break
    return max(ranks, key=ranks.__getitem__, default=None)


def _likely(word: str) -> Collection[str]:
    """Return every word that becomes `word` when a letter is lost or two are swapped."""
    found: set[str] = set()
    for i in range(len(word) + 1):
        head, tail = word[:i], word[i:]
        if len(tail) > 1:
            found.add(head + tail[1] + tail[0] + tail[2:])
        found.update(head + letter + tail for letter in _LETTERS)
    return found


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
