"""What speaks for a sentence as the answer to a question: one number per reason.

A reason is between 0 and about 1. Their weights are fitted on the dev questions by
``python -m llmnotes.training.answerability`` and stand in weights.json.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from llmnotes.model import Asked, Sentence
from llmnotes.stemming import fold, name_key, stems, words

Floats = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

NAMES = (
    "names", "names_note", "paragraph", "section", "note", "rarest", "together",
    "cover", "cover_cross", "context", "context_cross", "heading", "cosine", "cosine_cross",
    "context_cosine", "context_cosine_cross", "hit", "first_hit", "in_hit", "best_note",
    "named", "named_opening", "named_definition", "opening", "opening_definition",
    "says_is", "says_is_definition", "term", "term_definition", "both_sides", "pair_heading",
    "because_why", "number_wanted", "year_wanted", "name_wanted",
    "short", "long", "colon", "table", "item", "callout", "quote", "source", "start",
)  # fmt: skip
"""The reasons, in the order of the columns of a matrix and of the weights."""

_SOURCES = frozenset(
    words("Fontes fonte referências bibliografia leituras sources references bibliography reading")
)
_BECAUSE = re.compile(
    r"\b(?:porque|pois|por isso|para que|serve|servem|evita|permite|assim|because|so that|since|"
    r"therefore|to avoid)\b"
)
_COPULA = re.compile(r"\b(?:e|sao|chama|chamam|consiste|significa|is|are|means)\b")
_NUMBER = re.compile(
    r"\d|\b(?:um|dois|duas|tres|quatro|cinco|dez|cem|mil|milhao|milhoes|bilhoes|one|two|three)\b"
)
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÀ-Ý]\w+")
_DEFINED = re.compile(r"^[^.:]{2,60}:\s")
_NOTHING: Mapping[str, Sequence[tuple[str, float]]] = {}
_NEAR_START = 8
"""Words of a definition before its verb, at most."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with all that is asked of it more than once; `context` has title and headings."""

    sentence: Sentence
    keys: frozenset[str]
    around: frozenset[str]
    heading: frozenset[str]
    folded: str
    vector: Floats
    context: Floats
    paragraph: frozenset[str]
    section: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    place: int
    """Its place in the note."""
    starts: bool
    """It begins its paragraph."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question looks for.

    `terms` are keys of its words with what each weighs, `names` those that are proper names or have
    digits; `text` is the question with slips of the
    pen mended, `others` what its words are in the other language, `pairs` its words that stand
    together, `vector` is it encoded.
    """

    asked: Asked
    text: str
    terms: Mapping[str, float]
    names: Mapping[str, float]
    others: Mapping[str, Sequence[tuple[str, float]]]
    pairs: frozenset[tuple[str, str]]
    vector: Floats


@dataclass(frozen=True, slots=True)
class Standing:
    """How the note of a sentence stands among the hits; `lines` are those of its passages.

    `share` is the score of its best passage over the best of all; `names` are the keys of its title
    and aliases, `keys` those of all its words, `cross` tells that it is in another language than
    the question.
    """

    share: float
    lines: tuple[tuple[int, int, float], ...]
    names: frozenset[str]
    keys: frozenset[str]
    cross: bool


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


def reasons(unit: Unit, wanted: Wanted, standing: Standing) -> list[float]:
    """Return one row: what speaks for `unit`, in the order of NAMES."""
    asked, sentence = wanted.asked, unit.sentence
    defines, cross = asked.kind == "definition", standing.cross
    same = 0.0 if cross else 1.0
    terms, others = wanted.terms, wanted.others if cross else _NOTHING
    cover = covered(terms, unit.keys, others)
    context = covered(terms, unit.keys | unit.around, others)
    cosine, near = float(unit.vector @ wanted.vector), float(unit.context @ wanted.vector)
    named = _named(wanted, standing.names)
    opening = float(unit.place == 0)
    says = float(_says_what(unit))
    term = _term(unit, asked)
    here = max((s for a, b, s in standing.lines if _meets(sentence.lines, (a, b))), default=0.0)
    size = len(unit.folded.split())
    sides = [covered(dict.fromkeys(stems(side), 1.0), unit.keys) for side in asked.subjects]
    pair = asked.kind == "difference" and len(sides) == 2
    near_by = unit.keys | unit.paragraph | unit.around
    rarest = max(terms, key=lambda key: (terms[key], key), default="")
    row = (
        covered(wanted.names, near_by, others) if wanted.names else 1.0,
        covered(wanted.names, standing.keys, others) if wanted.names else 1.0,
        covered(terms, near_by, others), covered(terms, unit.section | unit.around, others),
        covered(terms, standing.keys, others), covered({rarest: 1.0}, near_by, others),
        len(wanted.pairs & unit.pairs) / max(len(wanted.pairs), 1),
        cover * same, cover * (1 - same), context * same, context * (1 - same),
        covered(terms, unit.heading, others), cosine * same, cosine * (1 - same),
        near * same, near * (1 - same), here, float(here >= 1.0), float(here > 0), standing.share,
        named, named * opening, named * opening * defines, opening, opening * defines,
        says, says * defines, term, term * defines,
        min(sides) if pair else 0.0, float(pair and min(sides) == 1.0 and unit.starts),
        float(asked.kind == "why" and bool(_BECAUSE.search(unit.folded))),
        float(asked.kind == "amount" and bool(_NUMBER.search(unit.folded))),
        float(asked.kind == "when" and bool(_YEAR.search(sentence.text))),
        float(asked.kind == "who" and bool(_NAME.search(sentence.text))),
        float(size < 6), max(0.0, min(1.0, (size - 30) / 30)),
        float(sentence.text.endswith(":")),
        float(sentence.kind == "table"), float(sentence.kind == "item"),
        float(sentence.kind == "callout"), float(sentence.kind == "quote"),
        float(is_source(sentence.heading)), float(unit.starts),
    )  # fmt: skip
    return list(row)


def is_source(heading: Sequence[str]) -> bool:
    """Tell whether a section is one of references."""
    return bool(heading) and not _SOURCES.isdisjoint(words(heading[-1]))


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


def _says_what(unit: Unit) -> bool:
    """Tell whether the sentence looks like a definition: a verb of being near its start."""
    start = " ".join(unit.folded.split()[:_NEAR_START])
    return bool(_COPULA.search(start)) or bool(_DEFINED.match(unit.sentence.text))


def _term(unit: Unit, asked: Asked) -> float:
    """Return how much of what stands before a colon the question names."""
    if unit.sentence.kind != "item" or not unit.starts:
        return 0.0
    found = _DEFINED.match(unit.sentence.text)
    if found is None:
        return 0.0
    keys = set(stems(found[0]))
    return len(keys & set(stems(asked.text))) / len(keys) if keys else 0.0


def _meets(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def pairs_of(keys: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Return the words that stand side by side."""
    return frozenset(pairwise(keys))


def prepared(said: Sequence[Sentence], vectors: Floats, contexts: Floats) -> tuple[Unit, ...]:
    """Return the sentences of one note with their words looked up."""
    keys = [stems(one.text) for one in said]
    paragraphs: dict[tuple[int, int], set[str]] = {}
    sections: dict[tuple[str, ...], set[str]] = {}
    for one, found in zip(said, keys, strict=True):
        paragraphs.setdefault(one.lines, set()).update(found)
        sections.setdefault(one.heading, set()).update(found)
    units = []
    for place, one in enumerate(said):
        heading = frozenset(stems(" ".join(one.heading)))
        before = said[place - 1] if place else None
        units.append(
            Unit(
                sentence=one,
                keys=frozenset(keys[place]),
                around=heading | frozenset(stems(one.title)),
                heading=heading,
                folded=fold(one.text),
                vector=vectors[place],
                context=contexts[place],
                paragraph=frozenset(paragraphs[one.lines]),
                section=frozenset(sections[one.heading]),
                pairs=pairs_of([key for key in keys[place] if len(key) > 2]),
                place=place,
                starts=before is None or before.lines != one.lines,
            )
        )
    return tuple(units)
