"""A case and its answer → what was right about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from llmnotes.evaluate.plan import Case, Criteria, Price, Variant
from llmnotes.model import Answer
from llmnotes.search.plain import readable
from llmnotes.stemming import STOP_WORDS, fold, words

_NUMBER = re.compile(r" ?\[\d+\]")


@dataclass(frozen=True, slots=True)
class Score:
    """How a variant did on a case; None where the case asks nothing of the kind.

    `faults` are the demands that were not met: ``note``, ``contains``, ``f1``, ``refused`` for an
    answer that should be, ``answered`` for a refusal that should not, ``failed`` for none at all.
    `first` is the note cited first, `note` whether it is one of those named, `f1` the words shared
    with the reference, `refusal` whether it was refused if and only if it should be, `cited` the
    share of its content words that its citations bear out. `seconds` are of CPU, `latency` of the
    clock.
    """

    variant: Variant
    case: Case
    answer: str
    faults: tuple[str, ...]
    first: str
    refused: bool
    note: bool | None
    f1: float | None
    refusal: bool
    cited: float
    tokens: int
    cost: float
    seconds: float
    latency: float

    @property
    def right(self) -> bool:
        """Whether all that the case demands holds."""
        return not self.faults


def score(
    variant: Variant, case: Case, answer: Answer, criteria: Criteria, price: Price, seconds: float
) -> Score:
    """Judge `answer`; only the tokens of a server are paid for."""
    said = "" if answer.refused else _NUMBER.sub("", answer.text)
    first = answer.citations[0].path if answer.citations else ""
    note = first in case.notes if case.notes else None
    f1 = token_f1(said, case.answer) if case.answer else None
    holds = {
        "note": note is not False,
        "contains": all(f" {fold(one)}" in f" {fold(said)}" for one in case.contains),
        "f1": f1 is None or f1 >= criteria.f1,
    }
    if case.refuse or answer.refused:
        holds = {"refused": answer.refused, "answered": case.refuse}
    usage = answer.usage
    spent = usage.prompt_tokens * price.prompt + usage.answer_tokens * price.answer
    return Score(
        variant=variant,
        case=case,
        answer=answer.text,
        faults=tuple(name for name, held in holds.items() if not held),
        first=first,
        refused=answer.refused,
        note=note,
        f1=f1,
        refusal=answer.refused == case.refuse,
        cited=_cited(answer, said),
        tokens=usage.prompt_tokens + usage.answer_tokens,
        cost=spent / 1000 if variant.served else 0.0,
        seconds=seconds,
        latency=usage.seconds,
    )


def failure(variant: Variant, case: Case, reason: str, seconds: float) -> Score:
    """Return the score of an answer that could not be had."""
    nothing = Answer(case.question, reason, False, 0.0)
    found = score(variant, case, nothing, Criteria(), Price(), seconds)
    return replace(found, faults=("failed",), refusal=False, cited=0.0)


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
    quotes = (f"{one.quote} {readable(one.quote)}" for one in answer.citations)
    quoted = {word for quote in quotes for word in words(quote)}
    content = [word for word in words(said) if word not in STOP_WORDS]
    return sum(word in quoted for word in content) / len(content) if content else 1.0
