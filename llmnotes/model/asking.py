"""A question, what the notes have on it, and the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from llmnotes.model.finding import Hit
    from llmnotes.model.linked import Ghost
    from llmnotes.model.names import Lines, NoteId


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

    `quote` is the same as it stands in the plain text of those lines. `kind` and `depth` are the
    paragraph's, `place` counts the sentences of the note from 0.
    """

    note: NoteId
    text: str
    quote: str
    lines: Lines
    title: str = ""
    heading: tuple[str, ...] = ()
    kind: str = "text"
    place: int = 0
    depth: int = 0


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
    """What the notes have on a question: hits, and sentences with their scores, best first.

    `sections` are those that the question asks for whole, by note and headings.
    """

    asked: Asked
    hits: tuple[Hit, ...]
    sentences: tuple[tuple[Sentence, float], ...]
    sections: frozenset[tuple[NoteId, tuple[str, ...]]] = frozenset()


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

    None is the source of what no note says. `tokens` are there if the decoder writes in tokens;
    `listed` says that it is one of several items of a list.
    """

    text: str
    source: Sentence | None
    tokens: tuple[Written, ...] = ()
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Rest:
    """What a decoder leaves out of a list because it is long."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many items of a list in the note at `path` an answer leaves out, and where they stand."""

    path: NoteId
    title: str
    lines: Lines
    count: int


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took. A decoder without a tokenizer counts words instead of tokens."""

    prompt_tokens: int = 0
    answer_tokens: int = 0
    seconds_first: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of an answer; `n` is its citation, None where the notes do not bear it out.

    What is `listed` stands on a line of its own, `depth` steps in.
    """

    text: str
    n: int | None
    tokens: tuple[Written, ...] = ()
    listed: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the notes say to a question, or a refusal; `confidence` is a probability.

    `nearest` are the passages that come closest, `ghost` is what the question asks about if notes
    link to it and none tells of it; both only with a refusal. `parameters` are what the decoder
    was told, `free` says that it was not held to the notes, `evidence` is what it had to go on.
    `left_out` is what is missing of a long list.
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
    left_out: tuple[LeftOut, ...] = ()


class Decoder(Protocol):
    """Turns evidence into an answer, one claim a sentence; nothing to say is no claim.

    A decoder that counts its tokens yields a `Usage` as well, of which the seconds are ignored, and
    one that cuts a list the `Rest` of it.
    """

    def __call__(self, evidence: Evidence, /) -> Iterable[Claim | Usage | Rest]:
        """Yield the claims as they are made, in the order in which they are to be said."""
        ...
