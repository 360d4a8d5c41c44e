"""The fitted numbers fit the code, and what fits and measures them can be trusted."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest

from benchmarks.asking import Asking, auroc, consistency
from benchmarks.questions import Question
from llmnotes.ask.confidence import NAMES as SIGNS
from llmnotes.ask.evidence import Findings
from llmnotes.ask.features import NAMES as REASONS
from llmnotes.ask.question import _KINDS
from llmnotes.ask.weights import Weights, load_weights
from llmnotes.model import Answer, Citation, NoteId


def asking(group: str, form: str, note: str) -> Asking:
    """Return a question of `group`, answered from `note`, refused if that is empty."""
    notes = (NoteId("A.md"),)
    question = Question("q", "pt", "?", "dev", notes, "which", form, "", "Uma frase.", group)
    cited = (Citation(1, note, "", (), (1, 1), "Uma frase."),) if note else ()
    return Asking(question, Answer("?", "Uma frase. [1]", not note, 0.5, cited), 0.0)


def test_every_reason_and_sign_has_its_weight() -> None:
    weights = load_weights()
    assert tuple(weights.sentence) == REASONS
    assert set(weights.kinds) <= {kind for kind, _ in _KINDS} | {"which"}
    assert all(tuple(more) == REASONS for more in weights.kinds.values())
    assert tuple(weights.confidence) == SIGNS
    assert 0 < weights.unasked < 1
    assert 0 < weights.threshold < 1


def test_a_kind_of_question_adds_its_own_weights() -> None:
    weights = Weights({"opening": 1.0, "soft": 2.0}, {"why": {"opening": -3.0}}, {}, 0.0, 0.5, 0.4)
    assert weights.of("why") == [-2.0, 2.0]
    assert weights.of("who") == [1.0, 2.0]


def test_a_right_note_is_one_that_answers() -> None:
    assert asking("g", "plain", "A.md").right == 1
    assert asking("g", "plain", "B.md").right == 0
    assert asking("g", "plain", "").right == 0


def test_the_number_of_a_citation_is_no_word() -> None:
    assert asking("g", "plain", "A.md").overlap == 1
    assert asking("g", "plain", "").overlap == 0


def test_two_refusals_are_not_the_same_note() -> None:
    answers = [
        asking("one", "plain", "A.md"),
        asking("one", "typo", "A.md"),
        asking("one", "cross", "B.md"),
        asking("two", "plain", ""),
        asking("two", "typo", ""),
    ]
    assert consistency(answers) == {"cross": 0, "typo": 1, "all": 0.5}


def test_auroc_is_the_share_of_pairs_in_order() -> None:
    assert auroc([0.9, 0.8], [0.1]) == 1
    assert auroc([0.5], [0.5]) == 0.5
    assert auroc([0.9, 0.2], [0.2]) == 0.75


@pytest.mark.models
def test_what_one_kind_wants_is_learned_for_that_kind() -> None:
    from llmnotes.training.answer_examples import Example
    from llmnotes.training.sentence_choice import fit_sentences

    def example(kind: str, best: int) -> Example:
        rows = np.zeros((2, len(REASONS)))
        rows[0, 0] = rows[1, 1] = 1.0
        found = SimpleNamespace(asked=SimpleNamespace(kind=kind), rows=rows)
        gains = np.full(2, 1e-4)
        gains[best] = 1.0
        return Example("dev", True, 0, cast(Findings, found), gains, gains, gains)

    choice = fit_sentences([example("why", 0), example("what", 1)] * 20)
    why, what = (choice.scores(example(kind, 0)) for kind in ("why", "what"))
    assert why[0] > why[1]
    assert what[1] > what[0]
    other = choice.scores(example("which", 0))  # no example: what the others share
    assert abs(other[0] - other[1]) < 0.1


@pytest.mark.models
def test_the_fit_finds_what_tells_answers_apart() -> None:
    from llmnotes.training.answerability import fit_confidence

    chance = np.random.default_rng(0)
    rows = chance.normal(size=(400, len(SIGNS)))
    answerable = (rows[:, 2] + 0.1 * chance.normal(size=400) > 0).astype(float)
    weights, _ = fit_confidence(rows, answerable, np.ones(400))
    assert int(np.abs(weights).argmax()) == 2
    assert weights[2] > 0
