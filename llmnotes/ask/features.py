"""What speaks for a sentence as the answer to a question: one number per reason.

A reason is between 0 and about 1. Their weights are fitted on the dev questions by
``python -m llmnotes.training.answerability`` and stand in weights.json.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from llmnotes.ask import looks
from llmnotes.ask.facets import told_facets
from llmnotes.ask.matched import matched
from llmnotes.ask.soft import Soft
from llmnotes.ask.units import Unit
from llmnotes.ask.wanted import Floats, Wanted
from llmnotes.model import Note
from llmnotes.stemming import name_key, stems, words

Matrix = npt.NDArray[np.float64]

NAMES = (
    "names", "names_note", "paragraph", "section", "note", "rarest", "together",
    "cover", "cover_cross", "context", "context_cross", "heading", "cosine", "cosine_cross",
    "context_cosine", "context_cosine_cross", "hit", "first_hit", "in_hit", "best_note",
    "named", "named_opening", "named_definition", "opening", "opening_definition",
    "says_is", "says_is_definition", "term", "term_definition", "both_sides", "pair_heading",
    "because_why", "number_wanted", "year_wanted", "name_wanted",
    "short", "long", "colon", "table", "item", "callout", "quote", "source", "start",
    "soft", "soft_context", "soft_paragraph", "soft_section", "soft_note", "soft_heading",
    "soft_lead", "soft_named", "heading_cosine", "title_cosine", "lead_cosine", "rank",
    "lacks", "lacks_section", "lacks_note", "money_wanted", "counted_wanted",
    "facet_heading", "facet_told", "facets_told", "other_heading", "no_heading", "example_unasked",
    "opening_difference", "opening_how", "opening_why", "opening_which", "opening_list",
    "opening_amount", "opening_who", "opening_when", "opening_where",
    "heading_asked", "heading_asked_first", "heading_way", "heading_way_first", "defines_asked",
    "matched", "matched_context", "matched_heading", "matched_close", "matched_most",
    "matched_least", "known",
    "note_soft", "note_context", "note_section", "note_heading", "note_cosine", "note_near",
    "note_heading_asked", "note_matched", "note_matched_context", "note_known",
)  # fmt: skip
"""The reasons, in the order of the columns of a matrix and of the weights."""

_SOURCES = frozenset(
    words("Fontes fonte referências bibliografia leituras sources references bibliography reading")
)
_NOTHING: Mapping[str, Sequence[tuple[str, float]]] = {}
_OVER = (
    "soft", "soft_context", "soft_section", "soft_heading", "cosine", "context_cosine",
    "heading_asked", "matched", "matched_context", "known",
)  # fmt: skip
"""Reasons of which the best in the note counts too, in the order of the last columns."""
_OPENED = ("difference", "how", "why", "which", "list", "amount", "who", "when", "where")
"""Kinds of questions for which the first sentence of a note counts by itself."""


class Held(NamedTuple):
    """How much of a question stands in one place: its words, names and rarest word, then softly."""

    words: float
    names: float
    rarest: float
    soft: float
    lack: float


@dataclass(frozen=True, slots=True)
class Standing:
    """How the note of a sentence stands among the hits; `lines` are those of its passages.

    `share` is the score of its best passage over the best of all; `names` are the keys of its title
    and aliases, `asked` says how far the question asks for one of them, `keys` are those of all its
    words, `cross` tells that it is in another language than the question. `matched` has the reasons
    of matched.py for each of its sentences. `seen` and `agreed` keep what was looked at once: many
    of its sentences have the same words around them.
    """

    share: float
    lines: tuple[tuple[int, int, float], ...]
    names: frozenset[str]
    asked: float
    keys: frozenset[str]
    cross: bool
    rank: int
    soft: Soft
    named: float
    cover: float
    lead_cover: float
    lack: float
    title: float
    lead: float
    matched: Matrix
    seen: dict[frozenset[str], Held] = field(default_factory=dict)
    agreed: dict[tuple[str, ...], float] = field(default_factory=dict)


def stands(
    note: Note,
    units: Sequence[Unit],
    title: Floats,
    wanted: Wanted,
    lines: Sequence[tuple[int, int, float]],
    rank: int,
) -> Standing:
    """Return how `note` stands; `lines` are those of its passages among the hits, best first."""
    keys = frozenset().union(*(unit.keys | unit.around for unit in units))
    names = frozenset(filter(None, map(name_key, (note.title, *note.aliases))))
    soft, lead = wanted.soft.within(keys), units[0]
    return Standing(
        share=lines[0][2] if lines else 0.0,
        lines=tuple(lines),
        names=names,
        asked=_named(wanted, names),
        keys=keys,
        cross=(note.lang or wanted.asked.lang).lower()[:2] != wanted.asked.lang,
        rank=rank,
        soft=soft,
        named=wanted.soft.named(names),
        cover=soft.cover(keys),
        lead_cover=soft.cover(lead.near),
        lack=soft.lack(keys),
        title=float(title @ wanted.vector),
        lead=float(lead.context @ wanted.vector),
        matched=matched(units, wanted),
    )


def covered(
    terms: Mapping[str, float],
    keys: Collection[str],
    others: Mapping[str, Sequence[tuple[str, float]]] = _NOTHING,
) -> float:
    """Return the share of the weight of `terms` that is among `keys`.

    A term is also there, for what it is worth, by one of its `others`.

    >>> covered({"a": 3.0, "b": 1.0}, {"a"})
    0.75
    >>> covered({"a": 3.0, "b": 1.0}, {"a", "c"}, {"b": [("c", 0.5)]})
    0.875
    """
    total = held = 0.0
    for key, weight in terms.items():
        total += weight
        if key in keys:
            held += weight
        elif key in others:
            held += weight * max((s for other, s in others[key] if other in keys), default=0.0)
    return held / total if total else 0.0


def reasons(unit: Unit, wanted: Wanted, standing: Standing, known: float) -> list[float]:
    """Return one row: what speaks for `unit`, in the order of NAMES; `known` as in known.py."""
    asked, sentence = wanted.asked, unit.sentence
    defines, cross = asked.kind == "definition", standing.cross
    same = 0.0 if cross else 1.0
    terms, others = wanted.terms, wanted.others if cross else _NOTHING
    soft = standing.soft
    cover = covered(terms, unit.keys, others)
    context = covered(terms, unit.keys | unit.around, others)
    cosine, near = float(unit.vector @ wanted.vector), float(unit.context @ wanted.vector)
    named, whole_named = standing.asked, standing.named
    opening = float(unit.place == 0 and "example" not in unit.headed)
    if unit.called and any(name_key(side) == unit.called for side in asked.subjects):
        named, opening = 1.0, float(unit.first)  # a section may be what elsewhere is a note
        whole_named = 1.0 if unit.asks else whole_named
    says = float(looks.says_what(unit))
    term = looks.term_named(unit, asked)
    here = max((s for a, b, s in standing.lines if _meets(sentence.lines, (a, b))), default=0.0)
    size = len(unit.folded.split())
    pair = asked.kind == "difference" and len(asked.subjects) == 2
    sides = [covered(dict.fromkeys(stems(s), 1.0), unit.keys) for s in asked.subjects if pair]
    by, wide = _held(unit.near, wanted, standing), _held(unit.wide, wanted, standing)
    whole, above = _held(standing.keys, wanted, standing), _held(unit.heading, wanted, standing)
    agreed, way = _agreed(unit.topic, standing), "way" in wanted.facets
    row = (
        by.names, whole.names, by.words, wide.words, whole.words, by.rarest,
        len(wanted.pairs & unit.pairs) / max(len(wanted.pairs), 1),
        cover * same, cover * (1 - same), context * same, context * (1 - same),
        above.words, cosine * same, cosine * (1 - same),
        near * same, near * (1 - same), here, float(here >= 1.0), float(here > 0), standing.share,
        named, named * opening, named * opening * defines, opening, opening * defines,
        says, says * defines, term, term * defines,
        min(sides) if pair else 0.0, float(pair and min(sides) == 1.0 and unit.starts),
        float(asked.kind == "why" and bool(looks.BECAUSE.search(unit.folded))),
        float(asked.kind == "amount" and bool(looks.NUMBER.search(unit.folded))),
        float(asked.kind == "when" and bool(looks.YEAR.search(sentence.text))),
        float(asked.kind == "who" and bool(looks.NAME.search(sentence.text))),
        float(size < 6), max(0.0, min(1.0, (size - 30) / 30)),
        float(sentence.text.endswith(":")),
        float(sentence.kind == "table"), float(sentence.kind == "item"),
        float(sentence.kind == "callout"), float(sentence.kind == "quote"),
        float(is_source(sentence.heading)), float(unit.starts),
        soft.cover(unit.keys), soft.cover(unit.keys | unit.around), by.soft,
        wide.soft, standing.cover, above.soft,
        standing.lead_cover, whole_named,
        float(unit.head @ wanted.vector), standing.title, standing.lead, 1 / (1 + standing.rank),
        by.lack, wide.lack, standing.lack,
        float(wanted.money and bool(looks.MONEY.search(unit.folded))),
        float(asked.kind == "amount" and looks.counts(unit, wanted.counted)),
        *_facets(unit, wanted), *(opening * (asked.kind == kind) for kind in _OPENED),
        agreed, agreed * unit.first, agreed * way, agreed * way * unit.first,
        float(defines and looks.defines_asked(unit, asked)),
        *standing.matched[unit.place], known,
    )  # fmt: skip
    return [*row, *(0.0 for _ in _OVER)]


def _facets(unit: Unit, wanted: Wanted) -> Iterator[float]:
    """Yield how heading and sentence go with the side of the subject that is asked about."""
    facets = wanted.facets
    told = told_facets(unit.sentence.text, facets)
    yield float(not facets.isdisjoint(unit.headed))
    yield float(bool(told))
    yield len(told) / max(1, len(facets))
    yield float(bool(unit.headed) and facets.isdisjoint(unit.headed))
    yield float(not unit.sentence.heading)
    yield float("example" in unit.headed and "example" not in facets)


def _held(keys: frozenset[str], wanted: Wanted, standing: Standing) -> Held:
    """Return how much of the question stands among `keys`, looked at once for each note."""
    if (known := standing.seen.get(keys)) is None:
        others = wanted.others if standing.cross else _NOTHING
        rarest = max(wanted.terms, key=lambda key: (wanted.terms[key], key), default="")
        known = standing.seen[keys] = Held(
            words=covered(wanted.terms, keys, others),
            names=covered(wanted.names, keys, others) if wanted.names else 1.0,
            rarest=covered({rarest: 1.0}, keys, others),
            soft=standing.soft.cover(keys),
            lack=standing.soft.lack(keys),
        )
    return known


def _agreed(topic: tuple[str, ...], standing: Standing) -> float:
    """Return how far a heading says the same as the question, looked at once for each note."""
    if (known := standing.agreed.get(topic)) is None:
        known = standing.agreed[topic] = standing.soft.agreement(topic)
    return known


def is_source(heading: Sequence[str]) -> bool:
    """Tell whether a section is one of references."""
    return bool(heading) and not _SOURCES.isdisjoint(words(heading[-1]))


def with_best(rows: list[list[float]]) -> list[list[float]]:
    """Return the rows of one note with the best of some reasons in the note as the last columns."""
    for at, name in enumerate(_OVER, len(NAMES) - len(_OVER)):
        columns = [place for place, one in enumerate(NAMES) if one in (name, f"{name}_cross")]
        best = max((sum(row[place] for place in columns) for row in rows), default=0.0)
        for row in rows:
            row[at] = best
    return rows


def matrix(rows: Sequence[Sequence[float]]) -> Matrix:
    """Return `rows` as an array, of the right width if there is none."""
    return np.array(rows, dtype=np.float64).reshape(len(rows), len(NAMES))


def _named(wanted: Wanted, names: frozenset[str]) -> float:
    """Return 1 if the question asks for the note by name, less if it only holds a name of it."""
    if any(name_key(side) in names for side in wanted.asked.subjects):
        return 1.0
    text = f" {name_key(wanted.text)} "
    held = [name for name in names if f" {name} " in text]
    return max((covered(wanted.terms, name.split()) for name in held), default=0.0)


def _meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]
