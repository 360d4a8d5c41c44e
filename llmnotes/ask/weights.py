"""The fitted numbers of answering, read from weights.json.

``python -m llmnotes.training.answerability`` makes them from the dev questions in benchmarks/:
what each reason of `features.NAMES` counts for a sentence, and how much more or less for questions
of one kind; what each sign of `confidence.NAMES` counts for the whole, and the confidence below
which the answer is a refusal.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("weights.json")


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted; `bias` belongs to the signs.

    `threshold` is the least confidence of an answer where questions are known of all sentences,
    `unasked` that where they are of none.

    `kinds` has for kinds of questions what is added to the weights in `sentence`.
    """

    sentence: Mapping[str, float]
    kinds: Mapping[str, Mapping[str, float]]
    confidence: Mapping[str, float]
    bias: float
    threshold: float
    unasked: float

    def of(self, kind: str) -> list[float]:
        """Return what each reason counts for a question of `kind`, in the order of `sentence`."""
        more = self.kinds.get(kind, {})
        return [weight + more.get(name, 0.0) for name, weight in self.sentence.items()]


@cache
def load_weights(file: Path = FILE) -> Weights:
    """Read the fitted numbers."""
    return Weights(**json.loads(file.read_bytes()))
