"""Turn a folder of wikilinked notes into a graph, a search, grounded answers and a site."""

from __future__ import annotations

__version__ = "0.1.0"
