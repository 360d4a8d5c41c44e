"""Every row of the tables in ``cases/`` that are about grammar."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from markdown_helpers import (
    Case,
    read_cases,
    show_blocks,
    show_contexts,
    show_headings,
    show_html,
    show_links,
    show_paragraphs,
    show_properties,
    show_tags,
    show_terms,
)

from llmnotes.markdown import Document, parse

VIEWS: dict[str, Callable[[Document], str]] = {
    "wikilinks": show_links,
    "mdlinks": show_links,
    "notlinks": show_html,
    "lines": show_links,
    "contexts": show_contexts,
    "embeds": show_html,
    "headings": show_headings,
    "blockids": show_blocks,
    "frontmatter": show_properties,
    "comments": show_html,
    "callouts": show_html,
    "math": show_html,
    "marks": show_html,
    "tasks": show_html,
    "lists": show_html,
    "footnotes": show_html,
    "tables": show_html,
    "urls": show_html,
    "tags": show_tags,
    "terms": show_terms,
    "paragraphs": show_paragraphs,
}
ROWS = [(name, case) for name in VIEWS for case in read_cases(name)]


@pytest.mark.parametrize(
    ("name", "case"), ROWS, ids=[f"{name}: {case.title}" for name, case in ROWS]
)
def test_a_note_reads_as_its_row_says(name: str, case: Case) -> None:
    assert VIEWS[name](parse(case.source)) == case.expected
