"""What comes before and after a note: along the map that lists it, else through its folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llmnotes.links import fold
from llmnotes.model import LinkKind, Note, NoteId, TargetKind
from llmnotes.render.escape import names
from llmnotes.site.lists import sort_key
from llmnotes.site.vaultsite import VaultSite

_MAPS = names("map maps mapa mapas moc mocs trilha trilhas index índice")
_KINDS = names("type tipo class classe kind category categoria")
_FEWEST = 3
"""A map lists at least so many notes."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The notes beside a note, and the map that puts them in this order, None for a folder."""

    before: NoteId | None
    after: NoteId | None
    along: NoteId | None = None


def steps_of(site: VaultSite) -> dict[NoteId, Steps]:
    """Return the steps from each note that has any.

    Of the maps that list a note, one about it alone goes before one about everything: the one with
    the fewest notes, then the first by path.
    """
    found: dict[NoteId, Steps] = {}
    maps = listings_of(site)
    for along, order in sorted(maps.items(), key=lambda item: (len(item[1]), item[0])):
        if len(order) >= _FEWEST:
            _walk(found, order, along)
    for folder, inside in site.inside.items():
        speaker = site.places.folder_notes.get(folder)
        notes = [note for note in inside.notes if note not in (speaker, site.places.home)]
        notes.sort(key=lambda note: (sort_key(site.notes[note].title), note))
        _walk(found, notes, None)
    return found


def is_map(note: Note) -> bool:
    """Tell whether a note is a map of content, by a tag, a property or its folder.

    >>> is_map(Note(NoteId("Mapas/A.md"), "A")), is_map(Note(NoteId("A.md"), "A", tags=("moc",)))
    (True, True)
    """
    told = [tag.split("/")[-1] for tag in note.tags]
    told += [str(value) for key, value in note.properties.items() if str(key).lower() in _KINDS]
    told += note.id.split("/")[-2:-1]
    return any(fold(name) in _MAPS for name in told)


def listings_of(site: VaultSite) -> dict[NoteId, tuple[NoteId, ...]]:
    """Return the notes that each map links to in its text, in the order of their first links.

    Maps that a map names are not on its way.
    """
    maps = [note.id for note in site.notes.values() if is_map(note)]
    aside = {*maps, site.places.home}
    listings = {}
    for note in maps:
        targets = (
            NoteId(link.target)
            for link in site.graph.resolved[note]
            if link.kind is TargetKind.NOTE and link.link.kind is LinkKind.LINK
        )
        listings[note] = tuple(dict.fromkeys(one for one in targets if one not in aside))
    return listings


def _walk(found: dict[NoteId, Steps], order: Sequence[NoteId], along: NoteId | None) -> None:
    for i, note in enumerate(order):
        if note not in found and len(order) > 1:
            before = order[i - 1] if i else None
            after = order[i + 1] if i + 1 < len(order) else None
            found[note] = Steps(before, after, along)
