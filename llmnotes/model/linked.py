"""What comes of many notes: links that found their targets, ghosts, the terms of a glossary."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmnotes.model.names import NoteId
    from llmnotes.model.notes import Link, LinkKind, Problem


class TargetKind(StrEnum):
    """What a link turned out to point to."""

    NOTE = "note"
    FILE = "file"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link together with what it points to.

    `target` is the id of a note, the path of a file, or the name of a ghost as first written.
    `anchor` is the fragment on the target page (a heading slug or ``^id`` for a block), empty for
    the whole note. `problems` says what is wrong with it: ambiguous, by alias, heading missing.
    """

    source: NoteId
    link: Link
    kind: TargetKind
    target: str
    anchor: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence that links to something; `span` is the place of the link's text in `text`."""

    text: str
    span: tuple[int, int]
    line: int
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Backlink:
    """A note that links to another, once, with every sentence in which it does, in their order."""

    source: NoteId
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Ghost:
    """Something that notes link to and nobody has written; `asked_by` has one place per link."""

    name: str
    asked_by: tuple[tuple[NoteId, int], ...]


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with what the vault says it means; `related` holds titles."""

    term: str
    definition: str
    aliases: tuple[str, ...]
    path: str
    line: int
    related: tuple[str, ...] = ()
