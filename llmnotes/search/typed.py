"""Filters typed among the words of a query: of the command line and of the site alike."""

from __future__ import annotations

import re

from llmnotes.search.filters import Filters
from llmnotes.stemming import fold

KINDS = {
    "tag": "tag",
    "folder": "folder",
    "pasta": "folder",
    "lang": "lang",
    "idioma": "lang",
    "since": "since",
    "desde": "since",
}
"""What is typed before the colon, folded, and which filter it is."""
LANGUAGES = {"english": "en", "ingles": "en", "portugues": "pt", "portuguese": "pt"}
"""Names of languages, folded."""
VALUES = {
    "tag": r'[#/]*[^\s"“”#/][^\s"“”]*',
    "folder": r'/*[^"“”/][^"“”]*',
    "lang": r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)?",
    "since": r"[0-9]{4}(?:-[0-9]{2}){0,2}",
}
"""How the value of each filter looks; what looks otherwise is text."""
TYPED = r'(?<!\S)([A-Za-z]+):(?:["“”]([^"“”]+)["“”]|([^\s"“”]+))(?!\S)'
"""A word, a colon, and a value with no blank between them; quotes hold a value with blanks."""


def read_typed(text: str) -> tuple[str, Filters]:
    """Return the words of a query without the filters among them, and these.

    All tags must hold; of several folders, languages or dates the last counts.

    >>> read_typed('tag:ia atenção pasta:"Tokens e geração" desde:2024')
    ('atenção', Filters(tags=('ia',), folder='Tokens e geração', lang='', since='2024'))
    >>> read_typed("o que é http://a.b, tag: tag:# e since:ontem?")[1]
    Filters(tags=(), folder='', lang='', since='')
    """
    tags: list[str] = []
    last = {"folder": "", "lang": "", "since": ""}

    def taken(match: re.Match[str]) -> str:
        kind, value = KINDS.get(fold(match[1]), ""), match[2] or match[3]
        if kind == "lang":
            value = LANGUAGES.get(fold(value), value)
        if not kind or not re.fullmatch(VALUES[kind], value):
            return match[0]
        if kind == "tag":
            tags.append(value)
        else:
            last[kind] = value
        return ""

    words = re.sub(TYPED, taken, text)
    found = Filters(tuple(tags), **last)
    return (" ".join(words.split()) if found else text), found
