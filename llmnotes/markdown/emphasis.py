"""``**bold**`` and ``*italic*`` around plain words, read at once; all else is markdown-it's."""

from __future__ import annotations

from typing import cast

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.emphasis import tokenize as stock

from .inline import InlineParser, InlineState
from .tokens import new_token


def add_plain_emphasis(parser: InlineParser) -> None:
    """Put a short cut in front of the stock rule; the tokens are the same (CommonMark's tests)."""
    parser.ruler.at("emphasis", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    return not silent and (_plain(cast(InlineState, state)) or stock(state, silent))


def _plain(state: InlineState) -> bool:
    """Read a pair of stars that cannot mean anything else.

    Both runs are one or two stars, nothing inside is markup, letters touch them from the inside,
    and no letter or star stands before the first: so it can only open, and what closes it is next.
    """
    src, begin = state.src, state.pos
    size = 2 if src.startswith("**", begin) else 1
    start = begin + size
    if src[begin] != "*" or not src[start : start + 1].isalnum():
        return False
    if begin and (src[begin - 1] == "*" or src[begin - 1].isalnum()):
        return False
    end = state.next_stop(start, state.posMax)
    if end < 0:
        return False
    after = end + size
    if not src.startswith("*" * size, end) or after > state.posMax or src.startswith("*", after):
        return False
    if not src[end - 1].isalnum():
        return False
    _push(state, src[start:end], "strong" if size == 2 else "em", "*" * size)
    state.pos = after
    return True


def _push(state: StateInline, text: str, tag: str, markup: str) -> None:
    if state.pending:
        state.pushPending()
    level = state.level
    opening = new_token(tag + "_open", tag, 1, level)
    closing = new_token(tag + "_close", tag, -1, level)
    opening.markup = closing.markup = markup
    # Not by state.push: delimiters before and behind still see one another.
    state.tokens += (opening, new_token("text", "", 0, level + 1, text), closing)
    state.pendingLevel = level
