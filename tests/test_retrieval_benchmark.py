"""The figures we publish are counted as they should be."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.datasets import CLASSES, Question
from benchmarks.questions import Question as Asked
from benchmarks.retrieval import Score, differences, judge
from benchmarks.vault_search import by_kind, found_in
from llmnotes.stemming import fold, words


def test_the_first_place_is_worth_all_and_a_missing_text_nothing() -> None:
    best = judge({"a": 2.0, "b": 1.0}, ["a"])
    assert (best.ndcg, best.recall, best.mrr) == (1, 1, 1)
    missed = judge({"b": 1.0}, ["a"])
    assert (missed.ndcg, missed.recall, missed.mrr) == (0, 0, 0)


def test_ties_share_the_average_of_their_ranks() -> None:
    assert judge({"a": 1.0, "b": 1.0, "c": 1.0}, ["a"]).mrr == 1 / 2
    everything = {str(i): 0.0 for i in range(100)}
    assert judge(everything, ["7"]).ndcg == 0, "a system that says nothing finds nothing"


@given(st.permutations(["a", "b", "c", "d"]))
def test_the_order_of_equal_scores_changes_nothing(ids: list[str]) -> None:
    score = judge(dict.fromkeys(ids, 0.5), ["b"])
    assert score == judge(dict.fromkeys("abcd", 0.5), ["b"])


@pytest.mark.parametrize("name", sorted(CLASSES))
def test_classes_are_seeded_and_change_what_they_say(name: str) -> None:
    question = Question("O que é a atenção em redes neurais?", "pt", ("x",))
    made = [CLASSES[name](question, random.Random(4)) for _ in range(2)]
    assert made[0] == made[1]
    assert made[0].relevant == question.relevant
    if name == "unaccented":
        assert made[0].text == fold(question.text)
    if name == "keyword":
        assert words(made[0].text) == ["atencao", "redes", "neurais"]
    if name == "typo":
        assert len(set(words(question.text)) - set(words(made[0].text))) == 1


def test_a_right_note_counts_where_it_stands() -> None:
    asked = [
        Asked("1", "pt", "a", "dev", ("x.md", "y.md"), form="plain"),
        Asked("2", "pt", "b", "dev", ("z.md",), form="typo"),
    ]
    answers = {"a": ["q.md", "y.md"], "b": ["q.md", "r.md", "s.md", "z.md"]}
    assert found_in(answers.__getitem__, asked, 3) == 1 / 2
    assert found_in(answers.__getitem__, asked, 1) == 0
    assert {name: len(group) for name, group in by_kind(asked).items()} == {
        "pt": 2,
        "pt, plain": 1,
        "pt, typo": 1,
    }


def test_what_a_class_loses_is_told_by_its_worst_set() -> None:
    def row(lexical: float, semantic: float, hybrid: float) -> dict[str, Score]:
        values = {"lexical": lexical, "semantic": semantic, "hybrid": hybrid}
        return {name: Score(value, 0, 0) for name, value in values.items()}

    clean = {"one": row(0.5, 0.4, 0.6), "two": row(0.5, 0.7, 0.75)}
    slips = {"one": row(0.4, 0.3, 0.59), "two": row(0.4, 0.72, 0.7)}
    told = differences({"paraphrase": clean, "typo": slips}).split("\n")
    assert told[2].startswith("| paraphrase | +0.050 | two |")
    assert told[3] == "| typo | -0.020 | two | 0.030 | 0.050 | two |"
