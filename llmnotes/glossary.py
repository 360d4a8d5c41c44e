"""ConceptGraph → glossary: what the vault's terms mean, and where it says so."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from llmnotes.graph import ConceptGraph
from llmnotes.model import GlossaryEntry, LinkKind, Note, NoteId, Term

RELATED = 10
"""How many related titles an entry names at most."""

_WHOLE = 300
"""A paragraph of up to so many characters is a definition as it is; of a longer one, its start."""
_ENOUGH = 60
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^\W\d_a-z]|[\"“«(])")


def glossary(graph: ConceptGraph) -> tuple[GlossaryEntry, ...]:
    """Return the terms of the vault, in the order of a dictionary that ignores accents and case.

    Every note is a term, meaning its description, else its first paragraph. So is every term of a
    ``- **Term:** definition`` list, unless a note bears that name and has something to say. Of
    several such lists the fullest definition counts.
    """
    notes = [note for note in graph.notes.values() if note.id.lower().endswith(".md")]
    entries = [_of_note(graph, note) for note in notes]
    places = _places(entries)
    loose: dict[str, GlossaryEntry] = {}
    for note in notes:
        for term in note.terms:
            key, found = term_key(term.term), _of_term(note, term)
            place = places.get(key)
            if place is None:
                loose[key] = max(loose.get(key, found), found, key=_fullness)
            elif not entries[place].definition:
                named = replace(found, term=entries[place].term, aliases=entries[place].aliases)
                entries[place] = replace(named, related=entries[place].related)
    return tuple(sorted((*entries, *loose.values()), key=_order))


def lookup(entries: Iterable[GlossaryEntry], name: str) -> tuple[GlossaryEntry, ...]:
    """Return the entries whose term or alias is `name`, whatever its accents and case."""
    key = term_key(name)
    return tuple(entry for entry in entries if key in map(term_key, (entry.term, *entry.aliases)))


def as_data(entries: Iterable[GlossaryEntry]) -> list[dict[str, object]]:
    """Return the entries ready for JSON."""
    return [asdict(entry) for entry in entries]


def term_key(text: str) -> str:
    """Return what spellings of one term have in common.

    >>> term_key("Atenção  Própria") == term_key("atencao propria")
    True
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def opening(text: str) -> str:
    """Return `text` if it is short, else as many of its first sentences as make a definition."""
    if len(text) <= _WHOLE:
        return text
    end = next((m.start() for m in _SENTENCE_END.finditer(text) if m.start() >= _ENOUGH), len(text))
    return text[:end]


def _of_note(graph: ConceptGraph, note: Note) -> GlossaryEntry:
    first = next((one for one in note.paragraphs if one.kind == "text" and one.text), None)
    definition, line = note.description, 1
    if not definition and first:
        definition, line = opening(first.text), first.lines[0]
    aliases = tuple(alias for alias in note.aliases if alias != note.title)
    return GlossaryEntry(
        note.title, definition, aliases, note.id, line, tuple(_related(graph, note.id))
    )


def _of_term(note: Note, term: Term) -> GlossaryEntry:
    related = () if term_key(term.term) == term_key(note.title) else (note.title,)
    return GlossaryEntry(term.term, term.definition, (), note.id, term.line, related)


def _related(graph: ConceptGraph, id: NoteId) -> Iterator[str]:
    """Yield titles: first what a property names, then what is linked most often, both ways."""
    weights: Counter[NoteId] = Counter()
    for link in (*graph.resolved[id], *graph.links_to(id)):
        other = NoteId(link.target if link.source == id else link.source)
        if other != id and other in graph.notes:
            weights[other] += 1000 if link.link.kind is LinkKind.PROPERTY else 1
    ranked = sorted(weights, key=lambda other: (-weights[other], _key_of(graph, other)))
    yield from list(dict.fromkeys(graph.title(other) for other in ranked))[:RELATED]


def _key_of(graph: ConceptGraph, id: NoteId) -> tuple[str, str]:
    return term_key(graph.title(id)), id


def _places(entries: Sequence[GlossaryEntry]) -> dict[str, int]:
    """Return which entry each name means: a title beats an alias, then the first entry wins."""
    places: dict[str, int] = {}
    for place, entry in enumerate(entries):
        places.setdefault(term_key(entry.term), place)
    for place, entry in enumerate(entries):
        for alias in entry.aliases:
            places.setdefault(term_key(alias), place)
    return places


def _fullness(entry: GlossaryEntry) -> int:
    return len(entry.definition)


def _order(entry: GlossaryEntry) -> tuple[str, str, str, int]:
    return term_key(entry.term), entry.term, entry.path, entry.line
