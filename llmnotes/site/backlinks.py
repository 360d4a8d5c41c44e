"""Who links to a page, each with the sentence that does; many have pages of their own."""

from __future__ import annotations

import re

from llmnotes.model import Backlink, Mention, NoteId, Page
from llmnotes.render.escape import tag, text
from llmnotes.render.tex import math
from llmnotes.render.words import word
from llmnotes.site.lists import crumb_list, part_of, turn
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import INDEX
from llmnotes.site.vaultsite import VaultSite

_MATH = re.compile(r"(\$[^$\s](?:[^$\n]*[^$\s])?\$)")

LONGEST = 280
"""A sentence longer than this is cut around the link."""

MOST_SENTENCES = 3
"""A note that links many times is quoted so many times."""


SHOWN = 40
"""Cards below a page that more notes link to than fit there; all are on pages of their own."""


def backlinks(view: PageView, target: str) -> str:
    """Return the cards of the notes that link to `target`, ``""`` where none does."""
    found = view.site.graph.backlinks(target)
    if not found:
        return ""
    title = word("page.backlinks", view.lang)
    head = tag("h2", f'{title} <span class="ln-count">{len(found)}</span>', id="backlinks")
    first = view.site.places.linked.get(target, "")
    cards = tag("ul", "".join(_card(view, one) for one in found[: SHOWN if first else None]))
    if first:
        words = word("page.backlinks.all", view.lang, n=len(found))
        cards += tag("p", tag("a", words, href=view.to(first)))
    return tag("section", head + cards, class_="ln-backlinks", aria_labelledby="backlinks")


def linked_page(site: VaultSite, target: str, path: str) -> Page:
    """Return a page of all notes that link to `target`."""
    view = PageView(site, path)
    places = site.places
    name = view.note_title(NoteId(target))
    page = places.notes.get(NoteId(target)) or places.ghosts.get(target) or places.files[target]
    steps = [
        tag("a", word("page.home", site.lang), href=view.to(INDEX)),
        tag("a", text(name), href=view.to(page)),
    ]
    title = word("page.backlinks.of", site.lang, title=name)
    found = site.graph.backlinks(target)
    first = places.linked[target]
    cards = tag("ul", "".join(_card(view, one) for one in part_of(view, found, first)))
    listing = tag("div", cards, class_="ln-backlinks") + turn(view, first)
    return make_page(
        path, title, {"kind": "list"}, [crumb_list(view, steps), heading(title), listing]
    )


def _card(view: PageView, backlink: Backlink) -> str:
    source = backlink.source
    folder = source.rpartition("/")[0]
    title = tag("a", text(view.note_title(source)), href=view.note_href(source))
    place = tag("span", text(folder), class_="ln-place") if folder else ""
    sentences = [quoted(mention) for mention in backlink.mentions if _says_more(mention)]
    quotes = "".join(tag("p", quote) for quote in dict.fromkeys(sentences[:MOST_SENTENCES]))
    return tag("li", f"{title}{place}{quotes}")


def _says_more(mention: Mention) -> bool:
    """Tell whether the sentence is more than the link itself: a property often is not."""
    return mention.text.strip() != mention.text[slice(*mention.span)].strip()


def quoted(mention: Mention) -> str:
    """Return the sentence with the link's words marked, cut to a readable length around them."""
    start, end = mention.span
    sentence = mention.text
    room = max(0, LONGEST - (end - start)) // 2
    first = _word_start(sentence, start - room) if start > room else 0
    last = end + room
    before = ("…" if first else "") + sentence[first:start]
    after = sentence[end:last] + ("…" if last < len(sentence) else "")
    words = tag("mark", text(sentence[start:end])) if end > start else ""
    return _with_math(before) + words + _with_math(after)


def _with_math(sentence: str) -> str:
    """Return plain text as HTML; a sentence holds its formulas as the writer typed them."""
    parts = _MATH.split(sentence)
    return "".join(math(part[1:-1]) if i % 2 else text(part) for i, part in enumerate(parts))


def _word_start(sentence: str, at: int) -> int:
    gap = sentence.find(" ", at, at + 40)
    return gap + 1 if gap >= 0 else at


def wanted_by(view: PageView, name: str) -> int:
    """Return how many notes ask for the ghost `name`."""
    return len({NoteId(link.source) for link in view.site.graph.links_to(name)})
