"""How hits are scored: plain arithmetic on arrays, the same in the browser's script.

A passage has two scores in [0, 1]. *Lexical*: its BM25 over the BM25 of an imaginary passage that
is full of every word of the query; a word that the vault does not know counts as a very rare one
that is missing, so a query in the vault's other language scores low everywhere. *Semantic*: the
cosine of its vector and the query's. `fuse` is their weighted mean, and trusts words the more, the
more of them the query has: single words are ambiguous, eight are seldom found together by chance.
The constants were tuned on ../shared/data/dev (see benchmarks/RESULTS.md).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

K1, B = 1.2, 0.75
"""BM25: how fast a repeated word stops counting, and how much a long passage has to share."""
WHOLE = 0.3
"""Share of a passage's lexical score that comes from its whole note: there every word of the query
counts as in the best passage that has it, wherever that stands."""
TRUST, GROWTH = 0.4, 0.9
"""What the lexical score of a one-word query counts, beside a semantic score that counts 1, and the
power of the number of words with which that grows."""
ROUTED = (0.0, 0.9, 0.95, 1.0)
"""Added to the passage that a query names, by rank: none, a term, an alias, a title."""
FOREIGN = (0.25, 3.0)
"""The least that a translation counts beside the word itself, and how many times rarer than its
translation a word must be for the translation to count half: a word that the vault hardly knows is
likely of its other language."""
ALIKE = 0.4
"""What a word that people use for another counts beside it."""
LIKE, COMMON, MANY = 4, 0.05, 1000
"""How many such words count for one of the query, and the share of passages and the number of them
above which a word is too common to be looked for in the place of another: long lists take time."""
KNOWN = (0.2, 2.0)
"""The cosine from which on a known question speaks for the passage that answers it, and how much of
what is above is added to the passage's own cosine."""
BOOST = 0.06
"""The most by which links raise a passage, as a share of its score; never above 0.15."""
AGAIN = 0.9
"""Each further passage of a note counts this much of the one before."""


def idf(holders: int, passages: int) -> float:
    """Return what a word weighs that stands in `holders` of all `passages`.

    >>> round(idf(0, 10), 3), round(idf(10, 10), 3)
    (3.091, 0.047)
    """
    return float(np.log1p((passages - holders + 0.5) / (holders + 0.5)))


def bm25(counts: Scores, lengths: Scores, average: float) -> Scores:
    """Return in [0, 1) how much of a word's weight passages get that hold it `counts` times."""
    share = np.float32(1 - B) + np.float32(B / max(average, 1e-9)) * lengths
    return np.asarray(counts / (counts + np.float32(K1) * share), dtype=np.float32)


def foreign(holders: int, translated: int) -> float:
    """Return what the translations of a word count that `holders` passages hold, 1 for all.

    `translated` is the number of passages that hold the most frequent translation.

    >>> foreign(0, 40), foreign(40, 40), round(foreign(2, 40), 2)
    (1.0, 0.25, 0.87)
    """
    least, rarer = FOREIGN
    if not holders:
        return 1.0
    return max(least, translated / (translated + rarer * holders))


def likely(alike: Iterable[tuple[str, int]], passages: int) -> list[tuple[str, int]]:
    """Return which of `alike` count for a word of the query; beside each, what passages hold it.

    >>> likely([("a", 2), ("b", 900), ("c", 30), ("d", 30), ("e", 4), ("f", 9)], 1000)
    [('c', 30), ('d', 30), ('f', 9), ('e', 4)]
    """
    most = max(LIKE, min(COMMON * passages, MANY))
    rare = [one for one in alike if one[1] <= most]
    return sorted(rare, key=lambda one: (-one[1], one[0]))[:LIKE]


def fuse(lexical: Scores, cosines: Scores, terms: int) -> Scores:
    """Return the hybrid score of passages that have both scores, for a query of so many words."""
    trust = TRUST * max(terms, 1) ** GROWTH
    share = np.float32(trust / (1 + trust))
    semantic = np.maximum(cosines, np.float32(0))
    return np.asarray(share * lexical + (1 - share) * semantic, dtype=np.float32)


def known(cosines: Scores, asked: Scores) -> Scores:
    """Return the cosines of passages, raised by those of the nearest questions they answer."""
    least, share = KNOWN
    more = np.maximum(asked - np.float32(least), np.float32(0))
    return np.asarray(cosines + np.float32(share) * more, dtype=np.float32)


def boost(inbound: Scores, most: float) -> Scores:
    """Return by how much to multiply the score of passages whose notes have `inbound` links."""
    if most <= 0:
        return np.ones_like(inbound)
    return np.asarray(1 + BOOST * np.log1p(inbound) / np.log1p(most), dtype=np.float32)


def diverse(
    order: npt.NDArray[np.int64], scores: npt.NDArray[np.float64], notes: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return the scores after each further passage of a note has given way to other notes.

    `order` goes from the best to the worst; `scores` and `notes` are looked up by its items. What a
    passage loses depends on better ones only, so more hits never change the first.

    >>> diverse(np.array([1, 0, 2]), np.array([0.5, 1.0, 0.4]), np.array([7, 7, 8])).tolist()
    [0.45, 1.0, 0.4]
    """
    lowered = scores.copy()
    if len(order):
        together = order[np.argsort(notes[order], kind="stable")]
        of = notes[together]
        starts = np.flatnonzero(np.diff(of, prepend=of[0] - 1))
        before = np.arange(len(of)) - np.repeat(starts, np.diff(starts, append=len(of)))
        lowered[together] *= AGAIN**before
    return lowered
