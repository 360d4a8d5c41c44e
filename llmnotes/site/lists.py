"""Lists of notes: crumbs, chips of tags, the content of a folder."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TypeVar

from llmnotes.model import Note, NoteId
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word
from llmnotes.search.plain import plain
from llmnotes.site.pageview import PageView
from llmnotes.site.places import CONTENTS, INDEX, PER_PAGE, folders_above

LONGEST_EXCERPT = 180

Item = TypeVar("Item")


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
    return crumb_list(view, steps)


def crumb_list(view: PageView, steps: Iterable[str]) -> str:
    """Return links, outermost first, as a trail."""
    items = "".join(tag("li", step) for step in steps)
    label = word("page.crumbs", view.lang)
    return tag("nav", tag("ol", items), class_="ln-crumbs", aria_label=label)


def tag_chips(view: PageView, tags: Iterable[str]) -> str:
    """Return `tags` as links to their pages."""
    chips = "".join(
        tag("li", tag("a", "#" + text(name), href=view.tag_href(name), class_="ln-tag"))
        for name in tags
    )
    return tag("ul", chips, class_="ln-tags") if chips else ""


def note_list(view: PageView, notes: Iterable[NoteId], first: str = "") -> str:
    """Return cards of notes, by title, each with what it says first.

    `first` is the first page of a list in pages, of which this one shows its part.
    """
    found = sorted(
        (view.site.notes[note] for note in notes), key=lambda n: (sort_key(n.title), n.id)
    )
    here = part_of(view, found, first)
    cards = tag("ul", "".join(_card(view, note) for note in here), class_="ln-cards")
    return cards + turn(view, first)


def part_of(view: PageView, items: Sequence[Item], first: str) -> Sequence[Item]:
    """Return those of `items` that stand on this page of the list that begins at `first`."""
    pages = view.site.places.pages(first)
    if len(pages) == 1:
        return items
    start = PER_PAGE * (pages.index(view.page) if view.page in pages else 0)
    return items[start : start + PER_PAGE]


def turn(view: PageView, first: str) -> str:
    """Return the links between the pages of the list that begins at `first`."""
    return page_links(view, view.site.places.pages(first), view.page)


def page_links(view: PageView, pages: Sequence[str], here: str) -> str:
    """Return links to all `pages` by their numbers, none where there is but one."""
    if len(pages) < 2:
        return ""
    links = (
        tag("a", str(n), href=view.to(page), aria_current="page" if page == here else None)
        for n, page in enumerate(pages, 1)
    )
    items = "".join(tag("li", link) for link in links)
    label = word("page.pages", view.lang)
    return tag("nav", tag("ol", items), class_="ln-pages", aria_label=label)


def _card(view: PageView, note: Note) -> str:
    title = tag("a", text(note.title), href=view.note_href(note.id))
    words = excerpt(note)
    return tag("li", title + (tag("p", text(words)) if words else ""))


def excerpt(note: Note) -> str:
    """Return a note's description, else the beginning of its first paragraph of text."""
    said = note.description or next(
        (p.text for p in note.paragraphs if p.kind in ("text", "item", "callout") and p.text), ""
    )
    said = plain(said)
    if len(said) <= LONGEST_EXCERPT:
        return said
    return said[:LONGEST_EXCERPT].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def folder_listing(view: PageView, folder: str) -> str:
    """Return the folders and notes that lie directly in `folder`; ``""`` is the root."""
    site = view.site
    inner = site.inside[folder].folders
    speaker = site.places.folder_notes.get(folder)
    notes = [note for note in site.inside[folder].notes if note != speaker]
    first = site.places.folders.get(folder, CONTENTS)
    parts: list[str] = []
    if inner and view.page not in site.places.more.get(first, ()):
        parts.append(tag("h2", word("page.folders", view.lang)))
        parts.append(_folder_list(view, sorted(inner, key=sort_key)))
    if notes:
        parts.append(tag("h2", word("page.notes", view.lang)))
        parts.append(note_list(view, notes, first))
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
