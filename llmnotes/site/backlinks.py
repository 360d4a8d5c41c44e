"""Who links to a page, each with the sentence that does."""

from __future__ import annotations

import re

from llmnotes.model import Backlink, Mention, NoteId
from llmnotes.render.escape import tag, text
from llmnotes.render.tex import math
from llmnotes.render.words import word
from llmnotes.site.pageview import PageView

_MATH = re.compile(r"(\$[^$\s](?:[^$\n]*[^$\s])?\$)")

LONGEST = 280
"""A sentence longer than this is cut around the link."""

MOST_SENTENCES = 3
"""A note that links many times is quoted so many times."""


def backlinks(view: PageView, target: str) -> str:
    """Return the cards of all notes that link to `target`, ``""`` where none does."""
    found = view.site.graph.backlinks(target)
    if not found:
        return ""
    title = word("page.backlinks", view.lang)
    head = tag("h2", f'{title} <span class="ln-count">{len(found)}</span>', id="backlinks")
    cards = "".join(_card(view, backlink) for backlink in found)
    return tag(
        "section", head + tag("ul", cards), class_="ln-backlinks", aria_labelledby="backlinks"
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
