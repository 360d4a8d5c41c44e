"""Notes and what they say of each other: the concept graph."""

from __future__ import annotations

from llmnotes.graph.concept import ConceptGraph
from llmnotes.graph.network import NodeKind
from llmnotes.graph.ranks import Community, page_rank

__all__ = ["Community", "ConceptGraph", "NodeKind", "page_rank"]
