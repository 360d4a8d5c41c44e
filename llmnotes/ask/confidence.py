"""How sure one may be that the notes answer a question: a logistic over a few signs.

The signs come from what was found and not from what is said, so that the confidence means the same
whatever decoder words the answer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from llmnotes.ask.evidence import Findings
from llmnotes.ask.features import NAMES as REASONS
from llmnotes.ask.features import Matrix
from llmnotes.ask.weights import Weights

NAMES = (
    "score", "margin", "note_share", "unknown", "top_cosine", "top_context", "top_hit",
    "cover", "paragraph", "rarest", "named", "term", "opening",
    "cover_cross", "unknown_cross", "cross",
    "names", "names_note", "named_at_all", "unknown_names", "best_cosine",
    "short",
    "definition", "amount", "number_found", "when", "year_found", "words",
    "money", "money_found", "who", "name_found", "counted_found", "lacks_same", "lacks_any",
    "soft", "soft_context", "soft_paragraph", "soft_section", "soft_note", "soft_lead",
    "soft_named", "heading_cosine", "title_cosine", "lead_cosine", "rank", "lacks",
    "lacks_section", "lacks_note", "matched", "matched_context", "matched_heading",
    "matched_close", "matched_least", "note_matched", "note_matched_context",
    "note_soft", "note_context", "note_section", "note_heading", "note_cosine", "note_near",
    "known", "note_known", "second_hit", "third_hit", "routed",
    "undefined", "undefined_lacks", "undefined_known",
    *(f"most_{name}" for name in REASONS),
)  # fmt: skip
"""The signs, in the order of the weights; the last ones are the most that a sentence has of each
reason."""

SAME = 0.85
"""The cosine from which on a known question is taken for the one that is asked. Of 515 questions
that the notes do not answer ten came so near one, of 1,269 that they do .44; of these the note was
right for .98."""
_MANY, _FEW = 8, 2
"""Words of a long question, and of a short one."""
_OF_ROW = NAMES[NAMES.index("soft") : NAMES.index("note_known") + 1]
"""Signs that are reasons of the best sentence."""
_AT = {name: place for place, name in enumerate(REASONS)}


def scores(found: Findings, weights: Weights) -> Matrix:
    """Return the score of each sentence, as `together` makes it from its reasons."""
    return together(found, found.rows @ np.array(weights.of(found.asked.kind)))


def together(found: Findings, own: Matrix) -> Matrix:
    """Return the scores raised so that the best sentence of a note speaks for all of the note.

    What is added to all sentences of a note is how much likelier the note is than its best sentence
    alone, in log odds. So the first sentence is the best of the likeliest note.
    """
    raised = np.asarray(own, dtype=np.float64).copy()
    notes = [unit.sentence.note for unit in found.units]
    numbers = {note: number for number, note in enumerate(dict.fromkeys(notes))}
    of = np.array([numbers[note] for note in notes], dtype=np.int64)
    for number in range(len(numbers)):
        mine = of == number
        best = raised[mine].max()
        raised[mine] += np.log(np.exp(raised[mine] - best).sum())
    return raised


def confidence(found: Findings, scored: Matrix, weights: Weights) -> float:
    """Return the probability that the notes answer; 0 if nothing was found."""
    if not found.units:
        return 0.0
    seen = signs(found, scored)
    total = weights.bias + sum(
        weights.confidence[name] * value for name, value in zip(NAMES, seen, strict=True)
    )
    sure = 1 / (1 + math.exp(-total))
    asked = _value(found.rows[int(np.argmax(scored))], "known")
    return max(sure, asked) if asked >= SAME else sure


def least(found: Findings, weights: Weights) -> float:
    """Return the confidence below which the answer is a refusal.

    Where notes are known to answer questions like it, one can be surer.
    """
    return weights.unasked + (weights.threshold - weights.unasked) * found.covered


def signs(found: Findings, scored: Matrix) -> Sequence[float]:
    """Return the signs of an answer among what was found, in the order of NAMES."""
    order = np.argsort(-scored, kind="stable")
    best = int(order[0])
    row = found.rows[best]
    note = found.units[best].sentence.note
    odds = np.exp(scored - scored[best])
    own = np.array([unit.sentence.note == note for unit in found.units])
    rest = scored[~own]
    cross = _value(row, "cover_cross") + _value(row, "context_cosine_cross") != 0
    cosine = _value(row, "cosine") + _value(row, "cosine_cross")
    near = _value(row, "context_cosine") + _value(row, "context_cosine_cross")
    kind = found.asked.kind
    return (
        float(scored[best]) / 10,
        float(scored[best] - rest.max()) / 10 if len(rest) else 1.0,
        float(odds[own].sum() / odds.sum()),
        found.unknown,
        cosine,
        near,
        min(found.hits[0].score, 1.0) if found.hits else 0.0,
        _value(row, "cover"),
        _value(row, "paragraph"),
        _value(row, "rarest"),
        _value(row, "named"),
        _value(row, "term"),
        _value(row, "opening"),
        _value(row, "cover_cross"),
        found.unknown * cross,
        float(cross),
        _value(row, "names"),
        _value(row, "names_note"),
        float(found.named),
        found.unknown_names,
        float((found.rows[:, _AT["cosine"]] + found.rows[:, _AT["cosine_cross"]]).max()),
        float(len(found.terms) <= _FEW),
        float(kind == "definition"),
        float(kind == "amount"),
        _value(row, "number_wanted"),
        float(kind == "when"),
        _value(row, "year_wanted"),
        min(len(found.terms), _MANY) / _MANY,
        *_further(found, row, cross),
    )


def _further(found: Findings, row: Matrix, cross: bool) -> Iterator[float]:
    yield float(found.money)
    yield _value(row, "money_wanted")
    yield float(found.asked.kind == "who")
    yield _value(row, "name_wanted")
    yield _value(row, "counted_wanted")
    yield _value(row, "lacks_section") * (not cross)
    yield float(found.rows[:, _AT["lacks_note"]].min())
    for name in _OF_ROW:
        yield _value(row, name)
    for place in (1, 2):
        yield min(found.hits[place].score, 1.0) if place < len(found.hits) else 0.0
    yield float(bool(found.hits) and bool(found.hits[0].reason))
    undefined = _undefined(found, row)
    yield undefined
    yield undefined * _value(row, "lacks")
    yield undefined * _value(row, "known")
    yield from found.rows.max(axis=0).tolist()


def _undefined(found: Findings, row: Matrix) -> float:
    """Return how far a definition is asked and the best sentence says not that it gives one.

    That would be a note or a section of the name, a term before a colon, or a sentence that begins
    with what is asked about and goes on to say what it is.
    """
    if found.asked.kind != "definition" or len(found.asked.subjects) != 1:
        return 0.0
    return 1.0 - max(_value(row, name) for name in ("named", "term", "defines_asked"))


def _value(row: Matrix, name: str) -> float:
    return float(row[_AT[name]])
