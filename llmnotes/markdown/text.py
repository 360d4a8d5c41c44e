"""Plain text: what a reader sees of inline tokens, and the keys and slugs made from it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache

from markdown_it.token import Token

from llmnotes.model import Heading, Link

_SHOWN: dict[str, Callable[[Token], str]] = {
    "softbreak": lambda token: " ",
    "hardbreak": lambda token: " ",
    "tag": lambda token: "#" + token.content,
    "math_inline": lambda token: f"${token.content}$",
    "math_display": lambda token: f"$${token.content}$$",
    "html_inline": lambda token: " " if token.content[:3].lower() == "<br" else "",
    "footnote_ref": lambda token: "",
}
REACH = 300
"""How many characters of context a sentence may have on either side of its link."""

_BREAKS = re.compile(r"[\s!-/:-@\[-`{-~\u2010-\u2015]+")
_UNSLUGGED = re.compile(r"[^\w\s-]")
_GAPS = re.compile(r"[\s-]+")
_SENTENCE_END = re.compile(r"[.!?…]['\"”’»)\]]*\s")


def shown(token: Token) -> str:
    """Return the text that one inline token puts before a reader."""
    show = _SHOWN.get(token.type)
    return token.content if show is None else show(token)


def plain_text(token: Token) -> str:
    """Return the text of an ``inline`` token, or of any token with children, without markup."""
    return text_of(token.children or ())


def text_of(tokens: Iterable[Token]) -> str:
    """Return the text of inline `tokens` without markup."""
    return "".join(map(shown, tokens)).strip()


def heading_key(text: str) -> str:
    """Return `text` as headings are compared: no markup, punctuation, dashes or case.

    >>> heading_key("A header: With *a* colon") == heading_key("a-header With a colon")
    True
    """
    return _BREAKS.sub(" ", unicodedata.normalize("NFC", text)).strip().casefold()


def heading_keys(heading: Heading) -> frozenset[str]:
    """Return the keys a link may use for `heading`: its plain text and its text as written."""
    return frozenset((heading_key(heading.text), heading_key(heading.raw or heading.text)))


@lru_cache(maxsize=4096)
def slugify(text: str) -> str:
    """Return `text` as a fragment of a URL.

    >>> slugify("O que é: *atenção*?")
    'o-que-é-atenção'
    """
    text = _UNSLUGGED.sub("", unicodedata.normalize("NFC", text).lower()).strip()
    return _GAPS.sub("-", text).strip("-") or "section"


def sentence(link: Link) -> tuple[str, tuple[int, int]]:
    """Return the sentence of `link.context` that holds the link, and the link's span in it.

    What lies further than `REACH` from the link is left out, so that a thousand links in one
    paragraph cost no more than a thousand links elsewhere; "…" stands for it.

    >>> sentence(Link("B", context="One. See B now. Two.", span=(9, 10)))
    ('See B now.', (4, 5))
    """
    text, (start, end) = link.context, link.span
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    first = max((match.end() for match in _SENTENCE_END.finditer(text, low, start)), default=-1)
    head, tail = "", ""
    if first < 0:
        first = low
        if low:
            first, head = text.find(" ", low, start) + 1 or low, "… "
    match = _SENTENCE_END.search(text, end, high)
    last = match.end() if match else high
    if match is None and high < len(text):
        space = text.rfind(" ", end, high)
        last, tail = (space if space > end else high), " …"
    shift = len(head) - first
    return head + text[first:last].rstrip() + tail, (start + shift, end + shift)
