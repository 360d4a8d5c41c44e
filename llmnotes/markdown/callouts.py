"""``> [!type|data]± Title``: a quote whose first line makes it a callout."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore

from .block import BlockParser

_HEADER = re.compile(r"\[!([^\]|]+)(?:\|([^\]]*))?\]([+-]?)(?:\s+(.*))?")


def add_callouts(parser: BlockParser) -> None:
    """Teach `parser` to turn the quote around a header into ``callout_open``."""
    parser.add("reference", "callout", "[", _rule)


def close_callouts(state: StateCore) -> None:
    """Turn the ``blockquote_close`` of every callout into ``callout_close``."""
    kinds: list[str] = []
    for token in state.tokens:
        if token.type in ("blockquote_open", "callout_open"):
            kinds.append(token.type)
        elif token.type == "blockquote_close" and kinds.pop() == "callout_open":
            token.type, token.tag = "callout_close", "div"


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent or not state.tokens or state.tokens[-1].type != "blockquote_open":
        return False
    begin = state.bMarks[start] + state.tShift[start]
    match = _HEADER.fullmatch(state.src[begin : state.eMarks[start]].rstrip())
    if match is None:
        return False
    kind, data, fold, title = (group or "" for group in match.groups())
    token = state.tokens[-1]
    token.type, token.tag, token.markup = "callout_open", "div", ">"
    token.meta = {
        "type": kind.strip().lower(),
        "fold": fold,
        "data": data.strip(),
        "title": title.strip(),
    }
    state.line = start + 1
    if title.strip():
        _push_title(state, start, title.strip())
    return True


def _push_title(state: StateBlock, line: int, title: str) -> None:
    state.push("callout_title_open", "div", 1).map = [line, line + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = title, [line, line + 1], []
    state.push("callout_title_close", "div", -1)
