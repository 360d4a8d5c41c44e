"""Names of notes and terms seen in running text, where no link stands: one pass over every note.

Both the terms that a page explains and the mentions that nobody made a link of come from here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from llmnotes.graph import ConceptGraph
from llmnotes.model import GlossaryEntry, Note, NoteId, Paragraph
from llmnotes.search.plain import formula_spans
from llmnotes.stemming import STOP_WORDS, fold, words

_SHORTEST = 3
_READ = frozenset({"text", "item", "quote", "callout", "table"})
_WORD = re.compile(r"[^\W_]+(?:[+#]+(?!\w))?")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)

Name = tuple[str, ...]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Meant:
    """What a name means: a note, or a term that the note at `note` defines in passing."""

    note: NoteId
    term: str = ""


@dataclass(slots=True)
class Sighting:
    """Where a note names something first, in `paragraph` at `span`; and in which spellings."""

    paragraph: Paragraph
    span: Span
    spellings: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Names:
    """All names by their folded words; `lengths` of names, longest first, by their first word."""

    meant: dict[Name, Meant] = field(default_factory=dict)
    lengths: dict[str, tuple[int, ...]] = field(default_factory=dict)
    proper: frozenset[NoteId] = frozenset()
    """Notes that every writer capitalises: *Meta* is a company, *meta* another word."""

    def add(self, text: str, meant: Meant) -> None:
        """Add a name, unless it means something already or would be found everywhere."""
        name = tuple(words(text))
        if _is_telling(name) and name not in self.meant:
            self.meant[name] = meant
            known = {*self.lengths.get(name[0], ()), len(name)}
            self.lengths[name[0]] = tuple(sorted(known, reverse=True))


def names_of(graph: ConceptGraph, entries: Iterable[GlossaryEntry]) -> Names:
    """Return the names of all notes and terms: a title goes before a term, both before aliases."""
    notes = [note for note in graph.notes.values() if note.id.lower().endswith(".md")]
    names = Names(proper=frozenset(note.id for note in notes if _is_proper(graph, note)))
    for note in notes:
        names.add(note.title, Meant(note.id))
        names.add(note.id.rpartition("/")[2][:-3], Meant(note.id))
    for entry in entries:
        if entry.term != graph.notes[NoteId(entry.path)].title:
            names.add(entry.term, Meant(NoteId(entry.path), entry.term))
    for note in notes:
        for alias in note.aliases:
            names.add(alias, Meant(note.id))
    return names


def sightings(note: Note, names: Names) -> dict[Meant, Sighting]:
    """Return what `note` names outside of links, code and formulas, in the order of its text."""
    found: dict[Meant, Sighting] = {}
    taken = _link_spans(note)
    lines = note.source.split("\n") if "`" in note.source else []
    for paragraph in note.paragraphs:
        if paragraph.kind not in _READ:
            continue
        spans = [*taken.get(paragraph.text, ()), *_unread(paragraph, lines)]
        for meant, start, end in _named(paragraph.text, spans, names):
            said = paragraph.text[start:end]
            if meant.note == note.id:
                continue
            sighting = found.get(meant)
            if sighting is None:
                sighting = found[meant] = Sighting(paragraph, (start, end))
            if said not in sighting.spellings:
                sighting.spellings.append(said)
    return found


def _named(text: str, taken: list[Span], names: Names) -> Iterator[tuple[Meant, int, int]]:
    """Yield the longest names in `text`, from left to right, that touch no taken span."""
    places = [match.span() for match in _WORD.finditer(text)]
    said = [_fold(text[start:end]) for start, end in places]
    lengths, known = names.lengths, names.meant
    i, n = 0, len(said)
    while i < n:
        step = 1
        for length in lengths.get(said[i], ()):
            meant = known.get(tuple(said[i : i + length])) if i + length <= n else None
            if meant is None:
                continue
            start, end = places[i][0], places[i + length - 1][1]
            if _is_free(start, end, taken) and not _is_other_word(text[start:end], meant, names):
                yield meant, start, end
                step = length
            break
        i += step


def _is_free(start: int, end: int, taken: list[Span]) -> bool:
    return all(last <= start or end <= first for first, last in taken)


def _is_other_word(said: str, meant: Meant, names: Names) -> bool:
    return said.islower() and not meant.term and meant.note in names.proper


def _is_telling(name: Name) -> bool:
    """Leave out small words, numbers and single letters."""
    return len(" ".join(name)) >= _SHORTEST and not all(
        word in STOP_WORDS or word.isdigit() for word in name
    )


def _is_proper(graph: ConceptGraph, note: Note) -> bool:
    """Tell whether the links to a note with a capitalised name of one word never lower it."""
    if " " in note.title or note.title.islower() or any(map(str.islower, note.aliases)):
        return False
    written = [link.link.label or link.link.target for link in graph.links_to(note.id)]
    return len(written) > 1 and not any(map(str.islower, written))


def _link_spans(note: Note) -> Mapping[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    for link in note.links:
        spans.setdefault(link.context, []).append(link.span)
    return spans


def _unread(paragraph: Paragraph, lines: list[str]) -> Iterator[Span]:
    """Yield the places of formulas and of code in a paragraph; its text tells no code any more."""
    text = paragraph.text
    if "$" in text:
        yield from formula_spans(text)
    first, last = paragraph.lines
    for _, code in _CODE.findall("\n".join(lines[first - 1 : last])):
        inside = " ".join(code.split())
        start = text.find(inside)
        while inside and start >= 0:
            yield start, start + len(inside)
            start = text.find(inside, start + len(inside))


@lru_cache(maxsize=100_000)
def _fold(word: str) -> str:
    return fold(word)
