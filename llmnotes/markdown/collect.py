"""Block tokens → the headings, blocks, links, tags, terms and paragraphs of a note, in one walk."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from llmnotes.model import Block, Heading, Link, LinkKind, Paragraph, Term

from .htmltext import text_of_html
from .tasks import read_term
from .text import shown, slugify, text_of
from .wikilink import Written, display

_KINDS = {"list_item_open": "item", "blockquote_open": "quote", "callout_open": "callout"}
_LEAVES = {"fence": "code", "code_block": "code", "math_block": "math", "html_block": "text"}
_LINKS = frozenset(("wikilink", "embed", "link_open", "link_close"))
_SEPARATOR = " | "


@dataclass(slots=True)
class Collected:
    """What one walk over the tokens of a note finds."""

    tokens: list[Token]
    headings: list[Heading] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)


def collect(
    tokens: list[Token],
    lines: int | Sequence[int],
    properties: Sequence[tuple[str, Written, int]] = (),
) -> Collected:
    """Walk over `tokens` once; it also turns their lines into those of the file.

    `lines` is the file's line of the first line parsed, or of every line, if some were cut out.
    """
    found = Collected(tokens)
    found.links += [_property_link(*link) for link in properties]
    _Walk(found, lines).run()
    return found


def _property_link(name: str, written: Written, line: int) -> Link:
    target, heading, label = written
    text = label or display(target, heading)
    return Link(target, heading, label, line, LinkKind.PROPERTY, text, (0, len(text)), name)


class _Walk:
    """The state of the walk: the open containers, the row of a table, the slugs taken."""

    def __init__(self, found: Collected, lines: int | Sequence[int]) -> None:
        self.found = found
        self._line: Callable[[int], int] = (
            lines.__add__ if isinstance(lines, int) else lines.__getitem__
        )
        self.kinds: list[str] = []
        self.row: list[Token] | None = None
        self.item: Token | None = None
        self.heading: Token | None = None
        self.slugs: dict[str, int] = {}
        self.handlers: dict[str, Callable[[Token], None]] = {
            "inline": self._inline,
            "heading_open": self._open_heading,
            "heading_close": self._close_heading,
            "tr_open": self._open_row,
            "tr_close": self._close_row,
            "list_item_close": self._close_container,
            "blockquote_close": self._close_container,
            "callout_close": self._close_container,
            **dict.fromkeys(_KINDS, self._open_container),
            **dict.fromkeys(_LEAVES, self._leaf),
        }

    def run(self) -> None:
        handlers, blocks = self.handlers, self.found.blocks
        for token in self.found.tokens:
            if token.map is not None:
                first, last = token.map
                token.map = [self._line(first), self._line(last - 1 if last > first else first)]
                if token.meta and "block" in token.meta:
                    blocks.append(Block(token.meta["block"], (token.map[0], token.map[1])))
            handler = handlers.get(token.type)
            if handler is not None:
                handler(token)
        handlers.clear()  # they hold the walk: every token would wait for the garbage collector

    def _open_container(self, token: Token) -> None:
        self.kinds.append(_KINDS[token.type])
        self.item = token if token.type == "list_item_open" else None

    def _close_container(self, token: Token) -> None:
        self.kinds.pop()

    def _open_heading(self, token: Token) -> None:
        self.heading = token

    def _close_heading(self, token: Token) -> None:
        self.heading = None

    def _open_row(self, token: Token) -> None:
        self.row = []

    def _close_row(self, token: Token) -> None:
        row, self.row = self.row or [], None
        if row:
            self._paragraph(self._text(row), row[0], "table")

    def _leaf(self, token: Token) -> None:
        text = text_of_html(token.content) if token.type == "html_block" else token.content
        self._paragraph(text.strip("\n"), token, _LEAVES[token.type])

    def _inline(self, token: Token) -> None:
        if self.row is not None:
            self.row.append(token)
            return
        item, self.item = self.item, None
        raw = token.content
        text = self._text([token])
        if self.heading is not None:
            self._add_heading(self.heading, text, raw)
            return
        if item is not None:
            self._add_term(item, token)
        self._paragraph(text, token, self.kinds[-1] if self.kinds else "text")

    def _paragraph(self, text: str, token: Token, kind: str) -> None:
        if text and token.map:
            place = len(self.found.headings) - 1
            depth = self.kinds.count("item") - 1 if kind == "item" else 0
            lines = (token.map[0], token.map[1])
            self.found.paragraphs.append(Paragraph(text, lines, place, kind, depth))

    def _add_heading(self, token: Token, text: str, raw: str) -> None:
        slug = base = slugify(text)
        while slug in self.slugs:
            self.slugs[base] += 1
            slug = f"{base}-{self.slugs[base]}"
        self.slugs[slug] = 0
        token.meta |= {"slug": slug, "text": text, "index": len(self.found.headings)}
        line = token.map[0] if token.map else 1
        self.found.headings.append(Heading(int(token.tag[1]), text, slug, line, raw))

    def _add_term(self, item: Token, token: Token) -> None:
        if item.info or "task" in item.meta:
            # Numbered steps and things to do are no definitions.
            return
        parts = read_term(token.children or [])
        if parts is None or token.map is None:
            return
        term, definition = (text_of(part).strip(" :\t") for part in parts)
        if term and definition:
            item.meta["term"] = term
            self.found.terms.append(Term(term, definition, token.map[0]))

    def _text(self, inlines: list[Token]) -> str:
        """Return the plain text of `inlines`, and make links and tags of what stands in them."""
        if len(inlines) == 1 and (alone := _only_text(inlines[0])) is not None:
            inlines[0].content = alone
            return alone
        parts: list[str] = []
        marks: list[tuple[Token, int, int]] = []
        place = 0
        for inline in inlines:
            if place and inline.content:
                parts.append(_SEPARATOR)
                place += len(_SEPARATOR)
            begin = len(parts)
            for token in inline.children or ():
                kind = token.type
                if kind == "text":
                    text = token.content
                else:
                    text = shown(token)
                    if kind in _LINKS:
                        _mark(marks, token, place, place + len(text))
                    elif kind == "tag":
                        self.found.tags.append(token.content)
                parts.append(text)
                place += len(text)
            inline.content = "".join(parts[begin:]).strip()
        return self._link_up("".join(parts), marks) if marks else "".join(parts).strip()

    def _link_up(self, whole: str, marks: list[tuple[Token, int, int]]) -> str:
        text = whole.strip()
        lead, size = len(whole) - len(whole.lstrip()), len(text)
        for token, start, end in marks:
            if "written" in token.meta:
                span = (min(max(0, start - lead), size), min(max(0, end - lead), size))
                self._add_link(token, whole[start:end], text, span)
        return text

    def _add_link(self, token: Token, label: str, context: str, span: tuple[int, int]) -> None:
        meta = token.meta
        target, heading, written = meta.pop("written")
        line = self._line(meta.pop("line"))
        markdown = token.type == "link_open" or "src" in token.attrs
        if not context:
            context = display(target, heading)
            span = (0, len(context))
        kind = LinkKind.EMBED if token.type == "embed" else LinkKind.LINK
        shown_label = (label or None) if markdown else written
        link = Link(target, heading, shown_label, line, kind, context, span, "", markdown)
        meta["n"] = len(self.found.links)
        meta["link"] = link
        self.found.links.append(link)


def _only_text(inline: Token) -> str | None:
    """Return the text of an inline token that holds nothing else, as most headings do."""
    children = inline.children or ()
    if len(children) == 1 and children[0].type == "text":
        return children[0].content.strip()
    return None


def _mark(marks: list[tuple[Token, int, int]], token: Token, start: int, end: int) -> None:
    """Note where the text of a link stands; a Markdown link ends where its ``link_close`` is."""
    if token.type == "link_close":
        place = len(marks) - 1
        while marks[place][0].type != "link_open":
            place -= 1
        marks[place] = (marks[place][0], marks[place][1], start)
    else:
        marks.append((token, start, end))
