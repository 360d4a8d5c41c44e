"""A page for each alias, at the alias' own name, that does nothing but lead on to the note.

It names the note as canonical, so search engines list the note alone.
"""

from __future__ import annotations

from llmnotes.model import NoteId
from llmnotes.render.escape import clean_text, tag, text
from llmnotes.site.linkeddata import address, language_tag
from llmnotes.site.pageview import PageView
from llmnotes.site.vaultsite import VaultSite


def redirect(site: VaultSite, path: str, note: NoteId) -> str:
    """Return the page at `path`, which leads on to `note`, as a whole file of HTML."""
    view = PageView(site, path)
    place = view.note_href(note)
    title = text(view.note_title(note))
    lines = [
        "<!doctype html>",
        tag("html", lang=language_tag(view)),
        '<meta charset="utf-8">',
        tag("title", title),
        tag("link", rel="canonical", href=address(view, site.places.notes[note])),
        tag("meta", name="robots", content="noindex"),
        tag("meta", http_equiv="refresh", content=f"0; url={place}"),
        tag("a", title, href=place),
    ]
    return clean_text("\n".join(lines)) + "\n"
