"""Results → who meets the stated criteria, and who of them wins."""

from __future__ import annotations

from collections.abc import Iterator

from llmnotes.evaluate.running import Evaluation, Result

LIMITS = ("accuracy", "seconds", "latency", "cost")
"""Criteria: accuracy is to be at least so much, the others at most."""


def missed(evaluation: Evaluation, result: Result) -> tuple[str, ...]:
    """Return the names of the criteria that `result` does not meet."""
    return tuple(_missed(evaluation, result))


def winner(evaluation: Evaluation) -> Result | None:
    """Return the best of those that meet all criteria, None if none does.

    The best is best at what the plan prefers, then at accuracy, F1 and cost; the first of equals
    wins, since hundredths of a second would let chance decide.
    """
    meeting = [one for one in evaluation.results if not missed(evaluation, one)]
    return min(meeting, key=lambda one: _rank(one, evaluation.plan.prefer), default=None)


def _missed(evaluation: Evaluation, result: Result) -> Iterator[str]:
    criteria = evaluation.plan.criteria
    if criteria.accuracy is not None and result.accuracy < criteria.accuracy:
        yield "accuracy"
    for name in LIMITS[1:]:
        limit = getattr(criteria, name)
        if limit is not None and getattr(result, name) > limit:
            yield name


def _rank(result: Result, prefer: str) -> tuple[float, ...]:
    """Return what is small for the good; times are compared in hundredths, since they waver."""
    seconds, latency = round(result.seconds, 2), round(result.latency, 2)
    own = {
        "accuracy": -result.accuracy,
        "seconds": seconds,
        "latency": latency,
        "cost": result.cost,
    }
    return (own[prefer], -result.accuracy, -(result.f1 or 0.0), result.cost)
