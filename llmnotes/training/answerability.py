"""What a good sentence is, and when to be silent: ``python -m llmnotes.training.answerability``.

From the questions in benchmarks/ for that purpose (splits dev and train) and the vault they are
about, it writes ask/weights.json.

1. *Sentences*: a conditional logit over all sentences of the notes found. What it maximises is the
   expected gain of the sentence chosen; a sentence gains by its overlap with the reference and by
   standing in a note that answers. Other people's documents count for less (answer_documents.py).
2. *Confidence*: a logistic regression, answerable against not, on signs that come from weights
   fitted without the question's concept, so that it does not trust what was only learned by heart.
   It also learns from questions put to small vaults, most of which lack what they ask for, and
   from short ones. Both classes weigh the same: nobody knows how often readers ask what is not
   there.
3. *Threshold*: the confidence below which REFUSED of the answerable questions lie.

Prints what cross-validation says of each.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np

from llmnotes.api import Vault
from llmnotes.ask.confidence import NAMES as SIGNS
from llmnotes.ask.confidence import signs, together
from llmnotes.ask.features import NAMES as REASONS
from llmnotes.ask.weights import FILE, Weights
from llmnotes.training.answer_documents import course_examples, document_examples
from llmnotes.training.answer_examples import (
    FOLDS,
    Array,
    Example,
    read_examples,
    short_examples,
    small_examples,
)

SHRINK_SENTENCE, SHRINK_CONFIDENCE = 0.5, 0.3
"""Penalties on squared weights."""
REFUSED = 0.07
"""Share of answerable questions that may be refused; the bar is 0.08."""
ROOT = Path(__file__).parent.parent.parent


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
            total -= example.weight * float(np.log(gain))
            held = chance * example.gains / gain - chance
            slope -= example.weight * (example.found.rows.T @ held)
        return total + SHRINK_SENTENCE * float(weights @ weights), slope + (
            2 * SHRINK_SENTENCE * weights
        )

    start = np.zeros(len(REASONS))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return np.asarray(best.x)


def fit_confidence(rows: Array, answerable: Array, counts: Array) -> tuple[Array, float]:
    """Return the weights of SIGNS and the bias of a logistic regression with balanced classes.

    `counts` says how much each row counts.
    """
    from scipy.optimize import minimize

    share = np.average(answerable, weights=counts)
    weight = counts * np.where(answerable > 0, 0.5 / share, 0.5 / (1 - share))
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
    examples: Sequence[Example],
    documents: Sequence[Example] = (),
    courses: Sequence[Example] = (),
    further: Sequence[Example] = (),
) -> tuple[Weights, dict[str, float]]:
    """Return the weights, and what cross-validation says of them.

    Sentences are learnt from all but `further`, confidence from all but `courses`; the threshold is
    that of `examples`.
    """
    first = len(examples)
    examples = [*examples, *documents, *courses]
    main, examples = len(examples), [*examples, *further]
    whole = np.arange(len(examples)) < first
    split = np.array([e.split for e in examples])
    judged = split != "courses"
    folds = np.array([e.fold for e in examples])
    answerable = np.array([float(e.answerable) for e in examples])
    counts = np.array([e.weight for e in examples])
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
        own, other = folds == fold, judged & (folds != fold)
        parts, bias = fit_confidence(rows[other], answerable[other], counts[other])
        sure[own] = 1 / (1 + np.exp(-(rows[own] @ parts + bias)))
    small = ~whole & judged & (split != "short") & (split != "documents")
    threshold = float(np.quantile(sure[whole & (answerable > 0)], REFUSED))
    parts, bias = fit_confidence(rows[judged], answerable[judged], counts[judged])
    sentence = fit_sentences(examples[:main])
    measured: dict[str, float] = {}
    for name, within in (
        ("dev", whole & (split == "dev")),
        ("train", whole & (split == "train")),
        ("documents", split == "documents"),
        ("courses", split == "courses"),
        ("small", small),
        ("short", split == "short"),
    ):
        yes, no = within & (answerable > 0), within & (answerable == 0)
        measured |= {
            f"{name}: right note, with refusals": float((right * (sure >= threshold))[yes].mean()),
            f"{name}: right note": float(right[yes].mean()),
            f"{name}: token F1": float(shared[yes].mean()),
            f"{name}: refused, answerable": float((sure[yes] < threshold).mean()),
        }
        if no.any():
            measured |= {
                f"{name}: AUROC": auroc(sure[within], answerable[within]),
                f"{name}: refused, unanswerable": float((sure[no] < threshold).mean()),
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
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("-o", "--out", type=Path, default=FILE)
    args = parser.parse_args()
    vault, splits = Vault.open(args.vault), ("dev", "train")
    examples = read_examples(vault, args.questions, splits)
    documents = document_examples(args.data)
    courses = course_examples(vault, args.questions, splits)
    further = small_examples(vault, args.questions, splits)
    further += short_examples(vault, args.questions, splits)
    weights, measured = fit(examples, documents, courses, further)
    for name, value in measured.items():
        print(f"{name:34} {value:.3f}")
    args.out.write_text(json.dumps(asdict(weights), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
