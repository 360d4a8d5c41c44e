"""What the site is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site before mkdocs dresses it: its path under docs and its Markdown."""

    path: str
    title: str
    markdown: str
