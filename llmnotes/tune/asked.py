"""A file of questions → these with the ids of their notes, all faults told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from llmnotes.errors import UsageError, VaultError
from llmnotes.graph import ConceptGraph
from llmnotes.messages import Lang, say
from llmnotes.model import NoteId
from llmnotes.stemming import name_key
from llmnotes.vault.asked import AskedOf, parse_asked


def read_asked(file: Path, lang: Lang = "pt") -> Iterator[AskedOf]:
    """Yield the questions of `file` in their order.

    Raises UsageError if it cannot be read, VaultError for a line that is below no note.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("tune.unreadable", lang, path=file, reason=error)) from error
    for one in parse_asked(text):
        if not one.note:
            raise VaultError(str(file), one.line, say("tune.no-note", lang))
        yield one


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
