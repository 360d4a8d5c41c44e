"""The spans of the passages that answer best, scored without sampling.

A grounded answer is one start, its continuation and one stop, and a span is always continued at the
next place, so the probability of every span from one start comes out of one pass over it:
log p(i..j) = log p(i first) + Σ log p(copy the next) + log p(stop copying after j). What is written
after the last copied token is always the passage's number, so the gate alone says where to stop;
the start's gate is the same for all spans and left to `nothing`, the chance that none answers.

Spans are ranked by the overlap they may expect with the true one (minimum Bayes risk: Kumar and
Byrne 2004): where the network hesitates between two ends, that is the better bet on being useful.
A part of the belief, `TRUST_IN_SENTENCES`, goes to whole sentences by the words they share with the
question, so that an unsure network falls back on what the best sentence says: none where one fact
is asked for, and most where an account is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from llmnotes.decoder.breadth import ACCOUNT, FACT, SOMETHING
from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Cache, Outlook, log_softmax
from llmnotes.decoder.prompt import Prompt, goes_on
from llmnotes.decoder.threads import one_thread
from llmnotes.decoder.tokenizer import NONE
from llmnotes.decoder.weights import Floats

_IMPOSSIBLE = np.float32(-1e9)
TRUST_IN_SENTENCES = {FACT: 0.0, SOMETHING: 0.3, ACCOUNT: 0.5}
"""How much of the belief is about whole sentences; chosen on a sixth of the dev questions."""
_DOUBT = 1.8
"""The temperature of the belief in spans; chosen with it."""
_FAVOUR = 8.0
"""How sharply a sentence that shares more of the question is preferred."""


@dataclass(frozen=True, slots=True)
class Found:
    """A span: passage (from 0), its characters there, and its tokens in the prompt.

    `score` is its log probability, `overlap` the F1 over tokens to be expected of it.
    """

    passage: int
    start: int
    end: int
    first: int
    last: int
    score: float
    overlap: float = 0.0


@dataclass(frozen=True, slots=True)
class Spans:
    """The best spans, best first, and the probability that nothing answers."""

    best: tuple[Found, ...]
    nothing: float


def best_spans(
    decoder: Decoder,
    prompt: Prompt,
    k: int = 1,
    *,
    starts: int = 8,
    longest: int = 32,
    likeliest: bool = False,
    begun: tuple[Cache, Outlook] | None = None,
) -> Spans:
    """Return `k` spans that begin at one of the `starts` likeliest places, best first.

    `likeliest` ranks them by probability instead of expected overlap; `begun` is what
    ``decoder.read(prompt)`` returned, if it was read before: it stays as it was.
    """
    cache, outlook = begun or decoder.read(prompt)
    with one_thread():
        nothing = (1 - outlook.gate) * float(np.exp(log_softmax(outlook.words)[NONE]))
        if not prompt.copyable.any():
            return Spans((), nothing)
        tried = np.argsort(-outlook.places, kind="stable")[:starts]
        tried = tried[prompt.copyable[tried]]
        found: list[Found] = []
        for first in map(int, tried):
            ends = _ends(decoder, prompt, cache, first, longest) + outlook.places[first]
            found += [_found(prompt, first, first + i, float(s)) for i, s in enumerate(ends)]
    found = list(_with_overlap(found, prompt))
    found.sort(key=lambda f: (-(f.score if likeliest else f.overlap), f.first, f.last))
    return Spans(tuple(found[:k]), nothing)


def _ends(decoder: Decoder, prompt: Prompt, cache: Cache, first: int, longest: int) -> Floats:
    """Return how likely the span that begins at `first` ends after each of its tokens."""
    last = first
    while last - first + 1 < longest and goes_on(prompt, last):
        last += 1
    network, places = decoder.network, np.arange(first, last + 1)
    mark = cache.mark()
    states = network.write(prompt.ids[places], places, cache)
    cache.rewind(mark)
    gate = network.gate(states)
    pointed = log_softmax(network.pointer(states, places, cache))
    following = np.minimum(places + 1, len(prompt.ids) - 1)
    on = np.log(gate) + pointed[np.arange(len(places)), following]
    on = np.concatenate([np.zeros(1, np.float32), np.cumsum(on)[:-1]])
    return np.maximum(np.asarray(on + np.log1p(-gate), np.float32), _IMPOSSIBLE)


def _found(prompt: Prompt, first: int, last: int, score: float) -> Found:
    start, end = prompt.places[first], prompt.places[last]
    assert start is not None and end is not None
    return Found(start.passage, start.start, end.end, first, last, score)


def _with_overlap(found: list[Found], prompt: Prompt) -> Iterator[Found]:
    """Give each span, and each sentence, the F1 over tokens that it may expect."""
    scores = np.array([span.score for span in found], np.float64)
    lexical = np.array([sentence.score for sentence in prompt.sentences])
    trust = TRUST_IN_SENTENCES[prompt.breadth]
    belief = np.concatenate(
        [_softmax(scores / _DOUBT) * (1 - trust), _softmax(_FAVOUR * lexical) * trust]
    )
    whole = [_found(prompt, s.first, s.last, float(_IMPOSSIBLE)) for s in prompt.sentences]
    every = [*found, *whole]
    first = np.array([span.first for span in every])
    last = np.array([span.last for span in every])
    same = np.minimum(last[:, None], last) - np.maximum(first[:, None], first) + 1
    size = last - first + 1
    expected = (2 * np.maximum(same, 0) / (size[:, None] + size)) @ (belief / belief.sum())
    for span, overlap in zip(every, expected, strict=True):
        yield replace(span, overlap=float(overlap))


def _softmax(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    shares = np.exp(scores - scores.max(initial=-np.inf))
    return np.asarray(shares / shares.sum(), np.float64)
