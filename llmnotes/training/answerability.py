"""What a good sentence is, and when to be silent: ``python -m llmnotes.training.answerability``.

From the questions in benchmarks/ for that purpose (splits dev and train) and the vault they are
about, it writes ask/weights.json.

1. *Sentences*: a conditional logit over all sentences of the notes found. What it maximises is the
   expected gain of the sentence chosen; a sentence gains by its overlap with the reference and by
   standing in a note that answers.
2. *Confidence*: a logistic regression, answerable against not, on signs that come from weights
   fitted without the question's concept, so that it does not trust what was only learned by heart.
   It also learns from the questions put to small vaults, drawn by a seed from the notes, most of
   which lack what they ask for. Both classes weigh the same: nobody knows how often readers ask
   what is not there.
3. *Threshold*: the confidence below which REFUSED of the answerable questions lie.

Prints what cross-validation says of each.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llmnotes.api import Vault
from llmnotes.ask.confidence import NAMES as SIGNS
from llmnotes.ask.confidence import signs, together
from llmnotes.ask.evidence import Findings, Gatherer
from llmnotes.ask.features import NAMES as REASONS
from llmnotes.ask.question import read_question
from llmnotes.ask.weights import FILE, Weights
from llmnotes.index import VaultSource, load_by_name
from llmnotes.stemming import words

FILES = (
    "questions.pt", "questions.en", "unanswerable", "questions.train", "unanswerable.train"
)  # fmt: skip
FOLDS = 5
SEED, SIZES, PUT = 7, (3, 4, 6, 10, 20, 50), 50
"""Of the small vaults: how many notes each has, and how many questions are put to it at least."""
SHRINK_SENTENCE, SHRINK_CONFIDENCE = 0.5, 0.3
"""Penalties on squared weights."""
RIGHT_NOTE = 0.25
"""What a sentence of a right note gains that shares no word with the reference."""
REFUSED = 0.07
"""Share of answerable questions that may be refused; the bar is 0.08."""
ROOT = Path(__file__).parent.parent.parent

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question with what was found; `gains` has one number a sentence."""

    split: str
    answerable: bool
    fold: int
    found: Findings
    gains: Array
    right: Array
    overlap: Array


def read_examples(vault: Vault, folder: Path, splits: Collection[str]) -> list[Example]:
    """Look for the evidence of every question of `splits`; one fold has all about a concept."""
    return list(_examples(vault, _asked(folder, splits)))


def small_examples(vault: Vault, folder: Path, splits: Collection[str]) -> list[Example]:
    """Put some of the same questions to small vaults of a few of the notes, drawn by a seed.

    What none of these notes answers is unanswerable there.
    """
    random = np.random.default_rng(SEED)
    asked = _asked(folder, splits)
    notes = sorted({note for one in asked for note in one.get("notes", ())})
    found: list[Example] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as place:
            kept = {notes[at] for at in random.choice(len(notes), size, replace=False)}
            for note in kept:
                target = Path(place) / note
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(vault.root / note, target)
            own = [asked[at] for at in random.choice(len(asked), PUT, replace=False)]
            own += [one for one in asked if not kept.isdisjoint(one.get("notes", ()))][:PUT]
            found += _examples(Vault.open(Path(place)), [_within(one, kept) for one in own])
    return found


def _asked(folder: Path, splits: Collection[str]) -> list[dict[str, Any]]:
    asked: list[dict[str, Any]] = []
    for name in FILES:
        lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
        asked += [one for line in lines if (one := json.loads(line))["split"] in splits]
    return asked


def _within(asked: dict[str, Any], notes: Collection[str]) -> dict[str, Any]:
    """Return a question as it is where there are only `notes`."""
    left = [note for note in asked.get("notes", ()) if note in notes]
    return asked | {"notes": left, "reference": asked.get("reference", "") if left else ""}


def _examples(vault: Vault, asked: Sequence[dict[str, Any]]) -> Iterator[Example]:
    source = VaultSource(vault.root, vault.config)
    with vault.index() as index:
        encoder = load_by_name(index.columns().encoder)
        gather = Gatherer(index, encoder, lambda path: source.read(path).note)
        for one in asked:
            yield _example(one, fold_of(one), gather(read_question(one["question"])))


def fold_of(asked: dict[str, Any]) -> int:
    """Return the fold of a question: that of its concept, else of the nearest note."""
    near = asked.get("near") or [asked["id"]]
    anchor = asked.get("concept") or Path(near[0]).stem
    return hashlib.sha256(f"fold:{anchor}".encode()).digest()[0] % FOLDS


def overlap(one: str, other: str) -> float:
    """Return the F1 of the words that two sentences share.

    >>> overlap("a b", "b c")
    0.5
    """
    first, second = Counter(words(one)), Counter(words(other))
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values())) if shared else 0.0


def fit_sentences(examples: Sequence[Example]) -> Array:
    """Return the weights of REASONS that maximise the log of the expected gain."""
    from scipy.optimize import minimize

    usable = [e for e in examples if e.answerable and len(e.gains)]

    def loss(weights: Array) -> tuple[float, Array]:
        total, slope = 0.0, np.zeros_like(weights)
        for example in usable:
            scored = example.found.rows @ weights
            chance = np.exp(scored - scored.max())
            chance /= chance.sum()
            gain = float(chance @ example.gains)
            total -= float(np.log(gain))
            slope -= example.found.rows.T @ (chance * example.gains / gain - chance)
        return total + SHRINK_SENTENCE * float(weights @ weights), slope + (
            2 * SHRINK_SENTENCE * weights
        )

    start = np.zeros(len(REASONS))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(best.x)


def fit_confidence(rows: Array, answerable: Array) -> tuple[Array, float]:
    """Return the weights of SIGNS and the bias of a logistic regression with balanced classes."""
    from scipy.optimize import minimize

    share = answerable.mean()
    weight = np.where(answerable > 0, 0.5 / share, 0.5 / (1 - share))
    inputs = np.hstack([rows, np.ones((len(rows), 1))])

    def loss(weights: Array) -> tuple[float, Array]:
        total = inputs @ weights
        cost = float(weight @ (np.logaddexp(0, total) - answerable * total))
        slope = inputs.T @ (weight * (1 / (1 + np.exp(-total)) - answerable))
        kept = np.append(weights[:-1], 0.0)
        return cost + SHRINK_CONFIDENCE * float(kept @ kept), slope + 2 * SHRINK_CONFIDENCE * kept

    start = np.zeros(inputs.shape[1])
    best = np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)
    return best[:-1], float(best[-1])


def auroc(sure: Array, answerable: Array) -> float:
    """Return how often an answerable question is surer than one that is not.

    >>> auroc(np.array([0.9, 0.2, 0.2]), np.array([1, 1, 0]))
    0.75
    """
    yes, no = sure[answerable > 0], sure[answerable == 0]
    return float(((yes[:, None] > no) + 0.5 * (yes[:, None] == no)).mean())


def fit(
    examples: Sequence[Example], small: Sequence[Example] = ()
) -> tuple[Weights, dict[str, float]]:
    """Return the weights, and what cross-validation says of them.

    Sentences are learnt from `examples`, confidence also from `small`.
    """
    main, examples = len(examples), [*examples, *small]
    folds = np.array([e.fold for e in examples])
    answerable = np.array([float(e.answerable) for e in examples])
    rows = np.zeros((len(examples), len(SIGNS)))
    right, shared = np.zeros(len(examples)), np.zeros(len(examples))
    for fold in range(FOLDS):
        weights = fit_sentences([e for e in examples[:main] if e.fold != fold])
        for place in np.flatnonzero(folds == fold).tolist():
            example = examples[place]
            if not example.found.units:
                continue
            scored = together(example.found, example.found.rows @ weights)
            rows[place] = signs(example.found, scored)
            if example.answerable:
                best = int(scored.argmax())
                right[place], shared[place] = example.right[best], example.overlap[best]
    sure = np.zeros(len(examples))
    for fold in range(FOLDS):
        own = folds == fold
        parts, bias = fit_confidence(rows[~own], answerable[~own])
        sure[own] = 1 / (1 + np.exp(-(rows[own] @ parts + bias)))
    whole = np.arange(len(examples)) < main
    dev = np.array([e.split == "dev" for e in examples]) & whole
    threshold = float(np.quantile(sure[whole & (answerable > 0)], REFUSED))
    parts, bias = fit_confidence(rows, answerable)
    sentence = fit_sentences(examples[:main])
    measured: dict[str, float] = {}
    for split, within in (("dev", dev), ("train", whole & ~dev), ("small vaults", ~whole)):
        yes, no = within & (answerable > 0), within & (answerable == 0)
        measured |= {
            f"{split}: right note, with refusals": float((right * (sure >= threshold))[yes].mean()),
            f"{split}: right note": float(right[yes].mean()),
            f"{split}: token F1": float(shared[yes].mean()),
            f"{split}: AUROC": auroc(sure[within], answerable[within]),
            f"{split}: refused, unanswerable": float((sure[no] < threshold).mean()),
            f"{split}: refused, answerable": float((sure[yes] < threshold).mean()),
        }
    fitted = Weights(
        sentence={n: round(float(w), 4) for n, w in zip(REASONS, sentence, strict=True)},
        confidence={n: round(float(w), 4) for n, w in zip(SIGNS, parts, strict=True)},
        bias=round(bias, 4),
        threshold=round(threshold, 4),
    )
    return fitted, measured


def main() -> None:
    """Fit, print what cross-validation says, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=ROOT / "benchmarks")
    parser.add_argument("--vault", type=Path, default=ROOT / "vault")
    parser.add_argument("-o", "--out", type=Path, default=FILE)
    args = parser.parse_args()
    vault, splits = Vault.open(args.vault), ("dev", "train")
    examples = read_examples(vault, args.questions, splits)
    weights, measured = fit(examples, small_examples(vault, args.questions, splits))
    for name, value in measured.items():
        print(f"{name:34} {value:.3f}")
    args.out.write_text(json.dumps(asdict(weights), indent=1) + "\n", "utf-8")


def _example(one: dict[str, Any], fold: int, found: Findings) -> Example:
    reference, notes = one.get("reference", ""), one.get("notes", ())
    said = [unit.sentence for unit in found.units]
    shared = np.array([overlap(sentence.quote, reference) for sentence in said])
    right = np.array([float(sentence.note in notes) for sentence in said])
    gains = np.maximum(RIGHT_NOTE * right + (1 - RIGHT_NOTE) * shared**2, 1e-4)
    return Example(one["split"], bool(reference), fold, found, gains, right, shared)


if __name__ == "__main__":
    main()
