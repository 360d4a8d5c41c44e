"""Digests of everything that a page is made from: equal digests mean equal pages."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

import llmnotes
from llmnotes.links import fold
from llmnotes.model import LinkKind, Note, NoteId, ResolvedLink, TargetKind
from llmnotes.site.asides import Aside, Asides
from llmnotes.site.decoderdata import WIDGET, decoder_digest
from llmnotes.site.lists import excerpt
from llmnotes.site.places import CONTENTS, GHOSTS, RECENT, folders_above
from llmnotes.site.preview import anchors_of
from llmnotes.site.vaultsite import VaultSite

_MAKERS = ("latex2mathml", "markdown-it-py", "mdit-py-plugins", "nh3", "Pygments")


class Digests:
    """Answers, for each page of a site, what it depends on; all of it in memory already."""

    def __init__(self, site: VaultSite, asides: Asides | None = None) -> None:
        self.site = site
        self._dates = asides.dates if asides is not None else {}
        settings = site.settings
        self._base = _digest(
            program_digest(),
            site.lang,
            site.name,
            settings.site_description,
            settings.site_url,
            site.places.home,
            site.asks,
        )
        self._links: dict[NoteId, str] = {}
        self._html: str = ""

    def note(self, note: Note, aside: Aside | None = None) -> str:
        """Return the digest of a note's page: its text, its links, its embeds, its backlinks."""
        site = self.site
        embedded = sorted(self._embedded(note.id))
        folder = note.id.rpartition("/")[0]
        speaks = site.places.folder_notes.get(folder) == note.id
        return _digest(
            self._base,
            site.places.notes[note.id],
            self._place(note.id),
            note.lang,
            [self._content(one) for one in (note.id, *embedded)],
            self._backlinks(note.id),
            self.folder(folder) if speaks else "",
            self._aside(aside) if aside is not None else "",
        )

    def preview(self, note: Note) -> str:
        """Return the digest of a note's preview."""
        where = self.site.places.notes[note.id]
        return _digest(self._base, where, self._content(note.id), anchors_of(self.site, note))

    def newest(self, notes: Sequence[Note]) -> str:
        """Return the digest of a list of what changed last."""
        cards = [(self._card(note.id), self._dates[note.id].isoformat()) for note in notes]
        return _digest(self._base, cards, self.site.places.pages(RECENT))

    def text(self, text: str) -> str:
        """Return the digest of what is made already."""
        return _digest(text)

    def target(self, target: str, content: str = "") -> str:
        """Return the digest of the page of a ghost or a file."""
        where = self.site.places.ghosts.get(target) or self.site.places.files.get(target)
        return _digest(self._base, where, self._place(target), content, self._backlinks(target))

    def linked(self, target: str) -> str:
        """Return the digest of the list of who links to `target`."""
        places, note = self.site.places, self.site.notes.get(NoteId(target))
        page = places.notes.get(NoteId(target)) or places.ghosts.get(target)
        title = note.title if note is not None else ""
        return _digest(self._base, target, page, title, self._backlinks(target))

    def folder(self, folder: str) -> str:
        """Return the digest of a folder's listing."""
        inside = self.site.inside[folder]
        folders = [
            (name, self.site.places.folders[name], self.site.inside[name].total)
            for name in inside.folders
        ]
        notes = [self._card(note) for note in inside.notes]
        pages = self.site.places.pages(self.site.places.folders.get(folder, CONTENTS))
        return _digest(self._base, folder, self._place(f"{folder}/"), folders, notes, pages)

    def tag(self, name: str) -> str:
        """Return the digest of a tag's page."""
        key = fold(name)
        inner = [
            (other, self.site.places.tag(other), self.site.carriers(other))
            for other in self.site.tags.values()
            if fold(other).startswith(f"{key}/")
        ]
        parts = name.split("/")
        above = [self.site.places.tag("/".join(parts[:i])) for i in range(1, len(parts) + 1)]
        notes = [self._card(note) for note in self.site.tagged.get(key, ())]
        pages = self.site.places.pages(self.site.places.tag(name))
        return _digest(self._base, name, above, inner, notes, pages)

    def tags(self) -> str:
        """Return the digest of the index of tags."""
        places = [(name, self.site.places.tag(name)) for name in self.site.tags.values()]
        counts = [self.site.carriers(name) for name, _ in places if "/" not in name]
        return _digest(self._base, places, counts)

    def ghosts(self) -> str:
        """Return the digest of the index of ghosts."""
        ghosts = [(ghost.name, ghost.asked_by) for ghost in self.site.graph.ghosts()]
        pages = self.site.places.pages(GHOSTS)
        return _digest(self._base, ghosts, sorted(self.site.places.ghosts.items()), pages)

    def everything(self) -> str:
        """Return the digest of a page that shows the whole vault at a glance."""
        return _digest(self.folder(""), self.tags())

    def _content(self, note: NoteId) -> str:
        """Return the digest of a note's own text and of where its links lead."""
        found = self._links.get(note)
        if found is None:
            one = self.site.notes[note]
            links = [self._link(link) for link in self.site.graph.resolved[note]]
            tags = [self.site.places.tag(tag) for tag in one.tags]
            html = self._files() if "<" in one.source else ""
            shown = decoder_digest() if WIDGET.search(one.source) else ""
            found = _digest(note, one.title, one.source, links, tags, html, shown)
            self._links[note] = found
        return found

    def _link(self, link: ResolvedLink) -> tuple[object, ...]:
        places = self.site.places
        if link.kind is TargetKind.NOTE:
            where = places.notes[NoteId(link.target)]
        elif link.kind is TargetKind.GHOST:
            where = places.ghosts[link.target]
        else:
            where = places.files[link.target]
        problems = [problem.kind for problem in link.problems]
        return (link.target, self.site.graph.title(link.target), link.anchor, where, problems)

    def _embedded(self, note: NoteId) -> set[NoteId]:
        """Return all notes that `note` shows in itself, through however many others."""
        found: set[NoteId] = set()
        open_notes = [note]
        while open_notes:
            for link in self.site.graph.resolved[open_notes.pop()]:
                target = NoteId(link.target)
                shown = link.link.kind is LinkKind.EMBED and link.kind is TargetKind.NOTE
                if shown and target not in found:
                    found.add(target)
                    open_notes.append(target)
        return found

    def _backlinks(self, target: str) -> list[object]:
        places = self.site.places
        pages = places.pages(places.linked[target]) if target in places.linked else []
        return [
            *pages,
            *(
                (self.site.notes[one.source].title, self._where(one.source), one.mentions)
                for one in self.site.graph.backlinks(target)
            ),
        ]

    def _aside(self, aside: Aside) -> str:
        """Return the digest of what stands beside a note; titles and pages tell for notes."""
        steps = aside.steps
        beside = (steps.before, steps.after, steps.along) if steps is not None else ()
        named = [*(term.meant.note for term in aside.terms), *aside.related, *beside]
        named += [source for source, _ in aside.mentions]
        places = [(self.site.notes[one].title, self._where(one)) for one in named if one]
        return _digest(aside, places)

    def _card(self, note: NoteId) -> tuple[str, str, str]:
        one = self.site.notes[note]
        return one.title, self._where(note), excerpt(one)

    def _where(self, note: NoteId) -> str:
        return self.site.places.notes[note] + "\0" + note

    def _place(self, path: str) -> list[str]:
        """Return the pages of the folders above `path`, to which its crumbs lead."""
        return [self.site.places.folders.get(folder, "") for folder in folders_above(path)]

    def _files(self) -> str:
        if not self._html:
            self._html = _digest(sorted(self.site.places.files.items()))
        return self._html


@cache
def program_digest() -> str:
    """Return a digest of the code that makes pages, and of the libraries that it uses for that."""
    root = Path(llmnotes.__file__).parent
    sources = [
        (str(path.relative_to(root)), path.read_bytes())
        for name in ("markdown", "render", "site", "graph", "links")
        for path in sorted((root / name).rglob("*.py"))
    ]
    sources += [(name, (root / name).read_bytes()) for name in ("glossary.py", "stemming.py")]
    return _digest(sources, [(name, version(name)) for name in _MAKERS])


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode("utf-8", errors="surrogatepass")).hexdigest()[:32]
