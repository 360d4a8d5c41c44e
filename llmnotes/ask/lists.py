"""Lists in answers: how much of one is told, what its items stand under, and what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from llmnotes.ask.parts import ROW, Scored, same_section
from llmnotes.messages import Lang, say
from llmnotes.model import LeftOut, Sentence

ITEMS = 20
"""Sentences of a list that are told at most; what is left out is said."""
TITLE = 8
"""Words of a sentence alone in its paragraph that is still the title of the list below it."""
NEAR = 2
"""Lines from the end of such a title to the list, at most."""
_CLOSED = (".", "!", "?", "…", ";")


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


def led_to(best: Sentence, scored: Scored) -> list[Sentence]:
    """Return `best` with the items that it leads to; nothing if it leads to none.

    It does with a colon, or as the title right above a list: an open end, or few words alone.
    """
    items = list(takewhile(lambda one: is_below(one, best), following(best, scored)))
    if not items or not (best.text.endswith(":") or _is_title(best, items[0], scored)):
        return []
    return [best, *items]


def own_list(of: Sentence, scored: Scored) -> list[Sentence]:
    """Return the first sentence of each item of the list that the item `of` stands in, in order.

    A section may have several: what is no item stands between them.
    """
    section = sorted((one for one, _ in scored if same_section(one, of)), key=lambda one: one.place)
    at = section.index(of)
    above = takewhile(lambda one: one.kind in ROW, reversed(section[:at]))
    below = takewhile(lambda one: one.kind in ROW, section[at:])
    firsts: dict[tuple[int, int], Sentence] = {}
    for one in (*list(above)[::-1], *below):
        if one.kind == of.kind:
            firsts.setdefault(one.lines, one)
    return list(firsts.values())


def with_lists(said: Sequence[Sentence], scored: Scored) -> list[Sentence]:
    """Return `said` with the lists to which its sentences lead behind these, each item once."""
    return list(dict.fromkeys(part for one in said for part in led_to(one, scored) or [one]))


def following(best: Sentence, scored: Scored) -> list[Sentence]:
    """Return the sentences of the same section below `best`, in their order."""
    below = (one for one, _ in scored if same_section(one, best) and one.place > best.place)
    return sorted(below, key=lambda one: one.place)


def _is_title(one: Sentence, first: Sentence, scored: Scored) -> bool:
    """Tell whether `one` is the title of the list that begins with `first`."""
    if one.kind in ROW or first.place != one.place + 1 or first.lines[0] - one.lines[1] > NEAR:
        return False
    if not one.text.endswith(_CLOSED):
        return True
    alone = all(
        other.place == one.place or other.note != one.note or other.lines != one.lines
        for other, _ in scored
    )
    return alone and len(one.text.split()) <= TITLE


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
