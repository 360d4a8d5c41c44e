"""What the vault has to say beside each note: terms it uses, who speaks of it, what is like it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from llmnotes.model import GlossaryEntry, LinkKind, Mention, Note, NoteId, TargetKind
from llmnotes.site.dates import note_dates
from llmnotes.site.glossarypage import anchor_of, one_line
from llmnotes.site.near import near_notes
from llmnotes.site.sequence import Steps, steps_of
from llmnotes.site.sightings import Meant, Sighting, names_of, sightings
from llmnotes.site.vaultsite import VaultSite

MOST_RELATED = 5
MOST_MENTIONS = 12


@dataclass(frozen=True, slots=True)
class Explained:
    """A term that a note uses: how it spells it, and what the vault says that it is."""

    meant: Meant
    spellings: tuple[str, ...]
    term: str
    definition: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside one note; `mentioned` counts also the mentions that are not shown."""

    terms: tuple[Explained, ...] = ()
    related: tuple[NoteId, ...] = ()
    mentions: tuple[tuple[NoteId, Mention], ...] = ()
    mentioned: int = 0
    steps: Steps | None = None
    changed: datetime | None = None
    entry: GlossaryEntry | None = None
    """What the glossary says of the note itself."""


class Asides:
    """Answers for each note what stands beside it; all is found at once, at the first question."""

    def __init__(
        self, site: VaultSite, entries: Iterable[GlossaryEntry], workshop: Path | None = None
    ) -> None:
        self._site = site
        self._entries = tuple(entries)
        self._workshop = workshop
        self._notes = [n for n in site.notes.values() if n.id.lower().endswith(".md")]

    def of(self, note: NoteId) -> Aside:
        """Return what stands beside `note`."""
        mentions = self._mentions.get(note, [])
        return Aside(
            self._terms(note),
            self._related(note),
            tuple(mentions[:MOST_MENTIONS]),
            len(mentions),
            self._steps.get(note),
            self.dates.get(note),
            self._definitions.get(Meant(note)),
        )

    @cached_property
    def dates(self) -> dict[NoteId, datetime]:
        """When each note changed, where anybody tells."""
        return note_dates(self._site.vault.root, self._notes)

    def newest(self, most: int | None = None) -> list[Note]:
        """Return the notes of which a date is known, the last changed first."""
        notes = [note for note in self._notes if note.id in self.dates]
        notes.sort(key=lambda note: (-self.dates[note.id].timestamp(), note.id))
        return notes[:most]

    @cached_property
    def _steps(self) -> dict[NoteId, Steps]:
        return steps_of(self._site)

    @cached_property
    def _near(self) -> dict[NoteId, tuple[NoteId, ...]]:
        return near_notes(self._notes, self._workshop)

    @cached_property
    def _seen(self) -> dict[NoteId, dict[Meant, Sighting]]:
        names = names_of(self._site.graph, self._entries)
        return {note.id: sightings(note, names) for note in self._notes}

    @cached_property
    def _linked(self) -> dict[NoteId, set[str]]:
        resolved = self._site.graph.resolved
        return {note.id: {link.target for link in resolved[note.id]} for note in self._notes}

    @cached_property
    def _definitions(self) -> dict[Meant, GlossaryEntry]:
        found = {}
        for entry in self._entries:
            note = self._site.notes[NoteId(entry.path)]
            meant = Meant(note.id, "" if entry.term == note.title else entry.term)
            if entry.definition:
                found[meant] = entry
        return found

    @cached_property
    def _mentions(self) -> dict[NoteId, list[tuple[NoteId, Mention]]]:
        """Return who names each note without a link to it, by path."""
        found: dict[NoteId, list[tuple[NoteId, Mention]]] = {}
        for source, seen in self._seen.items():
            for meant, sighting in seen.items():
                if not meant.term and meant.note not in self._linked[source]:
                    paragraph = sighting.paragraph
                    line = paragraph.lines[0]
                    mention = Mention(paragraph.text, sighting.span, line, LinkKind.LINK)
                    found.setdefault(meant.note, []).append((source, mention))
        return found

    def _terms(self, note: NoteId) -> tuple[Explained, ...]:
        if not self._site.settings.underline_terms:
            return ()
        found = []
        for meant, sighting in self._seen.get(note, {}).items():
            entry = self._definitions.get(meant)
            if entry is not None and self._is_about(note, meant):
                said = tuple(text for text in sighting.spellings if "\n" not in text)
                told = one_line(entry.definition)
                anchor = anchor_of(self._site, entry)
                found.append(Explained(meant, said, entry.term, told, anchor))
        return tuple(found)

    def _is_about(self, note: NoteId, meant: Meant) -> bool:
        """Tell whether a word of a note is the term.

        A common word that another note defines in passing, such as *value*, is so only where the
        note speaks of that other.
        """
        return " " in meant.term or not meant.term or meant.note in self._linked[note]

    def _related(self, note: NoteId) -> tuple[NoteId, ...]:
        """Return the nearest notes that no property names at the top of the page already."""
        shown: set[str] = {
            link.target
            for link in self._site.graph.resolved[note]
            if link.link.kind is LinkKind.PROPERTY and link.kind is TargetKind.NOTE
        }
        if self._site.places.home is not None:
            shown.add(self._site.places.home)
        near = self._near.get(note, ())
        return tuple(other for other in near if other not in shown)[:MOST_RELATED]
