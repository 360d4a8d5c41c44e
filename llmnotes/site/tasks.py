"""Everything that compiling may have to write, each with the digest of what it is made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from llmnotes.errors import SiteError
from llmnotes.model import Page
from llmnotes.site import listings
from llmnotes.site.asides import Asides
from llmnotes.site.askpage import ask_digest, ask_page
from llmnotes.site.backlinks import linked_page
from llmnotes.site.canvas import canvas_page
from llmnotes.site.digest import Digests
from llmnotes.site.explorer import TREE, tree_script
from llmnotes.site.glossarypage import TERMS, Glossary
from llmnotes.site.graphdata import GRAPH, GraphMap
from llmnotes.site.graphpage import graph_page
from llmnotes.site.markdown_page import source_path
from llmnotes.site.notes import note_page
from llmnotes.site.places import (
    ASK_PAGE,
    CODE_FILES,
    CONTENTS,
    FEED,
    GHOSTS,
    GRAPH_PAGE,
    INDEX,
    RECENT,
    TAGS,
)
from llmnotes.site.preview import preview_path, preview_script
from llmnotes.site.recent import feed, recent_page
from llmnotes.site.redirects import redirect
from llmnotes.site.vaultsite import VaultSite

ON_HOME = 8
"""The latest notes that a home page names which no note writes."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to be: its path, what it is made from, and how; and its page, if it is one."""

    path: str
    digest: str
    make: Callable[[], str]
    page: str = ""


def tasks(site: VaultSite, asides: Asides, glossary: Glossary) -> Iterator[Task]:
    """Yield all pages, then all other files that are made from notes."""
    digests = Digests(site, asides)
    graph = GraphMap(site)
    yield from _note_pages(site, asides, digests)
    yield from _list_pages(site, asides, digests)
    digest = graph.digest + digests.everything()
    yield _page(GRAPH_PAGE, digest, partial(graph_page, site, graph))
    if site.asks:
        digest = digests.everything() + digests.text(ask_digest(site))
        yield _page(ASK_PAGE, digest, partial(ask_page, site))
    for path in glossary.pages():
        digest = glossary.digest(path) + digests.everything()
        yield _page(path, digest, partial(glossary.page, path))
    yield from _pages_of_targets(site, digests)
    yield Task(GRAPH, graph.digest, graph.script)
    if glossary.is_parted:
        digest = "".join(map(glossary.digest, glossary.pages()))
        yield Task(TERMS, digests.text(digest), glossary.script)
    yield from _small_files(site, asides, digests)


def _page(path: str, digest: str, make: Callable[[], Page]) -> Task:
    return Task(source_path(path), digest, lambda: make().markdown, path)


def _note_pages(site: VaultSite, asides: Asides, digests: Digests) -> Iterator[Task]:
    for note in site.notes.values():
        path = site.places.notes[note.id]
        if note.id.lower().endswith(".canvas"):
            yield _page(path, digests.note(note), partial(canvas_page, site, note))
            continue
        aside = asides.of(note.id)
        digest = digests.note(note, aside)
        if note.id == site.places.home:
            digest += digests.text(ask_digest(site))
        yield _page(path, digest, partial(note_page, site, note, aside))
        make = partial(preview_script, site, note)
        yield Task(preview_path(path), digests.preview(note), make)


def _list_pages(site: VaultSite, asides: Asides, digests: Digests) -> Iterator[Task]:
    places = site.places
    if places.home is None:
        newest = asides.newest(ON_HOME)
        digest = digests.everything() + digests.newest(newest) + digests.text(ask_digest(site))
        yield _page(INDEX, digest, partial(listings.home_page, site, newest))
    for path in places.pages(CONTENTS):
        yield _page(path, digests.folder(""), partial(listings.contents_page, site, path))
    for folder, first in places.folders.items():
        pages = places.pages(first)
        for path in pages[1:] if folder in places.folder_notes else pages:
            make = partial(listings.folder_page, site, folder, path)
            yield _page(path, digests.folder(folder), make)
    yield _page(TAGS, digests.tags(), partial(listings.tags_page, site))
    for name in site.tags.values():
        for path in places.pages(places.tag(name)):
            make = partial(listings.tag_page, site, name, path)
            yield _page(path, digests.tag(name), make)
    for path in places.pages(GHOSTS):
        yield _page(path, digests.ghosts(), partial(listings.ghosts_page, site, path))
    if asides.dates:
        digest = digests.newest(asides.newest())
        for path in places.pages(RECENT):
            yield _page(path, digest, partial(recent_page, site, asides, path))


def _pages_of_targets(site: VaultSite, digests: Digests) -> Iterator[Task]:
    """Yield the pages of ghosts and of files shown as code, and of what many notes link to."""
    for target, first in site.places.linked.items():
        for path in site.places.pages(first):
            yield _page(path, digests.linked(target), partial(linked_page, site, target, path))
    for name, path in site.places.ghosts.items():
        yield _page(path, digests.target(name), partial(listings.ghost_page, site, name))
    for file, path in site.places.files.items():
        if file.lower().endswith(CODE_FILES):
            source = _read_code(site.vault.root / file)
            digest = digests.target(file, source)
            yield _page(path, digest, partial(listings.code_page, site, file, source))


def _small_files(site: VaultSite, asides: Asides, digests: Digests) -> Iterator[Task]:
    yield Task(TREE, digests.text(tree := tree_script(site)), lambda: tree)
    for path, note in site.places.aliases.items():
        made = redirect(site, path, note)
        yield Task(path, digests.text(made), partial(str, made))
    if asides.dates and site.settings.site_url:
        digest = digests.newest(asides.newest())
        yield Task(FEED, digest, partial(feed, site, asides))


def _read_code(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error
