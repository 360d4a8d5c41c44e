"""Widgets: small programs that a note calls by name."""

from __future__ import annotations

from llmnotes.markdown import parse, read_note
from llmnotes.markdown.widgets import WIDGETS
from llmnotes.model import NoteId


def widgets(source: str) -> list[dict[str, object]]:
    return [dict(token.meta) for token in parse(source).tokens if token.type == "widget"]


def test_a_callout_of_type_widget_is_one_token_with_its_text() -> None:
    (found,) = widgets("> [!Widget] Next-Word\n> O céu *é*\n> azul\n")
    assert (found["name"], found["text"]) == ("next-word", "O céu *é*\nazul")
    assert [token.type for token in parse("> [!widget] tokens\n").tokens] == ["widget"]


def test_what_a_widget_holds_is_nothing_that_the_note_says() -> None:
    note, problems = read_note(NoteId("A.md"), "Um.\n\n> [!widget] tokens\n> [[B]] #tag\n\nDois.\n")
    assert [one.text for one in note.paragraphs] == ["Um.", "Dois."]
    assert (note.links, note.tags, problems) == ((), (), ())


def test_a_widget_ends_where_its_callout_ends() -> None:
    source = "> [!note] T\n> > [!widget] tokens\n> > a\n>\n> depois\n\n- item\n"
    kinds = [token.type for token in parse(source).tokens]
    assert kinds.count("widget") == 1 and "depois" in parse(source).paragraphs[1].text
    assert kinds.count("callout_open") == kinds.count("callout_close") == 1


def test_an_unknown_widget_is_a_problem_at_its_line() -> None:
    _, problems = read_note(NoteId("A.md"), "Um.\n\n> [!widget] gráfico\n", "pt")
    (problem,) = problems
    assert (problem.line, problem.kind) == (3, "widget")
    assert "gráfico" in problem.message and all(name in problem.message for name in WIDGETS)


def test_a_block_id_stays_on_the_widget() -> None:
    (found,) = widgets("> [!widget] tokens\n> a\n\n^aqui\n")
    assert found["block"] == "aqui"
