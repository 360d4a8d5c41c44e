"""Every value that travels between modules, in the order in which it is made.

files → Note → ConceptGraph → Passage → Index → Hit → Answer → Site

All values are frozen. Paths are relative to the vault and written with ``/``; lines count from 1
and name lines of the file as it is on disk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NewType, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

NoteId = NewType("NoteId", str)
"""The path of a note inside its vault, with its extension: ``Modelos/GPT-4.md``."""

Lines = tuple[int, int]
"""First and last line, both included."""


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


class TargetKind(StrEnum):
    """What a link turned out to point to."""

    NOTE = "note"
    FILE = "file"
    GHOST = "ghost"


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link together with what it points to.

    `target` is the id of a note, the path of a file, or the name of a ghost as first written.
    `anchor` is the fragment on the target page (a heading slug or ``^id`` for a block), empty for
    the whole note. `problems` says what is wrong with it: ambiguous, by alias, heading missing.
    """

    source: NoteId
    link: Link
    kind: TargetKind
    target: str
    anchor: str = ""
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence that links to something; `span` is the place of the link's text in `text`."""

    text: str
    span: tuple[int, int]
    line: int
    kind: LinkKind


@dataclass(frozen=True, slots=True)
class Backlink:
    """A note that links to another, once, with every sentence in which it does, in their order."""

    source: NoteId
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class Ghost:
    """Something that notes link to and nobody has written; `asked_by` has one place per link."""

    name: str
    asked_by: tuple[tuple[NoteId, int], ...]


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
    `kind` is ``text``, ``item``, ``quote``, ``table``, ``code``, ``math`` or ``callout``.
    """

    text: str
    lines: Lines
    heading: int = -1
    kind: str = "text"


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


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term with what the vault says it means; `related` holds titles."""

    term: str
    definition: str
    aliases: tuple[str, ...]
    path: str
    line: int
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one note small enough to be embedded, with the exact lines it came from.

    `heading` is the breadcrumb of headings above it, outermost first, without the note's title.
    """

    note: NoteId
    text: str
    title: str = ""
    heading: tuple[str, ...] = ()
    lines: Lines = (1, 1)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched a query; a higher score is a better match."""

    passage: Passage
    score: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a sentence of an answer comes from; `quote` stands literally in those lines' text."""

    n: int
    path: str
    title: str
    heading: tuple[str, ...]
    lines: Lines
    quote: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a note as it is shown: no markup, no table pipes.

    `quote` is the same as it stands in the plain text of those lines. `kind` is the paragraph's,
    `place` counts the sentences of the note from 0.
    """

    note: NoteId
    text: str
    quote: str
    lines: Lines
    title: str = ""
    heading: tuple[str, ...] = ()
    kind: str = "text"
    place: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood; `text` has lost its courtesies.

    `kind` is ``definition``, ``difference``, ``list``, ``how``, ``why``, ``where``, ``when``,
    ``amount``, ``who`` or ``which``; `subjects` are what it asks about, as it names them: two for a
    difference, none where it cannot be told. `lang` is ``pt`` or ``en``.
    """

    text: str
    kind: str
    lang: str
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the notes have on a question: hits, and sentences with their scores, best first."""

    asked: Asked
    hits: tuple[Hit, ...]
    sentences: tuple[tuple[Sentence, float], ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One token of an answer, how likely it was, and what else was likely, best first.

    `origin` are the characters of the source's text that it continues, None for a word of its own.
    """

    text: str
    probability: float
    alternatives: tuple[tuple[str, float], ...] = ()
    origin: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that a decoder wants to say, and the sentence of the notes it rests on.

    None is the source of what no note says. `tokens` are there if the decoder writes in tokens.
    """

    text: str
    source: Sentence | None
    tokens: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took. A decoder without a tokenizer counts words instead of tokens."""

    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds_first: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an answer; `n` is its citation, None where the notes do not bear it out."""

    text: str
    n: int | None
    tokens: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What the notes say to a question, or a refusal; `confidence` is a probability.

    `nearest` are the passages that come closest, `ghost` is what the question asks about if notes
    link to it and none tells of it; both only with a refusal. `parameters` are what the decoder
    was told, `free` says that it was not held to the notes, `evidence` is what it had to go on.
    """

    question: str
    text: str
    refused: bool
    confidence: float
    citations: tuple[Citation, ...] = ()
    decoder: str = ""
    usage: Usage = Usage()
    nearest: tuple[Hit, ...] = ()
    ghost: Ghost | None = None
    sentences: tuple[Told, ...] = ()
    parameters: Mapping[str, object] = field(default_factory=dict)
    free: bool = False
    evidence: Evidence | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site before mkdocs dresses it: its path under docs and its Markdown."""

    path: str
    title: str
    markdown: str


class Encoder(Protocol):
    """Turns texts into unit-length rows, one row per text."""

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Return one row a text, in order."""
        ...


class Decoder(Protocol):
    """Turns evidence into an answer, one claim a sentence; nothing to say is no claim.

    A decoder that counts its tokens yields a `Usage` as well, of which the seconds are ignored.
    """

    def __call__(self, evidence: Evidence, /) -> Iterable[Claim | Usage]:
        """Yield the claims as they are made, in the order in which they are to be said."""
        ...
