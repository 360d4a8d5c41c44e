"""Claim → citation, but only if the file says so now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from llmnotes.ask.evidence import Read
from llmnotes.ask.sentences import single_spaced
from llmnotes.model import Citation, Claim, Note, Sentence
from llmnotes.stemming import STOP_WORDS, words

Cited = tuple[str, Citation]
"""A sentence of an answer and where it comes from."""


def verified(claims: Iterable[Claim], read: Read) -> tuple[Cited, ...]:
    """Return the claims that hold, with numbered citations; `read` must open the file again.

    A claim holds if its source stands literally in the lines that it names, and if each of its
    content words stands there as well. Claims with the same source share a number.
    """
    notes: dict[str, Note | None] = {}
    numbers: dict[Sentence, int] = {}
    found: list[Cited] = []
    for claim in claims:
        source = claim.source
        if source.note not in notes:
            notes[source.note] = read(source.note)
        if not _holds(claim, notes[source.note]):
            continue
        n = numbers.setdefault(source, len(numbers) + 1)
        cited = Citation(n, source.note, source.title, source.heading, source.lines, source.quote)
        found.append((claim.text, cited))
    return tuple(found)


def told(cited: Sequence[Cited]) -> str:
    """Return the answer: its sentences in a row, each with the number of its citation."""
    return " ".join(f"{_ended(text)} [{citation.n}]" for text, citation in cited)


def _holds(claim: Claim, note: Note | None) -> bool:
    if note is None:
        return False
    first, last = claim.source.lines
    stands = single_spaced(
        " ".join(p.text for p in note.paragraphs if p.lines[0] <= last and first <= p.lines[1])
    )
    said = set(words(claim.text)) - STOP_WORDS
    return claim.source.quote in stands and said <= set(words(stands))


def _ended(text: str) -> str:
    """Return `text` with something at its end that ends a sentence."""
    return text if text[-1:] in ".!?…:;" else f"{text}."
