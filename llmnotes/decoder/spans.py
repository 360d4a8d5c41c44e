"""The spans of the passages that the decoder would most likely copy, scored without sampling.

A grounded answer is one start, its continuation and one stop, and a span is always continued at the
next place, so the probability of every span from one start comes out of one pass over it:
log p(i..j) = log p(i first) + Σ log p(copy the next) + log p(stop after j). The start's share does
not hold the gate: it is the same for all spans, and `nothing` says how likely none of them is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Cache, log_softmax
from llmnotes.decoder.prompt import Place, Prompt
from llmnotes.decoder.threads import one_thread
from llmnotes.decoder.tokenizer import ANSWER, NONE, number
from llmnotes.decoder.weights import Floats

_IMPOSSIBLE = np.float32(-1e9)


@dataclass(frozen=True, slots=True)
class Found:
    """A span: passage (from 0), characters in it, tokens of the prompt, log probability."""

    passage: int
    start: int
    end: int
    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class Spans:
    """The best spans, likeliest first, and the probability that nothing answers."""

    best: tuple[Found, ...]
    nothing: float


def best_spans(
    decoder: Decoder, prompt: Prompt, k: int = 1, starts: int = 6, longest: int = 40
) -> Spans:
    """Return the `k` likeliest spans that begin at one of the `starts` likeliest places."""
    with one_thread():
        network = decoder.network
        cache = network.read(prompt.ids, prompt.features, prompt.copyable)
        state = network.write(np.array([ANSWER]), np.array([-1]), cache)[-1]
        outlook = network.outlook(state, -1, cache)
        nothing = (1 - outlook.gate) * float(np.exp(log_softmax(outlook.words)[NONE]))
        if not prompt.copyable.any():
            return Spans((), nothing)
        tried = np.argsort(-outlook.places, kind="stable")[:starts]
        tried = tried[prompt.copyable[tried]]
        found: list[Found] = []
        for first in map(int, tried):
            ends = _ends(decoder, prompt, cache, first, longest) + outlook.places[first]
            found += [_found(prompt, first, first + i, float(s)) for i, s in enumerate(ends)]
    found.sort(key=lambda span: (-span.score, span.first, span.last))
    return Spans(tuple(found[:k]), nothing)


def _ends(decoder: Decoder, prompt: Prompt, cache: Cache, first: int, longest: int) -> Floats:
    """Return how likely the span that begins at `first` ends after each of its tokens."""
    place = prompt.places[first]
    assert place is not None  # only places that may be copied are tried
    last = first
    while last - first + 1 < longest and _same_passage(prompt, last + 1, place):
        last += 1
    network, places = decoder.network, np.arange(first, last + 1)
    mark = cache.mark()
    states = network.write(prompt.ids[places], places, cache)
    cache.rewind(mark)
    gate = network.gate(states)
    stop = np.log1p(-gate) + log_softmax(network.logits(states))[:, number(place.passage + 1)]
    pointed = log_softmax(network.pointer(states, places, cache))
    following = np.minimum(places + 1, len(prompt.ids) - 1)
    on = np.log(gate) + pointed[np.arange(len(places)), following]
    on = np.concatenate([np.zeros(1, np.float32), np.cumsum(on)[:-1]])
    return np.maximum(np.asarray(on + stop, np.float32), _IMPOSSIBLE)


def _same_passage(prompt: Prompt, at: int, place: Place) -> bool:
    other = prompt.places[at] if at < len(prompt.places) else None
    return other is not None and other.passage == place.passage


def _found(prompt: Prompt, first: int, last: int, score: float) -> Found:
    start, end = prompt.places[first], prompt.places[last]
    assert start is not None and end is not None
    return Found(start.passage, start.start, end.end, first, last, score)
