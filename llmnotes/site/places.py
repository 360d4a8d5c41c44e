"""Where everything lies on the site: one page path for each note, folder, tag, ghost and file."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import quote

from llmnotes.links import fold
from llmnotes.model import Note, NoteId
from llmnotes.render.escape import names

INDEX = "index.html"
CONTENTS = "contents.html"
TAGS = "tags/index.html"
GHOSTS = "ghosts/index.html"
GRAPH_PAGE = "graph.html"
GLOSSARY = "glossary.html"
ASK_PAGE = "ask.html"
RECENT = "recent.html"
FEED = "feed.xml"

HOME_NAMES = ("home", "início", "inicio", "index", "readme")
FOLDER_NAMES = ("index", "readme")

CODE_FILES = (".base",)
"""Files that get a page which shows their code."""

PER_PAGE = 200
"""A longer list is parted into pages."""

MOST_BACKLINKS = 60
"""More notes that link to one have pages of their own."""

_RESERVED = (
    *("404.html", "sitemap.xml", "sitemap.xml.gz"),
    *(CONTENTS, TAGS, GHOSTS, GRAPH_PAGE, GLOSSARY, ASK_PAGE, RECENT, FEED),
)
_GLOSSARY_PAGES = 99
_GLOSSARY_LETTERS = "0abcdefghijklmnopqrstuvwxyz"
_THEME = tuple(
    f"assets/{name}/"
    for name in (
        ["javascripts", "stylesheets", "images", "llmnotes", "search", "decoder", "ask", "widgets"]
    )
)
_ACTIVE = names(
    "html htm xhtml xht shtml mhtml mht svgz xml xsl xslt swf md markdown mdown mkdn mkd"
)
"""Attachments that a browser would run, or mkdocs would render, in the name of the site."""

_ODD = re.compile(r"[^\w\-. ]+")
_LONGEST_NAME = 120
_LONGEST_FILE = 240  # 255 is the usual limit, and a second of its name gets a number


@dataclass(slots=True)
class Places:
    """The page of each thing, as a path from the site's root; nothing has two, no two share one."""

    home: NoteId | None = None
    notes: dict[NoteId, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    folder_notes: dict[str, NoteId] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    ghosts: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    more: dict[str, list[str]] = field(default_factory=dict)
    """Further pages of the lists that are too long for one, by the first page."""
    linked: dict[str, str] = field(default_factory=dict)
    """The list of who links to a note, a ghost or a file, where that is too long for its page."""
    aliases: dict[str, NoteId] = field(default_factory=dict)
    """Pages that only lead on to a note, at the names it also goes by."""
    taken: _Taken | None = field(default=None, repr=False)

    def tag(self, tag: str) -> str:
        """Return the page of a tag, however it is spelled."""
        return self.tags.get(fold(tag), TAGS)

    def part(self, path: str, length: int) -> None:
        """Find places for the further pages of a list of `length` at `path`."""
        if self.taken is not None and length > PER_PAGE:
            numbers = range(2, -(-length // PER_PAGE) + 1)
            stem = path.removesuffix(".html")
            self.more[path] = [self.taken.take(f"{stem}-{n}.html") for n in numbers]

    def link_list(self, target: str, length: int) -> None:
        """Find places for the `length` notes that link to `target`, if they are too many."""
        if self.taken is not None and length > MOST_BACKLINKS:
            page = self.notes.get(NoteId(target)) or self.ghosts.get(target) or self.files[target]
            self.linked[target] = self.taken.take(f"links/{page.removesuffix('.html')}.html")
            self.part(self.linked[target], length)

    def pages(self, path: str) -> list[str]:
        """Return all pages of the list that begins at `path`."""
        return [path, *self.more.get(path, ())]


def make_places(
    notes: Iterable[Note],
    tags: Iterable[str],
    ghosts: Iterable[str],
    files: Iterable[str],
    home: str = "",
) -> Places:
    """Give everything its place; the same vault gets the same places, whatever it held before."""
    notes = tuple(notes)
    folders = sorted({folder for note in notes for folder in folders_above(note.id)})
    places = Places(home=find_home(notes, home))
    numbers = range(1, _GLOSSARY_PAGES + 1)
    letters = (glossary_of(letter, number) for letter in _GLOSSARY_LETTERS for number in numbers)
    taken = _Taken({*_RESERVED, *letters, INDEX, *folders})
    places.folder_notes = _folder_notes(notes, places.home)
    for note in sorted(notes, key=lambda note: (not _wants_its_own(note), note.id)):
        if note.id == places.home:
            places.notes[note.id] = INDEX
        else:
            places.notes[note.id] = taken.take(_wanted(note, places))
    for folder in folders:
        note_id = places.folder_notes.get(folder)
        wanted = f"{folder}/{INDEX}"
        places.folders[folder] = places.notes[note_id] if note_id else taken.take(wanted)
    for tag in sorted(tags, key=fold):
        places.tags[fold(tag)] = taken.take(f"tags/{_safe_path(tag)}.html")
    for ghost in sorted(ghosts):
        places.ghosts[ghost] = taken.take(f"ghosts/{_safe_name(ghost)}.html")
    for file in sorted(files):
        places.files[file] = taken.take(_file_path(file))
    places.taken = taken
    return places


def glossary_of(letter: str, number: int = 1) -> str:
    """Return a page of a letter, where the glossary is too long for one.

    >>> glossary_of("m"), glossary_of("m", 2)
    ('glossary/m.html', 'glossary/m-2.html')
    """
    return f"glossary/{letter}{f'-{number}' if number > 1 else ''}.html"


def folders_above(path: str) -> Iterator[str]:
    """Yield the folders that hold `path`, outermost first, without the root.

    >>> list(folders_above("a/b/c.md"))
    ['a', 'a/b']
    """
    parts = path.split("/")[:-1]
    for i in range(1, len(parts) + 1):
        yield "/".join(parts[:i])


def find_home(notes: Iterable[Note], wanted: str) -> NoteId | None:
    """Return the note that opens the site: the one settled, else one at the root named like it."""
    notes = tuple(notes)
    if wanted:
        key = fold(wanted.strip().removesuffix(".md"))
        for note in notes:
            if key in (fold(note.id.removesuffix(".md")), fold(note.title)):
                return note.id
    at_root = {fold(n.id[:-3]): n.id for n in notes if "/" not in n.id and n.id.endswith(".md")}
    return next((at_root[name] for name in HOME_NAMES if name in at_root), None)


def href(path: str, anchor: str = "") -> str:
    """Return `path` percent-encoded, once, with its fragment.

    >>> href("50% de?.html", "^a b")
    '50%25%20de%3F.html#%5Ea%20b'
    """
    return quote(path) + (f"#{quote(anchor, safe='=&,')}" if anchor else "")


def up(page: str) -> str:
    """Return the way from `page` to the site's root, such as ``../../``."""
    return "../" * page.count("/")


class _Taken:
    """The paths in use; a second taker of one gets a number."""

    def __init__(self, paths: Iterable[str]) -> None:
        self.paths = set(paths)

    def take(self, wanted: str) -> str:
        wanted = _fitting(wanted)
        stem, dot, suffix = wanted.rpartition(".")
        path, n = wanted, 1
        while path in self.paths or path.endswith("/README.html") or path == "README.html":
            path, n = f"{stem}-{n}{dot}{suffix}", n + 1
        self.paths.add(path)
        return path


def _wanted(note: Note, places: Places) -> str:
    """Return the path a note asks for: its ``permalink``, its folder's page, or its own name."""
    if link := permalink(note):
        return f"{link}.html"
    folder = note.id.rpartition("/")[0]
    if folder and places.folder_notes.get(folder) == note.id:
        return f"{folder}/{INDEX}"
    return (note.id[:-3] if note.id.lower().endswith(".md") else note.id) + ".html"


def permalink(note: Note) -> str:
    """Return a note's ``permalink`` as a path without suffix, ``""`` where it names none."""
    said = note.properties.get("permalink")
    if not isinstance(said, str):
        return ""
    parts = [part for part in said.strip().removesuffix(".html").split("/") if part.strip()]
    if not parts or any(part.startswith(".") or _ODD.search(part) for part in parts):
        return ""
    return "/".join(_cut(part, _LONGEST_NAME) for part in parts)


def _wants_its_own(note: Note) -> bool:
    return not permalink(note)


def _folder_notes(notes: Iterable[Note], home: NoteId | None) -> dict[str, NoteId]:
    """Return the note that speaks for each folder: its index.md, else its README.md."""
    found: dict[str, NoteId] = {}
    for name in FOLDER_NAMES:
        for note in notes:
            folder, _, file = note.id.rpartition("/")
            if folder and note.id != home and fold(file) == f"{name}.md" and not permalink(note):
                found.setdefault(folder, note.id)
    return found


def _file_path(file: str) -> str:
    """Return where an attachment goes: where it lies, unless that is dangerous or in use."""
    if file.lower().endswith(CODE_FILES):
        return f"{file}.html"
    path = file
    if PurePosixPath(path).suffix[1:].lower() in _ACTIVE:
        path += ".txt"
    if path.startswith(_THEME):
        path = "assets/files/" + path.removeprefix("assets/")
    return path


def _safe_path(tag: str) -> str:
    return "/".join(map(_safe_name, tag.split("/")))


def _safe_name(name: str) -> str:
    """Return `name` as a file name; where that changes it, a digest keeps two of them apart."""
    safe = _cut(_ODD.sub("-", name).strip(". "), _LONGEST_NAME)
    if safe == name and safe != "index":
        return safe
    return f"{safe}-{_digest(name)}"


def _fitting(path: str) -> str:
    """Return `path` with its last part short enough for a file system, which counts in bytes."""
    folder, slash, name = path.rpartition("/")
    if len(name.encode()) <= _LONGEST_FILE:
        return path
    stem, dot, suffix = name.rpartition(".")
    return f"{folder}{slash}{_cut(stem, _LONGEST_NAME)}-{_digest(name)}{dot}{suffix}"


def _cut(name: str, length: int) -> str:
    """Return as many letters of `name` as go into `length` bytes."""
    return name.encode()[:length].decode(errors="ignore")


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:6]


def redirect_aliases(places: Places, notes: Iterable[Note]) -> None:
    """Give each alias a page of its own, unless there is one of that name, in whatever case."""
    taken = {fold(path) for path in (places.taken.paths if places.taken else ())}
    for note in notes:
        for alias in note.aliases:
            path = f"{_safe_name(alias)}.html"
            if "/" not in path and fold(path) not in taken:
                taken.add(fold(path))
                places.aliases[path] = note.id
