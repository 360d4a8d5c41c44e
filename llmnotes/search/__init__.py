"""Query → hits: lexical, semantic, or both fused, with names routed straight to their notes.

query.py    words to look up, slips of the pen mended
scoring.py  the arithmetic
filters.py  which notes may be found
engine.py   one search
snippet.py  the part of a passage to show
"""

from __future__ import annotations

from llmnotes.model import Hit
from llmnotes.search.engine import MODES, Mode, find, search
from llmnotes.search.filters import Filters
from llmnotes.search.snippet import snippet

__all__ = ["MODES", "Filters", "Mode", "find", "hit_json", "search", "snippet"]


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
