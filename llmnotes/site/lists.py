"""Lists of notes: crumbs, chips of tags, the content of a folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from llmnotes.model import Note, NoteId
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word
from llmnotes.site.pageview import PageView
from llmnotes.site.places import INDEX, folders_above

LONGEST_EXCERPT = 180


def sort_key(name: str) -> tuple[str, str]:
    """Return what sorts `name` as a reader would: accents and case decide only at the end.

    >>> sorted(["Zebra", "Ângulo", "abelha"], key=sort_key)
    ['abelha', 'Ângulo', 'Zebra']
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.casefold(), name


def crumbs(view: PageView, path: str) -> str:
    """Return the way from the home page down to `path`, which itself is not named."""
    if view.page == INDEX:
        return ""
    steps = [tag("a", word("page.home", view.lang), href=view.to(INDEX))]
    for folder in folders_above(path):
        place = view.site.places.folders.get(folder)  # none where there are attachments alone
        if place is not None and place != view.page:
            steps.append(tag("a", text(folder.rpartition("/")[2]), href=view.to(place)))
    return crumb_list(steps)


def crumb_list(steps: Iterable[str]) -> str:
    """Return links, outermost first, as a trail."""
    items = "".join(tag("li", step) for step in steps)
    return tag("nav", tag("ol", items), class_="ln-crumbs", aria_label="breadcrumb")


def tag_chips(view: PageView, tags: Iterable[str]) -> str:
    """Return `tags` as links to their pages."""
    chips = "".join(
        tag("li", tag("a", "#" + text(name), href=view.tag_href(name), class_="ln-tag"))
        for name in tags
    )
    return tag("ul", chips, class_="ln-tags") if chips else ""


def note_list(view: PageView, notes: Iterable[NoteId]) -> str:
    """Return cards of notes, by title, each with what it says first."""
    found = sorted(
        (view.site.notes[note] for note in notes), key=lambda n: (sort_key(n.title), n.id)
    )
    return tag("ul", "".join(_card(view, note) for note in found), class_="ln-cards")


def _card(view: PageView, note: Note) -> str:
    title = tag("a", text(note.title), href=view.note_href(note.id))
    words = excerpt(note)
    return tag("li", title + (tag("p", text(words)) if words else ""))


def excerpt(note: Note) -> str:
    """Return a note's description, else the beginning of its first paragraph of text."""
    said = note.description or next(
        (p.text for p in note.paragraphs if p.kind in ("text", "item", "callout") and p.text), ""
    )
    said = " ".join(said.split())
    if len(said) <= LONGEST_EXCERPT:
        return said
    return said[:LONGEST_EXCERPT].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def folder_listing(view: PageView, folder: str) -> str:
    """Return the folders and notes that lie directly in `folder`; ``""`` is the root."""
    site = view.site
    inner = site.inside[folder].folders
    speaker = site.places.folder_notes.get(folder)
    notes = [note for note in site.inside[folder].notes if note != speaker]
    parts: list[str] = []
    if inner:
        parts.append(tag("h2", word("page.folders", view.lang)))
        parts.append(_folder_list(view, sorted(inner, key=sort_key)))
    if notes:
        parts.append(tag("h2", word("page.notes", view.lang)))
        parts.append(note_list(view, notes))
    return tag("div", "".join(parts), class_="ln-section") if parts else ""


def _folder_list(view: PageView, folders: Sequence[str]) -> str:
    items = []
    for folder in folders:
        name = tag(
            "a", text(folder.rpartition("/")[2]), href=view.to(view.site.places.folders[folder])
        )
        items.append(tag("li", f"{name} {counted(view, view.site.inside[folder].total)}"))
    return tag("ul", "".join(items), class_="ln-folders")


def counted(view: PageView, n: int, what: str = "notes") -> str:
    """Return how many notes there are, in words."""
    words = word(f"page.{what}.{'one' if n == 1 else 'many'}", view.lang, n=n)
    return tag("span", words, class_="ln-count")
