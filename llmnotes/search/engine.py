"""One search: candidates of both kinds, their scores, and the passages they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from llmnotes.encoder import TextEncoder
from llmnotes.encoder.lexicon import load_lexicon
from llmnotes.encoder.questions import load_question_encoder
from llmnotes.encoder.thesaurus import synonyms
from llmnotes.encoder.wordlist import load_words
from llmnotes.errors import UsageError
from llmnotes.index import Index, check_fingerprint
from llmnotes.index.codec import Ids
from llmnotes.index.reader import Columns
from llmnotes.model import Hit
from llmnotes.search import scoring
from llmnotes.search.filters import Filters
from llmnotes.search.query import Other, Query, read_query, rewritten
from llmnotes.search.scoring import Scores

Mode = Literal["hybrid", "lexical", "semantic"]
MODES: tuple[Mode, ...] = ("hybrid", "lexical", "semantic")

DEPTH = 500
"""Passages that each half proposes. It does not depend on how many hits are wanted, so that asking
for more keeps the first ones."""
_EVERYTHING = Filters()
_DIGITS = 6
"""Scores that agree so far are equal: sums may differ in their last bits between machines."""
_REASONS = ("", "term", "alias", "title")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Places of passages, ascending, with the score of each."""

    places: Ids
    scores: Scores


def search(
    index: Index,
    query: str,
    encoder: TextEncoder | None,
    k: int = 10,
    mode: Mode = "hybrid",
    filters: Filters = _EVERYTHING,
) -> tuple[Hit, ...]:
    """Return the `k` best passages for `query`, best first.

    `encoder` must be the one that made the index; None will do for lexical search.
    """
    if mode not in MODES:
        raise UsageError(f"mode is {mode!r}; expected one of {', '.join(MODES)}")
    if k <= 0 or not query.strip():
        return ()
    with index.snapshot() as columns:
        if not columns.passages:
            return ()
        words = mode != "semantic"
        translate, alike = (load_lexicon().translate, synonyms) if words else (None, None)
        read = read_query(query, index.known, translate, _classes, alike)
        admitted = _admitted(index, columns, filters)
        lexical = _lexical(index, columns, read) if mode != "semantic" else None
        vector = asked = None
        if mode != "lexical":
            text, vector = _vector(columns, read, encoder)
            if len(questions := index.questions()):
                asked = questions.nearest(load_question_encoder()([text])[0], columns.passages)
        found = _scored(index, columns, lexical, vector, admitted, len(read.terms), asked)
        named = index.named(read.name) if lexical is not None else []
        found, reasons = _routed(columns, found, named, admitted)
        return _hits(index, columns, found, reasons, k)


def find(
    index: Index,
    vector: Scores,
    k: int,
    without: frozenset[int] = frozenset(),
) -> tuple[Hit, ...]:
    """Return the `k` passages nearest to `vector`, but none of the notes in `without`.

    Notes are named by their index in `Columns.paths`. Call it inside ``index.snapshot()``.
    """
    columns = index.columns()
    admitted = None
    if without:
        kept = ~np.isin(np.arange(len(columns.paths)), sorted(without))
        admitted = np.flatnonzero(kept[columns.note_of])
    found = _scored(index, columns, None, vector, admitted)
    return _hits(index, columns, found, {}, k)


def _admitted(index: Index, columns: Columns, filters: Filters) -> Ids | None:
    """Return the places that `filters` admit, None for all."""
    if not filters:
        return None
    notes = np.array([filters.admits(info) for info in index.notes()], dtype=bool)
    return np.flatnonzero(notes[columns.note_of])


def _lexical(index: Index, columns: Columns, query: Query) -> Scores:
    """Return the lexical score of every passage."""
    own = np.zeros(columns.passages, dtype=np.float32)
    notes = np.zeros(len(columns.paths), dtype=np.float32)
    average = float(columns.lengths.mean())
    ideal = 0.0
    for term, others, found in zip(query.terms, query.others, query.alike, strict=True):
        alike = scoring.likely(found, columns.passages)
        weight, places, part = _concept(index, columns, term, others, alike, average)
        ideal += weight
        own[places] += part
        of = columns.note_of[places]  # ascending, like places
        starts = _starts(of)
        notes[of[starts]] += np.maximum.reduceat(part, starts) if len(of) else part
    held = np.flatnonzero(own)
    whole = np.float32(scoring.WHOLE)
    own[held] = (1 - whole) * own[held] + whole * notes[columns.note_of[held]]
    return np.asarray(own / np.float32(max(ideal, 1e-9)), dtype=np.float32)


def _concept(
    index: Index,
    columns: Columns,
    term: tuple[str, int],
    others: Sequence[Other],
    alike: Sequence[tuple[str, int]],
    average: float,
) -> tuple[float, Ids, Scores]:
    """Return what a word weighs at most, and the places that have some of it in either language.

    A passage counts for the best of the word, its translations and the words like it, not for more.
    """
    key, holders = term
    readings = [(key, holders, 1.0)] if holders else []
    trust = scoring.foreign(holders, max((held for _, held, _ in others), default=0))
    readings += [(its, held, share * trust) for its, held, share in others]
    readings += [(its, held, scoring.ALIKE) for its, held in alike]
    rarest = holders if holders or not others else min(held for _, held, _ in others)
    most = scoring.idf(rarest, columns.passages)
    found: list[tuple[Ids, Scores]] = []
    for its, held, share in readings:
        places, counts = index.postings(its)
        weight = np.float32(share * scoring.idf(held, columns.passages))
        found.append((places, weight * scoring.bm25(counts, columns.lengths[places], average)))
    if not found:
        return most, np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    if len(found) == 1:
        return most, *found[0]
    places = np.concatenate([places for places, _ in found])
    parts = np.concatenate([part for _, part in found])
    order = np.argsort(places, kind="stable")  # sorted runs: little is left to sort
    places, parts = places[order], parts[order]
    starts = _starts(places)
    return most, places[starts], np.maximum.reduceat(parts, starts) if len(places) else parts


def _starts(ascending: Ids) -> Ids:
    """Return where each value of `ascending` stands first."""
    return np.flatnonzero(np.diff(ascending, prepend=-1))


def _vector(columns: Columns, query: Query, encoder: TextEncoder | None) -> tuple[str, Scores]:
    """Return the query with slips mended as far as the encoder needs that, and its vector."""
    if encoder is None:
        raise UsageError("a hybrid or semantic search needs an encoder; lexical search does not")
    check_fingerprint({"encoder": columns.encoder, "fingerprint": columns.fingerprint}, encoder)
    mended = {word: better for word, better in query.mended if not _knows(encoder, word)}
    text = rewritten(query.text, mended)
    return text, np.asarray(encoder.queries([text])[0], dtype=np.float32)


def _classes(words: Iterable[str]) -> dict[str, int]:
    """Return how common those of `words` are that are in use; the list is read when asked first."""
    return load_words().classes(words)


def _knows(encoder: TextEncoder, word: str) -> bool:
    """Tell whether `word` is one piece to the encoder: then it is no slip but another language.

    Mending all words that the vault does not know cost .02 nDCG@10 across languages, mending none
    .11 of semantic search with slips; this costs neither. Encoders that read letters need no help.
    """
    tokenize = getattr(encoder, "tokenize", None)
    return tokenize is None or len(tokenize(word)) == 1


def _scored(
    index: Index,
    columns: Columns,
    lexical: Scores | None,
    vector: Scores | None,
    admitted: Ids | None,
    terms: int = 0,
    asked: Scores | None = None,
) -> Candidates:
    """Return what either half proposes, with the scores that the halves given lead to.

    `asked` has for each passage the cosine of the nearest question that it is known to answer.
    """
    proposed: list[Ids] = []
    if lexical is not None:
        within = np.flatnonzero(lexical) if admitted is None else admitted[lexical[admitted] > 0]
        proposed.append(_top(within, lexical[within]))
    if vector is not None:
        proposed.append(_top(*index.nearest(vector, DEPTH, admitted)))
    if asked is not None:
        within = np.flatnonzero(asked) if admitted is None else admitted
        proposed.append(_top(within, asked[within]))
    chosen = np.zeros(columns.passages, dtype=bool)
    for part in proposed:  # np.unique would import numpy.ma, a tenth of a search's time
        chosen[part] = True
    places = np.flatnonzero(chosen)
    if vector is None:
        scores = lexical[places] if lexical is not None else np.empty(0, dtype=np.float32)
    else:
        cosines = columns.vectors.cosines(vector, places)
        if asked is not None:
            cosines = scoring.known(cosines, asked[places])
        scores = cosines if lexical is None else scoring.fuse(lexical[places], cosines, terms)
    raised = scoring.boost(columns.inbound[columns.note_of[places]], columns.most_inbound)
    return Candidates(places, scores * raised)


def _top(places: Ids, scores: Scores) -> Ids:
    """Return the places of the DEPTH best positive scores."""
    places, scores = places[scores > 0], scores[scores > 0]
    if len(places) <= DEPTH:
        return places
    return places[np.argpartition(-scores, DEPTH)[:DEPTH]]


def _routed(
    columns: Columns,
    found: Candidates,
    named: Sequence[tuple[int, int]],
    admitted: Ids | None,
) -> tuple[Candidates, dict[int, str]]:
    """Raise the passages that the query names above all others, and say which they are."""
    ranks = {
        place: rank for place, rank in named if admitted is None or place in set(admitted.tolist())
    }
    if not ranks:
        return found, {}
    known = dict(zip(found.places.tolist(), found.scores.tolist(), strict=True))
    for place, rank in ranks.items():
        known[place] = known.get(place, 0.0) + scoring.ROUTED[rank]
    places = sorted(known)
    scores = np.array([known[place] for place in places], dtype=np.float32)
    reasons = {place: _REASONS[rank] for place, rank in ranks.items()}
    return Candidates(np.array(places, dtype=np.int64), scores), reasons


def _hits(
    index: Index, columns: Columns, found: Candidates, reasons: dict[int, str], k: int
) -> tuple[Hit, ...]:
    """Return the best `k`, notes taking turns; equal scores stand in the order of paths."""
    scores = found.scores.astype(np.float64).round(_DIGITS)
    order = np.lexsort((found.places, -scores))
    notes = columns.note_of[found.places]
    lowered = scoring.diverse(order, scores, notes).round(_DIGITS)
    best = np.lexsort((found.places, -lowered))[:k]
    places = found.places[best].tolist()
    passages = index.passages(places)
    return tuple(
        Hit(passage, float(lowered[item]), reasons.get(place, ""))
        for passage, place, item in zip(passages, places, best.tolist(), strict=True)
    )
