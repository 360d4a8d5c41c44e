"""What holds for every note."""

from __future__ import annotations

import string
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_helpers import render
from markdown_it import MarkdownIt
from markdown_it.token import Token

from llmnotes.markdown import heading_key, parse, read_note, slugify
from llmnotes.markdown.plainyaml import read_plain
from llmnotes.markdown.properties import read_properties
from llmnotes.model import LinkKind, NoteId

PIECES = [
    *"[]|#^!$%`*_~=<>&\\:-+()\"'{}@ \n\t1ax",
    "[[", "]]", "![[", "%%", "$$", "==", "~~", "**", "```", "<!--", "-->", "---\n", "\n\n", "\n> ",
    "\n- ", "\n1. ", "\n\t- ", "\n    ", "> [!note] ", "[^1]", "\n[^1]: ", "^[", " ^id",
    "| a |\n|---|\n", "https://x.org", "#tag", "é", "😀", "\r\n", "\x00", "\u2028", "&amp;",
    "<div>", "</div>", "a: b\n",
]  # fmt: skip
markdown = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
words = st.text(string.ascii_letters + "éç ", min_size=1).map(str.strip).filter(bool)
# A name is whatever a file may be called, less the four signs a link gives a meaning to.
names = st.text(st.characters(blacklist_characters="[]|#\n\r\\%\x00", blacklist_categories=["Cs"]))
names = names.map(str.strip).filter(bool)
SECRET = "zqsecretqz"


def all_tokens(tokens: tuple[Token, ...] | list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from all_tokens(token.children or [])


@given(st.one_of(markdown, st.text()))
def test_reading_never_raises(source: str) -> None:
    note, problems = read_note(NoteId("a.md"), source)
    assert note.title
    assert all(problem.path == "a.md" for problem in problems)


@given(markdown)
def test_lines_lie_in_the_file_and_grow(source: str) -> None:
    document = parse(source)
    last = document.source.count("\n") + 1
    begins: list[int] = []
    for token in document.tokens:
        if token.type == "footnote_block_open":
            break
        if token.map is not None:
            first, end = token.map
            assert 1 <= first <= end <= last
            begins.append(first)
    assert begins == sorted(begins)
    for link in document.links:
        assert 1 <= link.line <= last
    for heading in document.headings:
        assert document.source.split("\n")[heading.line - 1].strip()


@given(markdown)
def test_a_context_holds_the_text_of_its_link(source: str) -> None:
    document = parse(source)
    for token in all_tokens(document.tokens):
        if "link" in token.meta:
            link = token.meta["link"]
            assert document.links[token.meta["n"]] is link
            start, end = link.span
            assert 0 <= start <= end <= len(link.context)
            if token.type == "wikilink":
                assert link.context[start:end] == token.content.strip() or link.context == (
                    link.context.strip()
                )


@given(names, st.none() | words, st.none() | words, st.booleans())
def test_a_written_link_reads_back_the_same(
    target: str, heading: str | None, label: str | None, embed: bool
) -> None:
    text = ("!" if embed else "") + "[[" + target
    text += "" if heading is None else f"#{heading}"
    text += "" if label is None else f"|{label}"
    [link] = parse(f"a {text}]] b").links
    assert (link.target, link.heading, link.label) == (target, heading, label)
    assert link.kind is (LinkKind.EMBED if embed else LinkKind.LINK)


CODE = {"code_inline", "fence", "code_block"}
COMMENTS = ["%%{}%%", "%%{} a\n{}%%", "%%\n{}\n\n{}\n%%", "<!-- {} -->", "<!--\n{}\n\n- {}\n-->"]


@given(markdown, st.sampled_from(COMMENTS), markdown)
def test_a_comment_leaks_into_no_token_but_code(before: str, comment: str, after: str) -> None:
    before = "a\n" + before.replace("%", "").replace("-->", "").replace("<!--", "")
    text = comment.replace("{}", SECRET)
    document = parse(f"{before}\n\nx {text} y\n\n{after}")
    for token in all_tokens(document.tokens):
        if token.type not in CODE and token.type not in ("inline", "heading_open"):
            assert SECRET not in token.content + repr(token.meta) + repr(token.attrs)


@given(markdown)
def test_slugs_are_unique_and_say_nothing_twice(source: str) -> None:
    slugs = [heading.slug for heading in parse(source).headings]
    assert len(set(slugs)) == len(slugs)
    assert all(slugs)


@given(st.text())
def test_keys_and_slugs_are_stable(text: str) -> None:
    assert heading_key(heading_key(text)) == heading_key(text)
    assert slugify(slugify(text)) == slugify(text)


OURS = set("[!$%=^#~:")
plain_pieces = st.sampled_from([piece for piece in PIECES if not set(piece) & OURS])
STOCK = MarkdownIt("commonmark").enable("table")


@given(st.lists(plain_pieces, max_size=60).map("".join))
def test_what_is_not_our_syntax_reads_as_in_commonmark(source: str) -> None:
    source = "a\n\n" + source.replace("<!--", "").replace("|", "")
    assert render(parse(source).tokens) == STOCK.render(source)


yaml_lines = st.lists(
    st.tuples(
        st.sampled_from(["a", "b-c", "D", "lang", "-", "  -", "    -", "1", "é"]),
        st.sampled_from([": ", ":", " ", ":  "]),
        st.sampled_from(
            ["x", "no", "true", "NULL", "1", "x y", "[a, b]", "[]", "[a, 1]", "[a,]", "", " ",
             "x #y", "[a] ", "Ação, b", "x: y", "'q'", "[true]", "[a b, c/d]", "~", "n", "a-b",
             "[ a ]", '"q: r"', '"a\\n"', '["[[A]]", "b, c"]', "[[A]]", '"x" #c', "'it''s'",
             '["a"b]', "2024-01-02", "007", "12", "1.5", "[1, 2024-01]", '""', "['a', \"b\"]",
             '"é\ufeff"']
        ),
    ).map("".join),
    max_size=6,
).map("\n".join)  # fmt: skip


@given(yaml_lines)
def test_plain_front_matter_means_what_yaml_says(text: str) -> None:
    plain = read_plain(text)
    if plain is not None:
        assert plain == read_properties(text)


@pytest.mark.parametrize("text", ["a: [b, c]", "a: b", "a:\n  - b\n  - c d", "lang: pt\ntags: []"])
def test_the_plain_reader_reads_what_most_notes_have(text: str) -> None:
    assert read_plain(text) == yaml.safe_load(text)
