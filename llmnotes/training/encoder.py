"""Remake the bundled encoder: ``python -m llmnotes.training.encoder --data ../shared/data``.

corpus → pairs → tokens → batches → tables → their mean → the same batches and questions that were
written for training (asked.py) → model directory. Whatever has been made
stays in a work folder (``.training/encoder``), so a run that was stopped goes on where it stood;
other recipes or other data need another work folder.
"""

from __future__ import annotations

import argparse
import ctypes
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random

import numpy as np

from llmnotes.encoder import BUNDLED
from llmnotes.encoder.wordpiece import Tokenize, read_tokenizer
from llmnotes.training.asked import BENCHMARKS, VAULT, Lesson, read_lessons
from llmnotes.training.encoder_batches import Batches, Mixture
from llmnotes.training.encoder_eval import report
from llmnotes.training.encoder_lexicon import Lexicon, learn_lexicon
from llmnotes.training.encoder_mining import mine_pairs
from llmnotes.training.encoder_pairs import KINDS, Pair, asked
from llmnotes.training.encoder_polish import mean_table, polish
from llmnotes.training.encoder_save import save_encoder
from llmnotes.training.encoder_tokenizer import train_tokenizer
from llmnotes.training.encoder_tokens import PairSet, tokenize_pairs, told_apart
from llmnotes.training.encoder_train import Recipe, Table, Watch, train
from llmnotes.training.encoder_weave import weave_pairs

_WIDE = Recipe(scale=11.0, exact=20.0, steps=1_200, block=64)
RECIPES = (Recipe(), _WIDE, Recipe(order=2))
"""Each makes a table; the encoder is their mean. They share pieces, dims and seed."""
FINISH = Recipe(rate=0.02, steps=600, order=7)
"""How the mean goes on with questions that were written for training among all else."""
FINISHED = 0.6
"""What the table that has gone on counts in the end; the mean before counts the rest. Between the
two lies what knows the questions and has not forgotten the other kinds (Wortsman et al. 2022,
*Robust fine-tuning of zero-shot models*, https://arxiv.org/abs/2109.01903)."""
ASKED = Mixture(8.0)
"""How often such questions are drawn then; all other kinds together count 9."""
BATCH = 2_048
TOKENS = 192
"""Tokens of a text that training looks at; the encoder itself reads all."""
MIXTURE = {
    "parallel": Mixture(2.0, exact=True),
    "headings": Mixture(2.0, crossed=0.5),
    "sentences": Mixture(1.5, crossed=0.5),
    "questions": Mixture(1.0, crossed=0.5, exact=True),
    "definitions": Mixture(0.7, crossed=0.5),
    "domain": Mixture(0.3, crossed=0.5),
    "mined": Mixture(0.4),
    "woven": Mixture(1.0),
}
NAMED = ("headings", "domain", "mined", "woven")
"""Kinds whose left side is a heading, bare or after its page's title."""
_COMMON = 3
"""Sections under the same heading from which on it is shown with its page's title only."""
_EVERY = 100


def make_encoder(
    data: Path,
    out: Path,
    minutes: float,
    work: Path,
    recipes: Sequence[Recipe] = RECIPES,
    batch: int = BATCH,
    pieces: Path | None = None,
    lessons: Iterable[Lesson] = (),
    finish: Recipe = FINISH,
) -> None:
    """Make the encoder from the folder `data` and write it to `out`.

    Training takes `minutes` at most, the same for each of `recipes`, and half of that for `finish`,
    which is left out where there are no `lessons`. `pieces` is a ready
    ``tokenizer.json``: the `tokenizers` package breaks ties between equally frequent pieces by
    chance, so only with the same file are two runs the same to the last bit.
    """
    work.mkdir(parents=True, exist_ok=True)
    recipe = recipes[0]
    vocabulary = work / "tokenizer.json"
    if not vocabulary.exists() and pieces is not None:
        shutil.copyfile(pieces, vocabulary)
    if not vocabulary.exists():
        _say(f"tokenizer of {recipe.pieces} pieces")
        train_tokenizer(data, recipe.pieces).save(str(vocabulary))
    tokenize = read_tokenizer(vocabulary)
    held, lexicons = prepare(data, work, tokenize, recipe)
    sets = {name: held[name] for name in MIXTURE}  # their order decides what is drawn when
    sets |= {name: told_apart(sets[name], _COMMON) for name in NAMED}
    tables = []
    for number, one in enumerate(recipes, start=1):
        batches = Batches(sets, MIXTURE, lexicons, batch, one.order, one.block)
        tables.append(
            train_table(batches, one, minutes / len(recipes), work / f"table-{number}.npy")
        )
    table = mean_table(tables)
    learnt = tokenize_pairs(asked(lessons), tokenize, TOKENS)
    if len(learnt):
        kinds = {**MIXTURE, "asked": ASKED}
        batches = Batches({**sets, "asked": learnt}, kinds, lexicons, batch, finish.order)
        gone_on = train_table(
            batches, finish, minutes / len(recipes) / 2, work / "finish.npy", table
        )
        table = FINISHED * gone_on + (1 - FINISHED) * table
    passages = sets["headings"]
    table = polish(table, passages.bags, passages.right[:, 0], recipe.seed)
    save_encoder(table, vocabulary, out)


def train_table(
    batches: Batches, recipe: Recipe, minutes: float, path: Path, start: Table | None = None
) -> Table:
    """Return the table of `recipe`, trained from `start` on or read back from `path`."""
    if not path.exists():
        checkpoint = path.with_suffix(".pt")

        def look(step: int, loss: float, _: Table) -> None:
            _say(f"{path.stem}, step {step} of {recipe.steps}: loss {loss:.3f}")

        table = train(batches, recipe, minutes, checkpoint, Watch(_EVERY, look), start)
        new = path.with_suffix(".new.npy")
        np.save(new, table)
        new.replace(path)
        checkpoint.unlink(missing_ok=True)
    return np.asarray(np.load(path), dtype=np.float32)


def prepare(
    data: Path, work: Path, tokenize: Tokenize, recipe: Recipe
) -> tuple[dict[str, PairSet], tuple[Lexicon, Lexicon]]:
    """Return the pairs of every kind and the lexicons pt → en and en → pt, made or read back."""

    def held(name: str, pairs: Callable[[], Iterable[Pair]]) -> PairSet:
        path = work / f"{name}.npz"
        if not path.exists():
            _say(f"pairs: {name}")
            tokenize_pairs(pairs(), tokenize, TOKENS).save(path)
        return PairSet.load(path)

    def chance(name: str) -> Random:  # of each kind its own, so that kinds read back change nothing
        return Random(f"{recipe.seed} {name}")  # noqa: S311 - no secret depends on it

    kinds = {**KINDS, "woven": weave_pairs}
    sets = {name: held(name, partial(kind, data, chance(name))) for name, kind in kinds.items()}
    into_en = _lexicon(sets["parallel"], work / "lexicon.pt-en.npz", recipe.pieces, back=False)
    into_pt = _lexicon(sets["parallel"], work / "lexicon.en-pt.npz", recipe.pieces, back=True)
    sets["mined"] = held("mined", lambda: mine_pairs(data, tokenize, into_en, chance("mined")))
    return sets, (into_en, into_pt)


def _lexicon(parallel: PairSet, path: Path, pieces: int, *, back: bool) -> Lexicon:
    if not path.exists():
        _say(f"lexicon: {path.name}")
        pt, en = parallel.left[:, 0], parallel.right[:, 0]
        source, target = (en, pt) if back else (pt, en)
        learn_lexicon(parallel.bags, source, target, pieces).save(path)
    return Lexicon.load(path)


def keep_memory() -> None:
    """Ask glibc to keep what is freed: a step's 16 MB arrays else cost a third of its time."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        if hasattr(libc, "mallopt"):
            libc.mallopt(-3, 32 << 20)  # M_MMAP_THRESHOLD
            libc.mallopt(-1, 2**31 - 1)  # M_TRIM_THRESHOLD


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def main(argv: Sequence[str] | None = None) -> int:
    """Make the encoder and print its figures on the dev sets, where there are any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--benchmarks", type=Path, default=BENCHMARKS, help="what was asked")
    parser.add_argument("--vault", type=Path, default=VAULT)
    parser.add_argument("--out", type=Path, default=BUNDLED)
    parser.add_argument("--work", type=Path, default=Path(".training/encoder"))
    parser.add_argument("--minutes", type=float, default=600, help="training time, at most")
    parser.add_argument("--steps", type=int, default=None, help="of each table, at most")
    parser.add_argument("--tokenizer", type=Path, default=None, help="a ready tokenizer.json")
    parser.add_argument("--threads", type=int, default=1, help="1: the same to the last bit")
    args = parser.parse_args(argv)
    import torch

    from llmnotes.encoder import load_encoder

    torch.set_num_threads(args.threads)
    keep_memory()
    recipes = [
        replace(recipe, steps=min(recipe.steps, args.steps or recipe.steps)) for recipe in RECIPES
    ]
    lessons = read_lessons(args.benchmarks, args.vault, args.data)
    finish = replace(FINISH, steps=min(FINISH.steps, args.steps or FINISH.steps))
    make_encoder(
        args.data,
        args.out,
        args.minutes,
        args.work,
        recipes,
        pieces=args.tokenizer,
        lessons=lessons,
        finish=finish,
    )
    if (args.data / "dev").is_dir():
        print(report(load_encoder(str(args.out)), args.data / "dev"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
