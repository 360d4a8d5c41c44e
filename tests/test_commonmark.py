"""The 652 examples of the CommonMark spec: what is not our syntax reads as in markdown-it."""

from __future__ import annotations

import json

import pytest
from markdown_helpers import CASES, render
from markdown_it import MarkdownIt
from markdown_it.token import Token

from llmnotes.markdown import parse

EXAMPLES = json.loads((CASES / "commonmark.json").read_text(encoding="utf-8"))["examples"]
BY_DESIGN = {
    64: "#hashtag is a tag",
    96: "--- at byte 0 opens front matter",
    98: "--- at byte 0 opens front matter",
    177: "HTML comments reach no token, and text behind one is text",
    179: "HTML comments reach no token",
    183: "HTML comments reach no token",
    308: "HTML comments reach no token",
    309: "HTML comments reach no token",
    548: "[[foo]] is a wikilink",
    559: "[[*foo* bar]] is a wikilink",
    590: "![[foo]] is an embed",
    602: "a bare address is a link",
    608: "a bare address is a link",
    611: "a bare address is a link",
    625: "HTML comments reach no token",
    626: "HTML comments reach no token",
}
STOCK = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def as_images(tokens: list[Token]) -> list[Token]:
    """Turn embeds written as images back into images: only their name is ours."""
    for token in tokens:
        if token.type == "embed" and "src" in token.attrs:
            token.type, token.tag = "image", "img"
            token.children = [Token("text", "", 0, content=token.content)]
        as_images(token.children or [])
    return tokens


@pytest.mark.parametrize(("number", "section", "source"), EXAMPLES)
def test_an_example_reads_as_in_commonmark(number: int, section: str, source: str) -> None:
    ours = render(as_images(list(parse(source).tokens)))
    if number in BY_DESIGN:
        assert ours != STOCK.render(source), f"{BY_DESIGN[number]}: no longer a difference"
    else:
        assert ours == STOCK.render(source)


def test_all_examples_are_here() -> None:
    assert [number for number, _, _ in EXAMPLES] == list(range(1, 653))
