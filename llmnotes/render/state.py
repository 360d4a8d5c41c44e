"""The state of rendering one page: which notes are open in each other, which ids are taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from markdown_it.token import Token

from llmnotes.messages import Lang
from llmnotes.model import NoteId
from llmnotes.render import sanitize
from llmnotes.render.context import Surroundings, TermMarks
from llmnotes.render.escape import safe_url, text

DEEPEST = 12
"""Embeds nested deeper than this become links."""

_BREAK = re.compile(r"<br\s*/?>", re.I)
_KEPT = re.compile(r'<wbr data-kept="(\d+)">')
_LINKED = re.compile(r"(?s)<a(?:\s[^>]*)?>(.*?)</a>")

MOST = 200
"""A page shows at most so many embedded passages: notes that double each other have no end."""


@dataclass(slots=True)
class Frame:
    """One note that is being shown; `line` is the line of the embed that is open in it."""

    note: NoteId
    prefix: str = ""
    level: int = 0
    line: int = 0


@dataclass(slots=True)
class State:
    """Everything that changes while a page is rendered."""

    around: Surroundings
    frames: list[Frame]
    ids: set[str] = field(default_factory=set)
    embeds: int = 0
    diagrams: bool = False
    widgets: int = 0
    """How many widgets the page has so far."""
    heading: int = 1
    """The level of the heading above what is being rendered."""
    phrasing: int = 0
    """Above 0 where only phrasing content may stand: in a heading, a link, an emphasis."""
    closers: list[str] = field(default_factory=list)
    kept: list[str] | None = None
    """Finished HTML set aside while the section around it is sanitized; None where it is not."""
    marks: TermMarks | None = None
    bare: int = 0
    """Above 0 where no term is marked: in a heading, a link, the title of a callout."""
    footnotes: dict[str, set[int]] = field(default_factory=dict)
    """The footnotes referred to so far, by the prefix of their frame."""

    @property
    def frame(self) -> Frame:
        """The innermost note."""
        return self.frames[-1]

    @property
    def lang(self) -> Lang:
        """The language of our own words."""
        return self.around.lang

    def keep(self, html: str) -> str:
        """Return `html`, or what stands for it while the section around it is sanitized.

        The stand-in is a tag that no writer can type: their tags carry no ``data-`` attributes.
        """
        if self.kept is None:
            return html
        self.kept.append(html)
        return f'<wbr data-kept="{len(self.kept) - 1}">'

    def new_id(self, wanted: str) -> str:
        """Return `wanted`, made unique on the page."""
        wanted = self.frame.prefix + wanted
        unique, n = wanted, 1
        while unique in self.ids:
            unique, n = f"{wanted}-{n}", n + 1
        self.ids.add(unique)
        return unique

    def address(self, url: str, loads: bool) -> str:
        """Return what raw HTML may write for `url`; nothing that loads comes from elsewhere."""
        if url.startswith("#"):
            return url
        if outside := safe_url(url):
            return "" if loads else outside
        return self.around.address(self.frame.note, url)

    def prose(self, words: str) -> str:
        """Return running text as HTML; terms are marked in the note's own words alone.

        Not among raw HTML, where a link of the writer's may be open.
        """
        if self.marks is None or self.bare or self.kept is not None or len(self.frames) > 1:
            return text(words)
        return self.marks(words)

    @contextmanager
    def inside_phrasing(self) -> Iterator[None]:
        """Mark that only phrasing content may be written."""
        self.phrasing += 1
        try:
            yield
        finally:
            self.phrasing -= 1

    @contextmanager
    def inside_heading(self) -> Iterator[None]:
        """Mark that no term is marked here."""
        self.bare += 1
        try:
            yield
        finally:
            self.bare -= 1

    def guarded(self, tokens: Sequence[Token], render: Callable[[], str]) -> str:
        """Run `render` for `tokens`, and sanitize its whole outcome if they hold raw HTML."""
        if not any(map(_is_raw, tokens)):
            return render()
        outer = self.kept
        kept: list[str] = []
        self.kept = kept
        html = _LINKED.sub(lambda link: _outside_links(link, kept), sanitize.balanced(render()))
        self.kept = outer
        return self.keep(_KEPT.sub(lambda match: kept[int(match[1])], html))


def _outside_links(link: re.Match[str], kept: list[str]) -> str:
    """Return a link as it stands, or only what it holds if that brings links of its own."""
    brought = (kept[int(piece[1])] for piece in _KEPT.finditer(link[1]))
    return link[1] if any("<a " in html or "<div" in html for html in brought) else link[0]


def _is_raw(token: Token) -> bool:
    """Tell whether `token` holds HTML as typed; a lone line break needs no closing."""
    if token.type == "html_inline":
        return not is_break(token.content)
    return token.type == "html_block" or any(map(_is_raw, token.children or ()))


def is_break(html: str) -> bool:
    """Tell whether `html` is ``<br>``, by far the most frequent tag in notes."""
    return _BREAK.fullmatch(html) is not None
