"""Remake the matcher: ``python -m llmnotes.training.matcher --data ../shared/data``.

Two tables of vectors of pieces and what each piece counts, learnt from questions with the sentences
of a context of which one answers, and from sentence pairs, so that languages stay side by side.
Most of the questions are those that were written for training (asked.py), with the sentences of the
note as context, by turns bare and below their headings. The tables begin as the bundled encoder's
on its first axes. It takes seven minutes on a core; what has been learnt stays in a work folder
(``.training/matcher``), and a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from llmnotes.encoder import BUNDLED
from llmnotes.encoder.matcher import ASKED, FOLDER, LENGTH, SHARES, TOLD
from llmnotes.encoder.static import read_tensor
from llmnotes.encoder.wordpiece import Tokenize, read_tokenizer
from llmnotes.training.asked import BENCHMARKS, VAULT, Lesson, read_lessons
from llmnotes.training.encoder_save import quantize
from llmnotes.training.matcher_data import (
    Bags,
    Batch,
    Choices,
    Ids,
    contexts_of,
    lesson_choices,
    pair_batch,
    question_batch,
    read_choices,
    read_sides,
)

if TYPE_CHECKING:
    from llmnotes.training.matcher_network import Network

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Recipe:
    """How the tables are learnt.

    A step takes sentence pairs with the chance `crossed`, questions written for training with the
    chance `asked`, else others.
    """

    dim: int = 64
    steps: int = 900
    crossed: float = 0.15
    asked: float = 0.7
    questions: int = 48
    pairs: int = 96
    most: int = 10
    rate: float = 2e-3
    share_rate: float = 1e-2
    scale: float = 20.0
    held_out: float = 0.02
    seed: int = 1


COMMON = 10_000
"""Sightings of a piece from which on more do not count for the axes."""
EVERY = 100
JUDGED = 1500


def first_axes(table: Floats, seen: Ids, dim: int) -> Floats:
    """Return the rows of `table`, at unit length, on the axes along which they differ most."""
    rows = _units(table)
    weighed = rows * np.minimum(seen, COMMON)[:, None] ** 0.25
    axes, _, _ = np.linalg.svd(weighed.T @ weighed)
    return _units((rows @ axes[:, :dim]).astype(np.float32))


def rarity(seen: Ids) -> Floats:
    """Return what each piece counts before anything is learnt, as a logarithm."""
    idf = np.log(seen.sum() / (seen + 50))
    return np.asarray(np.log(np.maximum(idf - 3, 0.3)), dtype=np.float32)


def judge(network: Network, choices: Choices, asked: Sequence[int]) -> float:
    """Return for how many of the questions the sentence that answers is the best of its context."""
    right = [
        int(network.scores([question], sentences)[0].argmax()) == place
        for question, sentences, place in contexts_of(choices, asked)
        if len(sentences) > 2 and all(map(len, sentences))
    ]
    return sum(right) / max(len(right), 1)


def make_matcher(
    data: Path,
    out: Path,
    work: Path,
    recipe: Recipe,
    minutes: float,
    lessons: Sequence[Lesson] = (),
) -> float:
    """Learn from the folder `data` and `lessons`, write to the folder `out`.

    Returns the share of `judge` for questions of `data` that nothing was learnt from.
    """
    from llmnotes.training.matcher_network import Network

    tokenize: Tokenize = read_tokenizer(BUNDLED / "tokenizer.json")
    _say("questions and pairs")
    choices, sides = read_choices(data, tokenize), read_sides(data, tokenize)
    taught = [lesson_choices(lessons, tokenize, headed=headed) for headed in (True, False)]
    table = np.array(read_tensor(BUNDLED / "model.safetensors", "embedding.weight"), np.float32)
    seen = _seen(len(table), [choices.sentences, *sides])
    network = Network(first_axes(table, seen, recipe.dim), rarity(seen), recipe)
    out_of_it = choices.held_out(recipe.held_out, recipe.seed)
    judged = np.flatnonzero(out_of_it)[:JUDGED].tolist()
    _say(f"before: {judge(network, choices, judged):.3f}")
    material = Material(choices, np.flatnonzero(~out_of_it), sides, taught)
    _learn(network, material, recipe, work, minutes)
    found = judge(network, choices, judged)
    asked, told, shares, length = network.tables()
    save(asked, told, shares, length, out / "model.safetensors")
    return found


@dataclass(frozen=True)
class Material:
    """What is learnt from: questions (those of `asked`), both sides of pairs, and lessons."""

    choices: Choices
    asked: Ids
    sides: tuple[Bags, Bags]
    taught: Sequence[Choices]

    def batch(self, recipe: Recipe, step: int) -> Batch:
        """Return what step number `step` takes, the same whenever it is called."""
        random = np.random.default_rng((recipe.seed, step))
        drawn = random.random()
        if drawn < recipe.crossed:
            left, right = self.sides[:: -1 if step % 2 else 1]
            return pair_batch(left, right, random.integers(0, len(left), recipe.pairs))
        choices, asked = self.choices, self.asked
        if drawn < recipe.crossed + recipe.asked and len(self.taught[0].right):
            choices = self.taught[int(random.integers(len(self.taught)))]
            asked = np.arange(len(choices.right))
        questions = random.choice(asked, min(recipe.questions, len(asked)), replace=False)
        return question_batch(choices, questions, random, recipe.most)


def _learn(
    network: Network, material: Material, recipe: Recipe, work: Path, minutes: float
) -> None:
    """Take the steps that are left, as long as there is time."""
    work.mkdir(parents=True, exist_ok=True)
    checkpoint = work / "checkpoint.pt"
    started = time.monotonic()
    loss = 0.0
    for step in range(network.resume(checkpoint), recipe.steps):
        if time.monotonic() - started > 60 * minutes:
            _say(f"stopped at step {step} for want of time; the same command goes on")
            network.save(checkpoint, step)
            return
        share = max(0.05, 1 - step / recipe.steps)
        loss += network.step(material.batch(recipe, step), share) / EVERY
        if (step + 1) % EVERY == 0:
            network.save(checkpoint, step + 1)
            _say(f"step {step + 1}: loss {loss:.3f}")
            loss = 0.0


def save(asked: Floats, told: Floats, shares: Floats, length: float, path: Path) -> None:
    """Write the tables with rows of int8, whose lengths are thrown away."""
    from safetensors.numpy import save_file

    path.parent.mkdir(parents=True, exist_ok=True)
    rows = {ASKED: quantize(asked)[1], TOLD: quantize(told)[1]}
    tensors: dict[str, npt.NDArray[Any]] = {**rows, SHARES: shares.astype(np.float32)}
    new = path.with_suffix(".new")
    save_file(tensors, new, metadata={LENGTH: repr(round(length, 6))})
    new.chmod(0o644)
    new.replace(path)


def _units(rows: Floats) -> Floats:
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    return np.asarray(rows / lengths, dtype=np.float32)


def _seen(pieces: int, bags: Sequence[Bags]) -> Ids:
    return sum((np.bincount(one.pieces, minlength=pieces) for one in bags), np.zeros(pieces, int))


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Make the tables and print how often the sentence that answers comes first."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--benchmarks", type=Path, default=BENCHMARKS, help="what was asked")
    parser.add_argument("--vault", type=Path, default=VAULT)
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--work", type=Path, default=Path(".training/matcher"))
    parser.add_argument("--minutes", type=float, default=30, help="time for learning, at most")
    parser.add_argument("--steps", type=int, default=Recipe.steps)
    parser.add_argument("--threads", type=int, default=1, help="1: the same to the last bit")
    args = parser.parse_args(argv)
    import torch

    torch.set_num_threads(args.threads)
    recipe = Recipe(steps=args.steps)
    lessons = list(read_lessons(args.benchmarks, args.vault, args.data))
    found = make_matcher(args.data, args.out, args.work, recipe, args.minutes, lessons)
    print(f"the sentence that answers is the best of its context: {found:.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
