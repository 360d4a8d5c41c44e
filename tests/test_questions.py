from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.questions import (
    ANSWERABLE,
    UNANSWERABLE,
    Question,
    read_questions,
    split_of,
    validate,
)
from llmnotes.errors import VaultError
from llmnotes.model import NoteId

VAULT = Path(__file__).parent.parent / "vault"


@pytest.fixture(scope="module")
def pt() -> tuple[Question, ...]:
    return read_questions(ANSWERABLE[0])


@pytest.fixture(scope="module")
def en() -> tuple[Question, ...]:
    return read_questions(ANSWERABLE[1])


@pytest.fixture(scope="module")
def unanswerable() -> tuple[Question, ...]:
    return read_questions(UNANSWERABLE)


def test_our_questions_hold_against_our_vault(
    pt: tuple[Question, ...], en: tuple[Question, ...], unanswerable: tuple[Question, ...]
) -> None:
    assert validate((*pt, *en, *unanswerable), VAULT) == ()


def test_there_are_enough(
    pt: tuple[Question, ...], en: tuple[Question, ...], unanswerable: tuple[Question, ...]
) -> None:
    assert len(pt) >= 300 and {q.lang for q in pt} == {"pt"} and all(q.answerable for q in pt)
    assert len(en) >= 150 and {q.lang for q in en} == {"en"} and all(q.answerable for q in en)
    assert len(unanswerable) >= 120 and not any(q.answerable for q in unanswerable)
    assert len({q.concept for q in pt}) >= 170


def test_every_form_and_class_is_asked(pt: tuple[Question, ...]) -> None:
    forms, kinds = Counter(q.form for q in pt), Counter(q.kind for q in pt)
    assert forms["plain"] > len(pt) * 0.45 and min(forms.values()) > len(pt) * 0.1
    assert len(forms) == 4 and len(kinds) == 7


def test_dev_and_test_share_no_concept(
    pt: tuple[Question, ...], en: tuple[Question, ...], unanswerable: tuple[Question, ...]
) -> None:
    splits: dict[str, set[str]] = defaultdict(set)
    for q in (*pt, *en):
        splits[q.concept].add(q.split)
    assert all(len(found) == 1 for found in splits.values())
    sizes = Counter(q.split for q in (*pt, *en, *unanswerable))
    assert abs(sizes["dev"] - sizes["test"]) < 0.2 * sizes.total()


def test_english_questions_are_versions_of_portuguese_ones(
    pt: tuple[Question, ...], en: tuple[Question, ...]
) -> None:
    groups = {q.group for q in pt}
    assert sum(q.group in groups for q in en) >= 0.9 * len(en)


@pytest.fixture
def asked(tmp_path: Path) -> Question:
    (tmp_path / "Gato.md").write_text(
        "---\ntags: [a]\n---\nO **gato**\n[[Casa|mia]] muito.\n", "utf-8"
    )
    return Question(
        id="pt-001",
        lang="pt",
        question="O que o gato faz?",
        split=split_of("Gato"),
        notes=(NoteId("Gato.md"),),
        kind="which",
        form="plain",
        concept="Gato",
        reference="O gato mia muito.",
        group="g001",
    )


def test_a_good_question_has_no_fault(asked: Question, tmp_path: Path) -> None:
    assert validate([asked], tmp_path) == ()


def test_each_fault_is_named(asked: Question, tmp_path: Path) -> None:
    other = "dev" if asked.split == "test" else "test"
    for change, words in (
        ({"reference": "O **gato** mia"}, "no note named says"),
        ({"reference": "O gato  mia"}, "no note named says"),
        ({"notes": (NoteId("Gato.md"), NoteId("Cão.md"))}, "no note Cão.md"),
        ({"split": other}, "Gato belongs in"),
        ({"split": "held"}, "split is"),
        ({"kind": "who"}, "class, form or group"),
        ({"group": ""}, "class, form or group"),
        ({"form": "cross"}, "form 'cross' in language 'pt'"),
        ({"question": " "}, "question, lang or split"),
    ):
        faults = validate([replace(asked, **change)], tmp_path)
        assert any(words in fault for fault in faults), (change, faults)


def test_faults_between_questions(asked: Question, tmp_path: Path) -> None:
    again = replace(asked, question="Que faz o gato?")
    assert validate([asked, again], tmp_path) == ("pt-001: the id is taken",)
    same = replace(asked, id="pt-002")
    assert validate([asked, same], tmp_path) == ("pt-002: asks the same as pt-001",)
    apart = replace(asked, id="pt-002", question="Mia?", reference="mia muito.")
    assert validate([asked, apart], tmp_path) == (
        "pt-002: differs in its answer from pt-001 of group g001",
    )


def test_a_question_without_answer_follows_its_nearest_note(
    asked: Question, tmp_path: Path
) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text(
        '{"id": "no-001", "lang": "pt", "question": "E o cão?", "near": ["Gato.md"], '
        f'"split": "{asked.split}"}}\n',
        "utf-8",
    )
    (question,) = read_questions(path)
    assert not question.answerable and question.notes == ("Gato.md",)
    assert validate([question], tmp_path) == ()
    other = "dev" if asked.split == "test" else "test"
    assert "Gato belongs in" in validate([replace(question, split=other)], tmp_path)[0]


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"near": [], "colour": 1}'])
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n", "utf-8")
    with pytest.raises(VaultError, match=r"bad\.jsonl:1: not a question"):
        read_questions(path)
