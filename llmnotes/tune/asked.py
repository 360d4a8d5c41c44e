"""A file of questions about notes: those that people asked, or would.

``# note`` has a note's path or title, and below it stand questions, one a line. ``> sentence`` is
what answers the questions below it, each of several if they stand together; a bare ``>`` says that
the note does not answer them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from llmnotes.errors import UsageError, VaultError
from llmnotes.graph import ConceptGraph
from llmnotes.messages import Lang, say
from llmnotes.model import NoteId
from llmnotes.stemming import name_key

NOTE, SAID = "# ", ">"


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question, the note it is put to and the line it stands in.

    `said` has the sentences that answer it; it is empty if none does, None if the file names none.
    """

    note: str
    line: int
    text: str
    said: tuple[str, ...] | None


def read_asked(file: Path, lang: Lang = "pt") -> Iterator[AskedOf]:
    """Yield the questions of `file` in their order.

    Raises UsageError if it cannot be read, VaultError for a line that is below no note.
    """
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("tune.unreadable", lang, path=file, reason=error)) from error
    note, said, below = "", None, False
    for number, line in enumerate(map(str.strip, lines), 1):
        if line.startswith(NOTE):
            note, said, below = line[len(NOTE) :].strip(), None, False
        elif line and not note:
            raise VaultError(str(file), number, say("tune.no-note", lang))
        elif line.startswith(SAID):
            text = line[len(SAID) :].strip()
            before = said or () if not below else ()
            said, below = ((*before, text) if text else before), False
        elif line:
            yield AskedOf(note, number, line, said)
            below = True


def asked_of(graph: ConceptGraph, file: Path, lang: Lang = "pt") -> list[AskedOf]:
    """Return the questions of `file` with the ids of their notes, named there by path or name.

    Raises VaultError for a note that is not there, or is not published.
    """
    ids = {name_key(name): id for id, note in graph.notes.items() for name in note.aliases}
    ids |= {name_key(note.title): id for id, note in graph.notes.items()}
    found = []
    for one in read_asked(file, lang):
        id = NoteId(one.note) if NoteId(one.note) in graph.notes else ids.get(name_key(one.note))
        if id is None:
            raise VaultError(str(file), one.line, say("tune.unknown", lang, name=one.note))
        found.append(replace(one, note=id))
    return found
