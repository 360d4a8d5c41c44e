"""Which sentence answers: a conditional logit whose weights may differ between kinds of questions.

What is maximised is the log of the expected gain of the sentence chosen among all that were found.
A reason counts the same for all kinds of questions but for what the examples of a kind say against
it: what opens a note answers *what is it* and seldom *why*. The latter part is held near zero more
strongly, so that kinds with few examples lean on the others (Evgeniou and Pontil, *Regularized
multi-task learning*, KDD 2004).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llmnotes.ask.features import NAMES as REASONS
from llmnotes.training.answer_examples import Array, Example

SHRINK, SHRINK_KIND = 0.5, 2.0
"""Penalties on squared weights: of what all kinds share, and of what one adds."""
STEPS = 80


@dataclass(frozen=True)
class Choice:
    """Fitted weights of REASONS: `shared`, and what each of `kinds` adds."""

    shared: Array
    kinds: Mapping[str, Array]

    def scores(self, example: Example) -> Array:
        """Return one score a sentence of `example`."""
        more = self.kinds.get(example.found.asked.kind, np.zeros_like(self.shared))
        return np.asarray(example.found.rows @ (self.shared + more))


@dataclass(frozen=True)
class _Stacked:
    """Sentences of all examples below one another, those of one kind of question side by side."""

    rows: npt.NDArray[np.float32]
    gains: Array
    starts: npt.NDArray[np.int64]
    """Where the sentences of each example begin."""
    of: npt.NDArray[np.int64]
    """The example of each sentence."""
    weights: Array
    kinds: tuple[tuple[str, slice], ...]


def fit_sentences(examples: Sequence[Example]) -> Choice:
    """Return the weights that maximise the log of the expected gain of what is chosen."""
    from scipy.optimize import minimize

    data = _stacked(examples)
    width, number = len(REASONS), len(data.kinds)
    shrink = np.repeat([SHRINK, SHRINK_KIND], [width, width * number])

    def loss(flat: Array) -> tuple[float, Array]:
        shared, *own = flat.reshape(1 + number, width).astype(np.float32)
        scored = np.empty(len(data.rows))
        for (_, part), more in zip(data.kinds, own, strict=True):
            scored[part] = data.rows[part] @ (shared + more)
        chance = np.exp(scored - np.maximum.reduceat(scored, data.starts)[data.of])
        chance /= np.add.reduceat(chance, data.starts)[data.of]
        gain = np.add.reduceat(chance * data.gains, data.starts)
        held = (chance * data.gains / gain[data.of] - chance) * data.weights[data.of]
        slopes = [data.rows[part].T @ held[part].astype(np.float32) for _, part in data.kinds]
        slope = np.concatenate([np.sum(slopes, axis=0), *slopes]).astype(np.float64)
        cost = -float(data.weights @ np.log(gain)) + float(shrink @ flat**2)
        return cost, 2 * shrink * flat - slope

    start = np.zeros(width * (1 + number))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": STEPS}).x
    shared, *own = best.reshape(1 + number, width)
    return Choice(shared, {kind: more for (kind, _), more in zip(data.kinds, own, strict=True)})


def _stacked(examples: Sequence[Example]) -> _Stacked:
    usable = [one for one in examples if one.answerable and len(one.gains)]
    usable.sort(key=lambda one: one.found.asked.kind)
    lengths = np.array([len(one.gains) for one in usable])
    ends = np.cumsum(lengths)
    kinds: dict[str, slice] = {}
    for one, end, length in zip(usable, ends.tolist(), lengths.tolist(), strict=True):
        kind = one.found.asked.kind
        begun = kinds[kind].start if kind in kinds else end - length
        kinds[kind] = slice(begun, end)
    return _Stacked(
        rows=np.concatenate([one.found.rows for one in usable]).astype(np.float32),
        gains=np.concatenate([one.gains for one in usable]),
        starts=ends - lengths,
        of=np.repeat(np.arange(len(usable)), lengths),
        weights=np.array([one.weight for one in usable]),
        kinds=tuple(kinds.items()),
    )
