"""What a hit shows: the notes and passages, a few in each file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from llmnotes.index import Index
from llmnotes.index.codec import unpack
from llmnotes.index.reader import Columns
from llmnotes.model import Note, NoteId
from llmnotes.site.places import href
from llmnotes.site.searchdata_bytes import deflated
from llmnotes.site.vaultsite import VaultSite

TEXTS = "texts"
CHARACTERS = 4000
"""Characters of a file, before they are deflated."""


@dataclass(slots=True)
class _File:
    """The notes and the passages of one file, and how many characters it has."""

    notes: list[object] = field(default_factory=list)
    passages: list[object] = field(default_factory=list)
    size: int = 0

    def packed(self) -> bytes:
        data = json.dumps([self.notes, self.passages], ensure_ascii=False, separators=(",", ":"))
        return deflated(data.encode("utf-8", "replace"))


def text_files(
    site: VaultSite, index: Index, columns: Columns
) -> tuple[tuple[bytes, ...], tuple[int, ...]]:
    """Return files of ``[notes, passages]`` in the order of places, and the passages in each.

    A note is ``[path, address, title, language]``; a passage ``[note of the file, headings, first
    line, last line, fragment, text]``.
    """
    files: list[bytes] = []
    counts: list[int] = []
    for file in _filled(site, index, columns):
        files.append(file.packed())
        counts.append(len(file.passages))
    return tuple(files), tuple(counts)


def fragment(note: Note, heading: tuple[str, ...] | list[str], first: int) -> str:
    """Return the fragment of the heading under which a passage stands; ``""`` for none."""
    if not heading:
        return ""
    above = [one for one in note.headings if one.line <= first and one.text == heading[-1]]
    return above[-1].slug if above else ""


def _filled(site: VaultSite, index: Index, columns: Columns) -> Iterator[_File]:
    bodies = index.db.execute(
        "SELECT path, lang, text FROM note JOIN body ON note = id ORDER BY path"
    )
    file = _File()
    for path, lang, body in bodies:
        note = site.notes[NoteId(path)]
        shown = [path, href(site.places.notes[note.id]), note.title, lang]
        for heading, (first, last), text in unpack(body):
            if file.size >= CHARACTERS:
                yield file
                file = _File()
            if not file.notes or file.notes[-1] is not shown:
                file.notes.append(shown)
            where = fragment(note, heading, first)
            file.passages.append([len(file.notes) - 1, heading, first, last, where, text])
            file.size += len(text) + 60
    if file.passages:
        yield file
