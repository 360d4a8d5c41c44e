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
from llmnotes.decoder.prompt import Prompt, make_prompt
from llmnotes.decoder.tokenizer import ANSWER, EOS, NONE, Tokenizer, number
from llmnotes.training.decoder_sources import Question

Ints = npt.NDArray[np.int64]
WINDOWS = ((0.55, 300), (0.3, 500), (0.12, 800), (0.03, 1_600))
"""How often, and to how many characters, a context is cut; short ones teach more in an hour."""


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
    tokenizer: Tokenizer, question: str, passages: Sequence[str], spans: Sequence[Span]
) -> Example:
    """Lay out one question with the spans that answer it; no spans: it has no answer here."""
    prompt = make_prompt(tokenizer, question, passages)
    targets: list[int] = []
    gold: list[tuple[int, ...]] = []
    for span in spans:
        first, last = _tokens(prompt, span)
        starts = (first, *(_tokens(prompt, Span(span.passage, s, s + 1))[0] for s in span.also))
        gold += [starts, *((place,) for place in range(first + 1, last + 1)), ()]
        targets += [*map(int, prompt.ids[first : last + 1]), number(span.passage + 1)]
    targets += [EOS] if spans else [NONE, EOS]
    gold += [()] * (len(targets) - len(gold))
    sources = [-1, *(places[0] if places else -1 for places in gold[:-1])]
    as_row = [np.array(row, np.int64) for row in ([ANSWER, *targets[:-1]], sources, targets)]
    return Example(prompt, as_row[0], as_row[1], as_row[2], tuple(gold))


def _tokens(prompt: Prompt, span: Span) -> tuple[int, int]:
    """Return the first and last token that overlap a span."""
    held = [
        at
        for at, place in enumerate(prompt.places)
        if place is not None
        and place.passage == span.passage
        and place.start < span.end
        and place.end > span.start
    ]
    return held[0], held[-1]


def read_row(
    tokenizer: Tokenizer, row: Question, others: Sequence[str], rng: random.Random
) -> Example | None:
    """Make an example of a question, its context cut to a window, among `others` as distractors.

    None where the answer does not stand in the context.
    """
    limit = rng.choices([size for _, size in WINDOWS], [share for share, _ in WINDOWS])[0]
    span: tuple[int, int] | None = None
    if row.answers:
        span = locate(row.question, row.context, row.answers[0])
        if span is None:
            return None
    start, end = window(row.context, span, limit, rng)
    passage = row.context[start:end]
    passages = [*(cut(other, 160, rng) for other in others), passage]
    rng.shuffle(passages)
    if span is None:
        return make_example(tokenizer, row.question, passages, ())
    answer = passage[span[0] - start : span[1] - start]
    where = passages.index(passage)
    also = tuple(m for m in occurrences(passage, answer) if m != span[0] - start)
    found = Span(where, span[0] - start, span[1] - start, also)
    return make_example(tokenizer, row.question, passages, [found])


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


def cut(text: str, limit: int, rng: random.Random) -> str:
    """Return a window of `text`."""
    start, end = window(text, None, limit, rng)
    return text[start : min(end, start + 2 * limit)]
