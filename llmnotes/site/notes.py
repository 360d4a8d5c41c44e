"""The page of a note: its title, what its front matter says, its sections, who links to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from llmnotes.markdown import parse
from llmnotes.model import LinkKind, Note, Page
from llmnotes.render import Rendered, Section, render_inline_text, render_note
from llmnotes.render.escape import safe_url, tag, text
from llmnotes.render.words import word
from llmnotes.site.backlinks import backlinks
from llmnotes.site.lists import crumbs, folder_listing, tag_chips
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import CONTENTS, INDEX
from llmnotes.site.vaultsite import VaultSite

_SHOWN_ELSEWHERE = frozenset(
    "title description aliases alias tags tag publish draft lang icon permalink cssclasses cssclass "
    "position".split()
)


def note_page(site: VaultSite, note: Note) -> Page:
    """Return the page of `note`."""
    path = site.places.notes[note.id]
    view = PageView(site, path)
    rendered = render_note(note.id, site.document(note.id), view)
    return make_page(
        path,
        note.title,
        note_meta(site, note) | {"diagrams": rendered.diagrams},
        [
            crumbs(view, note.id),
            *opening(rendered, note, note_head(view, note)),
            _folder_of(view, note),
            backlinks(view, note.id),
        ],
    )


def note_meta(site: VaultSite, note: Note) -> dict[str, object]:
    """Return what the template needs to know of a note's page."""
    folder = note.id.rpartition("/")[0]
    return {
        "description": note.description,
        "lang": note.lang,
        "kind": "home" if note.id == site.places.home else "note",
        "folder": site.places.folders.get(folder, CONTENTS),
    }


def opening(rendered: Rendered, note: Note, head: str) -> Iterator[Section]:
    """Yield the sections of a page that has exactly one heading of level 1, with `head` below it.

    That heading is the note's own first one where it opens the note and says the title; else it is
    the title, and the note's headings make room for it where they begin at level 1 themselves.
    """
    sections = list(rendered.sections)
    if _says_title(sections, note):
        first, *sections = sections
        yield replace(first, html=head + first.html)
    else:
        yield heading(note.title, _free_slug(sections), head)
    lower = any(section.level == 1 for section in sections)
    for section in sections:
        yield replace(section, level=section.level + 1) if lower and section.level else section


def note_head(view: PageView, note: Note) -> str:
    """Return what stands between a note's title and its text."""
    parts = []
    if note.description:
        parts.append(tag("p", text(note.description), class_="ln-lead"))
    if note.aliases:
        names = ", ".join(tag("span", text(name)) for name in note.aliases)
        label = word("page.aliases", view.lang)
        parts.append(tag("p", f"{label}: {names}", class_="ln-aliases"))
    parts.append(tag_chips(view, note.tags))
    parts.append(_properties(view, note))
    return "".join(parts)


def _says_title(sections: Sequence[Section], note: Note) -> bool:
    if not sections or sections[0].level != 1 or not note.headings:
        return False
    return note.headings[0].text.strip().casefold() == note.title.strip().casefold()


def _free_slug(sections: Sequence[Section]) -> str:
    taken = {section.slug for section in sections}
    slug = "top"
    while slug in taken:
        slug += "-"
    return slug


def _folder_of(view: PageView, note: Note) -> str:
    """Return the listing of the folder for which `note` speaks."""
    folder = note.id.rpartition("/")[0]
    speaks = view.site.places.folder_notes.get(folder) == note.id
    return folder_listing(view, folder) if speaks else ""


def _properties(view: PageView, note: Note) -> str:
    """Return the panel of the properties that the page does not show otherwise."""
    rows = []
    for key, value in note.properties.items():
        if str(key).lower() in _SHOWN_ELSEWHERE or value in (None, "", [], {}):
            continue
        shown = _value(view, note, str(key), value)
        rows.append(f"<div>{tag('dt', text(str(key)))}{tag('dd', shown)}</div>")
    if not rows:
        return ""
    label = word("page.properties", view.lang)
    return tag("dl", "".join(rows), class_="ln-properties", aria_label=label)


def _value(view: PageView, note: Note, key: str, value: object) -> str:
    """Return a property's value as HTML; its wikilinks lead where the resolver says."""
    if isinstance(value, bool):
        return word("page.yes" if value else "page.no", view.lang)
    if isinstance(value, Mapping):
        items = (f"{text(str(k))}: {_value(view, note, key, v)}" for k, v in value.items())
        return "; ".join(items)
    if isinstance(value, list | tuple):
        return "".join(
            tag("span", _value(view, note, key, item), class_="ln-value") for item in value
        )
    written = str(value)
    if "[[" in written:
        return _with_links(view, note, key, written)
    if url := safe_url(written):
        return tag("a", text(written), href=url, class_="external", rel="noopener")
    return text(written)


def _with_links(view: PageView, note: Note, key: str, written: str) -> str:
    """Render a property's text as a sentence, its links taken from those the note already has."""
    document = parse(written)
    places = {
        (link.target, link.heading): n
        for n, link in reversed(list(enumerate(note.links)))
        if link.kind is LinkKind.PROPERTY and link.name == key
    }
    children = [
        child
        for token in document.tokens[:3]
        if token.type == "inline"
        for child in token.children or ()
    ]
    for child in children:
        if child.type in ("wikilink", "embed"):
            link = child.meta["link"]
            n = places.get((link.target, link.heading))
            if n is None:
                return text(written)
            child.type, child.content = "wikilink", child.content or link.target
            child.meta["n"] = n
        elif child.type != "text":
            return text(written)
    return render_inline_text(note.id, children, view)
