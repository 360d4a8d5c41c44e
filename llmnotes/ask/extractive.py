"""The plain back end: the best sentences of the notes, as they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from llmnotes.model import Asked, Claim, Evidence, Sentence
from llmnotes.stemming import content_words, name_key, stem, stems, words

ITEMS = 8
"""Items of a list that are told at most."""
_ALONE = 7
"""Words of a sentence that is too short to stand alone."""

_TRIED = 10
"""Sentences about one side among which one that begins with its name is taken first."""

Scored = Sequence[tuple[Sentence, float]]


class Extractive:
    """Says the best sentence; two for a difference that none tells alone, all items of a list.

    It changes no word, so all that it says stands in the notes.
    """

    name = "extractive"

    def __call__(self, evidence: Evidence, /) -> Sequence[Claim]:
        """Return the sentences that answer, each resting on itself."""
        scored = evidence.sentences
        if not scored:
            return ()
        asked, best = evidence.asked, scored[0][0]
        if asked.kind == "list" and (items := _items(asked, scored)):
            said = items
        elif len(asked.subjects) == 2 and asked.kind == "difference":
            said = _both_sides(asked, scored)
        else:
            said = _whole(best, scored)
        return tuple(Claim(sentence.text, sentence) for sentence in said)


def _whole(best: Sentence, scored: Scored) -> list[Sentence]:
    """Return `best` with what it leads to: an item after a colon, a sentence after a scrap."""
    if not (best.text.endswith(":") or len(best.text.split()) < _ALONE):
        return [best]
    following = _following(best, scored)
    if best.text.endswith(":"):
        return [best, *takewhile(lambda one: one.kind in ("item", "table"), following)][:ITEMS]
    return [best, *(one for one in following[:1] if one.lines == best.lines)]


def _items(asked: Asked, scored: Scored) -> list[Sentence]:
    """Return the list that is asked for; none if the notes have it in no list.

    It is the one below a heading of the best note that the question names, else the one that the
    best sentence leads to or stands in.
    """
    best = scored[0][0]
    wanted = frozenset(stem(word) for word in content_words(asked.text)) - set(stems(best.title))
    for one, _ in scored:
        if one.kind == "item" and one.note == best.note and one.heading:
            items = _section_items(one, scored)
            if len(items) > 1 and wanted & set(stems(one.heading[-1])):
                return items
    if best.text.endswith(":"):
        return _whole(best, scored)
    return _section_items(best, scored) if best.kind == "item" else []


def _section_items(best: Sentence, scored: Scored) -> list[Sentence]:
    """Return the first sentence of each item of a section, in their order."""
    items = (one for one, _ in scored if one.kind == "item" and _same_section(one, best))
    firsts: dict[tuple[int, int], Sentence] = {}
    for one in sorted(items, key=lambda one: one.place):
        firsts.setdefault(one.lines, one)
    return list(firsts.values())[:ITEMS]


def _both_sides(asked: Asked, scored: Scored) -> list[Sentence]:
    """Return the sentence that tells of both sides, else the best of each."""
    best = scored[0][0]
    sides = [frozenset(stem(word) for word in content_words(side)) for side in asked.subjects]
    if all(_tells(best, side) for side in sides):
        return _whole(best, scored)
    said = [best] if any(_tells(best, side) for side in sides) else []
    for side, name in zip(sides, asked.subjects, strict=True):
        if not any(_tells(one, side) for one in said):
            telling = [one for one, _ in scored if _tells(one, side)]
            first = (one for one in telling[:_TRIED] if begins_with(one, name))
            said += [next(first, telling[0])] if telling else []
    return said or [best]


def begins_with(sentence: Sentence, name: str) -> bool:
    """Tell whether `sentence` begins with `name`, an article aside, and goes on to say something.

    >>> from llmnotes.model import NoteId
    >>> token = Sentence(NoteId("t.md"), "Um token é um pedaço de texto.", "", (1, 1))
    >>> begins_with(token, "token"), begins_with(token, "pedaço")
    (True, False)
    """
    key, start = name_key(name), stems(sentence.text)[: len(words(name)) + 1]
    return f" {key} " in f" {' '.join(start)} " and len(sentence.text.split()) > len(start) + 1


def _tells(sentence: Sentence, side: frozenset[str]) -> bool:
    """Tell whether `sentence` names all words of one side."""
    return side <= frozenset(stems(sentence.text))


def _following(best: Sentence, scored: Scored) -> list[Sentence]:
    """Return the sentences of the same section below `best`, in their order."""
    below = (one for one, _ in scored if _same_section(one, best) and one.place > best.place)
    return sorted(below, key=lambda one: one.place)


def _same_section(one: Sentence, other: Sentence) -> bool:
    return one.note == other.note and one.heading == other.heading
