"""Query → hits: lexical, semantic, or both fused, with names routed straight to their notes.

query.py    words to look up, slips of the pen mended
scoring.py  the arithmetic
filters.py  which notes may be found
typed.py    filters typed among the words of a query
listing.py  the notes that filters admit, where there are no words
engine.py   one search
snippet.py  the part of a passage to show
plain.py    text without the marks of formulas, symbols.py what TeX's commands look like
"""

from __future__ import annotations

from llmnotes.model import Hit
from llmnotes.search.engine import MODES, Mode, find, search
from llmnotes.search.filters import Filters
from llmnotes.search.listing import listing
from llmnotes.search.plain import plain
from llmnotes.search.snippet import snippet
from llmnotes.search.typed import read_typed

__all__ = [
    "MODES",
    "Filters",
    "Mode",
    "find",
    "hit_json",
    "listing",
    "plain",
    "read_typed",
    "search",
    "snippet",
]


def hit_json(hit: Hit) -> dict[str, object]:
    """Return a hit as ``--json`` prints it."""
    passage = hit.passage
    shown: dict[str, object] = {
        "path": passage.note,
        "title": passage.title,
        "heading": list(passage.heading),
        "lines": list(passage.lines),
        "score": round(hit.score, 4),
        "text": passage.text,
    }
    return shown | {"reason": hit.reason} if hit.reason else shown
