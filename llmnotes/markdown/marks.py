"""``==highlight==``: pairs of ``==``, matched as markdown-it matches ``~~``."""

from __future__ import annotations

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from .inline import InlineParser

_MARKER = ord("=")


def add_marks(parser: InlineParser) -> None:
    """Teach `parser` to emit ``mark_open`` and ``mark_close``."""
    parser.add("emphasis", "mark", "=", _rule)
    parser.ruler2.before("emphasis", "mark", _pair)


def _rule(state: StateInline, silent: bool) -> bool:
    if silent or not state.src.startswith("==", state.pos):
        return False
    scanned = state.scanDelims(state.pos, True)
    # "===" and longer is a drawn line or code, never a highlight.
    text = "==" if scanned.length == 2 else "=" * scanned.length
    token = state.push("text", "", 0)
    token.content = text
    if scanned.length == 2:
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(_MARKER, 0, place, -1, scanned.can_open, scanned.can_close)
        )
    state.pos += scanned.length
    return True


def _pair(state: StateInline) -> None:
    _pair_list(state, state.delimiters)
    for meta in state.tokens_meta:
        if meta and "delimiters" in meta:
            _pair_list(state, meta["delimiters"])


def _pair_list(state: StateInline, delimiters: list[Delimiter]) -> None:
    for start in delimiters:
        if start.marker == _MARKER and start.end != -1:
            opening, closing = state.tokens[start.token], state.tokens[delimiters[start.end].token]
            opening.type, opening.nesting = "mark_open", 1
            closing.type, closing.nesting = "mark_close", -1
            for token in (opening, closing):
                token.tag, token.markup, token.content = "mark", "==", ""
