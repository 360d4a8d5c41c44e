"""What each stage trains on, and how much of each: pools of batches, fixed by seed and number."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import numpy as np
from torch.utils.data import Dataset

from llmnotes.decoder.features import COLUMNS
from llmnotes.decoder.prompt import Prompt
from llmnotes.decoder.tokenizer import ANSWER, BLANK, EOS, Tokenizer
from llmnotes.training import decoder_tasks as tasks
from llmnotes.training.decoder_batches import Batch, batches, prose
from llmnotes.training.decoder_examples import Example, nearest, read_row
from llmnotes.training.decoder_prose import Prose
from llmnotes.training.decoder_sources import Definition, Question, Sources

POOL = 384
PROSE_POOLS = 8
"""In the base stage, one pool in so many is blanks to fill; the others are prose."""
PROSE = 256
"""Tokens of one row of prose."""

# How often a source is drawn, whatever its size; what reads like the questions people ask comes
# more than once, what code made from headings is thinned out.
SHARES = {
    "SQuADShifts/new_wiki": 22.0,
    "SQuADShifts/reddit": 3.0,
    "SQuADShifts/amazon_reviews": 3.0,
    "QAMR": 12.0,
    "QED (Natural Questions)": 3.5,
    "FairytaleQA": 2.0,
    "PolicyQA": 1.0,
    "squad-v1.1-pt sample": 16.0,
    "FaQuAD": 10.0,
    "Pirá 1.0": 3.0,
    "Pirá 1.0 (pt question, en context)": 0.2,
    "glossary entries": 3.0,
    "docs: definition sentences": 3.0,
    "docs: question headings": 1.5,
    "docs: how-to headings": 1.5,
    "docs: FAQ pages": 0.3,
}
UNANSWERABLE = 0.33
"""The share of rows whose context holds no answer, before definitions that are left out."""


class Mix(Dataset[list[Batch]]):
    """Pools of batches; item i is the same whenever it is asked for."""

    def __init__(
        self, sources: Sources, folder: Path, stage: str, tokens: int, seed: int = 0
    ) -> None:
        self._sources, self._folder, self._stage = sources, folder, stage
        self._tokens, self._seed = tokens, seed

    def __getitem__(self, pool: int) -> list[Batch]:
        rng = random.Random(f"{self._stage} {self._seed} {pool}")
        if self._stage == "base" and pool % PROSE_POOLS:
            return [self._prose(rng) for _ in range(max(1, 16_384 // self._tokens))]
        make = self._base if self._stage == "base" else self._tuned
        found: list[Example] = []
        while len(found) < POOL:
            example = make(rng)
            if example is not None and fits(example, self._tokens, rng):
                found.append(example)
        return batches(found, self._tokens, rng)

    def _prose(self, rng: random.Random) -> Batch:
        return prose(self._kinds.rows(max(1, self._tokens // PROSE), PROSE + 1, rng))

    def _base(self, rng: random.Random) -> Example | None:
        if rng.random() < 0.25:
            return infill(self._corpus, rng)
        return tasks.blank(self._tokenizer, rng.choice(self._texts), rng)

    def _tuned(self, rng: random.Random) -> Example | None:
        draw = rng.random()
        if draw < 0.03:
            return tasks.differ(self._tokenizer, self._terms(rng), rng)
        if draw < 0.08:
            return tasks.define(self._tokenizer, self._terms(rng), rng, known=rng.random() < 0.7)
        if draw < 0.11:
            return tasks.blank(self._tokenizer, rng.choice(self._texts), rng)
        answerable = rng.random() >= UNANSWERABLE
        names, shares, rows = self._groups[answerable]
        row = rng.choice(rows[rng.choices(names, shares)[0]])
        others = [
            rng.choice(self._texts)
            for _ in range(rng.choice((0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2)))
        ]
        return read_row(self._tokenizer, row, others, rng)

    def _terms(self, rng: random.Random) -> Sequence[Definition]:
        """Return a few definitions in one language, no term twice."""
        known = self._definitions[rng.choice(("pt", "pt", "en"))]
        drawn = {d.term: d for d in rng.sample(known, rng.randint(2, 6))}
        return list(drawn.values()) if len(drawn) > 1 else self._terms(rng)

    @cached_property
    def _tokenizer(self) -> Tokenizer:
        return Tokenizer.load(self._folder / "tokenizer.json")

    @cached_property
    def _kinds(self) -> Prose:
        return Prose(self._folder)

    @cached_property
    def _corpus(self) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
        return np.load(self._folder / "corpus.npy", mmap_mode="r")  # type: ignore[no-any-return]

    @cached_property
    def _texts(self) -> list[str]:
        return [text for text in self._sources.contexts().values() if len(text) > 60]

    @cached_property
    def _definitions(self) -> dict[str, list[Definition]]:
        found: dict[str, list[Definition]] = {"pt": [], "en": []}
        for row in self._sources.definitions():
            if 12 < len(row.definition) < 300:
                found[row.lang].append(row)
        return found

    @cached_property
    def _groups(self) -> dict[bool, tuple[list[str], list[float], dict[str, list[Question]]]]:
        """Return, for questions with an answer and without: sources, their shares, their rows."""
        found: dict[bool, dict[str, list[Question]]] = {
            True: defaultdict(list),
            False: defaultdict(list),
        }
        for row in self._sources.questions():
            name = row.source.removesuffix(" +neg")
            held = standing(row) if row.answers else row
            if held is not None:
                found[bool(row.answers)][name].append(held)
        return {
            kind: (list(rows), [SHARES[name] for name in rows], dict(rows))
            for kind, rows in found.items()
        }


def fits(example: Example, tokens: int, rng: random.Random) -> bool:
    """Tell whether to keep an example; of long answers, which teach little, one in five stays."""
    return len(example) <= tokens and (len(example.inputs) <= 26 or rng.random() < 0.2)


def standing(row: Question) -> Question | None:
    """Return `row` with an answer that stands in its context, or None if there is none.

    Pirá's answers are free text: the stretch of the context that shares most words stands in.
    """
    if row.answers[0].casefold() in row.context.casefold():
        return row
    near = nearest(row.context, row.answers[0]) if row.source.startswith("Pirá") else ""
    return replace(row, answers=(near,)) if near else None


def infill(corpus: np.ndarray[tuple[int], np.dtype[np.uint16]], rng: random.Random) -> Example:
    """Blank about a seventh of a stretch of prose; the answer is the missing spans in order."""
    size = rng.choice((64, 128, 192))
    at = rng.randrange(len(corpus) - size)
    ids = corpus[at : at + size].tolist()
    shown, targets = list[int](), list[int]()
    for kind, piece in _pieces(ids, rng):
        shown += [BLANK] if kind else piece
        targets += [*piece, BLANK] if kind else []
    targets = [*targets[:-1], EOS] if targets else [EOS]
    prompt = Prompt(
        np.array(shown, np.int64), np.zeros((len(shown), COLUMNS), np.int64), (None,) * len(shown)
    )
    inputs = np.array([ANSWER, *targets[:-1]], np.int64)
    steps = len(targets)
    return Example(prompt, inputs, np.full(steps, -1), np.array(targets, np.int64), ((),) * steps)


def _pieces(ids: list[int], rng: random.Random) -> Iterator[tuple[bool, list[int]]]:
    """Cut `ids` into kept stretches (False) and blanks (True) in turn."""
    at, blank = 0, False
    while at < len(ids):
        size = rng.randint(1, 5) if blank else rng.randint(8, 28)
        yield blank, ids[at : at + size]
        at, blank = at + size, not blank
