"""Passage text → the part of it that shows why it was found."""

from __future__ import annotations

import re
from collections.abc import Collection

from llmnotes.search.plain import plain
from llmnotes.stemming import content_words, stem, stems

_WORD = re.compile(r"[^\W_]+")
_MARGIN = 40

Span = tuple[int, int]


def matches(text: str, keys: Collection[str]) -> tuple[Span, ...]:
    """Return where words of `text` stand that have one of `keys`, in order."""
    return tuple(
        match.span()
        for match in _WORD.finditer(text)
        if any(key in keys for key in stems(match[0]))
    )


def query_keys(query: str) -> frozenset[str]:
    """Return the keys of a query's words that tell what is looked for."""
    return frozenset(stem(word) for word in content_words(query))


def snippet(text: str, query: str, width: int = 240) -> tuple[str, tuple[Span, ...]]:
    """Return the stretch of `text`, made plain, with most words of `query`, and where they stand.

    >>> snippet("Os pesos de atenção somam um.", "atencao")
    ('Os pesos de atenção somam um.', ((12, 19),))
    """
    text = plain(text)
    spans = matches(text, query_keys(query))
    if len(text) <= width:
        return text, spans
    start = _best_start(spans, width, len(text))
    if start and text[start - 1] != " ":
        first = min((a for a, _ in spans if a >= start), default=len(text))
        start = text.find(" ", start, first) + 1 or start
    last = start + width
    end = len(text) if last >= len(text) else text.rfind(" ", start + 1, last + 1)
    end = end if end > start else min(len(text), start + width)
    head, tail = "…" if start else "", "…" if end < len(text) else ""
    moved = tuple(
        (a - start + len(head), b - start + len(head)) for a, b in spans if start <= a and b <= end
    )
    return head + text[start:end] + tail, moved


def _best_start(spans: tuple[Span, ...], width: int, length: int) -> int:
    """Return where a window of `width` holds most of `spans`; the first such window."""
    best, most = 0, 0
    for start, end in spans:
        begin = max(0, min(start - _MARGIN, length - width), end - width)
        held = sum(begin <= a and b <= begin + width for a, b in spans)
        if held > most:
            best, most = begin, held
    return best
