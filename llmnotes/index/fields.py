"""Note and passage → weighted words: what each field counts in lexical search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache

from llmnotes.index.codec import digest
from llmnotes.model import LinkKind, Note, Passage
from llmnotes.stemming import name_key, words

TITLE, ALIASES, TAGS, HEADINGS, DESCRIPTION, PATH, BODY = 5.0, 4.0, 3.0, 2.5, 2.0, 1.5, 1.0
"""How often a word counts that stands once in a field."""

NAME_TITLE, NAME_ALIAS, NAME_TERM = 3, 2, 1
"""Ranks of a name: a title goes before an alias, an alias before a term defined in a list."""

Field = tuple[str, float]
"""A text with how often each of its words counts."""

_DATES = ("updated", "modified", "date", "created")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

LINK_KEY = 5
"""Bytes of a link's key."""


def note_fields(id: str, title: str, aliases: str, tags: str, description: str) -> list[Field]:
    """Return what every passage of a note has from the note."""
    return [
        (title, TITLE),
        (aliases, ALIASES),
        (tags, TAGS),
        (description, DESCRIPTION),
        (id.rpartition("/")[0], PATH),
    ]


def names(note: Note, passages: Sequence[Passage]) -> list[tuple[str, int, int]]:
    """Return the names by which `note` is asked for: key, index of the passage, rank."""
    found: dict[tuple[str, int], int] = {}
    for term in note.terms:
        holder = next(
            (i for i, p in enumerate(passages) if p.lines[0] <= term.line <= p.lines[1]), 0
        )
        found[name_key(term.term), holder] = NAME_TERM
    for alias in note.aliases:
        found[name_key(alias), 0] = NAME_ALIAS
    for title in (note.title, stem_of(note.id)):
        found[name_key(title), 0] = NAME_TITLE
    return [(key, passage, rank) for (key, passage), rank in sorted(found.items()) if key]


def link_keys(note: Note) -> set[bytes]:
    """Return what `note` links to, as `own_keys` writes it."""
    return {
        _key(link.target) for link in note.links if link.kind is not LinkKind.TAG and link.target
    }


def own_keys(path: str, aliases: Sequence[str]) -> set[bytes]:
    """Return the keys under which a note is linked to: its file name and its aliases.

    Good enough to count links for a small boost; `links.Resolver` decides about real links.
    """
    return {_key(path), *map(_key, aliases)}


def day_of(note: Note, mtime: int) -> str:
    """Return the ISO date on which `note` last changed, from its properties or else its file."""
    for name in _DATES:
        value = note.properties.get(name)
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str) and (found := _DAY.match(value.strip())):
            return found[0]
    return datetime.fromtimestamp(mtime / 1e9, UTC).date().isoformat()


def stem_of(path: str) -> str:
    """Return the file's name without its extension."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[:dot] if 0 < dot < len(name) - 1 else name


@lru_cache(maxsize=1 << 16)
def _key(target: str) -> bytes:
    name = " ".join(words(target.rsplit("/", 1)[-1].removesuffix(".md")))
    return digest(name.encode(), LINK_KEY)
