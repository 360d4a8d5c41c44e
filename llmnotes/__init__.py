"""Turn a folder of wikilinked notes into a graph, a search, grounded answers and a site."""

from __future__ import annotations

from llmnotes.api import Vault

__version__ = "0.1.0"
__all__ = ["Vault", "__version__"]
