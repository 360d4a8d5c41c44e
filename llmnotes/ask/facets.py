"""Which side of its subject a question asks about, and which headings and sentences tell of it.

The subject of *por que os modelos alucinam* is the hallucination, its facet the cause: a section
called *Por que acontece* tells of it, and so does a sentence with *porque*. The words that tell
stand in facets.toml, written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from llmnotes.stemming import words

FILE = Path(__file__).with_name("facets.toml")


class Facet(NamedTuple):
    """What asks for a facet, which headings promise it and which sentences sound like it.

    They are patterns of folded words with single spaces between them.
    """

    asks: str
    heads: str
    says: str


@cache
def facets(file: Path = FILE) -> Mapping[str, Facet]:
    """Return the facets by name, in the order of the file."""
    import tomllib

    table: dict[str, dict[str, list[str]]] = tomllib.loads(file.read_text("utf-8"))
    return {
        name: Facet(*(_any(parts[part]) for part in Facet._fields)) for name, parts in table.items()
    }


def asked_facets(question: str) -> frozenset[str]:
    """Return the names of the facets that `question` asks about.

    >>> sorted(asked_facets("Por que os modelos alucinam?"))
    ['cause']
    """
    return _matching("asks", question)


def headed_facets(heading: str) -> frozenset[str]:
    """Return the facets that a section promises by its heading.

    >>> sorted(headed_facets("O que reduz"))
    ['remedy']
    """
    return _matching("heads", heading)


def told_facets(sentence: str, among: Collection[str]) -> frozenset[str]:
    """Return which of the facets `among` a sentence sounds as if it told of.

    >>> sorted(told_facets("Isso ocorre porque o corpus é pequeno.", ["cause", "remedy"]))
    ['cause']
    """
    return _matching("says", sentence, among) if among else frozenset()


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the pattern of a facet made ready: most are never needed, and each takes a ms."""
    return re.compile(pattern)


def _matching(part: str, text: str, among: Collection[str] | None = None) -> frozenset[str]:
    said = " ".join(words(text))
    known = facets()
    looked_at = known if among is None else among
    return frozenset(n for n in looked_at if compiled(getattr(known[n], part)).search(said))


def _any(patterns: list[str]) -> str:
    return rf"\b(?:{'|'.join(patterns)})\b"
