"""The vault's own words → texts that belong together, and questions with the notes they mean.

Questions that people put to it join them, where there is a file of such (asked.py).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from llmnotes.graph import ConceptGraph
from llmnotes.model import Note, NoteId
from llmnotes.passages import split
from llmnotes.stemming import content_words, name_key, stem, stems
from llmnotes.vault.asked import AskedOf

HELD_OUT = 4
"""One question in so many is kept to judge by, and nothing like it is learned from."""
_FEWEST = 3
"""Words of the shortest question that can be told from others."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same note; `note` is that note."""

    text: str
    other: str
    note: NoteId


@dataclass(frozen=True, slots=True)
class Question:
    """A text that means a note without naming it; `source` is the note it was taken from."""

    text: str
    note: NoteId
    source: NoteId


@dataclass(frozen=True, slots=True)
class Cases:
    """What to learn from, and what to judge by."""

    pairs: tuple[Pair, ...]
    held_out: tuple[Question, ...]


def make_cases(graph: ConceptGraph, asked: Sequence[AskedOf] = ()) -> Cases:
    """Make the cases of a vault and of what was `asked` of it; the same have the same.

    The notes of `asked` are ids of the graph's.
    """
    notes = {id: note for id, note in graph.notes.items() if note.paragraphs}
    leads = {id: _lead(note) for id, note in notes.items()}
    pairs: list[Pair] = []
    held: list[Question] = []
    for id, note in notes.items():
        pairs += (Pair(name, leads[id], id) for name in (note.title, *note.aliases))
        pairs += (Pair(term.term, term.definition, id) for term in note.terms)
        for passage in split(note):
            if passage.heading:
                pairs.append(Pair(passage.heading[-1], passage.text, id))
    for question in questions(graph, notes):
        if _is_held_out(question.text):
            held.append(question)
        else:
            pairs.append(Pair(question.text, leads[question.note], question.note))
    for one in asked:
        id = NoteId(one.note)
        if id not in notes or one.said == ():
            continue
        if _is_held_out(one.text):
            held.append(Question(one.text, id, id))
        else:
            texts = [f"{notes[id].title}. {text}" for text in one.said or ()] or [leads[id]]
            pairs += (Pair(one.text, text, id) for text in texts)
    told = {question.text for question in held}
    kept = (one for one in pairs if one.text not in told and one.text.strip() and one.other.strip())
    return Cases(tuple(dict.fromkeys(kept)), tuple(dict.fromkeys(held)))


def questions(graph: ConceptGraph, notes: Mapping[NoteId, Note]) -> Iterator[Question]:
    """Yield what notes say of other notes, and their descriptions, all without the names."""
    for id, note in notes.items():
        if text := _without(note.description, note):
            yield Question(text, id, id)
        for link in graph.resolved.get(id, ()):
            target = notes.get(NoteId(link.target))
            if target is None or target.id == id:
                continue
            said = _around(note, link.link.line)
            if text := _without(said, target):
                yield Question(text, target.id, id)


def _around(note: Note, line: int) -> str:
    """Return the paragraph that stands on a line."""
    return next((p.text for p in note.paragraphs if p.lines[0] <= line <= p.lines[1]), "")


def _without(text: str, note: Note) -> str:
    """Return `text` without the names of `note`, empty if too little is left."""
    names = {key for name in (note.title, *note.aliases) for key in stems(name) if len(key) > 1}
    left = _WORD.sub(lambda m: "" if stem(name_key(m[0])) in names else m[0], text)
    left = " ".join(left.split())
    return left if len(content_words(left)) >= _FEWEST else ""


def _lead(note: Note) -> str:
    """Return the first paragraph of `note` with its title."""
    first: Sequence[str] = [one.text for one in note.paragraphs if one.kind == "text"][:1]
    return ". ".join((note.title, *first))


def _is_held_out(text: str) -> bool:
    return hashlib.blake2b(text.encode(), digest_size=8).digest()[0] % HELD_OUT == 0
