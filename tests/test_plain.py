"""What search shows of a text has no marks of formulas, and money keeps its own."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_helpers import Case, read_cases

from llmnotes.ask.verify import holds
from llmnotes.ask.wording import worded
from llmnotes.cli import main
from llmnotes.model import NoteId
from llmnotes.search import snippet
from llmnotes.search.plain import plain, readable
from llmnotes.sentences import sentences
from llmnotes.vault.reading import read_note


@pytest.mark.parametrize("case", list(read_cases("plain")), ids=lambda case: case.title)
def test_text_is_made_plain(case: Case) -> None:
    assert plain(case.source) == case.expected


@given(st.text(st.sampled_from("ab1 .,|-#*`\n"), max_size=60))
def test_text_without_formulas_is_only_put_in_one_line(text: str) -> None:
    assert plain(text) == " ".join(text.split())
    assert readable(text) == text


@given(st.text(st.sampled_from("ab{}_^\\$ frcsqt\n"), max_size=80))
def test_any_text_can_be_made_plain(text: str) -> None:
    assert "\n" not in plain(text)


def test_a_long_text_of_marks_takes_no_time() -> None:
    start = time.process_time()
    for text in (
        "$" * 50_000,
        "\\frac{" * 9_000,
        "$a" * 30_000,
        "\\sqrt{a}" * 9_000,
        "_{" * 30_000,
    ):
        plain(text)
        plain(f"${text.replace('$', ' ')}$")
    assert time.process_time() - start < 3


def test_a_sentence_told_with_signs_is_borne_out_by_its_tex() -> None:
    note, _ = read_note(NoteId("a.md"), "O fator $\\gamma = 0{,}9$ desconta o futuro.\n")
    (said,) = sentences(note)
    told = worded(said, ()).text
    assert told == "O fator γ = 0,9 desconta o futuro."
    assert holds(told, said, note)
    assert not holds(told.replace("γ", "θ"), said, note)


def test_titles_of_hits_are_plain_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Norma.md").write_text("# Norma\n\n## Por $\\sqrt{d_k}$\n\nDivide-se.\n", "utf-8")
    assert main(["search", "divide", "--vault", str(tmp_path)]) == 0
    assert "Norma › Por √(d_k)" in capsys.readouterr().out


def test_a_snippet_shows_no_marks_of_formulas() -> None:
    text = r"A atenção divide por $\sqrt{d_k}$, e custa US$ 5."
    shown, spans = snippet(text, "atencao")
    assert shown == "A atenção divide por √(d_k), e custa US$ 5."
    assert [shown[a:b] for a, b in spans] == ["atenção"]
