"""Lists in answers: how much of one is told, what its items stand under, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence

from llmnotes.ask.parts import ROW, Scored, same_section
from llmnotes.messages import Lang, say
from llmnotes.model import LeftOut, Sentence

ITEMS = 20
"""Sentences of a list that are told at most; what is left out is said."""


def with_parents(said: Sequence[Sentence], scored: Scored) -> list[Sentence]:
    """Return `said` with the items under which its items stand before these, each once."""
    found: dict[Sentence, None] = {}
    for one in said:
        found.update(dict.fromkeys((*parents(one, scored), one)))
    return list(found)


def parents(of: Sentence, scored: Scored) -> list[Sentence]:
    """Return how each item begins that `of` is an item of, the outermost first."""
    if of.kind != "item" or not of.depth:
        return []
    near = (one for one, _ in scored if one.kind == "item" and same_section(one, of))
    above = sorted((one for one in near if one.place < of.place), key=lambda one: -one.place)
    found: list[Sentence] = []
    depth = of.depth
    for one in above:
        if one.depth < depth:
            found.append(one)
            depth = one.depth
        elif found and one.lines == found[-1].lines:
            found[-1] = one
    return found[::-1]


def is_below(one: Sentence, best: Sentence) -> bool:
    """Tell whether `one`, which follows `best`, is of the list that `best` leads to."""
    return one.kind in ROW and (best.kind != "item" or one.depth > best.depth)


def left_out(rest: Sequence[Sentence]) -> tuple[LeftOut, ...]:
    """Return how many sentences of `rest` are of which note, and between which lines."""
    found = []
    for note in dict.fromkeys(one.note for one in rest):
        own = [one for one in rest if one.note == note]
        lines = (min(one.lines[0] for one in own), max(one.lines[1] for one in own))
        found.append(LeftOut(note, own[0].title, lines, len(own)))
    return tuple(found)


def told_left_out(left: Sequence[LeftOut], lang: Lang) -> str:
    """Return in words what is left out.

    >>> from llmnotes.model import NoteId
    >>> told_left_out([LeftOut(NoteId("Nota.md"), "Nota", (12, 20), 5)], "pt")
    '… e mais 5 em Nota.md:12-20'
    """
    places = (f"{one.path}:{'-'.join(map(str, dict.fromkeys(one.lines)))}" for one in left)
    return say("ask.left", lang, count=sum(one.count for one in left), places=", ".join(places))
