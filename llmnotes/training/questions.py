"""Remake the encoder of questions: ``python -m llmnotes.training.questions --data ../shared/data``.

A table of piece vectors, learnt by InfoNCE over a batch, like the bundled encoder's, from pairs of
questions that one sentence answers: those of the shipped vault's files and those about the corpus
(asked.py). One of the two has slips of the pen a third of the time. Among them stand the pairs that
the bundled encoder has learnt from, so that words keep their meaning. It begins as that encoder's
first axes. Pairs and checkpoints stay in the work folder, which is that of
``llmnotes.training.encoder``. It takes two CPU minutes once the pairs are there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np

from llmnotes.encoder import BUNDLED
from llmnotes.encoder.questions import FILE, FOLDER, TABLE
from llmnotes.encoder.static import read_tensor, table_digest
from llmnotes.encoder.wordpiece import read_tokenizer
from llmnotes.training.asked import BENCHMARKS, VAULT, Lesson, read_lessons
from llmnotes.training.encoder import BATCH, MIXTURE, TOKENS, keep_memory, prepare, train_table
from llmnotes.training.encoder_batches import Batches, Mixture
from llmnotes.training.encoder_pairs import CROSS, PLACES, Pair
from llmnotes.training.encoder_save import write_tensors
from llmnotes.training.encoder_tokens import tokenize_pairs
from llmnotes.training.encoder_train import Recipe, Table

RECIPE = Recipe(dims=(128,), scale=16.0, exact=16.0, rate=0.02, steps=1_000, order=7)
ALIKE = Mixture(20.0)
"""How often pairs of questions are drawn; all other kinds together count 9."""
STRENGTH = 0.3
"""Root mean square of the numbers of the table at the beginning."""
PARTNERS = 4
"""Questions among which one is drawn to stand beside another."""
_LONG = 4
"""Letters of the longest word without slips."""
_LETTERS = "aeiourstlmnc"


def make_questions(
    data: Path, out: Path, work: Path, minutes: float, lessons: Sequence[Lesson], recipe: Recipe
) -> None:
    """Learn from `lessons` and the folder `data`, and write the table to the folder `out`.

    Learning takes `minutes` at most.
    """
    work.mkdir(parents=True, exist_ok=True)
    tokenize = read_tokenizer(BUNDLED / "tokenizer.json")
    held, lexicons = prepare(data, work, tokenize, recipe)
    pairs = tokenize_pairs(alike(lessons, Random(recipe.seed)), tokenize, TOKENS)  # noqa: S311
    sets = {**{name: held[name] for name in MIXTURE}, "alike": pairs}
    whole = read_tensor(BUNDLED / "model.safetensors", TABLE)[:, : recipe.dims[0]]
    start = whole.astype(np.float32)
    start *= STRENGTH / np.sqrt(np.square(start).mean())
    batches = Batches(sets, {**MIXTURE, "alike": ALIKE}, lexicons, BATCH, recipe.order)
    path = work / "questions.npy"
    save(train_table(batches, replace(recipe, pieces=len(start)), minutes, path, start), out)


def save(table: Table, out: Path) -> None:
    """Write `table` as int8 rows of one scale; that of the unknown piece is zero."""
    rows = np.rint(table * (127 / np.abs(table).max())).astype(np.int8)
    rows[0] = 0
    out.mkdir(parents=True, exist_ok=True)
    write_tensors(out / FILE, {TABLE: rows}, table_digest(rows))


def alike(lessons: Iterable[Lesson], random: Random) -> Iterator[Pair]:
    """Yield each question with others that the same sentence answers first.

    Neighbours are of one note; those of one sentence are of one group.
    """
    places: dict[str, dict[int, list[str]]] = {}
    for lesson in lessons:
        asked = places.setdefault(lesson.name, {})
        for question, right in lesson.asked:
            if right:
                asked.setdefault(right[0], []).append(question)
    for number, asked in enumerate(places.values()):
        for place, questions in sorted(asked.items()):
            for question in questions:
                others = [one for one in questions if one != question]
                if others:
                    partners = random.sample(others, min(PARTNERS, len(others)))
                    left = (question, question, slipped(question, random))
                    yield Pair(left, tuple(partners), CROSS, number * PLACES + place)


def slipped(text: str, random: Random) -> str:
    """Return `text` with slips of the pen in one or two of its longer words.

    >>> slipped("como treinar um modelo?", Random(1))
    'como treinaar um modelo?'
    """
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > _LONG and word.isalpha()]
    for at in random.sample(long, min(len(long), 1 + (len(long) > 5))):
        word = words[at]
        place = random.randrange(1, len(word) - 1)
        head, letter, tail = word[:place], word[place], word[place + 1 :]
        words[at] = random.choice((
            head + tail,
            head + tail[0] + letter + tail[1:],
            head + letter + letter + tail,
            head + random.choice(_LETTERS) + tail,
        ))  # fmt: skip
    return " ".join(words)


def main(argv: Sequence[str] | None = None) -> int:
    """Make the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--benchmarks", type=Path, default=BENCHMARKS, help="what was asked")
    parser.add_argument("--vault", type=Path, default=VAULT)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--work", type=Path, default=Path(".training/encoder"))
    parser.add_argument("--minutes", type=float, default=60, help="training time, at most")
    parser.add_argument("--threads", type=int, default=1, help="1: the same to the last bit")
    args = parser.parse_args(argv)
    import torch

    torch.set_num_threads(args.threads)
    keep_memory()
    lessons = list(read_lessons(args.benchmarks, args.vault, args.data, every=True))
    make_questions(args.data, args.out, args.work, args.minutes, lessons, RECIPE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
