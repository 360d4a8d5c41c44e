"""What belongs together: similar notes, links worth adding, near-duplicates.

automaton.py  many names found in one pass
overlap.py    how much texts share
similar.py    notes like a note, and notes that say the same
mentions.py   names that stand in a text without a link
"""

from __future__ import annotations

from llmnotes.related.mentions import suggest
from llmnotes.related.similar import duplicates, similar

__all__ = ["duplicates", "similar", "suggest"]
