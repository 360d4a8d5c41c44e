"""Passages keep every word of a note, in its place."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.model import Heading, Note, NoteId, Paragraph, Passage, Term
from llmnotes.passages import LONGEST, TARGET, searchable, split


def squeezed(text: str) -> str:
    return "".join(text.split())


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """A note of random sections; each paragraph has words that no other one has."""
    headings: list[Heading] = []
    paragraphs: list[Paragraph] = []
    terms: list[Term] = []
    line = 1
    for block in range(draw(st.integers(0, 12))):
        if draw(st.booleans()):
            level = draw(st.integers(1, 4))
            headings.append(Heading(level, f"Heading{block}.", f"h{block}", line))
            line += 2
        for part in range(draw(st.integers(0, 3))):
            length = draw(st.sampled_from([1, 3, 20, 150, 600]))
            separator = draw(st.sampled_from([" ", ". ", "\n"]))
            text = separator.join(f"w{block}x{part}y{n}" for n in range(length))
            height = text.count("\n")
            paragraphs.append(Paragraph(text, (line, line + height), len(headings) - 1))
            if draw(st.integers(0, 5)) == 0:
                terms.append(Term(f"t{block}", text, line))
            line += height + 2
    return Note(
        NoteId("n.md"),
        "Title",
        headings=tuple(headings),
        paragraphs=tuple(paragraphs),
        terms=tuple(terms),
    )


@settings(max_examples=60, deadline=None)
@given(notes())
def test_the_text_of_every_paragraph_stands_in_the_passages_once_and_in_order(note: Note) -> None:
    passages = split(note)
    told = squeezed(" ".join(p.text for p in passages))
    for heading in note.headings:
        told = told.replace(heading.text, "")
    assert told == squeezed(" ".join(p.text for p in note.paragraphs))


@settings(max_examples=60, deadline=None)
@given(notes())
def test_every_heading_is_in_a_breadcrumb_or_in_the_text(note: Note) -> None:
    passages = split(note)
    for heading in note.headings:
        assert any(heading.text in (*p.heading, *p.text.split("\n")) for p in passages)


@settings(max_examples=60, deadline=None)
@given(notes())
def test_passages_follow_each_other_in_lines_of_the_note(note: Note) -> None:
    passages = split(note)
    for passage in passages:
        assert 1 <= passage.lines[0] <= passage.lines[1]
    for before, after in pairwise(passages):
        assert before.lines[1] <= after.lines[0] or before.lines == after.lines


@settings(max_examples=60, deadline=None)
@given(notes())
def test_no_passage_is_longer_than_the_limit(note: Note) -> None:
    assert all(len(p.text) <= max(LONGEST, TARGET) + 200 for p in split(note))


@settings(max_examples=60, deadline=None)
@given(notes())
def test_a_defined_term_is_a_passage_of_its_own(note: Note) -> None:
    texts = [p.text for p in split(note)]
    for term in note.terms:
        assert len(term.definition) > LONGEST or term.definition in texts


@settings(max_examples=60, deadline=None)
@given(notes())
def test_lines_of_a_passage_hold_its_words(note: Note) -> None:
    """Each word of a passage stands on one of its lines in the file."""
    place: dict[str, int] = {}
    for paragraph in note.paragraphs:
        for offset, row in enumerate(paragraph.text.split("\n")):
            place |= dict.fromkeys(row.split(), paragraph.lines[0] + offset)
    for passage in split(note):
        for word in passage.text.split():
            line = place.get(word)
            assert line is None or passage.lines[0] <= line <= passage.lines[1]


def test_a_note_without_text_is_one_passage() -> None:
    assert split(Note(NoteId("a.md"), "A", description="About A.")) == (
        Passage(NoteId("a.md"), "About A.", "A"),
    )


def test_a_line_of_a_hundred_thousand_characters_is_cut_and_kept() -> None:
    text = "x" * 127_744
    passages = split(Note(NoteId("a.md"), "A", paragraphs=(Paragraph(text, (1, 1)),)))
    assert "".join(p.text for p in passages) == text
    assert {p.lines for p in passages} == {(1, 1)}


def test_the_breadcrumb_holds_the_headings_above() -> None:
    headings = (
        Heading(1, "One", "one", 1),
        Heading(2, "Two", "two", 3),
        Heading(2, "Three", "t", 9),
    )
    paragraphs = (Paragraph("a " * 200, (5, 5), 1), Paragraph("b " * 200, (11, 11), 2))
    note = Note(NoteId("a.md"), "A", headings=headings, paragraphs=paragraphs)
    assert [p.heading for p in split(note)] == [("One", "Two"), ("One", "Three")]


def test_tiny_sections_share_a_passage_below_their_parent() -> None:
    headings = (
        Heading(1, "One", "one", 1),
        Heading(2, "Two", "two", 3),
        Heading(2, "Three", "t", 7),
    )
    paragraphs = (Paragraph("alpha", (5, 5), 1), Paragraph("beta", (9, 9), 2))
    note = Note(NoteId("a.md"), "A", headings=headings, paragraphs=paragraphs)
    (passage,) = split(note)
    assert passage.heading == ("One",)
    assert passage.text == "Two\nalpha\nThree\nbeta"
    assert passage.lines == (3, 9)


def test_a_heading_that_repeats_the_title_is_said_once() -> None:
    passage = Passage(NoteId("a.md"), "Text.", "LLM", ("LLM", "Origin"))
    assert searchable(passage) == "LLM. Origin. Text."
