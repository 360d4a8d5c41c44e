"""What changed last: a page that goes back in time, and a feed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from llmnotes.model import Note, Page
from llmnotes.render import Section
from llmnotes.render.escape import clean_text, tag, text
from llmnotes.render.words import word
from llmnotes.site.asides import Asides
from llmnotes.site.dates import shown_date
from llmnotes.site.linkeddata import address, language_tag
from llmnotes.site.lists import crumb_list, excerpt, part_of, turn
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import FEED, INDEX, RECENT
from llmnotes.site.vaultsite import VaultSite

IN_FEED = 20
"""Notes of which the feed tells."""


def recent_page(site: VaultSite, asides: Asides, path: str = RECENT) -> Page:
    """Return a page of the notes of which a date is known, the last changed first."""
    view = PageView(site, path)
    title = word("page.recent", site.lang)
    lead = tag("p", word("page.recent.text", site.lang), class_="ln-lead")
    notes = part_of(view, asides.newest(), RECENT)
    days = groupby(notes, key=lambda note: asides.dates[note.id].date())
    body = "".join(
        _day(view, asides.dates[first.id], [first, *rest])
        for _, (first, *rest) in ((day, list(found)) for day, found in days)
    )
    trail = crumb_list(view, [tag("a", word("page.home", site.lang), href=view.to(INDEX))])
    parts: list[Section | str] = [trail, heading(title, html=lead), body + turn(view, RECENT)]
    return make_page(path, title, {"kind": "list"}, parts)


def feed(site: VaultSite, asides: Asides) -> str:
    """Return an Atom feed of the notes that changed last.

    https://www.rfc-editor.org/rfc/rfc4287
    """
    view = PageView(site, INDEX)
    notes = asides.newest(IN_FEED)
    about = site.settings.site_description
    parts = [
        tag("title", text(site.name)),
        tag("subtitle", text(about)) if about else "",
        tag("id", text(address(view, INDEX))),
        _link(address(view, INDEX)),
        _link(address(view, FEED), "self"),
        tag("updated", _moment(asides.dates[notes[0].id])),
        tag("author", tag("name", text(site.name))),
        *(_entry(view, note, asides.dates[note.id]) for note in notes),
    ]
    content = "\n".join(part for part in parts if part)
    opening = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language_tag(view)}">'
    return clean_text(f'<?xml version="1.0" encoding="utf-8"?>\n{opening}\n{content}\n</feed>\n')


def _entry(view: PageView, note: Note, moment: datetime) -> str:
    place = address(view, view.site.places.notes[note.id])
    words = excerpt(note)
    parts = [
        tag("title", text(note.title)),
        tag("id", text(place)),
        _link(place),
        tag("updated", _moment(moment)),
        tag("summary", text(words)) if words else "",
    ]
    return tag("entry", "".join(parts))


def _link(place: str, rel: str = "alternate") -> str:
    return f'<link rel="{rel}" href="{text(place)}"/>'


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _day(view: PageView, moment: datetime, notes: Sequence[Note]) -> str:
    day = tag("time", shown_date(moment, view.lang), datetime=moment.date().isoformat())
    items = "".join(
        tag("li", tag("a", text(note.title), href=view.note_href(note.id), class_="wikilink"))
        for note in notes
    )
    return tag("h2", day) + tag("ul", items, class_="ln-folders")
