"""Rows of data → what the network reads and must write, token by token."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llmnotes.decoder import features as glance
from llmnotes.decoder.prompt import FOCUS, Place, Prompt, make_prompt
from llmnotes.decoder.tokenizer import ANSWER, EOS, NONE, Tokenizer, number
from llmnotes.training.decoder_sources import Question

Ints = npt.NDArray[np.int64]
BUDGETS = (FOCUS, 2 * FOCUS, 4 * FOCUS)
"""Characters of the passages that are read; few teach more in an hour, and users get the first."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage to be copied; `also` are other places where the same text starts."""

    passage: int
    start: int
    end: int
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A prompt and its answer.

    Step t reads `inputs[t]`, copied from the prompt's `sources[t]` (-1: not copied), and must write
    `targets[t]`, by copying from any of `gold[t]` where that is not empty.
    """

    prompt: Prompt
    inputs: Ints
    sources: Ints
    targets: Ints
    gold: tuple[tuple[int, ...], ...]

    def __len__(self) -> int:
        return len(self.prompt.ids) + len(self.inputs)


def make_example(
    tokenizer: Tokenizer,
    question: str,
    passages: Sequence[str],
    spans: Sequence[Span],
    budget: int | None = None,
) -> Example:
    """Lay out one question with the spans that answer it; no spans: it has no answer here."""
    keep = [Place(span.passage, span.start, span.end) for span in spans]
    prompt = make_prompt(tokenizer, question, passages, budget, keep)
    targets: list[int] = []
    gold: list[tuple[int, ...]] = []
    for span in spans:
        held = _tokens(prompt, span)
        first, last = held[0], held[-1]
        others = (_tokens(prompt, Span(span.passage, s, s + 1)) for s in span.also)
        starts = (first, *(other[0] for other in others if other))
        gold += [starts, *((place,) for place in range(first + 1, last + 1)), ()]
        targets += [*map(int, prompt.ids[first : last + 1]), number(span.passage + 1)]
    targets += [EOS] if spans else [NONE, EOS]
    gold += [()] * (len(targets) - len(gold))
    sources = [-1, *(places[0] if places else -1 for places in gold[:-1])]
    as_row = [np.array(row, np.int64) for row in ([ANSWER, *targets[:-1]], sources, targets)]
    return Example(prompt, as_row[0], as_row[1], as_row[2], tuple(gold))


def _tokens(prompt: Prompt, span: Span) -> list[int]:
    """Return the tokens that overlap a span; none where its sentence is not read."""
    return [
        at
        for at, place in enumerate(prompt.places)
        if place is not None
        and place.passage == span.passage
        and place.start < span.end
        and place.end > span.start
    ]


def read_row(
    tokenizer: Tokenizer, row: Question, others: Sequence[str], rng: random.Random
) -> Example | None:
    """Make an example of a question and its context, among `others` as distractors.

    None where the answer does not stand in the context.
    """
    budget = rng.choices(BUDGETS, (80, 16, 4))[0]
    passages = [*others, row.context]
    rng.shuffle(passages)
    if not row.answers:
        return make_example(tokenizer, row.question, passages, (), budget)
    span = locate(row.question, row.context, row.answers[0])
    if span is None:
        return None
    answer = row.context[slice(*span)]
    also = tuple(m for m in occurrences(row.context, answer) if m != span[0])
    found = Span(passages.index(row.context), span[0], span[1], also)
    return make_example(tokenizer, row.question, passages, [found], budget)


def occurrences(text: str, answer: str) -> list[int]:
    """Return where `answer` stands in `text` as whole words."""
    left = r"(?<!\w)" if answer[:1].isalnum() else ""
    right = r"(?!\w)" if answer[-1:].isalnum() else ""
    return [match.start() for match in re.finditer(left + re.escape(answer) + right, text)]


def locate(question: str, context: str, answer: str) -> tuple[int, int] | None:
    """Return the answer's place; of several, the one in the sentence nearest to the question."""
    answer = answer.strip()
    if not answer:
        return None
    starts = occurrences(context, answer)
    if not starts and (at := context.casefold().find(answer.casefold())) >= 0:
        starts = [at]
    if not starts:
        return None
    asked = glance.words(question)
    found = glance.sentence_scores(asked, [context], [glance.words(context)])[0]
    best = max(
        starts, key=lambda at: (max((s for a, b, s in found if a <= at < b), default=0), -at)
    )
    return best, best + len(answer)


def nearest(context: str, answer: str, least: float = 0.6) -> str:
    """Return the stretch of `context` whose words overlap most with `answer` (F1), or ""."""
    found, wanted = glance.words(context), Counter(glance.words(answer).forms)
    best, span, count = least, (0, 0), sum(wanted.values())
    for first in range(len(found.forms)):
        if not wanted[found.forms[first]]:
            continue
        left, same = wanted.copy(), 0
        for last in range(first, min(len(found.forms), first + 2 * count)):
            if left[found.forms[last]] > 0:
                left[found.forms[last]] -= 1
                same += 1
                score = 2 * same / (count + last - first + 1)
                if score > best:
                    best, span = score, (found.spans[first][0], found.spans[last][1])
    return context[slice(*span)]


def window(
    text: str, span: tuple[int, int] | None, limit: int, rng: random.Random
) -> tuple[int, int]:
    """Return whole sentences of `text`, about `limit` characters, around `span` if there is one."""
    if len(text) <= limit:
        return 0, len(text)
    places = glance.sentences(text)
    anchor = span or rng.choice(places)
    first = max(i for i, (a, _) in enumerate(places) if a <= anchor[0])
    last = max(first, max(i for i, (a, _) in enumerate(places) if a < anchor[1]))
    while places[last][1] - places[first][0] < limit and (first > 0 or last < len(places) - 1):
        if first > 0 and (last == len(places) - 1 or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    return places[first][0], places[last][1]
