"""Answers of several sentences: a section that is asked for whole, notes of one kind, two sides.

A question that adds nothing to a section's title and heading wants all of it: *por que os modelos
alucinam* the reasons below *Por que acontece*. A plural that is in the titles of several notes
wants what each of these is. A difference that no sentence tells wants what either side is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from llmnotes.ask.facets import headed_facets, told_facets
from llmnotes.ask.soft import families
from llmnotes.ask.units import Unit
from llmnotes.ask.wanted import Wanted
from llmnotes.model import Asked, Sentence
from llmnotes.stemming import content_words, name_key, stem, stems, subject, words

LISTED = frozenset({"cause", "remedy", "way", "kinds", "risk", "use", "case", "example"})
"""Facets of which whole sections tell."""
WHOLE = 0.4
"""How well each word of a question stands in title and heading of a section asked for whole."""
ROWS = 3
"""Items of a list, at least, that is the answer although no heading says so."""
STEPS = 2
"""Items of a list, at least, that tells a way."""
SAME = 0.75
"""How far the heading of such a list says the same as the question; see `Soft.agreement`."""
FIRST = 2
"""Sentences that are told of an example in prose."""
ENTRY = 60
"""Words of a note, at most, that is told whole: the entry of a glossary."""
ROW = ("item", "table")
"""Kinds of sentences that are one of several."""

Scored = Sequence[tuple[Sentence, float]]


def sections_asked(
    wanted: Wanted, units: Sequence[Unit], names: Iterable[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the headings of a note whose sections the question asks for whole.

    Such a heading promises what is asked about the subject, and with the title and the aliases of
    its note, the keys `names`, it holds all words of the question. Where kinds are asked for of
    what the note is about, and no heading promises any, its first list is asked for; where a way is
    asked for, the steps below the heading that says the same as the question.
    """
    facets = wanted.facets & LISTED
    if not facets or wanted.asked.kind == "difference":
        return
    titled = families(key for name in names for key in name.split())
    promised = {unit.sentence.heading: unit for unit in units if facets & unit.headed}
    found = [
        heading
        for heading, unit in promised.items()
        if wanted.subject.least(unit.around | titled) >= WHOLE
    ]
    if not found and "kinds" in facets and wanted.subject.least(titled) >= WHOLE:
        found = _lists(units, ROWS)[:1]
    if not found and "way" in facets:
        topics = {unit.sentence.heading: unit.topic for unit in units}
        agreed = {one: wanted.soft.agreement(topics[one]) for one in _lists(units, STEPS)}
        found = [one for one in agreed if agreed[one] >= max([SAME, *agreed.values()])]
    yield from found


def section_items(of: Sentence, scored: Scored, kinds: Sequence[str] = ("item",)) -> list[Sentence]:
    """Return the first sentence of each item of the section of `of`, in their order."""
    items = [one for one, _ in scored if one.kind in kinds and same_section(one, of)]
    firsts: dict[tuple[int, int], Sentence] = {}
    for one in sorted(items, key=lambda one: one.place):
        firsts.setdefault(one.lines, one)
    return list(firsts.values())


def whole_section(sections: Iterable[tuple[str, ...]], scored: Scored) -> list[Sentence]:
    """Return the items of the first section of the best note that is among `sections`.

    An example that is no list is told by its first sentences.
    """
    best = scored[0][0]
    wanted = set(sections)
    for one, _ in scored:
        if one.note == best.note and one.heading in wanted:
            wanted.discard(one.heading)
            items = section_items(one, scored, ROW)
            if len(items) > 1:
                return items
            if "example" in headed_facets(one.heading[-1]):
                return _beginning(one, scored)
    return []


def whole_entry(asked: Asked, scored: Scored) -> list[Sentence]:
    """Return all that the best note says, if it is one short paragraph and a definition is asked.

    >>> from llmnotes.model import NoteId
    >>> said = [
    ...     (Sentence(NoteId("a.md"), text, "", (1, 1), place=place), 1.0)
    ...     for place, text in ((1, "E dorme."), (0, "Um gato mia."))
    ... ]
    >>> [one.text for one in whole_entry(Asked("", "definition", "pt"), said)]
    ['Um gato mia.', 'E dorme.']
    >>> whole_entry(Asked("", "why", "pt"), said)
    []
    """
    best = scored[0][0]
    own = [one for one, _ in scored if one.note == best.note]
    if asked.kind != "definition" or len(own) < 2:
        return []
    if any(one.lines != best.lines or one.kind != "text" for one in own):
        return []
    short = sum(len(one.text.split()) for one in own) <= ENTRY
    return sorted(own, key=lambda one: one.place) if short else []


def of_one_kind(asked: Asked, scored: Scored) -> list[Sentence]:
    """Return what opens each of the notes that a plural means, which have its words in the title.

    Nothing, if there are fewer than two.
    """
    keys = {stem(word) for word in content_words(asked.text)}
    found = [one for one, _ in scored if one.place == 0 and keys <= set(families(stems(one.title)))]
    return sorted(found, key=lambda one: one.title) if len(found) > 1 else []


def either_side(asked: Asked, scored: Scored) -> list[Sentence]:
    """Return what opens the notes of the two sides of a difference; nothing if one has none.

    The note of a side is the one of its title, else a section called so, else the best note that
    begins with its name.
    """
    openings = [one for one, _ in scored if one.place == 0]
    found = []
    for side in asked.subjects:
        key = name_key(side)
        titled = [one for one in openings if name_key(one.title) == key]
        told = titled or _beginnings(scored, key)
        found += (told or [one for one in openings if begins_with(one, side)])[:1]
    return found if len(set(found)) == len(asked.subjects) else []


def _beginnings(scored: Scored, key: str) -> list[Sentence]:
    """Return the first sentence of the best section that is called `key`."""
    for one, _ in scored:
        if one.heading and name_key(subject(one.heading[-1])) == key:
            return _beginning(one, scored)[:1]
    return []


def contrasts(asked: Asked, sentence: Sentence) -> bool:
    """Tell whether `sentence` names both sides of a difference and sets one against the other.

    It says so, or tells of each in a clause of its own.

    >>> from llmnotes.model import NoteId
    >>> said = Sentence(NoteId("a.md"), "Um robô responde; um agente age.", "", (1, 1))
    >>> contrasts(Asked("", "difference", "pt", ("robô", "agente")), said)
    True
    """
    sides = [frozenset(stem(word) for word in content_words(side)) for side in asked.subjects]
    if any(side.isdisjoint(stems(sentence.text)) for side in sides):
        return False
    clauses = [frozenset(stems(clause)) for clause in sentence.text.split(";")]
    apart = [[not side.isdisjoint(clause) for side in sides] for clause in clauses]
    return bool(told_facets(sentence.text, ["contrast"])) or all(
        [at == n for at in range(len(sides))] in apart for n in range(len(sides))
    )


def _beginning(of: Sentence, scored: Scored) -> list[Sentence]:
    """Return the first sentences of the section of `of`."""
    inside = (one for one, _ in scored if same_section(one, of))
    return sorted(inside, key=lambda one: one.place)[:FIRST]


def _lists(units: Sequence[Unit], least: int) -> list[tuple[str, ...]]:
    """Return the headings of lists of `least` items or more that are no examples, in order."""
    listed = Counter(
        unit.sentence.heading
        for unit in units
        if unit.starts and unit.sentence.kind in ROW and "example" not in unit.headed
    )
    return [heading for heading, count in listed.items() if count >= least]


def begins_with(sentence: Sentence, name: str) -> bool:
    """Tell whether `sentence` begins with `name`, an article aside, and goes on to say something.

    >>> from llmnotes.model import NoteId
    >>> token = Sentence(NoteId("t.md"), "Um token é um pedaço de texto.", "", (1, 1))
    >>> begins_with(token, "token"), begins_with(token, "pedaço")
    (True, False)
    """
    key, start = name_key(name), stems(sentence.text)[: len(words(name)) + 1]
    return f" {key} " in f" {' '.join(start)} " and len(sentence.text.split()) > len(start) + 1


def same_section(one: Sentence, other: Sentence) -> bool:
    """Tell whether two sentences stand below the same heading of the same note."""
    return one.note == other.note and one.heading == other.heading
