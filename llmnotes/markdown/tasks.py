"""``- [x] task`` with any mark between the brackets, and ``- **Term:** text``."""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token


def take_tasks(state: StateCore) -> None:
    """Move the mark of every task from the text into ``meta["task"]`` of its list item."""
    tokens = state.tokens
    for index, item in enumerate(tokens):
        if item.type != "list_item_open" or index + 2 >= len(tokens):
            continue
        text = tokens[index + 2]
        if text.type == "inline" and _is_task(text.content):
            item.meta["task"] = text.content[1]
            text.content = text.content[4:].lstrip()


def read_term(children: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """Split the inline tokens of an item into those of its term and of its definition.

    The term is bold and ends in a colon, inside or right behind the bold text.
    """
    # markdown-it leaves empty texts where it joined the marks of "**".
    children = [token for token in children if token.type != "text" or token.content]
    if not children or children[0].type != "strong_open":
        return None
    end = next((n for n, t in enumerate(children) if t.type == "strong_close" and t.level == 0), -1)
    if end < 2:
        return None
    last, after = children[end - 1], children[end + 1 : end + 2]
    inside = last.type == "text" and last.content.rstrip().endswith(":")
    behind = bool(after) and after[0].type == "text" and after[0].content.lstrip().startswith(":")
    return (children[1:end], children[end + 1 :]) if inside or behind else None


def _is_task(text: str) -> bool:
    return (
        len(text) > 3
        and text[0] == "["
        and text[2] == "]"
        and text[1] not in "[]\n"
        and text[3].isspace()
    )
