"""Who links to a page, each with the sentence that does; many have pages of their own."""

from __future__ import annotations

from llmnotes.model import Backlink, Mention, NoteId, Page
from llmnotes.render.escape import tag, text
from llmnotes.render.tex import with_formulas
from llmnotes.render.words import word
from llmnotes.search.plain import formula_around
from llmnotes.site.lists import crumb_list, part_of, turn
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.pageview import PageView
from llmnotes.site.places import INDEX
from llmnotes.site.vaultsite import VaultSite

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
    sentences = dict.fromkeys(quoted(one) for one in backlink.mentions if _says_more(one))
    quotes = "".join(tag("p", quote) for quote in [*sentences][:MOST_SENTENCES])
    return tag("li", f"{title}{place}{quotes}")


def _says_more(mention: Mention) -> bool:
    """Tell whether the sentence is more than the link itself: a property often is not."""
    return mention.text.strip() != mention.text[slice(*mention.span)].strip()


def quoted(mention: Mention) -> str:
    """Return the sentence with the link's words marked, cut to a readable length around them."""
    start, end = mention.span
    sentence = mention.text
    room = max(0, LONGEST - (end - start))
    ahead = min(start, max(room // 2, room - (len(sentence) - end)))  # one side may leave room
    first = min(_word_start(sentence, start - ahead), start) if start > ahead else 0
    last = max(_word_end(sentence, end + room - ahead), end)
    before = ("…" if first else "") + sentence[first:start]
    after = sentence[end:last] + ("…" if last < len(sentence) else "")
    words = tag("mark", text(sentence[start:end])) if end > start else ""
    return with_formulas(before) + words + with_formulas(after)


def _word_start(sentence: str, at: int) -> int:
    """Return where a word begins at `at` or soon behind, outside of formulas."""
    gap = sentence.find(" ", at, at + 40)
    return formula_around(sentence, gap + 1 if gap >= 0 else at)[1]


def _word_end(sentence: str, at: int) -> int:
    """Return where a word ends at `at` or shortly before, outside of formulas."""
    if at >= len(sentence):
        return len(sentence)
    gap = sentence.rfind(" ", max(at - 40, 0), at + 1)
    return formula_around(sentence, gap if gap >= 0 else at)[0]


def wanted_by(view: PageView, name: str) -> int:
    """Return how many notes ask for the ghost `name`."""
    return len({NoteId(link.source) for link in view.site.graph.links_to(name)})
