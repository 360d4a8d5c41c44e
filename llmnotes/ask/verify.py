"""Claim → what may be told, with its citation if the file says so now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from llmnotes.ask.evidence import Read
from llmnotes.model import Citation, Claim, Note, Sentence, Told
from llmnotes.search.plain import readable
from llmnotes.sentences import single_spaced
from llmnotes.stemming import STOP_WORDS, stem, words

UNSUPPORTED = "[?]"
"""The mark behind a sentence that the notes do not bear out."""


@dataclass(slots=True)
class Verifier:
    """Checks claims one by one against the files as they are; a note is read once an answer.

    Claims with the same source share a number.
    """

    read: Read
    _notes: dict[str, Note | None] = field(default_factory=dict)
    _citations: dict[Sentence, Citation] = field(default_factory=dict)
    _depth: int = -1

    def __call__(self, claim: Claim) -> Told | None:
        """Return what may be told of `claim`; None if what it rests on is there no more."""
        source = claim.source
        if source is None:
            return Told(claim.text, None, claim.tokens, claim.listed)
        if source.note not in self._notes:
            self._notes[source.note] = self.read(source.note)
        if not holds(claim.text, source, self._notes[source.note]):
            return None
        if source not in self._citations:
            where = (source.note, source.title, source.heading, source.lines, source.quote)
            self._citations[source] = Citation(len(self._citations) + 1, *where)
        self._depth = min(source.depth, self._depth + 1) if claim.listed else -1
        depth = max(self._depth, 0)
        return Told(claim.text, self._citations[source].n, claim.tokens, claim.listed, depth)

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The citations given so far, by number."""
        return tuple(self._citations.values())


def verified(claims: Iterable[Claim], read: Read) -> tuple[tuple[Told, ...], tuple[Citation, ...]]:
    """Return what of `claims` may be told, and the citations."""
    check = Verifier(read)
    told = tuple(one for claim in claims if (one := check(claim)) is not None)
    return told, check.citations


def holds(text: str, source: Sentence, note: Note | None) -> bool:
    """Tell whether `source` stands literally in its lines of `note`, and they bear out `text`."""
    if note is None:
        return False
    lines = lines_text(note, source.lines)
    return source.quote in lines and not missing(text, f"{lines} {readable(lines)}")


def lines_text(note: Note, lines: tuple[int, int]) -> str:
    """Return the plain text of some lines of a note, its white space made single."""
    first, last = lines
    inside = (p.text for p in note.paragraphs if p.lines[0] <= last and first <= p.lines[1])
    return single_spaced(" ".join(inside))


def missing(text: str, lines: str) -> frozenset[str]:
    """Return the content words of `text` that `lines` do not hold in any form of theirs.

    >>> sorted(missing("O token é um pedaço de bolo.", "Um token: pedaços de texto."))
    ['bolo']
    """
    there = words(lines)
    forms, stems = set(there), {stem(word) for word in there if not word.isdigit()}
    content = {word for word in words(text) if word not in STOP_WORDS}
    return frozenset(word for word in content if word not in forms and stem(word) not in stems)


def told_text(told: Sequence[Told]) -> str:
    """Return the answer: its sentences in a row, each with the number of its citation.

    >>> print(told_text([Told("Há um:", 1), Told("este", 2, listed=True)]))
    Há um: [1]
    - este. [2]
    >>> print(told_text([Told("um", 1, listed=True), Told("dele", 1, listed=True, depth=1)]))
    - um. [1]
      - dele. [1]
    """
    before = (None, *told)
    return "".join(
        f"{joint(one, last)}{shown(one)}" for last, one in zip(before, told, strict=False)
    )


def joint(one: Told, before: Told | None) -> str:
    """Return what stands between a sentence and the one `before` it, if there is any."""
    apart = "" if before is None else "\n" if one.listed or before.listed else " "
    return f"{apart}{'  ' * one.depth}- " if one.listed else apart


def shown(one: Told) -> str:
    """Return a sentence with its number behind it, or with the mark of what nobody bears out."""
    return f"{_ended(one.text)} {UNSUPPORTED if one.n is None else f'[{one.n}]'}"


def _ended(text: str) -> str:
    """Return `text` with something at its end that ends a sentence."""
    return text if text[-1:] in ".!?…:;" else f"{text}."
