"""Link text → target, by Obsidian's rules."""

from __future__ import annotations

from llmnotes.links.anchors import Anchors
from llmnotes.links.paths import Match, PathIndex, fold
from llmnotes.links.resolver import Resolver, ghost_key

__all__ = ["Anchors", "Match", "PathIndex", "Resolver", "fold", "ghost_key"]
