"""Which side of its subject a question asks about, and which headings and sentences tell of it.

The subject of *por que os modelos alucinam* is the hallucination, its facet the cause: a section
called *Por que acontece* tells of it, and so does a sentence with *porque*. The words that tell
stand in facets.toml, written by hand.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from llmnotes.stemming import words

FILE = Path(__file__).with_name("facets.toml")


class Facet(NamedTuple):
    """What asks for a facet, which headings promise it and which sentences sound like it.

    The patterns are for folded words with single spaces between them.
    """

    asks: re.Pattern[str]
    heads: re.Pattern[str]
    says: re.Pattern[str]


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


def told_facets(sentence: str) -> frozenset[str]:
    """Return the facets of which a sentence sounds as if it told.

    >>> sorted(told_facets("Isso ocorre porque o corpus é pequeno."))
    ['cause']
    """
    return _matching("says", sentence)


def _matching(part: str, text: str) -> frozenset[str]:
    said = " ".join(words(text))
    return frozenset(n for n, facet in facets().items() if getattr(facet, part).search(said))


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b")
