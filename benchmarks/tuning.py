"""What `llmnotes tune` gains: ``python -m benchmarks.tuning --vault DIR [--asked FILE]``.

Tunes a copy of the vault and prints the mean of one over the rank of the right note, without tuning
and with it: over the held-out questions that tuning makes of the vault and judges itself by, and,
for the shipped vault, over the questions that people wrote (questions.pt and .en), which tuning
never sees. For that vault it then asks these questions and those that it does not answer, and
prints how often the note cited first is right, the token F1, and what is refused. That is done with
a result that was not kept as well: it says what keeping it would have changed. For a vault of
benchmarks/vaults it ranks the questions beside it, which tuning never sees either.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Literal

from benchmarks.asking import Asking, ask_all
from benchmarks.questions import ANSWERABLE, Question, read_questions
from benchmarks.vault_search import VAULT
from llmnotes.api import Vault
from llmnotes.encoder import TextEncoder
from llmnotes.encoder.static import StaticEncoder
from llmnotes.encoder.tuned import read_tuned, write_tuned
from llmnotes.index import (
    FOLDER,
    TUNED,
    TUNED_FOLDER,
    Index,
    VaultSource,
    load_by_name,
    refresh,
    update,
)
from llmnotes.model import NoteId
from llmnotes.search import search
from llmnotes.tune import asked_of, tune
from llmnotes.tune.cases import make_cases
from llmnotes.tune.fitting import fit
from llmnotes.tune.judging import DEPTH, by_chance
from llmnotes.vault.asked import AskedOf

Mode = Literal["semantic", "hybrid"]
DECODERS = ("extractive", "bundled")
MINUTES = 5.0


def adapt(vault: Vault, base: StaticEncoder, asked: Sequence[AskedOf]) -> None:
    """Tune `vault` and keep what comes of it, whatever it is."""
    pairs = make_cases(vault.graph, asked).pairs
    pieces, rows = fit(base, pairs, 60 * MINUTES, lambda share: None)
    write_tuned(vault.root / FOLDER / TUNED_FOLDER, base, pieces, rows)
    refresh(vault.root, vault.config, TUNED).close()


def places(root: Path, encoder: TextEncoder, asked: list[Question], mode: Mode) -> list[float]:
    """Return one over the rank of the first right note for each question, 0 if it is not found."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        update(Path(folder), VaultSource(root), lambda _: encoder)
        with Index(Path(folder)) as index:
            for one in asked:
                hits = search(index, one.question, encoder, DEPTH, mode)
                notes = dict.fromkeys(hit.passage.note for hit in hits)
                ranks = [rank for rank, note in enumerate(notes, 1) if note in one.notes]
                found.append(1 / ranks[0] if ranks else 0.0)
    return found


def questions_beside(vault: Path) -> list[Question]:
    """Return the answerable questions that lie beside the notes of a vault of benchmarks/vaults."""
    lines = (vault.parent / "questions.jsonl").read_text("utf-8").splitlines()
    return [
        Question(one["id"], one["lang"], one["question"], one["split"], tuple(notes))
        for one in map(json.loads, lines)
        if (notes := [NoteId(note) for note, _, _ in one["lines"]])
    ]


def row(name: str, before: list[float], after: list[float]) -> str:
    """Return a row of the table: means, right firsts, better, worse, by chance."""
    pairs = list(zip(before, after, strict=True))
    better, worse = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
    first = [mean(float(one == 1) for one in side) for side in (before, after)]
    return (
        f"| {name} | {len(pairs)} | {mean(before):.3f} → {mean(after):.3f}"
        f" | {first[0]:.3f} → {first[1]:.3f} | {better} / {worse}"
        f" | {by_chance(before, after):.2g} |"
    )


def asked_table(before: Sequence[Asking], after: Sequence[Asking]) -> list[str]:
    """Return the rows that compare the answers to the same questions."""
    pairs = [(b, a) for b, a in zip(before, after, strict=True) if b.question.answerable]
    rest = [(b, a) for b, a in zip(before, after, strict=True) if not b.question.answerable]
    kinds = {lang: [p for p in pairs if p[0].question.lang == lang] for lang in ("pt", "en")}
    rows = []
    for lang, own in kinds.items():
        rows.append(compared(f"{lang}, cited note right", [(b.right, a.right) for b, a in own]))
        rows.append(compared(f"{lang}, token F1", [(b.overlap, a.overlap) for b, a in own]))
    for name, own in (("answerable", pairs), ("unanswerable", rest)):
        sides = [(float(b.answer.refused), float(a.answer.refused)) for b, a in own]
        rows.append(compared(f"{name}, refused", sides))
    return rows


def compared(name: str, pairs: Sequence[tuple[float, float]]) -> str:
    """Return a row of the table: means, more and less than before, by chance to either side."""
    before, after = map(list, zip(*pairs, strict=True))
    more, less = sum(a > b for b, a in pairs), sum(a < b for b, a in pairs)
    chance = min(1.0, 2 * min(by_chance(before, after), by_chance(after, before)))
    return (
        f"| {name} | {len(pairs)} | {mean(before):.3f} → {mean(after):.3f}"
        f" | {more} / {less} | {chance:.2g} |"
    )


def main() -> int:
    """Tune a copy and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vault", type=Path, default=VAULT)
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--asked", type=Path, help="questions of readers, as for llmnotes tune")
    args = parser.parse_args()
    shipped = args.vault.resolve() == VAULT.resolve()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        shutil.copytree(args.vault, root, ignore=shutil.ignore_patterns(FOLDER))
        vault = Vault.open(root)
        start = time.process_time()
        readers = asked_of(vault.graph, args.asked) if args.asked else []
        outcome = tune(root, vault.config, vault.graph, asked=readers)
        print(f"{time.process_time() - start:.0f} CPU s: {outcome}", flush=True)
        base = load_by_name("")
        if not shipped and not (args.vault.parent / "questions.jsonl").exists():
            return 0
        if not isinstance(base, StaticEncoder):
            raise TypeError("the bundled encoder is a table")
        if not outcome.kept:
            print("not kept; this is what it would have changed:\n")
            adapt(vault, base, readers)
        adapted = read_tuned(root / FOLDER / TUNED_FOLDER, base)
        print("| questions | number | 1 / rank | first | better / worse | by chance |")
        print("|---|---|---|---|---|---|")
        modes: tuple[Mode, ...] = ("semantic", "hybrid")
        if shipped:
            both = [read_questions(path) for path in ANSWERABLE]
            own = [[one for one in asked if one.split == args.split] for asked in both]
        else:
            own = [questions_beside(args.vault)]
        for asked in own:
            for mode in modes:
                sides = [places(root, encoder, asked, mode) for encoder in (base, adapted)]
                name = asked[0].lang if shipped else args.vault.parent.name
                print(row(f"{name}, {mode}", *sides), flush=True)
        if not shipped:
            return 0
        plain = Path(folder) / "plain"
        shutil.copytree(args.vault, plain, ignore=shutil.ignore_patterns(FOLDER))
        for decoder in DECODERS:
            print(f"\n| {decoder} | number | before → after | more / less | by chance |")
            print("|---|---|---|---|---|")
            told = [list(ask_all(place, args.split, decoder)) for place in (plain, root)]
            print("\n".join(asked_table(*told)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
