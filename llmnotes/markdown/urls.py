"""Bare ``https://…`` in text becomes a link, as in the app."""

from __future__ import annotations

import re
from typing import cast

from markdown_it.rules_inline import StateInline

from .inline import InlineParser, InlineState

_URL = re.compile(r"://[^\s<>\[\]|\\\"`]+")
_SCHEME = re.compile(r"(?:^|[^\w])(https?)$", re.IGNORECASE)
_TRAILING = ".,:;!?*_~'\""


def add_urls(parser: InlineParser) -> None:
    """Teach `parser` to link the addresses it meets in text."""
    parser.add("link", "url", ":", _rule)


def _rule(state: StateInline, silent: bool) -> bool:
    state = cast(InlineState, state)
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME.search(state.src[max(0, state.pos - 6) : state.pos])
    if scheme is None:
        return False
    rest = _URL.match(state.src, state.pos, state.posMax)
    if rest is None:
        return False
    tail = _trim(rest[0])
    url = scheme[1] + tail
    if len(tail) == 3 or not state.md.validateLink(url):
        return False
    if not silent:
        if not state.pending.endswith(scheme[1]):
            return False
        state.pending = state.pending[: -len(scheme[1])]
        _push(state, url)
    state.pos += len(tail)
    return True


def _trim(url: str) -> str:
    """Leave out punctuation and unbalanced brackets that end the sentence, not the address."""
    end, unopened = len(url), url.count(")") - url.count("(")
    while url[end - 1] in _TRAILING or (url[end - 1] == ")" and unopened > 0):
        unopened -= url[end - 1] == ")"
        end -= 1
        if end == 3:
            break
    return url[:end]


def _push(state: InlineState, url: str) -> None:
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(url)}
    state.push("text", "", 0).content = url
    closing = state.push("link_close", "a", -1)
    for token in (opening, closing):
        token.markup, token.info = "linkify", "auto"
