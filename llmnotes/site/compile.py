"""Vault → a folder of pages and attachments, from which mkdocs makes the site.

Only what changed is written: each page has a digest of everything it is made from, and a page whose
digest is known and whose file is there is not even rendered.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from llmnotes.errors import SiteError
from llmnotes.model import Page
from llmnotes.site import listings
from llmnotes.site.canvas import canvas_page
from llmnotes.site.digest import Digests
from llmnotes.site.explorer import TREE, tree_script
from llmnotes.site.files import Folder, Stamp
from llmnotes.site.glossarypage import Glossary
from llmnotes.site.graphdata import GRAPH, GraphMap
from llmnotes.site.graphpage import graph_page
from llmnotes.site.markdown_page import source_path
from llmnotes.site.notes import note_page
from llmnotes.site.places import CODE_FILES, CONTENTS, GHOSTS, GRAPH_PAGE, INDEX, TAGS
from llmnotes.site.vaultsite import VaultSite

STATE = "pages.json"
MERMAID = "assets/llmnotes/mermaid.js"

_VENDORED = Path(__file__).parent / "vendor" / "mermaid.tiny.js.gz"
_DIAGRAM = re.compile(r"^[ \t>*+-]*(?:```+|~~~+)[ \t]*mermaid", re.M)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling did: all pages by path, and those whose file was written or removed."""

    pages: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Task:
    """A page to be: its path, what it is made from, and how."""

    path: str
    digest: str
    make: Callable[[], Page]


def compile_site(site: VaultSite, docs: Path) -> Compiled:
    """Bring the folder `docs` up to date with `site`, and return what had to change."""
    folder = Folder(docs)
    known, stamps = _read_state(docs)
    digests: dict[str, str] = {}
    copied: dict[str, Stamp] = {}
    pages: list[str] = []
    graph = GraphMap(site)
    for task in _tasks(site, graph):
        source = source_path(task.path)
        pages.append(task.path)
        digests[source] = task.digest
        if known.get(source) == task.digest and folder.keep(source):
            continue
        folder.write(source, task.make().markdown)
    folder.write(TREE, tree_script(site))
    digests[GRAPH] = graph.digest
    if known.get(GRAPH) != graph.digest or not folder.keep(GRAPH):
        folder.write(GRAPH, graph.script())
    if any(_DIAGRAM.search(note.source) for note in site.notes.values()):
        folder.write(MERMAID, gzip.decompress(_VENDORED.read_bytes()).decode("utf-8"))
    for file, path in site.places.files.items():
        if file.lower().endswith(CODE_FILES):
            continue
        if (stamp := folder.copy(site.vault.root / file, path, stamps.get(path))) is not None:
            copied[path] = stamp
    removed = folder.remove_others()
    _write_state(docs, digests, copied)
    return Compiled(tuple(pages), tuple(folder.written), tuple(removed))


def _tasks(site: VaultSite, graph: GraphMap) -> Iterator[_Task]:
    digests = Digests(site)
    for note in site.notes.values():
        make = canvas_page if note.id.lower().endswith(".canvas") else note_page
        path = site.places.notes[note.id]
        yield _Task(path, digests.note(note), partial(make, site, note))
    if site.places.home is None:
        yield _Task(INDEX, digests.everything(), partial(listings.home_page, site))
    yield _Task(CONTENTS, digests.folder(""), partial(listings.contents_page, site))
    for folder, path in site.places.folders.items():
        if folder not in site.places.folder_notes:
            digest = digests.folder(folder)
            yield _Task(path, digest, partial(listings.folder_page, site, folder))
    yield _Task(TAGS, digests.tags(), partial(listings.tags_page, site))
    digest = graph.digest + digests.everything()
    yield _Task(GRAPH_PAGE, digest, partial(graph_page, site, graph))
    glossary = Glossary(site)
    for path, letters in glossary.pages():
        digest = glossary.digest(letters) + digests.everything()
        yield _Task(path, digest, partial(glossary.page, path, letters))
    for name in site.tags.values():
        path = site.places.tag(name)
        yield _Task(path, digests.tag(name), partial(listings.tag_page, site, name))
    yield _Task(GHOSTS, digests.ghosts(), partial(listings.ghosts_page, site))
    for name, path in site.places.ghosts.items():
        digest = digests.target(name)
        yield _Task(path, digest, partial(listings.ghost_page, site, name))
    for file, path in site.places.files.items():
        if file.lower().endswith(CODE_FILES):
            source = _read_code(site.vault.root / file)
            digest = digests.target(file, source)
            yield _Task(path, digest, partial(listings.code_page, site, file, source))


def _read_code(path: Path) -> str:
    try:
        return path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise SiteError(f"{path}: {error.strerror}") from error


def _read_state(docs: Path) -> tuple[dict[str, str], dict[str, Stamp]]:
    """Return the pages' digests and the attachments' stamps as of last time; {} if not known."""
    try:
        known = json.loads((docs.parent / STATE).read_text("utf-8"))
        stamps = {path: (size, time) for path, (size, time) in known["files"].items()}
        return dict(known["pages"]), stamps
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, {}


def _write_state(docs: Path, digests: dict[str, str], copied: dict[str, Stamp]) -> None:
    state = {"pages": digests, "files": copied}
    Folder(docs.parent).write(STATE, json.dumps(state, ensure_ascii=False, indent=0))
