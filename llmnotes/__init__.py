"""Turn a folder of wikilinked notes into a graph, a search, grounded answers and a site."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmnotes.api import Vault

__version__ = "0.1.0"
__all__ = ["Vault", "__version__"]


def __getattr__(name: str) -> object:
    """Import the API when it is asked for: ``llmnotes --help`` needs none of it."""
    if name != "Vault":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from llmnotes.api import Vault

    return Vault
