"""Questions with the sentences of their contexts, and sentence pairs, as piece ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.wordpiece import Tokenize
from llmnotes.sentences import single_spaced, split_sentences
from llmnotes.training.asked import Lesson
from llmnotes.training.corpus import read_parallel, read_questions

Ids = npt.NDArray[np.int64]

MOST = 30
"""Sentences of a context that is still looked at."""
SHORTEST, LONGEST = 20, 300
"""Characters of the Portuguese side of a sentence pair."""


@dataclass(frozen=True)
class Bags:
    """Texts as piece ids, one after another; `starts` has where each begins, and the end."""

    pieces: Ids
    starts: Ids

    @classmethod
    def of(cls, texts: Iterable[str], tokenize: Tokenize) -> Bags:
        """Cut up `texts`."""
        found = [np.array(tokenize(text), dtype=np.int64) for text in texts]
        starts = np.cumsum([0, *map(len, found)])
        return cls(np.concatenate([np.zeros(0, dtype=np.int64), *found]), starts)

    def __getitem__(self, place: int) -> Ids:
        return self.pieces[self.starts[place] : self.starts[place + 1]]

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class Choices:
    """Questions, each with the sentences of a context, of which one holds the answer.

    `first` has for each context where its sentences begin, and the end; `context` and `right` have
    for each question the number of its context and the place of the sentence in there.
    """

    questions: Bags
    sentences: Bags
    first: Ids
    context: Ids
    right: Ids

    def held_out(self, share: float, seed: int) -> npt.NDArray[np.bool_]:
        """Tell which questions are of a drawn `share` of the contexts."""
        contexts = len(self.first) - 1
        drawn = np.random.default_rng(seed).permutation(contexts)[: int(contexts * share)]
        return np.isin(self.context, drawn)


def read_choices(data: Path, tokenize: Tokenize) -> Choices:
    """Return the answerable questions of which a sentence of the context has the answer's words."""
    numbers: dict[str, int] = {}
    cut: list[list[str]] = []
    asked: list[tuple[str, int, int]] = []
    for one in read_questions(data):
        if not one.answerable:
            continue
        if one.context not in numbers:
            numbers[one.context] = len(cut)
            cut.append(list(split_sentences(single_spaced(one.context))))
        number = numbers[one.context]
        answer = single_spaced(one.answer)
        holding = [place for place, text in enumerate(cut[number]) if answer and answer in text]
        if holding and len(cut[number]) <= MOST:
            asked.append((one.question, number, holding[0]))
    questions = Bags.of((question for question, _, _ in asked), tokenize)
    full = [place for place in range(len(asked)) if len(questions[place])]
    return Choices(
        questions=Bags.of((asked[place][0] for place in full), tokenize),
        sentences=Bags.of(chain.from_iterable(cut), tokenize),
        first=np.cumsum([0, *map(len, cut)]),
        context=np.array([asked[place][1] for place in full]),
        right=np.array([asked[place][2] for place in full]),
    )


def lesson_choices(lessons: Sequence[Lesson], tokenize: Tokenize, *, headed: bool) -> Choices:
    """Return the questions of `lessons`, whose contexts are the notes.

    If `headed`, title and headings stand before each sentence.
    """
    asked = [
        (question, number, places[0])
        for number, lesson in enumerate(lessons)
        for question, places in lesson.asked
        if places and len(tokenize(question))
    ]
    told = [one for lesson in lessons for one in lesson.told]
    texts = (f"{one.above}. {one.text}" if headed else one.text for one in told)
    return Choices(
        questions=Bags.of((question for question, _, _ in asked), tokenize),
        sentences=Bags.of(texts, tokenize),
        first=np.cumsum([0, *(len(lesson.told) for lesson in lessons)]),
        context=np.array([number for _, number, _ in asked], dtype=np.int64),
        right=np.array([place for _, _, place in asked], dtype=np.int64),
    )


def read_sides(data: Path, tokenize: Tokenize) -> tuple[Bags, Bags]:
    """Return the Portuguese and the English sides of the sentence pairs."""
    pairs = [one for one in read_parallel(data) if SHORTEST < len(one.pt) < LONGEST]
    pt = Bags.of((one.pt for one in pairs), tokenize)
    return pt, Bags.of((one.en for one in pairs), tokenize)


@dataclass(frozen=True)
class Batch:
    """Some questions, the sentences of all of them, and for each the place of the right one.

    `own` has for each sentence the question of whose context it is.
    """

    questions: Sequence[Ids]
    sentences: Sequence[Ids]
    right: Ids
    own: Ids


def question_batch(choices: Choices, drawn: Ids, random: np.random.Generator, most: int) -> Batch:
    """Return the questions `drawn` with up to `most` sentences of the context of each."""
    sentences: list[Ids] = []
    right, own = [], []
    for number, place in enumerate(drawn):
        start, end = choices.first[choices.context[place] :][:2]
        others = np.delete(np.arange(end - start), choices.right[place])
        if len(others) >= most:
            others = random.choice(others, most - 1, replace=False)
        right.append(len(sentences))
        kept = [int(choices.right[place]), *others.tolist()]
        sentences += [choices.sentences[start + one] for one in kept]
        own += [number] * len(kept)
    asked = [choices.questions[place] for place in drawn]
    return Batch(asked, sentences, np.array(right), np.array(own))


def pair_batch(left: Bags, right: Bags, drawn: Ids) -> Batch:
    """Return one side of the pairs `drawn` as questions and the other as what answers."""
    places = np.arange(len(drawn))
    return Batch([left[one] for one in drawn], [right[one] for one in drawn], places, places)


def contexts_of(choices: Choices, asked: Iterable[int]) -> Iterator[tuple[Ids, list[Ids], int]]:
    """Yield questions with all sentences of their contexts and the place of the right one."""
    for place in asked:
        start, end = choices.first[choices.context[place] :][:2]
        sentences = [choices.sentences[one] for one in range(start, end)]
        yield choices.questions[place], sentences, int(choices.right[place])
