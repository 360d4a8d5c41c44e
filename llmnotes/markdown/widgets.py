"""``> [!widget] name``: a callout that stands for a small program, with a text to begin with."""

from __future__ import annotations

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

WIDGETS = ("next-word", "tokens", "sampling")
"""The programs there are."""


def take_widgets(state: StateCore) -> None:
    """Turn each callout of type widget into one ``widget`` token.

    What it holds is something to try out, not something the note says: it is no paragraph, and the
    links in it are text.
    """
    if not any(_opens(token) for token in state.tokens):
        return
    kept: list[Token] = []
    held: list[str] = []
    depth = 0
    for token in state.tokens:
        if depth:
            depth += {"callout_open": 1, "callout_close": -1}.get(token.type, 0)
            if token.content:
                held.append(token.content)
            if not depth:
                _fill(kept[-1], held)
        elif _opens(token):
            depth, held = 1, []
            kept.append(token)
        else:
            kept.append(token)
    state.tokens = kept


def _opens(token: Token) -> bool:
    return token.type == "callout_open" and token.meta["type"] == "widget"


def _fill(token: Token, held: list[str]) -> None:
    """Make a widget of the opened callout; its title is its name and no part of its text."""
    name = str(token.meta["title"])
    text = "\n".join(held[1:] if name else held)
    token.type, token.nesting = "widget", 0
    token.meta |= {"name": name.lower(), "text": text}
