"""``$TeX$``, ``$$TeX$$`` in a paragraph, and blocks between ``$$`` lines."""

from __future__ import annotations

from typing import cast

from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from .block import BlockParser
from .inline import InlineParser, InlineState


def add_inline_math(parser: InlineParser) -> None:
    """Teach `parser` to emit ``math_inline`` and ``math_display``."""
    parser.add("emphasis", "math", "$", _inline)


def add_block_math(parser: BlockParser) -> None:
    """Teach `parser` to emit ``math_block``."""
    parser.add("fence", "math_block", "$", _block, "paragraph", "reference", "blockquote", "list")


def _inline(state: StateInline, silent: bool) -> bool:
    state = cast(InlineState, state)
    src, begin = state.src, state.pos
    size = 2 if src.startswith("$$", begin) else 1
    start = begin + size
    close = _close(state, start) if size == 1 else _close_display(state, start)
    if close >= 0:
        if not silent:
            token = state.push("math_inline" if size == 1 else "math_display", "", 0)
            token.content = src[start:close].strip()
        state.pos = close + size
        return True
    if size == 1:
        return False
    # Dollars in a row that open nothing are text together: none of them opens on its own.
    while src.startswith("$", start, state.posMax):
        start += 1
    if not silent:
        state.append_pending(src[begin:start])
    state.pos = start
    return True


def _close(state: InlineState, start: int) -> int:
    """Return where the ``$`` that closes the math at `start` stands, or -1.

    No space after the first ``$`` or before the last, and no digit behind it: "$5 or $10" is money.
    """
    src = state.src
    if start >= state.posMax or src[start].isspace():
        return -1
    close = _find(src, "$", start, state.posMax)
    if close <= start or src[close - 1].isspace() or src[close + 1 : close + 2].isdigit():
        return -1
    return -1 if _in_wikilink(state, start, close) else close


def _close_display(state: InlineState, start: int) -> int:
    if state.src.startswith("$", start):
        return -1
    close = _find(state.src, "$$", start, state.posMax)
    return close if close > start and state.src[start:close].strip() else -1


def _find(src: str, marker: str, start: int, end: int) -> int:
    """Return the first `marker` that no backslash escapes, or -1."""
    close = src.find(marker, start, end)
    while close > start and _escaped(src, start, close):
        close = src.find(marker, close + 1, end)
    return close


def _escaped(src: str, start: int, place: int) -> bool:
    before = src[start:place] if src[place - 1] == "\\" else ""
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _in_wikilink(state: InlineState, start: int, dollar: int) -> bool:
    """Tell whether a wikilink that opened behind `start` holds the `dollar`: it beats math."""
    opened = state.src.rfind("[[", start, dollar)
    if opened < 0 or state.src.find("]]", opened, dollar) >= 0:
        return False
    close = state.find_close(dollar)
    return close >= 0 and state.src.find("[[", dollar, close) < 0


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("$$", begin):
        return False
    last = _last_line(state, start, end, begin + 2)
    if last < 0:
        return False
    if not silent:
        text = state.getLines(start, last + 1, state.sCount[start], False).strip()
        state.line = last + 1
        token = state.push("math_block", "math", 0)
        token.content, token.markup, token.map = text[2:-2].strip(), "$$", [start, last + 1]
    return True


def _last_line(state: StateBlock, start: int, end: int, begin: int) -> int:
    """Return the line whose end closes the block, or -1 if none does or text follows."""
    line = start
    while True:
        text = state.src[begin : state.eMarks[line]].rstrip()
        if (close := text.find("$$")) >= 0:
            return line if close == len(text) - 2 else -1
        line += 1
        if line >= end or (state.sCount[line] < state.blkIndent and not state.isEmpty(line)):
            return -1
        begin = state.bMarks[line] + state.tShift[line]
