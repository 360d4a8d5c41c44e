"""``[[target#heading|label]]`` and ``![[embed|alt|640x480]]``."""

from __future__ import annotations

import re
from typing import cast

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .inline import InlineParser, InlineState
from .text import text_of

Written = tuple[str, str | None, str | None]
"""Target, heading and label, as in `model.Link`."""

# Nearly all links, in one step; anything unusual takes the long way.
_PLAIN = re.compile(r"\[\[([^\[\]|#\n\\]+)(?:#([^\[\]|\n\\]+))?(?:\|([^\[\]|\n`*_~=$\\<&]+))?\]\]")
_SIZE = re.compile(r"(\d{1,5})(?:x(\d{1,5}))?")
_MARKUP = re.compile(r"[`*_~=$\\<&]")


def add_wikilinks(parser: InlineParser) -> None:
    """Teach `parser` to emit one ``wikilink`` or ``embed`` token per link, ahead of all markup."""
    parser.add("backticks", "wikilink", "[!", _rule)


def read_wikilink(body: str) -> Written | None:
    """Read what stands between ``[[`` and ``]]``, or return None if it names nothing.

    >>> read_wikilink("Attention#Heads|the heads")
    ('Attention', 'Heads', 'the heads')
    """
    left, bar, label = body.partition("|")
    target, hash_, heading = left.removesuffix("\\").partition("#")
    target, heading, label = target.strip(), heading.strip(), label.strip()
    if not (target or heading):
        return None
    return target, heading if hash_ else None, label if bar and label else None


def find_wikilinks(text: str) -> list[tuple[int, Written]]:
    """Return the wikilinks of a text that is not Markdown, with their places."""
    found, start = [], text.find("[[")
    while start >= 0:
        close = text.find("]]", start + 2)
        if close < 0:
            break
        start = text.rfind("[[", start, close)
        body = text[start + 2 : close]
        if "\n" not in body and (written := read_wikilink(body)):
            found.append((start, written))
        start = text.find("[[", close + 2)
    return found


def read_size(label: str | None) -> tuple[str, int | None, int | None]:
    """Split the label of an embed into alternative text, width and height.

    >>> read_size("alt|10x214"), read_size("300"), read_size("|700")
    (('alt', 10, 214), ('', 300, None), ('', 700, None))
    """
    alt, _, last = (label or "").rpartition("|")
    if match := _SIZE.fullmatch(last.strip()):
        return alt.strip(), int(match[1]), int(match[2]) if match[2] else None
    return (label or "").strip(), None, None


def display(target: str, heading: str | None) -> str:
    """Return what a link without a label shows.

    >>> display("A", "h1#h2"), display("", "h"), display("C", "")
    ('A > h1 > h2', 'h', 'C')
    """
    return " > ".join(part for part in (target, *(heading or "").split("#")) if part)


def _rule(state: StateInline, silent: bool) -> bool:
    state = cast(InlineState, state)
    plain = _PLAIN.match(state.src, state.pos, state.posMax)
    if plain is not None and (target := plain[1].strip()):
        if not silent:
            _push_plain(state, target, plain[2], plain[3])
        state.pos = plain.end()
        return True
    embed = state.src[state.pos] == "!"
    start = state.pos + embed
    close = _close(state, start)
    if close < 0 or (written := read_wikilink(state.src[start + 2 : close])) is None:
        return False
    if not silent:
        _push(state, embed, written)
    state.pos = close + 2
    return True


def _push_plain(state: InlineState, target: str, heading: str | None, label: str | None) -> None:
    heading, label = heading and heading.strip(), label and label.strip()
    token = state.push("wikilink", "", 0)
    token.meta = {"written": (target, heading, label or None), "line": state.line_at(state.pos)}
    token.content = label or (display(target, heading) if heading else target)


def _close(state: InlineState, start: int) -> int:
    """Return where the ``]]`` of the link at `start` begins, or -1 if it is not one."""
    src, body = state.src, start + 2
    if not src.startswith("[[", start) or src.startswith("[", body):
        return -1
    close = state.find_close(body)
    if close < 0 or src.find("[[", body, close) >= 0 or src.find("\n", body, close) >= 0:
        return -1
    # A label may hold brackets of its own: [[Note|[1]]].
    opened = src.count("[", body, close) - src.count("]", body, close)
    while opened > 0 and src.startswith("]", close + 2):
        close, opened = close + 1, opened - 1
    return close if close + 2 <= state.posMax else -1


def _push(state: InlineState, embed: bool, written: Written) -> None:
    line = state.line_at(state.pos)
    token = state.push("embed" if embed else "wikilink", "", 0)
    target, heading, label = written
    token.meta = {"written": written, "line": line}
    if embed:
        token.content, token.meta["width"], token.meta["height"] = read_size(label)
    elif label is None:
        token.content = display(target, heading)
    elif _MARKUP.search(label):
        token.children = _label(state, label)
        token.content = text_of(token.children)
    else:
        token.content = label


def _label(state: InlineState, label: str) -> list[Token]:
    """Parse a label with markup; links in it would nest, so they are left as text."""
    if "[" in label or "://" in label:
        return [Token("text", "", 0, content=label)]
    return state.md.inline.parse(label, state.md, state.env, [])
