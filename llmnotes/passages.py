"""Note → passages: stretches along its headings, small enough to embed, none of its text lost.

A passage stays inside one section, and sections too small to say anything alone join their
neighbours below the same heading; their headings then stand in the text. A paragraph too long for
one passage is cut between sentences. A defined term is a passage of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from llmnotes.model import Heading, Lines, Note, Paragraph, Passage

TARGET = 900
"""Characters at which a passage is full; no paragraph is added beyond."""
LONGEST = 1200
"""Characters above which a paragraph is cut."""
TINY = 160
"""Characters below which a section joins its neighbour."""

_SENTENCE_END = re.compile(r"(?<=[.!?…;:])[\"'”’»)\]]*\s+|\n+")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some text that will not be cut further; `alone` ones share a passage with nothing."""

    text: str
    lines: Lines
    alone: bool = False


@dataclass(frozen=True, slots=True)
class _Section:
    """What stands below one heading; `path` are the indices of the headings above, itself last.

    In a joined one, `path` ends with the heading above all its parts.
    """

    path: tuple[int, ...]
    pieces: tuple[_Piece, ...]
    joined: bool = False

    @property
    def size(self) -> int:
        return sum(len(piece.text) + 1 for piece in self.pieces)

    @property
    def is_tiny(self) -> bool:
        return self.size < TINY and not any(piece.alone for piece in self.pieces)


def split(note: Note) -> tuple[Passage, ...]:
    """Return the passages of `note` in the order of its lines.

    Every note has at least one, so that a note that is only a title is found as well. The text of
    each paragraph stands in exactly one passage, or in consecutive ones if it had to be cut.
    """
    passages: list[Passage] = []
    for section in _merged(_sections(note), note.headings):
        heading = tuple(note.headings[index].text for index in section.path)
        if not section.pieces:
            below = note.headings[section.path[-1]]
            lines = (below.line, below.line)
            bare = Passage(note.id, below.text, note.title, heading[:-1], lines, note.lang)
            passages.append(bare)
        for pieces in _filled(section.pieces):
            text = "\n".join(piece.text for piece in pieces)
            lines = (pieces[0].lines[0], max(piece.lines[1] for piece in pieces))
            passages.append(Passage(note.id, text, note.title, heading, lines, note.lang))
    if not passages:
        passages.append(Passage(note.id, note.description, note.title, (), (1, 1), note.lang))
    return tuple(passages)


def searchable(passage: Passage) -> str:
    """Return what an encoder reads of `passage`: its title and breadcrumb, then its text.

    A heading that repeats the title is said once.
    """
    crumbs = dict.fromkeys((passage.title, *passage.heading))
    return ". ".join(part for part in (*crumbs, passage.text) if part)


def _sections(note: Note) -> list[_Section]:
    """Return the sections that have text, and those that are only a heading, in order."""
    paths = _paths(note.headings)
    parents = {path[-2] for path in paths if len(path) > 1}
    defined = {term.line for term in note.terms}
    found: dict[int, list[_Piece]] = {}
    for index in range(len(note.headings)):
        if index not in parents:
            found[index] = []
    for paragraph in note.paragraphs:
        alone = any(line in defined for line in range(paragraph.lines[0], paragraph.lines[1] + 1))
        found.setdefault(paragraph.heading, []).extend(_cut(paragraph, alone))
    sections = []
    for index in sorted(found):
        pieces = tuple(sorted(found[index], key=lambda piece: piece.lines))
        path = paths[index] if index >= 0 else ()
        if pieces or note.headings[index].text:
            sections.append(_Section(path, pieces))
    return sections


def _paths(headings: Sequence[Heading]) -> list[tuple[int, ...]]:
    """Return for each heading the indices from the outermost one above it down to itself."""
    paths: list[tuple[int, ...]] = []
    above: list[int] = []
    for index, heading in enumerate(headings):
        while above and headings[above[-1]].level >= heading.level:
            above.pop()
        above.append(index)
        paths.append(tuple(above))
    return paths


def _merged(sections: Sequence[_Section], headings: Sequence[Heading]) -> list[_Section]:
    """Join neighbours that are both tiny and stand side by side or one below the other."""
    merged: list[_Section] = []
    for section in sections:
        last = merged[-1] if merged else section
        shared = _shared(last.path, section.path)
        if merged and last.is_tiny and section.is_tiny and _can_join(last, section, len(shared)):
            told = (*_told(last, shared, headings), *_told(section, shared, headings))
            merged[-1] = _Section(shared, told, joined=True)
        else:
            merged.append(section)
    return merged


def _can_join(last: _Section, section: _Section, depth: int) -> bool:
    """Tell whether a breadcrumb of `depth` names both but for one heading, told in the text.

    The breadcrumb of a joined section gets no shorter: its heading may stand far above.
    """
    if last.joined and len(last.path) != depth:
        return False
    return max(len(last.path), len(section.path)) - depth <= 1


def _told(
    section: _Section, shared: tuple[int, ...], headings: Sequence[Heading]
) -> tuple[_Piece, ...]:
    """Return the pieces of `section`, after the headings that a shorter breadcrumb leaves out."""
    left_out = (headings[index] for index in section.path[len(shared) :])
    return (*(_Piece(h.text, (h.line, h.line)) for h in left_out if h.text), *section.pieces)


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    length = next(
        (i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
    return one[:length]


def _filled(pieces: Sequence[_Piece]) -> Iterator[list[_Piece]]:
    """Yield `pieces` in runs of about TARGET characters, those that stand alone by themselves."""
    run: list[_Piece] = []
    size = 0
    for piece in pieces:
        if run and (piece.alone or run[-1].alone or size + len(piece.text) > TARGET):
            yield run
            run, size = [], 0
        run.append(piece)
        size += len(piece.text) + 1
    if run:
        yield run


def _cut(paragraph: Paragraph, alone: bool) -> Iterator[_Piece]:
    """Yield `paragraph` whole, or cut between sentences if it is too long for one passage."""
    text = paragraph.text
    if not text.strip():
        return
    if len(text) <= LONGEST:
        yield _Piece(text.strip(), paragraph.lines, alone)
        return
    for start, end in _ranges(text):
        if part := text[start:end].strip():
            yield _Piece(part, _lines(paragraph, start, end), alone)


def _ranges(text: str) -> Iterator[tuple[int, int]]:
    """Yield where to cut `text`: after the last sentence that fits TARGET, else at a blank."""
    start = last = 0
    for end in (*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)):
        if end - start > TARGET and last > start:
            yield start, last
            start = last
        while end - start > LONGEST:
            blank = text.rfind(" ", start + TARGET // 2, start + TARGET) + 1
            yield start, blank or start + TARGET
            start = blank or start + TARGET
        last = end
    if start < len(text):
        yield start, len(text)


def _lines(paragraph: Paragraph, start: int, end: int) -> Lines:
    """Return the lines of a part of `paragraph`, or all its lines where they cannot be told apart.

    They can where the text has kept its line ends; a fence has one more line above and below.
    """
    first, last = paragraph.lines
    fence = last - first - paragraph.text.count("\n")
    if fence == 2 and paragraph.kind == "code":
        first += 1
    elif fence != 0:
        return paragraph.lines
    part = paragraph.text[start:end]
    start += len(part) - len(part.lstrip())
    first += paragraph.text.count("\n", 0, start)
    return first, first + part.strip().count("\n")
