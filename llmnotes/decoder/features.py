"""What a reader sees at a glance: which words of the question stand in a passage, and where.

Every token of a prompt carries four feature ids, rows of one small table of the network:

    part      1 question, 2 to 10 the passages by number          (rows 1-10)
    match     does its word occur on the other side               (rows 11-14)
    lead      the sentence's share of the best sentence's score   (rows 15-19)
    cover     the share of the question's words in the sentence   (rows 20-23)

Words are compared folded (no case, no accents), whole or by their first five letters, which is a
stemmer for both languages at once and sees that *presidente* and *president* are kin.
"""

from __future__ import annotations

import math
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
COLUMNS = 4
PART, MATCH, LEAD, COVER = 0, 10, 14, 19
NO_MATCH, COMMON, KIN, SAME = 1, 2, 3, 4

_WORD = re.compile(r"\w+", re.UNICODE)
_SENTENCE = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+|\n+")
_COMMON = """
    a o as os um uma uns umas e ou de do da dos das em no na nos nas por pelo pela pelos pelas
    para pra com sem que se ao aos à às é foi era ser são foram eram está estão como qual quais
    quem quando onde quanto quantos quanta quantas porque porquê seu sua seus suas ele ela eles
    elas isso isto este esta esse essa estes estas não mais mas sobre entre até também já há ter
    tem têm the an of in on at to for and or by with from is are was were be been being do does
    did has have had what which who whom whose when where why how many much it its he she they
    them his her their this that these those as not but into than then there can could will
    would about after
"""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: folded forms, their stems, and where they stand."""

    forms: tuple[str, ...]
    stems: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def fold(text: str) -> str:
    """Return `text` without case and accents.

    >>> fold("Atenção")
    'atencao'
    """
    lower = text.casefold()
    if lower.isascii():
        return lower
    return "".join(c for c in unicodedata.normalize("NFKD", lower) if not unicodedata.combining(c))


def words(text: str) -> Words:
    """Cut `text` into folded words with their stems."""
    matches = list(_WORD.finditer(text))
    forms = tuple(fold(match[0]) for match in matches)
    stems = tuple(stem(form) for form in forms)
    return Words(forms, stems, tuple(match.span() for match in matches))


def stem(form: str) -> str:
    """Return the first five letters, or a shorter word without its plural s; numbers as they are.

    >>> stem("modelos"), stem("gatos"), stem("1984")
    ('model', 'gato', '1984')
    """
    if form[:1].isdigit():
        return form
    return form[:5] if len(form) > 5 else form.removesuffix("s") if len(form) > 3 else form


def common(form: str) -> bool:
    """Tell whether a folded word says nothing about a topic."""
    return form in _FOLDED_COMMON or (len(form) == 1 and not form.isdigit())


_FOLDED_COMMON = frozenset(fold(word) for word in _COMMON.split())


def sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences and lines of `text` stand; they cover it wholly."""
    starts = [0, *(match.end() for match in _SENTENCE.finditer(text))]
    ends = [*starts[1:], len(text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if a < b]


def levels(here: Words, there: Words) -> list[int]:
    """Say for every word of `here` how it occurs in `there`."""
    forms, stems = set(there.forms), set(there.stems)
    found = []
    for form, root in zip(here.forms, here.stems, strict=True):
        if form in forms:
            found.append(COMMON if common(form) else SAME)
        else:
            found.append(KIN if root in stems and not common(form) else NO_MATCH)
    return found


def sentence_scores(
    question: Words, passages: Sequence[str], read: Sequence[Words]
) -> list[list[tuple[int, int, float]]]:
    """Score every sentence of `passages`: the share of the question's words it holds, 0 to 1.

    `read` holds the words of the passages. A word weighs the more the fewer sentences hold it;
    words that no sentence holds weigh most.
    """
    wanted = {s for f, s in zip(question.forms, question.stems, strict=True) if not common(f)}
    places = [sentences(passage) for passage in passages]
    held = [_held(wanted, found, spans) for found, spans in zip(read, places, strict=True)]
    count = 1 + sum(map(len, held))
    weight = {s: math.log(1 + count / (1 + sum(s in h for hs in held for h in hs))) for s in wanted}
    whole = sum(weight.values()) or 1.0
    return [
        [
            (a, b, sum(weight[s] for s in sorted(h)) / whole)
            for (a, b), h in zip(sp, hs, strict=True)
        ]
        for sp, hs in zip(places, held, strict=True)
    ]


def _held(wanted: set[str], found: Words, spans: Sequence[tuple[int, int]]) -> list[set[str]]:
    """Return for each sentence which of the wanted stems it holds."""
    held: list[set[str]] = [set() for _ in spans]
    starts = [start for start, _ in spans]
    for root, (start, _) in zip(found.stems, found.spans, strict=True):
        if root in wanted:
            held[bisect_right(starts, start) - 1].add(root)
    return held


def bucket(score: float, best: float) -> tuple[int, int]:
    """Return the rows `lead` and `cover` of a sentence, both 1 or more.

    >>> bucket(0.4, 0.4), bucket(0.0, 0.4)
    ((5, 3), (1, 1))
    """
    lead = 1 if score == 0 else 2 + min(3, int(3 * score / best + 1e-6))
    cover = 1 if score == 0 else 2 if score < 0.34 else 3 if score < 0.67 else 4
    return lead, cover


def spread(
    marks: Sequence[int], spans: Sequence[tuple[int, int]], tokens: Sequence[tuple[int, int]]
) -> Ints:
    """Give every token the highest mark among the `spans` of text that it overlaps, 0 for none."""
    size = max((end for _, end in (*spans, *tokens)), default=0)
    line = np.zeros(size + 1, np.int64)
    for mark, (start, end) in zip(marks, spans, strict=True):
        line[start:end] = mark
    if not tokens:
        return np.zeros(0, np.int64)
    places = np.array(tokens)
    marked = line[places[:, 0]]
    for step in range(1, int((places[:, 1] - places[:, 0]).max())):
        inside = np.minimum(places[:, 0] + step, np.maximum(places[:, 1] - 1, places[:, 0]))
        np.maximum(marked, line[inside], out=marked)
    return np.asarray(marked, np.int64)
