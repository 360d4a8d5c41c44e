"""How sure one may be that the notes answer a question: a logistic over a few signs.

The signs come from what was found and not from what is said, so that the confidence means the same
whatever decoder words the answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from llmnotes.ask.evidence import Findings
from llmnotes.ask.features import NAMES as REASONS
from llmnotes.ask.features import Matrix
from llmnotes.ask.weights import Weights

NAMES = (
    "score", "margin", "note_share", "unknown", "top_cosine", "top_context", "top_hit",
    "cover", "paragraph", "note", "rarest", "named", "term", "opening",
    "cover_cross", "unknown_cross", "cross",
    "names", "names_note", "named_at_all", "unknown_names", "best_paragraph", "best_cosine",
    "short",
    "definition", "amount", "number_found", "when", "year_found", "words",
)  # fmt: skip
"""The signs, in the order of the weights."""

_MANY, _FEW = 8, 2
"""Words of a long question, and of a short one."""
_AT = {name: place for place, name in enumerate(REASONS)}


def scores(rows: Matrix, weights: Weights) -> Matrix:
    """Return the score of each row of reasons."""
    return np.asarray(rows @ np.array([weights.sentence[name] for name in REASONS]))


def confidence(found: Findings, scored: Matrix, weights: Weights) -> float:
    """Return the probability that the notes answer; 0 if nothing was found."""
    if not found.units:
        return 0.0
    seen = signs(found, scored)
    total = weights.bias + sum(
        weights.confidence[name] * value for name, value in zip(NAMES, seen, strict=True)
    )
    return 1 / (1 + math.exp(-total))


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
        float(found.rows[:, _AT["note"]].max()),
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
        float(found.rows[:, _AT["paragraph"]].max()),
        float((found.rows[:, _AT["cosine"]] + found.rows[:, _AT["cosine_cross"]]).max()),
        float(len(found.terms) <= _FEW),
        float(kind == "definition"),
        float(kind == "amount"),
        _value(row, "number_wanted"),
        float(kind == "when"),
        _value(row, "year_wanted"),
        min(len(found.terms), _MANY) / _MANY,
    )


def _value(row: Matrix, name: str) -> float:
    return float(row[_AT[name]])
