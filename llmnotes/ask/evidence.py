"""Question → hits → the sentences of their notes, the likeliest answers first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from llmnotes.ask.features import Matrix, is_source, matrix, reasons, stands, with_best
from llmnotes.ask.known import known, nearest
from llmnotes.ask.parts import sections_asked
from llmnotes.ask.units import Unit, prepared
from llmnotes.ask.wanted import Floats, Wanted, plain_query, want
from llmnotes.encoder import TextEncoder
from llmnotes.encoder.matcher import load_matcher
from llmnotes.index import Index
from llmnotes.model import Asked, Hit, Note, NoteId, Sentence
from llmnotes.search import search
from llmnotes.sentences import sentences

Read = Callable[[str], Note | None]
"""Path → the note as the file is now; None for one that is gone or private."""
Cut = tuple[Note, tuple[Unit, ...], Floats]
"""A note, its sentences, and the vector of its title."""
Section = tuple[NoteId, tuple[str, ...]]
"""A note, and the headings down to a section of it."""
_NO_VECTOR: Floats = np.zeros(0, dtype=np.float32)

NOTES = 10
"""Notes whose sentences are looked at: those of the best hits."""
DEPTH = 30
"""Passages among which those notes are looked for."""


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found for a question, in no order; one row of reasons per unit.

    `terms` are the keys of the question's words with their weights, `unknown` the share of weight
    of words that stand nowhere in the vault; `named` says that some are proper names, and
    `unknown_names` is the same share of these; `money` says that a sum is asked for. `sections`
    are those that are asked for whole, by note and headings. `covered` is the share of sentences
    that are known to answer some question.
    """

    asked: Asked
    hits: tuple[Hit, ...]
    units: tuple[Unit, ...]
    rows: Matrix
    terms: dict[str, float]
    unknown: float
    named: bool
    unknown_names: float
    money: bool
    sections: frozenset[Section] = frozenset()
    covered: float = 0.0


@dataclass(slots=True)
class Gatherer:
    """Finds what the notes have on questions; a note is cut into sentences once."""

    index: Index
    encoder: TextEncoder
    read: Read
    _units: dict[NoteId, Cut] = field(default_factory=dict)

    def __call__(self, asked: Asked, k: int = 10) -> Findings:
        """Look at the sentences of the best notes among the best hits; `k` of these are told."""
        wanted = want(asked, self.index, self.encoder)
        query = plain_query(asked.text)
        hits = search(self.index, query, self.encoder, max(k, DEPTH))
        chosen = [*_notes(hits)[:NOTES], *self._sides(wanted.asked)]
        sections = set[Section]()
        found = list(self._found(hits, dict.fromkeys(chosen), wanted, sections))
        return Findings(
            asked=wanted.asked,
            hits=hits[:k],
            units=tuple(unit for unit, _, _ in found),
            rows=matrix([row for _, row, _ in found]),
            terms=dict(wanted.terms),
            unknown=wanted.unknown,
            named=bool(wanted.names),
            unknown_names=wanted.unknown_names,
            money=wanted.money,
            sections=frozenset(sections),
            covered=sum(asked for _, _, asked in found) / max(len(found), 1),
        )

    def _sides(self, asked: Asked) -> Iterator[NoteId]:
        """Yield the note that tells most likely of each thing that is asked about."""
        for side in asked.subjects:
            yield from _notes(search(self.index, side, None, 1, "lexical"))

    def _found(
        self, hits: Sequence[Hit], chosen: Iterable[NoteId], wanted: Wanted, sections: set[Section]
    ) -> Iterator[tuple[Unit, list[float], bool]]:
        """Yield the sentences with their reasons, and whether they are known to answer anything."""
        best = max((hit.score for hit in hits), default=1.0) or 1.0
        for rank, id in enumerate(chosen):
            note, units, title = self._note(id)
            if not units:
                continue
            own = [hit for hit in hits if hit.passage.note == id]
            lines = tuple((*hit.passage.lines, hit.score / best) for hit in own)
            standing = stands(note, units, title, wanted, lines, rank)
            sections.update((id, one) for one in sections_asked(wanted, units, standing.names))
            said = [unit for unit in units if answers(unit.sentence, wanted)]
            asked = nearest(said, self._near(id, wanted))
            rows = [
                reasons(unit, wanted, standing, one)
                for unit, one in zip(said, known(said, wanted.vector, asked), strict=True)
            ]
            yield from zip(said, with_best(rows), [one is not None for one in asked], strict=True)

    def _near(self, id: NoteId, wanted: Wanted) -> Mapping[int, float]:
        """Return the cosine of the nearest question that each sentence is known to answer."""
        with self.index.snapshot() as columns:
            at = bisect_left(columns.paths, id)
            if columns.paths[at : at + 1] != [id]:
                return {}
            return self.index.questions().of_note(at, *wanted.alike)

    def _note(self, id: NoteId) -> Cut:
        if id not in self._units:
            note = self.read(id)
            self._units[id] = self._cut(note) if note else (Note(id, ""), (), _NO_VECTOR)
        return self._units[id]

    def _cut(self, note: Note) -> Cut:
        said = sentences(note)
        above = [". ".join((one.title, *one.heading)) for one in said]
        texts = [one.text for one in said]
        whole = [f"{head}. {text}" for head, text in zip(above, texts, strict=True)]
        heads = {head: place for place, head in enumerate(dict.fromkeys(above))}
        vectors = self.encoder.passages([note.title, *texts, *whole, *heads])
        own, contexts, of_heads = np.split(vectors[1:], (len(said), 2 * len(said)))
        below = [heads[head] for head in above]
        pieces = load_matcher().pieces([*texts, *heads])
        aboves = [pieces[len(said) + place] for place in below]
        return note, prepared(said, own, contexts, of_heads[below], pieces, aboves), vectors[0]


def answers(sentence: Sentence, wanted: Wanted) -> bool:
    """Tell whether a sentence can be an answer.

    A question may lead to one and is none; sources are none unless they are asked for.
    """
    return not sentence.text.endswith("?") and (wanted.sources or not is_source(sentence.heading))


def _notes(hits: Sequence[Hit]) -> list[NoteId]:
    return list(dict.fromkeys(hit.passage.note for hit in hits))
