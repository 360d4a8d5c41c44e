"""`parse`: the text of a note → `Document`; `read_note`: the same as a `Note` of the vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markdown_it.token import Token

from llmnotes.messages import Lang, say
from llmnotes.model import Block, Heading, Link, Note, NoteId, Paragraph, Problem, Term

from .collect import Collected, collect
from .comments import cut_comments, has_comments
from .frontmatter import FrontMatter, read_front_matter, split_front_matter
from .grammar import grammar
from .tags import property_tags, unique_tags
from .widgets import WIDGETS


@dataclass(frozen=True, slots=True)
class Document:
    """A note as parsed, with nothing resolved; see the package's docstring for its tokens.

    `faults` are what a writer can mend: line, kind and message. `links` begin with those of the
    properties; the rest stand in the order of the tokens.
    """

    source: str
    tokens: tuple[Token, ...] = ()
    properties: Mapping[str, object] = field(default_factory=dict)
    faults: tuple[tuple[int, str, str], ...] = ()
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    tags: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()


def parse(source: str, lang: Lang = "en") -> Document:
    """Read a note; faults are worded in `lang`.

    >>> [link.target for link in parse("[[A]] and `[[B]]`").links]
    ['A']
    """
    source = normalize(source)
    yaml, begin = split_front_matter(source)
    front = FrontMatter({}) if yaml is None else read_front_matter(yaml)
    found, comment = _parse_body(source, begin, front)
    faults = [(line, "yaml", say("markdown.yaml", lang, reason=why)) for line, why in front.faults]
    if comment:
        faults.append((comment, "comment", say("markdown.comment", lang)))
    faults += _unknown_widgets(found.tokens, lang)
    return Document(
        source=source,
        tokens=tuple(found.tokens),
        properties=front.properties,
        faults=tuple(faults),
        headings=tuple(found.headings),
        blocks=tuple(found.blocks),
        links=tuple(found.links),
        tags=unique_tags((*_tags_of(front.properties), *found.tags)),
        terms=tuple(found.terms),
        paragraphs=tuple(found.paragraphs),
    )


def read_note(id: NoteId, source: str, lang: Lang = "en") -> tuple[Note, tuple[Problem, ...]]:
    """Read the file `id` of a vault: its note, and what its writer can mend."""
    document = parse(source, lang)
    properties = document.properties
    note = Note(
        id=id,
        title=_text(properties.get("title")) or id.rpartition("/")[2].rpartition(".")[0] or id,
        source=document.source,
        description=_text(properties.get("description")),
        aliases=_names(properties, "aliases", "alias"),
        tags=document.tags,
        lang=_text(properties.get("lang")),
        properties=properties,
        headings=document.headings,
        blocks=document.blocks,
        links=document.links,
        terms=document.terms,
        paragraphs=document.paragraphs,
    )
    return note, tuple(Problem(id, line, kind, text) for line, kind, text in document.faults)


def normalize(source: str) -> str:
    r"""Return `source` with ``\n`` line ends, without a BOM and without NUL.

    >>> normalize("\ufeffa\r\nb\rc\x00")
    'a\nb\nc�'
    """
    source = source.removeprefix("\ufeff")
    if "\r" in source:
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    return source.replace("\0", "\ufffd") if "\0" in source else source


def _parse_body(source: str, begin: int, front: FrontMatter) -> tuple[Collected, int]:
    """Return what the body holds, and the line of a comment that never closes or 0."""
    first = source.count("\n", 0, begin) + 1
    body, lines, open_line = source[begin:], None, 0
    if has_comments(body):
        body, kept, open_line = cut_comments(body)
        # One more for the line that markdown-it thinks of behind the last.
        lines = [first + line for line in (*kept, kept[-1] if kept else 0)]
        open_line = open_line and first + open_line - 1
    md = grammar()
    return collect(md.parse(body, {}), lines or first, front.links), open_line


def _unknown_widgets(tokens: list[Token], lang: Lang) -> list[tuple[int, str, str]]:
    known = ", ".join(WIDGETS)
    return [
        (token.map[0], "widget", say("markdown.widget", lang, name=token.meta["name"], known=known))
        for token in tokens
        if token.type == "widget" and token.map and token.meta["name"] not in WIDGETS
    ]


def _tags_of(properties: Mapping[str, object]) -> tuple[str, ...]:
    return (*property_tags(properties.get("tags")), *property_tags(properties.get("tag")))


def _names(properties: Mapping[str, object], *keys: str) -> tuple[str, ...]:
    """Return the words of a property that is a list or one string, each once."""
    values: list[object] = []
    for key in keys:
        value = properties.get(key)
        values += value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for value in values if (name := _text(value))))


def _text(value: object) -> str:
    """Return a property as text; what is neither text nor number says nothing."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).strip()
