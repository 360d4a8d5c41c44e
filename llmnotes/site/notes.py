"""The page of a note: its title, what its front matter says, its sections, who links to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from llmnotes.markdown import Document, parse
from llmnotes.model import LinkKind, Note, Page
from llmnotes.render import Section, render_inline_text, render_note
from llmnotes.render.escape import names, safe_url, tag, text
from llmnotes.render.words import word
from llmnotes.site.asides import Aside
from llmnotes.site.askpage import ask_box
from llmnotes.site.backlinks import backlinks
from llmnotes.site.glossarypage import one_line
from llmnotes.site.linkeddata import defined_term
from llmnotes.site.lists import crumbs, folder_listing, tag_chips
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.notefoot import changed_line, mentions, related, steps_nav
from llmnotes.site.pageview import PageView
from llmnotes.site.places import CONTENTS
from llmnotes.site.termnames import distinct
from llmnotes.site.terms import Explainer
from llmnotes.site.vaultsite import VaultSite

_RELATIONS = frozenset({"broader", "narrower", "related"})
_SHOWN_ELSEWHERE = names(
    "title description aliases alias tags tag publish draft lang icon permalink cssclasses "
    "cssclass position"
)


def note_page(site: VaultSite, note: Note, aside: Aside | None = None) -> Page:
    """Return the page of `note`, with what stands beside it."""
    aside = aside or Aside()
    path = site.places.notes[note.id]
    view = PageView(site, path)
    document = site.document(note.id)
    titled = _says_title(document, note)
    marks = Explainer(view, aside.terms)
    lower = _lowered(document, titled)
    rendered = render_note(note.id, document, view, lower=lower, marks=marks)
    sections = list(rendered.sections)
    head = note_head(view, note)
    if titled:
        sections[0] = replace(sections[0], html=head + sections[0].html)
    else:
        sections.insert(0, heading(note.title, _free_slug(sections), head))
    return make_page(
        path,
        note.title,
        note_meta(site, note)
        | {"diagrams": rendered.diagrams}
        | play_meta(home=site.asks and note.id == site.places.home, widgets=rendered.widgets),
        [
            crumbs(view, note.id),
            *sections,
            _folder_of(view, note),
            steps_nav(view, aside.steps),
            related(view, aside.related),
            backlinks(view, note.id),
            mentions(view, aside),
            changed_line(view, aside),
            _linked_data(view, note, aside),
        ],
    )


def _linked_data(view: PageView, note: Note, aside: Aside) -> str:
    entry = aside.entry
    return defined_term(view, note, entry, one_line(entry.definition)) if entry else ""


def play_meta(*, home: bool = False, widgets: bool = False) -> dict[str, object]:
    """Return which styles and scripts the box for questions and widgets need."""
    styles = ["widgets"] if widgets or home else []  # both have fields and buttons
    return {
        "styles": [*styles, *(["ask"] if home else [])],
        "scripts": ["widgets"] if widgets else [],
    }


def note_meta(site: VaultSite, note: Note) -> dict[str, object]:
    """Return what the template needs to know of a note's page."""
    folder = note.id.rpartition("/")[0]
    return {
        "description": note.description,
        "lang": note.lang,
        "source": note.id,
        "kind": "home" if note.id == site.places.home else "note",
        "folder": site.places.folders.get(folder, CONTENTS),
    }


def note_head(view: PageView, note: Note) -> str:
    """Return what stands between a note's title and its text."""
    lead = tag("p", text(note.description), class_="ln-lead") if note.description else ""
    if note.id == view.site.places.home:
        return lead + ask_box(view)  # how the note is filed nobody asks of a front door
    return lead + _aliases(view, note) + tag_chips(view, note.tags) + _properties(view, note)


def _aliases(view: PageView, note: Note) -> str:
    """Return the other names of a note; slips and plurals are there for links and searches only."""
    names = ", ".join(tag("span", text(name)) for name in distinct(note.title, note.aliases))
    label = word("page.aliases", view.lang)
    return tag("p", f"{label}: {names}", class_="ln-aliases") if names else ""


def _says_title(document: Document, note: Note) -> bool:
    """Tell whether the note opens with its own title, so that the page need not write it."""
    first = document.tokens[0] if document.tokens else None
    if first is None or first.type != "heading_open" or first.tag != "h1":
        return False
    return str(first.meta["text"]).strip().casefold() == note.title.strip().casefold()


def _lowered(document: Document, titled: bool) -> int:
    """Return 1 where the note's headings must make room for the page's one heading of level 1."""
    tops = (t for t in document.tokens if t.type == "heading_open" and t.level == 0)
    return int(any(t.tag == "h1" for t in list(tops)[titled:]))


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
        rows.append(f"<div>{tag('dt', text(_label(view, str(key))))}{tag('dd', shown)}</div>")
    if not rows:
        return ""
    label = word("page.properties", view.lang)
    return tag("dl", "".join(rows), class_="ln-properties", aria_label=label)


def _label(view: PageView, key: str) -> str:
    """Return how a property is called: relations between terms have words of their own."""
    return word(f"property.{key}", view.lang) if key in _RELATIONS else key


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
