"""What the renderer asks of the site around it, and what it hands back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from llmnotes.markdown import Document
from llmnotes.messages import Lang
from llmnotes.model import NoteId, TargetKind


@dataclass(frozen=True, slots=True)
class Target:
    """Where a link of a note leads, seen from the page that is being rendered.

    `href` is relative to that page and percent-encoded once. `name` is the note's id, the file's
    path or the ghost's name; `title` what a reader calls it. `problems` holds the kinds of the
    link's problems (``alias``, ``missing-heading``, …).
    """

    kind: TargetKind
    href: str
    name: str
    title: str
    anchor: str = ""
    problems: frozenset[str] = frozenset()


class TermMarks(Protocol):
    """Marks terms in running text with what they mean, each of them once."""

    def __call__(self, words: str, /) -> str:
        """Return plain text as HTML, with the terms in it marked that were not met before."""

    def met(self, target: Target, /) -> None:
        """Take note that the reader was given a link to `target`."""


class Surroundings(Protocol):
    """The site, as far as the pages of notes need to know it."""

    @property
    def lang(self) -> Lang:
        """The language of the site's own words."""

    def target(self, source: NoteId, n: int) -> Target:
        """Return where the `n`-th link of the note `source` leads."""

    def tag_href(self, tag: str) -> str:
        """Return the address of the page of `tag`."""

    def document(self, note: NoteId) -> Document:
        """Return a note's tokens, to be shown inside another."""

    def note_title(self, note: NoteId) -> str:
        """Return what a reader calls `note`."""

    def address(self, source: NoteId, url: str) -> str:
        """Return the address of a file that raw HTML in `source` names, or ``""``."""

    def widget(self, name: str, text: str, number: int, anchor: str | None) -> str:
        """Return the HTML of the page's `number`-th widget, which begins with `text`."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a page with all that stands below it up to the next one.

    `level` is 0 for what stands before the first heading. `heading` and `html` are HTML.
    """

    level: int
    slug: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A note as HTML; `diagrams` and `widgets` tell whether it needs the scripts for these."""

    sections: tuple[Section, ...]
    diagrams: bool = False
    widgets: bool = False
