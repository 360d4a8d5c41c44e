"""What stands in a vault: notes and what is in them, as written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from llmnotes.model.names import Lines, NoteId


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something a writer can mend in a file; sorts by place."""

    path: str
    line: int
    kind: str
    message: str


class LinkKind(StrEnum):
    """How a link is written; the value is the ``kind`` of its edge in the graph."""

    LINK = "link"
    EMBED = "embed"
    PROPERTY = "property"
    TAG = "tag"
    CANVAS = "canvas"


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, before anybody knows what it points to.

    `heading` holds what follows the first ``#``: ``""`` for ``[[C#]]``, ``"h1#h2"`` for a chain,
    ``"^id"`` for a block; None where there is no ``#``. `label` is the text after ``|``, None where
    there is none. `context` is the plain text of the paragraph around the link and `span` the place
    of the link's own text in it. `name` is the property that holds a link of kind PROPERTY.
    """

    target: str
    heading: str | None = None
    label: str | None = None
    line: int = 1
    kind: LinkKind = LinkKind.LINK
    context: str = ""
    span: tuple[int, int] = (0, 0)
    name: str = ""
    markdown: bool = False
    """Written ``[label](target)`` rather than ``[[target]]``."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a note; `slug` is its unique fragment on the page, `raw` its text as written."""

    level: int
    text: str
    slug: str
    line: int
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a note that carries a ``^id``."""

    id: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Term:
    """A term that a note defines in a ``- **Term:** definition`` list; `heading` is its section."""

    term: str
    definition: str
    line: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A leaf block of a note as a reader sees it: no markup, no comments, no HTML tags.

    `heading` is the index into `Note.headings` of the section it stands in, -1 before the first.
    `kind` is ``text``, ``item``, ``quote``, ``table``, ``code``, ``math`` or ``callout``. `depth`
    says how many items of lists an item stands in.
    """

    text: str
    lines: Lines
    heading: int = -1
    kind: str = "text"
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    r"""One note, read and understood.

    `source` is the whole file, decoded, with ``\\n`` line ends and no BOM. `title` is the property
    ``title``, else the file's name without its extension. `properties` keeps the order of the front
    matter. `tags` are unique whatever their case, first spelling kept, without ``#``.
    """

    id: NoteId
    title: str
    source: str = ""
    description: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lang: str = ""
    properties: Mapping[str, object] = field(default_factory=dict)
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    links: tuple[Link, ...] = ()
    terms: tuple[Term, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
