"""What filters typed into the search box need: how they are read, and what each note is."""

from __future__ import annotations

import json

from llmnotes.index import Index
from llmnotes.search import typed
from llmnotes.site.searchdata_bytes import deflated
from llmnotes.stemming import fold


def typed_rules() -> dict[str, object]:
    """Return how filters are read; see search/typed.py."""
    return {
        "kinds": typed.KINDS,
        "languages": typed.LANGUAGES,
        "values": typed.VALUES,
        "typed": typed.TYPED,
    }


def facts_file(index: Index) -> bytes:
    """Return the folder, the tags, the language and the day of every note, in the order of paths.

    Each is a list of what there is, folded, and for each note its number there; of tags, numbers.
    """
    notes = index.notes()
    facts = {
        "folders": _numbered([fold(note.path.rpartition("/")[0]) for note in notes]),
        "langs": _numbered([note.lang for note in notes]),
        "days": _numbered([note.day for note in notes]),
        "tags": _tags([[fold(tag) for tag in note.tags] for note in notes]),
    }
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
    return deflated(text.encode("utf-8", "surrogatepass"))


def _numbered(values: list[str]) -> tuple[list[str], list[int]]:
    known = sorted(set(values))
    number = {value: place for place, value in enumerate(known)}
    return known, [number[value] for value in values]


def _tags(of_notes: list[list[str]]) -> tuple[list[str], list[list[int]]]:
    known = sorted({tag for tags in of_notes for tag in tags})
    number = {tag: place for place, tag in enumerate(known)}
    return known, [[number[tag] for tag in tags] for tags in of_notes]
