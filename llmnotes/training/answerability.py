"""What a good sentence is, and when to be silent: ``python -m llmnotes.training.answerability``.

From the questions in benchmarks/ for that purpose (splits dev, train and wild) and the vault they
are about, it writes ask/weights.json.

1. *Sentences*: a conditional logit over all sentences of the notes found (sentence_choice.py). A
   sentence gains by its overlap with a reference, or by standing in the lines that answer, and by
   standing in a note that does. Other people's documents count for less (answer_documents.py).
2. *Confidence*: a logistic regression, answerable against not, on signs that come from weights
   fitted without the question's concept, so that it does not trust what was only learned by heart.
   It also learns from questions put to small vaults, most of which lack what they ask for, from
   short ones, from glossaries that lack a term (answer_glossaries.py), and from those about other
   people's vaults: what is sure in one vault must be sure in another. Both classes weigh the same:
   nobody knows how often readers ask what is not there.
3. *Threshold*: the confidence below which REFUSED of the answerable questions of dev lie, by
   whether the notes are known to answer others. Those of train are harder than what most people
   ask.

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
from llmnotes.ask.confidence import SAME, signs, together
from llmnotes.ask.features import NAMES as REASONS
from llmnotes.ask.weights import FILE, Weights
from llmnotes.training.answer_documents import course_examples, document_examples
from llmnotes.training.answer_examples import (
    FOLDS,
    UNASKED,
    Array,
    Example,
    read_examples,
    short_examples,
    small_examples,
    vault_examples,
)
from llmnotes.training.answer_glossaries import glossary_examples
from llmnotes.training.sentence_choice import fit_sentences

SHRINK = 0.3
"""Penalty on squared weights of signs."""
REFUSED = 0.056
"""Share of the answerable questions of dev that may be refused; the bar is 0.08. It is the least at
which of the others of dev and of train .85 are refused."""
ROOT = Path(__file__).parent.parent.parent


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
        return cost + SHRINK * float(kept @ kept), slope + 2 * SHRINK * kept

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

    Sentences are learnt from all but `further`, confidence from all but `courses` and the questions
    of *wild*, too many of which are beyond what is found; the threshold is that of dev.
    """
    first = len(examples)
    examples = [*examples, *documents, *courses]
    main, examples = len(examples), [*examples, *further]
    whole = np.arange(len(examples)) < first
    split = np.array([e.split for e in examples])
    bare = np.char.endswith(split, UNASKED)
    wild = whole & np.isin(split, ("wild", f"wild{UNASKED}"))
    judged = (split != "courses") & ~wild
    folds = np.array([e.fold for e in examples])
    answerable = np.array([float(e.answerable) for e in examples])
    counts = np.array([e.weight for e in examples])
    rows = np.zeros((len(examples), len(SIGNS)))
    right, shared = np.zeros(len(examples)), np.zeros(len(examples))
    for fold in range(FOLDS):
        choice = fit_sentences([e for e in examples[:main] if e.fold != fold])
        for place in np.flatnonzero(folds == fold).tolist():
            example = examples[place]
            if not example.found.units:
                continue
            scored = together(example.found, choice.scores(example))
            rows[place] = signs(example.found, scored)
            if example.answerable:
                best = int(scored.argmax())
                right[place], shared[place] = example.right[best], example.overlap[best]
    sure = np.zeros(len(examples))
    for fold in range(FOLDS):
        own, other = folds == fold, judged & (folds != fold)
        parts, bias = fit_confidence(rows[other], answerable[other], counts[other])
        sure[own] = 1 / (1 + np.exp(-(rows[own] @ parts + bias)))
    asked = rows[:, SIGNS.index("known")]
    sure = np.where(asked >= SAME, np.maximum(sure, asked), sure)  # as `confidence` has it
    small = (
        ~whole & judged & ~bare & ~np.isin(split, ("short", "documents", "vaults", "glossaries"))
    )
    threshold, unasked = (
        float(np.quantile(sure[whole & (split == name) & (answerable > 0)], REFUSED))
        for name in ("dev", f"dev{UNASKED}")
    )
    covered = np.array([e.found.covered for e in examples])
    limit = unasked + (threshold - unasked) * covered
    parts, bias = fit_confidence(rows[judged], answerable[judged], counts[judged])
    choice = fit_sentences(examples[:main])
    measured: dict[str, float] = {}
    for name, within in (
        ("dev", whole & (split == "dev")),
        ("train", whole & (split == "train")),
        ("wild", whole & (split == "wild")),
        ("vaults", split == "vaults"),
        *((name, split == name) for name in sorted(set(split[bare].tolist()))),
        ("documents", split == "documents"),
        ("courses", split == "courses"),
        ("small", small),
        ("short", split == "short"),
        ("glossaries", split == "glossaries"),
    ):
        yes, no = within & (answerable > 0), within & (answerable == 0)
        measured |= {
            f"{name}: right note, with refusals": float((right * (sure >= limit))[yes].mean()),
            f"{name}: right note": float(right[yes].mean()),
            f"{name}: token F1": float(shared[yes].mean()),
            f"{name}: refused, answerable": float((sure < limit)[yes].mean()),
        }
        if no.any():
            measured |= {
                f"{name}: AUROC": auroc(sure[within], answerable[within]),
                f"{name}: refused, unanswerable": float((sure < limit)[no].mean()),
            }
    fitted = Weights(
        sentence=_named(REASONS, choice.shared),
        kinds={kind: _named(REASONS, more) for kind, more in sorted(choice.kinds.items())},
        confidence=_named(SIGNS, parts),
        bias=round(bias, 4),
        threshold=round(threshold, 4),
        unasked=round(unasked, 4),
    )
    return fitted, measured


def _named(names: Sequence[str], weights: Array) -> dict[str, float]:
    return {name: round(float(one), 4) for name, one in zip(names, weights, strict=True)}


def main() -> None:
    """Fit, print what cross-validation says, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=ROOT / "benchmarks")
    parser.add_argument("--vault", type=Path, default=ROOT / "vault")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("-o", "--out", type=Path, default=FILE)
    args = parser.parse_args()
    vault, splits = Vault.open(args.vault), ("dev", "train", "wild")
    examples = read_examples(vault, args.questions, splits)
    others = vault_examples(args.questions / "vaults", ("vaults",))
    documents = document_examples(args.data)
    courses = course_examples(vault, args.questions, splits)
    further = small_examples(vault, args.questions, splits)
    further += short_examples(vault, args.questions, splits)
    further += glossary_examples(args.data)
    weights, measured = fit(examples, [*documents, *others], courses, further)
    for name, value in measured.items():
        print(f"{name:34} {value:.3f}")
    args.out.write_text(json.dumps(asdict(weights), indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
