"""``#tag`` and ``#nested/tag``, in text and in front matter."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it.rules_inline import StateInline

from .inline import InlineParser

# Obsidian's own set: anything but white space, ASCII punctuation and general punctuation;
# joiners of emoji (U+200D) stay.
_TAG = re.compile(r"[^\u2000-\u200c\u200e-\u206f\u2e00-\u2e7f\s!-,.:-@\[-^`{-~]+")
_NUMBER = re.compile(r"[0-9]+")
_SEPARATORS = re.compile(r"[,\s]+")


def add_tags(parser: InlineParser) -> None:
    """Teach `parser` to emit one ``tag`` token per tag."""
    parser.add("emphasis", "tag", "#", _rule)


def read_tag(text: str, start: int = 0) -> str | None:
    """Return the tag that begins at `start`, where its ``#`` was, or None.

    >>> read_tag("área/saúde, ..."), read_tag("1985")
    ('área/saúde', None)
    """
    match = _TAG.match(text, start)
    if match is None or _NUMBER.fullmatch(match[0]):
        return None
    return match[0].strip("/") or None


def property_tags(value: object) -> tuple[str, ...]:
    """Return the tags of a ``tags`` property: a list, or a string with commas or spaces.

    >>> property_tags("#a, b c"), property_tags(["a b", 2024, "x/y"])
    (('a', 'b', 'c'), ('a', 'b', 'x/y'))
    """
    values = value if isinstance(value, list) else [value]
    words = (w.lstrip("#") for v in values if isinstance(v, str) for w in _SEPARATORS.split(v))
    return tuple(tag for word in words if (tag := read_tag(word)))


def unique_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Return `tags` once each, whatever their case; the first spelling stays."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def _rule(state: StateInline, silent: bool) -> bool:
    pos = state.pos
    if pos and not state.src[pos - 1].isspace():
        return False
    tag = read_tag(state.src, pos + 1)
    if tag is None:
        return False
    if not silent:
        state.push("tag", "", 0).content = tag
    state.pos = pos + 1 + len(tag)
    return True
