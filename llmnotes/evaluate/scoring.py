"""A case and its answer → what was right about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from llmnotes.evaluate.plan import Case, Criteria, Price, Variant
from llmnotes.model import Answer
from llmnotes.stemming import STOP_WORDS, fold, words

_NUMBER = re.compile(r" ?\[\d+\]")


@dataclass(frozen=True, slots=True)
class Score:
    """How a variant did on a case; None where the case asks nothing of the kind.

    `note` is whether the note cited first is one of those named, `f1` the words shared with the
    reference, `refusal` whether it was refused if and only if it should be, `cited` the share of
    its content words that its citations bear out. `seconds` are of CPU, `latency` of the clock.
    """

    variant: Variant
    case: Case
    answer: str
    right: bool
    refused: bool
    note: bool | None
    f1: float | None
    refusal: bool
    cited: float
    tokens: int
    cost: float
    seconds: float
    latency: float


def score(
    variant: Variant, case: Case, answer: Answer, criteria: Criteria, price: Price, seconds: float
) -> Score:
    """Judge `answer`; a case is right if all that it demands holds."""
    said = "" if answer.refused else _NUMBER.sub("", answer.text)
    first = answer.citations[0].path if answer.citations else ""
    note = first in case.notes if case.notes else None
    f1 = token_f1(said, case.answer) if case.answer else None
    told = all(f" {fold(one)}" in f" {fold(said)}" for one in case.contains)
    enough = f1 is None or f1 >= criteria.f1
    right = answer.refused if case.refuse else (note is not False and told and enough)
    usage = answer.usage
    spent = usage.prompt_tokens * price.prompt + usage.answer_tokens * price.answer
    return Score(
        variant=variant,
        case=case,
        answer=answer.text,
        right=right and (case.refuse or not answer.refused),
        refused=answer.refused,
        note=note,
        f1=f1,
        refusal=answer.refused == case.refuse,
        cited=_cited(answer, said),
        tokens=usage.prompt_tokens + usage.answer_tokens,
        cost=spent / 1000,
        seconds=seconds,
        latency=usage.seconds,
    )


def token_f1(one: str, other: str) -> float:
    """Return the harmonic mean of precision and recall over words.

    >>> token_f1("a b", "b c")
    0.5
    """
    first, second = Counter(words(one)), Counter(words(other))
    shared = (first & second).total()
    return 2 * shared / (first.total() + second.total()) if shared else 0.0


def _cited(answer: Answer, said: str) -> float:
    """Return the share of content words of an answer that its quotes hold; 1 for a refusal."""
    quoted = {word for one in answer.citations for word in words(one.quote)}
    content = [word for word in words(said) if word not in STOP_WORDS]
    return sum(word in quoted for word in content) / len(content) if content else 1.0
