"""Filters typed in a query: what is one, what stays text, and what they let through."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.api import Vault
from llmnotes.cli import run
from llmnotes.search import Filters, read_typed

NOTES = {
    "Modelos/BERT.md": "---\ntags: [ia/modelos, Educação]\nlang: pt\n---\nO modelo lê [[GPT]].",
    "Modelos/GPT.md": "---\ntags: [ia]\ndate: 2024-05-02\n---\nO modelo escreve.",
    "Tokens e geração/Top-p.md": "---\ntags: [geração]\n---\nO modelo sorteia; veja [[GPT]].",
    "Modelo.md": "---\nlang: pt_BR\n---\nO modelo soma.",
    "en/Model.md": "---\nlang: en\ndate: 2023-01-01\n---\nThe model writes.",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small vault."""
    root = tmp_path_factory.mktemp("typed")
    for path, text in NOTES.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def found(root: Path, query: str, **only: str) -> list[str]:
    hits = Vault.open(root).search(query, only=Filters(**only))  # type: ignore[arg-type]
    return [Path(hit.passage.note).stem for hit in hits]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("modelo tag:ia", {"BERT", "GPT"}),
        ("tag:#IA modelo", {"BERT", "GPT"}),
        ("modelo tag:ia tag:educacao", {"BERT"}),
        ("modelo pasta:modelos", {"BERT", "GPT"}),
        ('modelo folder:"tokens e geracao"', {"Top-p"}),
        ("modelo Pasta:“Tokens e geração”", {"Top-p"}),
        ("modelo idioma:inglês", {"Model"}),
        ("model lang:en", {"Model"}),
        ("modelo tag:nada", set()),
        ("modelo idioma:pt", {"BERT", "GPT", "Top-p", "Modelo"}),
    ],
)
def test_a_filter_among_the_words_lets_through_what_it_names(
    root: Path, query: str, expected: set[str]
) -> None:
    assert set(found(root, query)) == expected


def test_dates_may_be_typed_from_the_year_on(root: Path) -> None:
    assert "Model" not in found(root, "model desde:2024")
    assert "Model" in found(root, "model since:2023-01")


def test_filters_alone_list_notes_by_the_links_to_them(root: Path) -> None:
    assert found(root, "tag:ia") == ["GPT", "BERT"]
    assert found(root, "pasta:Modelos", lang="pt") == ["GPT", "BERT"]
    assert found(root, "", folder="en") == ["Model"]
    assert found(root, "") == []


def test_options_and_typed_filters_hold_together(root: Path) -> None:
    assert found(root, "modelo tag:educação", folder="Modelos") == ["BERT"]
    assert found(root, "modelo tag:geração", folder="Modelos") == []


def test_the_command_line_reads_them_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "--vault", str(root), "--json", "modelo tag:educacao"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["query"] == "modelo tag:educacao"
    assert {hit["path"] for hit in shown["hits"]} == {"Modelos/BERT.md"}


@pytest.mark.parametrize(
    "query",
    [
        "o que é https://exemplo.org/tag:ia",
        "tag: ia",
        "since:ontem",
        "lang:português-do-Brasil-todo",
        "nota: importante",
        "C++: ponteiros",
        "12:30",
    ],
)
def test_what_only_looks_like_a_filter_is_text(query: str) -> None:
    assert read_typed(query) == (query, Filters())


@given(st.text())
def test_words_without_a_colon_stay_as_they_are(text: str) -> None:
    words = text.replace(":", " ")
    assert read_typed(words) == (words, Filters())


@given(st.text(alphabet='ab :"tag“”', max_size=30))
def test_reading_what_is_left_finds_no_more(text: str) -> None:
    words, _ = read_typed(text)
    assert read_typed(words)[1] == Filters() or words == text
