"""Which sentences answer: what the notes' ranking believes and what the decoder believes.

The whole of the bundled answer, exactly, so that another language can do the same:

1.  The candidates are the first `CANDIDATES` sentences of the evidence, with their scores s (log
    odds). The decoder reads the question with one passage per candidate, ``title: sentence``, and
    l is its log probability of copying first the first token of the sentence (title left out).
2.  t = s + `TRUST` · l, and the belief p = softmax(t): the chance that a candidate is the answer.
3.  The gain of saying some sentences is the word F1 that may be expected of them: for the bag W of
    their words (folded, repeated words counted), Σ p(c) · F1(W, words of c).
4.  Temperature 0: the first sentence is, of the note of the likeliest candidate, the one with the
    highest gain, the earlier of equals. Above 0: it is drawn, with one random number, from
    softmax(t / temperature) cut to `top_p`.
5.  While fewer than `MOST` are said: the candidate of the same note that raises the gain most is
    said too, if it raises it by more than `WORTH`, or `WORTH_DEFINED` where a definition is asked.
    Frequency and presence penalties are taken from the gain of what repeats: their sum over the
    tokens of a candidate that were said already, by its length.
6.  A difference between two things is told by what opens the note of either, if no sentence said
    sets one against the other. If just one of them is named in what is said (a word of it that the
    other lacks, by stems), the best sentence that names the other is said, too: of the first
    `BEGINNING` that do, one that begins with it, else the first of them.
7.  A sentence that says hardly more than was asked, `NEW` content words or fewer, brings the one
    after it in its paragraph; where it is asked why, rather the one before it. A sentence of fewer
    than `SHORT` words that would be said alone brings the one after it, too, unless it is asked
    what something is: a definition may be short.
8.  What is said stands in the order of the notes where it is of one note.

Lists, and sections that are asked for whole, are told as the extractive back end tells them, from
the candidates in the order of t. How a sentence is worded is told in `wording`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from llmnotes.ask.parts import Scored, begins_with, contrasts, either_side
from llmnotes.decoder.sampling import Sampling, draw, nucleus, probabilities
from llmnotes.model import Asked, Sentence
from llmnotes.stemming import STOP_WORDS, content_words, stem, stems, words

Doubles = npt.NDArray[np.float64]
CANDIDATES = 8
TRUST = 0.1
"""What a nat of the decoder counts against a nat of the ranking; chosen on the dev questions."""
MOST = 3
WORTH, WORTH_DEFINED = -0.01, 0.02
"""The first is below zero: a second sentence that holds the answer now and then is worth some words
too many. What something is, one sentence tells."""
BEGINNING = 10
NEW = 0
SHORT = 14
_FAINTEST = -30.0


def believed(scores: Sequence[float], starts: Sequence[float]) -> Doubles:
    """Return t for each candidate: the ranking's score, and a share of the decoder's."""
    heard = np.maximum(np.array(starts, np.float64), _FAINTEST)
    return np.asarray(np.array(scores, np.float64) + TRUST * heard)


def chosen(
    notes: Sequence[str],
    texts: Sequence[str],
    tokens: Sequence[Sequence[int]],
    belief: Doubles,
    sampling: Sampling,
    worth: float = WORTH,
) -> list[int]:
    """Return which candidates are said, the first one first; see the steps 2 to 5 above."""
    shares = probabilities(belief, 1.0)
    bags = [Counter(words(text)) for text in texts]
    pairs = list(zip(notes, bags, strict=True))
    if sampling.temperature > 0:
        drawn = nucleus(probabilities(belief, sampling.temperature), sampling.top_p)
        said = [draw(drawn, np.random.default_rng(sampling.seed))]
    else:
        likeliest = notes[int(np.argmax(belief))]
        gains = [_gain(bag, bags, shares) if of == likeliest else -np.inf for of, bag in pairs]
        said = [int(np.argmax(gains))]
    while len(said) < min(MOST, len(texts)):
        whole = sum((bags[one] for one in said), Counter[str]())
        written = Counter(token for one in said for token in tokens[one])
        gains = [
            _gain(whole + bag, bags, shares) - repetition(own, written, sampling)
            if at not in said and notes[at] == notes[said[0]]
            else -np.inf
            for at, (bag, own) in enumerate(zip(bags, tokens, strict=True))
        ]
        best = int(np.argmax(gains))
        if gains[best] <= _gain(whole, bags, shares) + worth:
            break
        said.append(best)
    return said


def repetition(own: Sequence[int], written: Counter[int], sampling: Sampling) -> float:
    """Return the mean penalty of the tokens `own` after those `written`.

    >>> repetition([1, 2], Counter([2, 2]), Sampling(frequency_penalty=0.5, presence_penalty=1))
    1.0
    """
    taken = [
        written[token] * sampling.frequency_penalty + sampling.presence_penalty
        for token in own
        if written[token]
    ]
    return sum(taken) / max(1, len(own))


def with_both_sides(asked: Asked, said: Sequence[Sentence], ranked: Scored) -> list[Sentence]:
    """Return `said`, or what tells more of both sides of a difference; see step 6."""
    whole = list(said)
    if asked.kind != "difference" or len(asked.subjects) != 2:
        return whole
    if not any(contrasts(asked, one) for one in said) and (found := either_side(asked, ranked)):
        return found
    sides = list(zip(_sides(asked), asked.subjects, strict=True))
    absent = [pair for pair in sides if not any(_names(one, pair[0]) for one in whole)]
    if len(absent) != 1:
        return whole
    ((side, name),) = absent
    naming = [one for one, _ in ranked if _names(one, side)]
    opening = (one for one in naming[:BEGINNING] if begins_with(one, name))
    return [*whole, *([next(opening, naming[0])] if naming else [])]


def with_more(asked: Asked, said: Sequence[Sentence], near: Sequence[Sentence]) -> list[Sentence]:
    """Return `said` with the sentences beside them that it takes to understand them; see step 7."""
    known = frozenset(stem(word) for word in content_words(asked.text))
    whole = list(said)
    for one in said:
        if one.kind == "table":
            continue
        own = frozenset(stem(word) for word in words(one.text) if word not in STOP_WORDS)
        repeats = len(own - known) <= NEW
        before = _beside(one, near, -1) if repeats and asked.kind == "why" else []
        alone = len(said) == 1 and asked.kind != "definition" and len(words(one.text)) < SHORT
        if repeats or alone:
            brought = before or _beside(one, near, 1)
            whole += [other for other in brought if other not in whole]
    return whole


def in_order(said: Sequence[Sentence]) -> list[Sentence]:
    """Return `said` in the order of the note if it is all of one note, else as it is."""
    if len({one.note for one in said}) > 1:
        return list(said)
    return sorted(said, key=lambda one: one.place)


def overlap(one: Counter[str], other: Counter[str]) -> float:
    """Return the F1 over words of two bags.

    >>> overlap(Counter("ab"), Counter("bc"))
    0.5
    """
    shared = (one & other).total()
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def _gain(bag: Counter[str], bags: Sequence[Counter[str]], shares: Doubles) -> float:
    pairs = zip(bags, shares.tolist(), strict=True)
    return float(sum(share * overlap(bag, other) for other, share in pairs))


def _beside(of: Sentence, near: Sequence[Sentence], step: int) -> list[Sentence]:
    """Return the sentence that stands `step` further in the paragraph of `of`, if there is one."""
    place = (of.note, of.lines, of.place + step)
    return [one for one in near if (one.note, one.lines, one.place) == place][:1]


def _sides(asked: Asked) -> Iterator[frozenset[str]]:
    """Yield what tells each side of a difference from the other."""
    keys = [frozenset(stem(word) for word in content_words(side)) for side in asked.subjects]
    yield keys[0] - keys[1] or keys[0]
    yield keys[1] - keys[0] or keys[1]


def _names(sentence: Sentence, side: frozenset[str]) -> bool:
    return not side.isdisjoint(stems(sentence.text))
