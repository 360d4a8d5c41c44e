"""The vault as its site sees it: what there is, where it lies, and in which language it speaks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from markdown_it.common.html_re import HTML_TAG_RE
from markdown_it.token import Token

from llmnotes.config import Config
from llmnotes.graph import ConceptGraph
from llmnotes.links import Resolver, fold
from llmnotes.markdown import Document, parse
from llmnotes.messages import Lang
from llmnotes.model import Link, LinkKind, Note, NoteId, TargetKind
from llmnotes.site.places import (
    CODE_FILES,
    CONTENTS,
    GHOSTS,
    RECENT,
    Places,
    folders_above,
    make_places,
    redirect_aliases,
)
from llmnotes.vault import VaultFiles

_KEPT_DOCUMENTS = 64
_LANGUAGE_SAMPLE = 200
_PORTUGUESE = re.compile(r"\b(?:de|que|não|uma|para|com|os|é|são)\b", re.I)
_ENGLISH = re.compile(r"\b(?:the|of|and|to|is|with|for|that|are)\b", re.I)
_ADDRESS = re.compile(r"""\b(?:src|href)\s*=\s*["']?([^"'\s>]+)""", re.I)


@dataclass(slots=True)
class Inside:
    """What lies directly in a folder, and how many notes lie in it at any depth."""

    folders: list[str] = field(default_factory=list)
    notes: list[NoteId] = field(default_factory=list)
    total: int = 0


@dataclass(slots=True)
class VaultSite:
    """A vault with its graph, its places and the tags of its notes by their folded name."""

    vault: VaultFiles
    graph: ConceptGraph
    resolver: Resolver
    settings: Config
    lang: Lang
    tags: dict[str, str]
    tagged: dict[str, list[NoteId]]
    places: Places
    carried: dict[str, set[NoteId]] = field(default_factory=dict)
    inside: dict[str, Inside] = field(default_factory=dict)
    _documents: dict[NoteId, Document] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What the site is called."""
        return self.settings.site_name or self.vault.root.resolve().name

    @property
    def notes(self) -> dict[NoteId, Note]:
        """The published notes by id."""
        return self.graph.notes

    @property
    def searches(self) -> bool:
        """Whether the search box reads whole notes, rather than their titles."""
        return self.settings.site_search

    @property
    def asks(self) -> bool:
        """Whether the site answers questions: it finds what they are about by its search."""
        return self.settings.site_ask and self.searches

    def document(self, note: NoteId) -> Document:
        """Return a note's tokens; the last few stay at hand, for the notes that embed them."""
        found = self._documents.get(note)
        if found is None:
            if len(self._documents) >= _KEPT_DOCUMENTS:
                self._documents.clear()
            found = self._documents[note] = parse(self.notes[note].source)
        return found

    def carriers(self, tag: str) -> int:
        """Return how many notes carry `tag` or one inside it."""
        return len(self.carried.get(fold(tag), ()))

    def file_at(self, source: NoteId, url: str) -> str | None:
        """Return the vault file that an address in raw HTML means, None if there is none."""
        path = unquote(url.partition("#")[0].partition("?")[0])
        found = self.resolver.resolve(source, Link(path, kind=LinkKind.LINK, markdown=True))
        return found.target if path and found.kind is TargetKind.FILE else None


def open_site(vault: VaultFiles, settings: Config, lang: Lang = "en") -> VaultSite:
    """Lay out the site of `vault`; `lang` words the problems, the vault decides on the rest."""
    language = site_language(settings.lang, vault.notes)
    resolver = Resolver(vault.notes, vault.files, vault.private, lang)
    graph = ConceptGraph.build(vault.notes, vault.files, resolver)
    tags, tagged = _tags(vault.notes)
    site = VaultSite(vault, graph, resolver, settings, language, tags, tagged, Places())
    files = {*_linked_files(graph), *_files_in_html(site)}
    ghosts = [ghost.name for ghost in graph.ghosts()]
    site.inside = _inside(site.notes)
    site.carried = _carried(tagged)
    site.places = make_places(vault.notes, tags.values(), ghosts, files, settings.home)
    _part_lists(site)
    redirect_aliases(site.places, vault.notes)
    return site


def _part_lists(site: VaultSite) -> None:
    """Find places for the further pages of every list."""
    places = site.places
    for folder, inside in site.inside.items():
        speaker = places.folder_notes.get(folder)
        notes = len(inside.notes) - (speaker in inside.notes)
        places.part(places.folders.get(folder, CONTENTS), notes)
    for tag in site.tags.values():
        places.part(places.tag(tag), len(site.tagged.get(fold(tag), ())))
    places.part(GHOSTS, len(places.ghosts))
    code = (file for file in places.files if file.lower().endswith(CODE_FILES))
    for target in (*places.notes, *places.ghosts, *code):
        sources = {link.source for link in site.graph.links_to(target)}
        places.link_list(target, len(sources - {target}))
    places.part(RECENT, len(site.notes))


def site_language(wanted: str, notes: Iterable[Note]) -> Lang:
    """Return the language of the site's own words: `wanted`, else the one most notes are in."""
    if wanted:
        return "pt" if wanted.lower().startswith("pt") else "en"
    sample = "\n".join(note.source for note, _ in zip(notes, range(_LANGUAGE_SAMPLE), strict=False))
    portuguese = sum(1 for _ in _PORTUGUESE.finditer(sample))
    return "pt" if portuguese >= sum(1 for _ in _ENGLISH.finditer(sample)) else "en"


def _inside(notes: Iterable[NoteId]) -> dict[str, Inside]:
    """Return the content of every folder; ``""`` is the root."""
    found: dict[str, Inside] = {"": Inside()}
    for note in notes:
        found[""].total += 1
        for folder in folders_above(note):
            if folder not in found:
                found[folder] = Inside()
                found[folder.rpartition("/")[0]].folders.append(folder)
            found[folder].total += 1
        found[note.rpartition("/")[0]].notes.append(note)
    return found


def _tags(notes: Iterable[Note]) -> tuple[dict[str, str], dict[str, list[NoteId]]]:
    """Return the tags with all their parents, and the notes that carry each, as first spelled."""
    spelling: dict[str, str] = {}
    tagged: dict[str, list[NoteId]] = {}
    for note in notes:
        for tag in note.tags:
            parts = tag.split("/")
            for i in range(1, len(parts) + 1):
                name = "/".join(parts[:i])
                spelling.setdefault(fold(name), name)
            tagged.setdefault(fold(tag), []).append(note.id)
    return spelling, tagged


def _carried(tagged: Mapping[str, Iterable[NoteId]]) -> dict[str, set[NoteId]]:
    """Return the notes that carry a tag or one inside it, by the folded name of each tag."""
    carried: dict[str, set[NoteId]] = {}
    for key, notes in tagged.items():
        parts = key.split("/")
        for i in range(1, len(parts) + 1):
            carried.setdefault("/".join(parts[:i]), set()).update(notes)
    return carried


def _linked_files(graph: ConceptGraph) -> Iterator[str]:
    for links in graph.resolved.values():
        yield from (link.target for link in links if link.kind is TargetKind.FILE)


def _files_in_html(site: VaultSite) -> Iterator[str]:
    """Yield the files that raw HTML shows; what looks like HTML may be code or a comment."""
    for note in site.notes.values():
        if "<" in note.source and _ADDRESS.search(note.source):
            for html in raw_html(site.document(note.id).tokens):
                for tag in HTML_TAG_RE.findall(html):
                    for url in _ADDRESS.findall(tag):
                        if (file := site.file_at(note.id, url)) is not None:
                            yield file


def raw_html(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the HTML that stands as typed among `tokens`."""
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            yield token.content
        yield from raw_html(token.children or ())
