"""One page's view of the site: the answers that the renderer asks for, as seen from that page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from llmnotes.markdown import Document
from llmnotes.messages import Lang
from llmnotes.model import NoteId, ResolvedLink, TargetKind
from llmnotes.render import Target
from llmnotes.site.places import href, up
from llmnotes.site.vaultsite import VaultSite


@dataclass(frozen=True, slots=True)
class PageView:
    """Implements `render.Surroundings` for the page at `page`.

    `shift` is where the links of the document being rendered begin among the links of its note: a
    canvas is a note made of several documents.
    """

    site: VaultSite
    page: str
    shift: int = 0

    @property
    def lang(self) -> Lang:
        """The language of the site's own words."""
        return self.site.lang

    def target(self, source: NoteId, n: int) -> Target:
        """Return where the `n`-th link of `source` leads."""
        return self.resolved(self.site.graph.resolved[source][n + self.shift])

    def resolved(self, link: ResolvedLink) -> Target:
        """Return where a resolved link leads, seen from this page."""
        return Target(
            kind=link.kind,
            href=self._href(link),
            name=link.target,
            title=self.site.graph.title(link.target),
            anchor=link.anchor,
            problems=frozenset(problem.kind for problem in link.problems),
        )

    def _href(self, link: ResolvedLink) -> str:
        places = self.site.places
        if link.kind is TargetKind.NOTE:
            path = places.notes[NoteId(link.target)]
            if path == self.page and link.anchor:
                return href("", link.anchor)
            return self.to(path, link.anchor)
        if link.kind is TargetKind.GHOST:
            return self.to(places.ghosts[link.target])
        return self.to(places.files[link.target], link.anchor)

    def to(self, path: str, anchor: str = "") -> str:
        """Return the address of `path` from this page."""
        folder, slash, _ = self.page.rpartition("/")
        if slash and path.startswith(folder + slash):
            return href(path.removeprefix(folder + slash), anchor)
        return up(self.page) + href(path, anchor)

    def note_href(self, note: NoteId) -> str:
        """Return the address of a note's page."""
        return self.to(self.site.places.notes[note])

    def tag_href(self, tag: str) -> str:
        """Return the address of a tag's page."""
        return self.to(self.site.places.tag(tag))

    def document(self, note: NoteId) -> Document:
        """Return the tokens of another note."""
        return self.site.document(note)

    def note_title(self, note: NoteId) -> str:
        """Return what a reader calls `note`."""
        found = self.site.notes.get(note)
        return found.title if found is not None else PurePosixPath(note).name

    def widget(self, name: str, text: str, number: int, anchor: str | None) -> str:
        """Return the HTML of a widget."""
        from llmnotes.site.widgets import widget  # the decoder: few pages have one

        return widget(name, text, number, self.lang, anchor)

    def address(self, source: NoteId, url: str) -> str:
        """Return the address of a vault file that raw HTML in `source` names, or ``""``."""
        file = self.site.file_at(source, url)
        path = self.site.places.files.get(file) if file is not None else None
        return self.to(path) if path is not None else ""
