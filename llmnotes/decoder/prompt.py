"""A question and its passages as the decoder reads them.

    it reads     <question> … <1> first passage … <2> second passage …
    and writes   <answer> span <1> <eos>

A written answer is spans of the passages, each followed by the number of its passage, or the one
token <none>. Only the tokens of passages may be copied.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llmnotes.decoder import features as glance
from llmnotes.decoder.breadth import SOMETHING, breadth
from llmnotes.decoder.tokenizer import PASSAGES, QUESTION, Tokenizer, number
from llmnotes.errors import ModelError

FOCUS = 360
"""The characters of the passages that are read by default: about three sentences."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where text of the prompt or of an answer stands: passage (from 0) and characters of it."""

    passage: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """First and last token of a sentence in the prompt; `score` is its share of the question."""

    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class Prompt:
    """Ids and features (tokens, columns) of a prompt; `places` is None where nothing is copied.

    `breadth` says how much is asked for; see `llmnotes.decoder.breadth`.
    """

    ids: npt.NDArray[np.int64]
    features: npt.NDArray[np.int64]
    places: tuple[Place | None, ...]
    sentences: tuple[Sentence, ...] = ()
    breadth: int = SOMETHING

    @property
    def copyable(self) -> npt.NDArray[np.bool_]:
        """Return which tokens may be copied."""
        return np.array([place is not None for place in self.places], np.bool_)


def make_prompt(
    tokenizer: Tokenizer,
    question: str,
    passages: Sequence[str],
    budget: int | None = None,
    keep: Collection[Place] = (),
) -> Prompt:
    """Lay out a question and at most nine passages.

    With a `budget` of characters only the sentences nearest to the question are read, in their
    order, and those that overlap `keep`; features and places are those of the whole passages.
    """
    if len(passages) > PASSAGES:
        raise ModelError(f"{len(passages)} passages; expected at most {PASSAGES}")
    asked = glance.words(question)
    read = [glance.words(passage) for passage in passages]
    everywhere = glance.Words(
        tuple(f for w in read for f in w.forms), tuple(s for w in read for s in w.stems), ()
    )
    ids, spans = tokenizer.ids_and_spans(question)
    match = glance.spread(glance.levels(asked, everywhere), asked.spans, spans)
    parts_ids = [np.array([QUESTION, *ids], np.int64)]
    parts_rows = [_rows(1, match, np.zeros((len(ids), 2), np.int64))]
    places: list[Place | None] = [None] * (len(ids) + 1)
    scores = glance.sentence_scores(asked, passages, read)
    best = max((score for found in scores for _, _, score in found), default=0.0)
    shown: list[Sentence] = []
    for n, stretches in enumerate(focus(scores, budget, keep)):
        ids, spans = _pieces(tokenizer, passages[n], stretches)
        match = glance.spread(glance.levels(read[n], asked), read[n].spans, spans)
        parts_ids.append(np.array([number(n + 1), *ids], np.int64))
        parts_rows.append(_rows(n + 2, match, _ranks(scores[n], best, spans)))
        shown += _sentences(scores[n], spans, len(places) + 1)
        places += [None, *(Place(n, a, b) for a, b in spans)]
    return Prompt(
        np.concatenate(parts_ids),
        np.concatenate(parts_rows),
        tuple(places),
        tuple(shown),
        breadth(question),
    )


def goes_on(prompt: Prompt, at: int) -> bool:
    """Tell whether the next token of the prompt is the next one of the passage, too."""
    here, there = prompt.places[at], prompt.places[at + 1] if at + 1 < len(prompt.places) else None
    if here is None or there is None:
        return False
    return there.passage == here.passage and there.start <= here.end


def focus(
    scores: Sequence[Sequence[tuple[int, int, float]]],
    budget: int | None,
    keep: Collection[Place] = (),
) -> list[list[tuple[int, int]]]:
    """Choose sentences of each passage: those of `keep`, then the best, while the budget lasts.

    Neighbours that are both chosen become one stretch; one sentence is chosen whatever its size.
    On the dev sets three sentences hold the answer of 92 to 98 % of the questions.
    """
    ranked = sorted(
        (not _touches(keep, n, a, b), -score, n, a, b)
        for n, found in enumerate(scores)
        for a, b, score in found
    )
    chosen: list[list[tuple[int, int]]] = [[] for _ in scores]
    left = float("inf") if budget is None else budget
    for unforced, _, n, a, b in ranked:
        if unforced and left < b - a and any(chosen):
            continue
        chosen[n].append((a, b))
        left -= b - a
    return [_joined(sorted(sentences)) for sentences in chosen]


def _touches(keep: Collection[Place], passage: int, start: int, end: int) -> bool:
    return any(k.passage == passage and k.start < end and start < k.end for k in keep)


def _joined(sentences: list[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in sentences:
        if joined and joined[-1][1] == start:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _pieces(
    tokenizer: Tokenizer, passage: str, stretches: Sequence[tuple[int, int]]
) -> tuple[list[int], list[tuple[int, int]]]:
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    for start, end in stretches:
        more, places = tokenizer.ids_and_spans(passage[start:end])
        ids += more
        spans += [(start + a, start + b) for a, b in places]
    return ids, spans


def _sentences(
    found: Sequence[tuple[int, int, float]], spans: Sequence[tuple[int, int]], offset: int
) -> list[Sentence]:
    """Return the sentences of one passage that are read, as tokens of the prompt."""
    starts = [start for start, _, _ in found]
    held: dict[int, list[int]] = {}
    for token, (start, _) in enumerate(spans):
        held.setdefault(bisect_right(starts, start) - 1, []).append(token + offset)
    return [Sentence(tokens[0], tokens[-1], found[n][2]) for n, tokens in sorted(held.items())]


def _ranks(
    found: Sequence[tuple[int, int, float]], best: float, spans: Sequence[tuple[int, int]]
) -> npt.NDArray[np.int64]:
    buckets = [glance.bucket(score, best) for _, _, score in found]
    sentences = [(a, b) for a, b, _ in found]
    leads = glance.spread([lead for lead, _ in buckets], sentences, spans)
    covers = glance.spread([cover for _, cover in buckets], sentences, spans)
    return np.stack([leads, covers], 1)


def _rows(
    part: int, match: npt.NDArray[np.int64], ranks: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Return the feature rows of one part, its opening token first; 0 is the empty row."""
    rows = np.zeros((len(match) + 1, glance.COLUMNS), np.int64)
    rows[:, 0] = glance.PART + part
    rows[1:, 1] = np.where(match > 0, glance.MATCH + match, 0)
    rows[1:, 2] = np.where(ranks[:, 0] > 0, glance.LEAD + ranks[:, 0], 0)
    rows[1:, 3] = np.where(ranks[:, 1] > 0, glance.COVER + ranks[:, 1], 0)
    return rows
