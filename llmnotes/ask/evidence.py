"""Question → hits → the sentences of their notes, the likeliest answers first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from llmnotes.ask.features import (
    Matrix,
    Standing,
    Unit,
    Wanted,
    covered,
    matrix,
    pairs_of,
    prepared,
    reasons,
)
from llmnotes.ask.question import read_question
from llmnotes.ask.sentences import sentences
from llmnotes.encoder import TextEncoder
from llmnotes.encoder.lexicon import Translations, load_lexicon
from llmnotes.index import Index
from llmnotes.model import Asked, Hit, Note, NoteId
from llmnotes.search import search
from llmnotes.search.query import read_query, rewritten
from llmnotes.search.scoring import idf
from llmnotes.stemming import name_key, stem, stems, words

Read = Callable[[str], Note | None]
"""Path → the note as the file is now; None for one that is gone or private."""

NOTES = 6
"""Notes whose sentences are looked at."""
_ASKING = frozenset(
    stems(
        "diferença diferente difere difference different differ serve função funciona work exemplo"
        " usa usar use quanto existe pode posso preciso tipo fica acontece chama chamar call"
    )
)
"""Keys of words that ask, and say little of what is asked for."""
_NAME = re.compile(r"(?<!^)\b[A-ZÀ-Ý][\w-]*|\b[A-Z]{2,}\b|\b[\w-]*\d[\w-]*")
_SURE = 0.1
"""Share of sentences from which on a translation counts."""
_FAINT = 0.25


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found for a question, in no order; one row of reasons per unit.

    `terms` are the keys of the question's words with their weights, `unknown` the share of weight
    of words that stand nowhere in the vault; `named` says that some are proper names, and
    `unknown_names` is the same share of these.
    """

    asked: Asked
    hits: tuple[Hit, ...]
    units: tuple[Unit, ...]
    rows: Matrix
    terms: dict[str, float]
    unknown: float
    named: bool
    unknown_names: float


@dataclass(slots=True)
class Gatherer:
    """Finds what the notes have on questions; a note is cut into sentences once."""

    index: Index
    encoder: TextEncoder
    read: Read
    _units: dict[NoteId, tuple[Note, tuple[Unit, ...]]] = field(default_factory=dict)

    def __call__(self, asked: Asked, k: int = 10) -> Findings:
        """Look at the sentences of the best notes among the `k` best hits."""
        hits = search(self.index, asked.text, self.encoder, k)
        with self.index.snapshot() as columns:
            query = read_query(asked.text, self.index.known)
            terms = dict(query.terms)
            others = _translations(rewritten(asked.text, dict(query.mended)), terms)
            abroad = {other for there in others.values() for other, _ in there}
            known = self.index.known(sorted(abroad)) if abroad else {}
            for key, there in others.items():  # a word may only stand in the other language
                terms[key] = terms[key] or max(known.get(other, 0) for other, _ in there)
            weights = {key: _weight(key, n, columns.passages) for key, n in terms.items()}
        text = rewritten(asked.text, dict(query.mended))
        asked = read_question(text, asked.lang) if query.mended else asked
        vector = np.asarray(self.encoder.queries([text])[0], dtype=np.float32)
        pairs = pairs_of([key for key in stems(text) if key in terms])
        names = {key: weights[key] for key in _names(asked.text) if key in weights}
        wanted = Wanted(asked, text, weights, names, others, pairs, vector)
        found = list(self._found(asked, hits, wanted))
        total = sum(weights.values())
        unknown = sum(weights[key] for key, n in terms.items() if not n)
        return Findings(
            asked=asked,
            hits=hits,
            units=tuple(unit for unit, _ in found),
            rows=matrix([row for _, row in found]),
            terms=weights,
            unknown=unknown / total if total else 1.0,
            named=bool(names),
            unknown_names=covered(names, {key for key, n in terms.items() if not n}),
        )

    def _found(
        self, asked: Asked, hits: Sequence[Hit], wanted: Wanted
    ) -> Iterator[tuple[Unit, list[float]]]:
        best = max((hit.score for hit in hits), default=1.0) or 1.0
        for id in list(dict.fromkeys(hit.passage.note for hit in hits))[:NOTES]:
            note, units = self._note(id)
            own = [hit for hit in hits if hit.passage.note == id]
            lang = (note.lang or asked.lang).lower()[:2]
            standing = Standing(
                share=own[0].score / best,
                lines=tuple((*hit.passage.lines, hit.score / best) for hit in own),
                names=frozenset(filter(None, map(name_key, (note.title, *note.aliases)))),
                keys=frozenset().union(*(unit.keys | unit.around for unit in units)),
                cross=lang != asked.lang,
            )
            for unit in units:
                if unit.sentence.text.endswith("?"):  # may lead to an answer, and is none
                    continue
                yield unit, reasons(unit, wanted, standing)

    def _note(self, id: NoteId) -> tuple[Note, tuple[Unit, ...]]:
        if id not in self._units:
            note = self.read(id)
            self._units[id] = (note, self._cut(note)) if note else (Note(id, ""), ())
        return self._units[id]

    def _cut(self, note: Note) -> tuple[Unit, ...]:
        said = sentences(note)
        texts = [one.text for one in said]
        above = [". ".join((one.title, *one.heading, one.text)) for one in said]
        vectors = self.encoder.passages([*texts, *above])
        return prepared(said, vectors[: len(said)], vectors[len(said) :])


def _translations(text: str, terms: Collection[str]) -> dict[str, Translations]:
    """Return the keys that each of `terms` has in the other language, with their shares."""
    lexicon = load_lexicon()
    found: dict[str, dict[str, float]] = {}
    for word in words(text):
        if (key := stem(word)) in terms:
            for other, share in lexicon.translate(word):
                if share >= _SURE:
                    for part in map(stem, words(other)):
                        shares = found.setdefault(key, {})
                        shares[part] = max(shares.get(part, 0.0), share)
    return {key: tuple(shares.items()) for key, shares in found.items()}


def _names(text: str) -> Iterator[str]:
    """Yield the keys of proper names and numbers.

    >>> list(_names("Quantos watts puxa uma RTX 4090?"))
    ['rtx', '4090']
    """
    for match in _NAME.finditer(text):
        yield from stems(match[0])


def _weight(key: str, holders: int, passages: int) -> float:
    return idf(holders, passages) * (_FAINT if key in _ASKING else 1.0)
