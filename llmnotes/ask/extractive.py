"""The plain back end: the best sentences of the notes, as they stand there."""

from __future__ import annotations

from collections.abc import Sequence

from llmnotes.ask.lists import ITEMS, following, led_to, own_list, with_parents
from llmnotes.ask.parts import (
    ROW,
    Scored,
    begins_with,
    contrasts,
    either_side,
    of_one_kind,
    same_section,
    section_items,
    whole_entry,
    whole_section,
)
from llmnotes.model import Asked, Claim, Evidence, Rest, Sentence
from llmnotes.stemming import content_words, stem, stems

ALONE = 7
"""Words of a sentence that is too short to stand alone."""
TOLD = 3
"""Sentences of a paragraph that tell what a list is asked for, at most."""
TRIED = 10
"""Sentences about one side among which one that begins with its name is taken first."""


class Extractive:
    """Says the best sentence; two for a difference that none tells alone, all items of a list.

    It changes no word, so all that it says stands in the notes.
    """

    name = "extractive"

    def __call__(self, evidence: Evidence, /) -> Sequence[Claim | Rest]:
        """Return the sentences that answer, each resting on itself."""
        scored = evidence.sentences
        if not scored:
            return ()
        asked, best = evidence.asked, scored[0][0]
        if items := listed(evidence):
            said = items
        elif len(asked.subjects) == 2 and asked.kind == "difference":
            said = _both_sides(asked, scored)
        else:
            said = _whole(best, scored)
        said = with_parents(said, scored)
        many, rest = len(said) > 1, tuple(said[ITEMS:])
        claims = (Claim(one.text, one, listed=many and one.kind in ROW) for one in said[:ITEMS])
        return (*claims, *((Rest(rest),) if rest else ()))


def _whole(best: Sentence, scored: Scored) -> list[Sentence]:
    """Return `best` with what it leads to: items after a colon, a sentence after a scrap."""
    if items := led_to(best, scored):
        return items
    if len(best.text.split()) >= ALONE:
        return [best]
    return [best, *(one for one in following(best, scored)[:1] if one.lines == best.lines)]


def listed(evidence: Evidence) -> list[Sentence]:
    """Return what is told whole: an entry of a glossary, or the list that is asked for, if any.

    A list is what each of several notes is, if the question means these; a section that is asked
    for whole; a list below a heading of the best note that the question names; the one that the
    best sentence leads to, or that it stands in; its paragraph, if that tells what is asked for.
    Questions that ask for no list get one only of the second kind or the fourth.
    """
    asked, scored = evidence.asked, evidence.sentences
    best = scored[0][0]
    if entry := whole_entry(asked, scored):
        return entry
    if asked.kind == "list" and (openings := of_one_kind(asked, scored)):
        return openings
    sections = (heading for note, heading in evidence.sections if note == best.note)
    if items := whole_section(sections, scored):
        return items
    if asked.kind != "list":
        return led_to(best, scored)
    wanted = frozenset(stem(word) for word in content_words(asked.text)) - set(stems(best.title))
    for one, _ in scored:
        if one.kind == "item" and one.note == best.note and one.heading:
            items = section_items(one, scored)
            if len(items) > 1 and wanted & set(stems(one.heading[-1])):
                return _in_prose(wanted, items, scored) or items
    if items := led_to(best, scored):
        return items
    if best.kind == "text":
        return _told_on(wanted, best, scored)
    if best.kind != "item":
        return []
    items = own_list(best, scored)
    return _in_prose(wanted, items, scored) or items


def _in_prose(wanted: frozenset[str], items: Sequence[Sentence], scored: Scored) -> list[Sentence]:
    """Return the sentences that tell what `wanted` names where `items` tell something else.

    *Limitações* that only a paragraph beside the list speaks of are told from there on.
    """
    first = items[0]
    wanted -= set(stems(" ".join(first.heading)))
    near = (one for one, _ in scored if same_section(one, first) and one.place == first.place - 1)
    listed_words = {key for one in (*items, *near) for key in stems(one.text)}
    if not wanted or wanted & listed_words:
        return []
    for one, _ in scored:
        if one.note == first.note and one.kind == "text" and wanted <= set(stems(one.text)):
            return _paragraph_from(one, scored)
    return []


def _told_on(wanted: frozenset[str], best: Sentence, scored: Scored) -> list[Sentence]:
    """Return `best` with the rest of its paragraph, if it names what `wanted` does.

    *Há limitações. Por exemplo, ...*: what names the things asked for seldom lists them.
    """
    if not wanted or not wanted - set(stems(" ".join(best.heading))) <= set(stems(best.text)):
        return []
    return _paragraph_from(best, scored)


def _paragraph_from(one: Sentence, scored: Scored) -> list[Sentence]:
    """Return `one` with what follows it in its paragraph, `TOLD` sentences at most."""
    return [one, *(two for two in following(one, scored) if two.lines == one.lines)][:TOLD]


def _both_sides(asked: Asked, scored: Scored) -> list[Sentence]:
    """Return the sentence that tells of both sides, what opens either note, or the best of each."""
    best = scored[0][0]
    if not contrasts(asked, best) and (openings := either_side(asked, scored)):
        return openings
    sides = [frozenset(stem(word) for word in content_words(side)) for side in asked.subjects]
    if all(_tells(best, side) for side in sides):
        return _whole(best, scored)
    said = [best] if any(_tells(best, side) for side in sides) else []
    for side, name in zip(sides, asked.subjects, strict=True):
        if not any(_tells(one, side) for one in said):
            telling = [one for one, _ in scored if _tells(one, side)]
            first = (one for one in telling[:TRIED] if begins_with(one, name))
            said += [next(first, telling[0])] if telling else []
    return said or [best]


def _tells(sentence: Sentence, side: frozenset[str]) -> bool:
    """Tell whether `sentence` names all words of one side."""
    return side <= frozenset(stems(sentence.text))
