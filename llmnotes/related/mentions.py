"""Links worth adding: names that stand in a text without a link, and near notes not linked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from llmnotes.index import Index
from llmnotes.index.fields import link_keys, own_keys, stem_of
from llmnotes.messages import Lang, say
from llmnotes.model import Hit, Note, NoteId, Paragraph, Passage
from llmnotes.related.automaton import Automaton
from llmnotes.related.similar import find_note, near_pairs, note_vectors
from llmnotes.stemming import STOP_WORDS, words

NEAR = 0.6
"""Cosine of mean vectors from which two notes are near in meaning."""
_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_READ = frozenset({"text", "item", "quote", "callout", "table"})
_SHORTEST = 3

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a paragraph, folded, with its place."""

    text: str
    start: int
    end: int


def suggest(
    index: Index, notes: Sequence[Note], note: str | None = None, k: int = 50, lang: Lang = "en"
) -> tuple[Hit, ...]:
    """Return links worth adding to `note` (a path, title or alias), or to all notes.

    First the names of notes that a text mentions without linking to them anywhere, longest names
    first: the hit is the paragraph. Then notes near in meaning that are not linked either way: the
    hit is the note to link to, or for all notes the one to link from.
    """
    with index.snapshot() as columns:
        own = None if note is None else columns.paths[find_note(index, columns, note, lang)]
    names = _names(notes)
    automaton = Automaton(names)
    linked = {one.id: link_keys(one) for one in notes}
    found: list[Hit] = []
    for one in notes:
        if own is None or one.id == own:
            found += _mentions(one, names, automaton, linked[one.id], lang)
    found.sort(key=lambda hit: (-hit.score, hit.passage.note, hit.passage.lines))
    if len(found) < k:
        found += _near(index, notes, linked, own, lang)
    return tuple(found[:k])


def _names(notes: Sequence[Note]) -> dict[Name, Note]:
    """Return titles, file names and aliases as words, with the note each means.

    A title goes before an alias, an earlier path before a later one.
    """
    names: dict[Name, Note] = {}
    for pick in (lambda note: (note.title, stem_of(note.id)), lambda note: note.aliases):
        for note in notes:
            for text in pick(note):
                name = tuple(words(text))
                if _is_telling(name):
                    names.setdefault(name, note)
    return names


def _is_telling(name: Name) -> bool:
    """Leave out names that would be found everywhere: small words, numbers, single letters."""
    return len(" ".join(name)) >= _SHORTEST and not all(
        word in STOP_WORDS or word.isdigit() for word in name
    )


def _mentions(
    note: Note,
    names: Mapping[Name, Note],
    automaton: Automaton,
    linked: set[bytes],
    lang: Lang,
) -> Iterator[Hit]:
    """Yield the first mention in `note` of each note that it does not link to."""
    seen = {note.id}
    lines = note.source.split("\n")
    for paragraph in note.paragraphs:
        if paragraph.kind not in _READ:
            continue
        for run in _free_runs(note, paragraph, lines):
            for start, end in automaton.longest([word.text for word in run]):
                target = names[tuple(word.text for word in run[start:end])]
                if target.id in seen or linked & own_keys(target.id, target.aliases):
                    continue
                seen.add(target.id)
                said = paragraph.text[run[start].start : run[end - 1].end]
                score = 1 - 1 / (1 + len(said))
                reason = say("related.mention", lang, name=said, path=target.id)
                yield Hit(_passage(note, paragraph), score, reason)


def _free_runs(note: Note, paragraph: Paragraph, lines: Sequence[str]) -> Iterator[list[_Word]]:
    """Yield stretches of words of `paragraph` that are in no link and in no code span."""
    taken = [link.span for link in note.links if link.context == paragraph.text]
    first, last = paragraph.lines
    for _, code in _CODE.findall("\n".join(lines[first - 1 : last])):
        inside = " ".join(code.split())
        start = paragraph.text.find(inside)
        while inside and start >= 0:
            taken.append((start, start + len(inside)))
            start = paragraph.text.find(inside, start + len(inside))
    run: list[_Word] = []
    for match in _WORD.finditer(paragraph.text):
        if any(start < match.end() and match.start() < end for start, end in taken):
            if run:
                yield run
            run = []
        else:
            run += [_Word(word, match.start(), match.end()) for word in words(match[0])]
    if run:
        yield run


def _near(
    index: Index,
    notes: Sequence[Note],
    linked: Mapping[NoteId, set[bytes]],
    own: str | None,
    lang: Lang,
) -> Iterator[Hit]:
    """Yield pairs of notes near in meaning that link to each other in neither direction."""
    by_path = {note.id: note for note in notes}
    with index.snapshot() as columns:
        if own is None:
            pairs = near_pairs(columns, NEAR)
        else:
            place = columns.paths.index(own)
            means = note_vectors(columns)
            cosines = (means @ means[place]).tolist()
            pairs = sorted(
                ((c, other, place) for other, c in enumerate(cosines) if c >= NEAR),
                key=lambda item: (-round(item[0], 6), item[1]),
            )
        for cosine, one, other in pairs:
            here = by_path.get(NoteId(columns.paths[one]))
            there = by_path.get(NoteId(columns.paths[other]))
            if here is None or there is None or here.id == there.id:
                continue
            if linked[here.id] & own_keys(there.id, there.aliases):
                continue
            if linked[there.id] & own_keys(here.id, here.aliases):
                continue
            (passage,) = index.passages([int(columns.starts[one])])
            yield Hit(passage, cosine, say("related.near", lang, path=there.id))


def _passage(note: Note, paragraph: Paragraph) -> Passage:
    heading = (note.headings[paragraph.heading].text,) if paragraph.heading >= 0 else ()
    return Passage(note.id, paragraph.text, note.title, heading, paragraph.lines, note.lang)
