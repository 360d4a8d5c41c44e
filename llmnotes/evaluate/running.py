"""A plan → results: every case asked of every variant."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from statistics import mean

from llmnotes.ask import Asker
from llmnotes.ask.manner import Manner
from llmnotes.errors import ModelError
from llmnotes.evaluate.plan import Plan, Variant
from llmnotes.evaluate.scoring import Score, failure, score

OpenAsker = Callable[[Manner], AbstractContextManager[Asker]]
"""How to answer → what answers so, as long as it is open."""
Progress = Callable[[int, int, str], None]
"""Told how many of how many answers are there, and which variant is being asked."""


@dataclass(frozen=True, slots=True)
class Result:
    """How one variant did over all cases; `f1` and `note` only over cases that ask for them."""

    variant: Variant
    scores: tuple[Score, ...]

    @property
    def accuracy(self) -> float:
        """Share of cases that were right."""
        return mean(float(one.right) for one in self.scores)

    @property
    def f1(self) -> float | None:
        """Mean token F1 where a case has a reference."""
        return _mean([one.f1 for one in self.scores if one.f1 is not None])

    @property
    def note(self) -> float | None:
        """Share of right notes where a case names some."""
        return _mean([float(one.note) for one in self.scores if one.note is not None])

    @property
    def refusal(self) -> float:
        """Share of cases that were refused if and only if they should be."""
        return mean(float(one.refusal) for one in self.scores)

    @property
    def cited(self) -> float:
        """Mean share of words that the citations bear out."""
        return mean(one.cited for one in self.scores)

    @property
    def tokens(self) -> float:
        """Tokens read and written, the mean of an answer."""
        return mean(one.tokens for one in self.scores)

    @property
    def cost(self) -> float:
        """What an answer costs."""
        return mean(one.cost for one in self.scores)

    @property
    def seconds(self) -> float:
        """CPU seconds of an answer."""
        return mean(one.seconds for one in self.scores)

    @property
    def latency(self) -> float:
        """Seconds of the clock until an answer was whole."""
        return mean(one.latency for one in self.scores)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A plan and what came of it, in the order of its variants."""

    plan: Plan
    results: tuple[Result, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the results for tables and plots: short where that tells them apart."""
        short = tuple(one.variant.short for one in self.results)
        unique = len(set(short)) == len(short)
        return short if unique else tuple(one.variant.name for one in self.results)


def evaluate(
    open_asker: OpenAsker,
    plan: Plan,
    k: int = 10,
    progress: Progress | None = None,
    lang: str = "en",
) -> Evaluation:
    """Ask every case of every variant of `plan`; `lang` is the language of error messages.

    Raises what asking raises, before any work is done; an answer that fails later is a wrong one.
    """
    variants = tuple(plan.variants())
    _check(open_asker, variants, plan.cases[0].question, k, lang)
    total = len(variants) * len(plan.cases)
    results: list[Result] = []
    for variant in variants:
        scores: list[Score] = []
        with open_asker(variant.manner(lang)) as asker:
            with suppress(ModelError):  # what is loaded once is not the price of one answer
                asker(plan.cases[0].question, k)
            for case in plan.cases:
                if progress:
                    done = len(results) * len(plan.cases) + len(scores)
                    progress(done, total, variant.name)
                start = time.process_time()
                try:
                    answer = asker(case.question, k)
                except ModelError as error:  # a server may stumble, and the others are still good
                    scores.append(failure(variant, case, str(error), time.process_time() - start))
                    continue
                seconds = time.process_time() - start
                scores.append(score(variant, case, answer, plan.criteria, plan.price, seconds))
        results.append(Result(variant, tuple(scores)))
    if progress:
        progress(total, total, "")
    return Evaluation(plan, tuple(results))


def _check(
    open_asker: OpenAsker, variants: tuple[Variant, ...], question: str, k: int, lang: str
) -> None:
    """Ask each decoder with each template once: what is misspelt or dead is told at once."""
    for variant in {(one.decoder, one.template): one for one in variants}.values():
        with open_asker(variant.manner(lang)) as asker:
            asker(question, k)


def _mean(values: list[float]) -> float | None:
    return mean(values) if values else None
