"""``[label](My%20Note.md)`` and ``![alt|300](image.png)``: Markdown's links, aware of the vault."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import unquote

from markdown_it.rules_inline import StateInline, html_inline, image, link
from markdown_it.token import Token

from .inline import InlineParser, InlineState
from .text import text_of
from .wikilink import Written, read_size

# A colon before a space belongs to a file's name: "Note: a.md".
_EXTERNAL = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*:(?!%20|\s)|//)")


def add_markdown_links(parser: InlineParser) -> None:
    """Make the stock rules for links and images tell links into the vault from external ones."""
    parser.ruler.at("link", _link)
    parser.ruler.at("image", _image)
    parser.ruler.at("html_inline", _html)


def is_external(href: str) -> bool:
    """Tell whether `href` leaves the vault.

    >>> is_external("obsidian://open"), is_external("a/Note%3A.md"), is_external("#h")
    (True, False, False)
    """
    return _EXTERNAL.match(href) is not None


def read_href(href: str) -> Written:
    """Return the target and heading that an href into the vault names.

    >>> read_href("My%20Note.md#A%20heading")
    ('My Note.md', 'A heading', None)
    """
    target, hash_, heading = href.partition("#")
    return unquote(target).strip(), unquote(heading).strip() if hash_ else None, None


def _link(state: StateInline, silent: bool) -> bool:
    state = cast(InlineState, state)
    first = len(state.tokens)
    line = 0 if silent else state.line_at(state.pos)
    # A label that holds a wikilink makes no link: the stock rule refuses links inside links.
    if not state.closes(state.pos) or not link(state, silent):
        return False
    if not silent:
        token = next(token for token in state.tokens[first:] if token.type == "link_open")
        href = str(token.attrs["href"])
        if href and not is_external(href):
            token.meta = {"written": read_href(href), "line": line}
    return True


def _image(state: StateInline, silent: bool) -> bool:
    state = cast(InlineState, state)
    if not state.closes(state.pos):
        return False
    if silent:
        return image(state, True)
    line = state.line_at(state.pos)
    if not image(state, False):
        return False
    token = state.tokens[-1]
    _size(token)
    href = str(token.attrs["src"])
    if href and not is_external(href):
        token.type, token.tag, token.children = "embed", "", None
        token.meta |= {"written": read_href(href), "line": line}
    return True


def _size(token: Token) -> None:
    """Take a size such as ``|300`` out of the alternative text."""
    alt, width, height = read_size(token.content)
    token.meta = {"width": width, "height": height}
    if width is None:
        token.content = text_of(token.children or ())
    else:
        token.content = alt
        token.children = [Token("text", "", 0, content=alt)] if alt else None


def _html(state: StateInline, silent: bool) -> bool:
    """Read inline HTML, but leave out comments: they reach no token."""
    count = len(state.tokens)
    if not html_inline(state, silent):
        return False
    if not silent and state.tokens[-1].content.startswith("<!--") and len(state.tokens) > count:
        state.tokens.pop()
        state.tokens_meta.pop()
    return True
