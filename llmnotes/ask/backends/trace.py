"""How likely the decoder finds each token of a sentence, and what else it would have written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from llmnotes.decoder.engine import Decoder, Outlook
from llmnotes.decoder.reading import Asked, ask_decoder
from llmnotes.decoder.sampling import probabilities
from llmnotes.decoder.threads import one_thread
from llmnotes.decoder.tokenizer import EOS, FIRST_PIECE, PASSAGES, number
from llmnotes.model import Written

ALTERNATIVES = 5
END = "■"
"""Stands for the end of a sentence, whichever passage the decoder would name as its source."""
ENDS = [EOS, *(number(n) for n in range(1, PASSAGES + 1))]
FAINT = 0.0005
"""The share from which on an alternative is worth showing."""
_LOOKED_AT = 2 * ALTERNATIVES + len(ENDS)
Beginnings = Sequence[tuple[str, float]]
Trace = Callable[[str, Beginnings], tuple[Written, ...]]
"""What `traced` returns for a text, with what could have been said instead of it."""


def tracer(decoder: Decoder, question: str, passages: Sequence[str]) -> Trace:
    """Read a question with its passages, and return what traces answers to it."""
    return partial(traced, decoder, ask_decoder(decoder, question, passages, None))


def traced(
    decoder: Decoder, read: Asked, text: str, beginnings: Beginnings = ()
) -> tuple[Written, ...]:
    """Return the tokens of `text` with their probabilities, as if the decoder wrote it.

    A token that is copied names the characters of the sentence that it stands at. `beginnings` are
    the sentences that could have been said instead, with their shares: the alternatives of the
    first token, whose probability is that of its sentence.
    """
    ids, sources, origins = _copied(decoder, read, text)
    cache, outlook = read.begun
    mark = cache.mark()
    with one_thread():
        try:
            states = decoder.network.write(np.array(ids), np.array(sources), cache)
            outlooks = [outlook]
            for state, source in zip(states[:-1], sources[:-1], strict=True):
                outlooks.append(decoder.network.outlook(state, source, cache))
        finally:
            cache.rewind(mark)
    found = [
        _token(decoder, one, token, origin)
        for one, token, origin in zip(outlooks, ids, origins, strict=True)
    ]
    if beginnings and found:
        own = next((share for words, share in beginnings if text.startswith(words[:-1])), 1.0)
        others = tuple(pair for pair in beginnings if not text.startswith(pair[0][:-1]))
        found[0] = replace(found[0], probability=own, alternatives=others[:ALTERNATIVES])
    return tuple(found)


def _copied(
    decoder: Decoder, read: Asked, text: str
) -> tuple[list[int], list[int], list[tuple[int, int] | None]]:
    """Return tokens, places in the prompt (-1 for none), and characters of the sentence."""
    for number_of, passage in enumerate(read.passages):
        start = passage.rfind(text)
        if start < 0 or not text:
            continue
        inside = [
            (at, place)
            for at, place in enumerate(read.prompt.places)
            if place and place.passage == number_of and start < place.end <= start + len(text)
        ]
        if inside:
            head = passage.find(": ") + 2
            ids = [int(read.prompt.ids[at]) for at, _ in inside]
            spans = [(max(p.start, start) - head, p.end - head) for _, p in inside]
            return ids, [at for at, _ in inside], list(spans)
    ids = decoder.tokenizer.ids(text)
    return ids, [-1] * len(ids), [None] * len(ids)


def _token(
    decoder: Decoder, outlook: Outlook, token: int, origin: tuple[int, int] | None
) -> Written:
    shares = probabilities(outlook.scores(), 1.0)
    ends = float(shares[ENDS].sum())
    order = [int(one) for one in np.argsort(-shares, kind="stable")[:_LOOKED_AT]]
    best = [one for one in order if one != token and one >= FIRST_PIECE and shares[one] >= FAINT]
    others = [(decoder.tokenizer.decode([one]), float(shares[one])) for one in best]
    others += [(END, ends)] if ends >= FAINT else []
    others.sort(key=lambda pair: -pair[1])
    text = decoder.tokenizer.decode([token])
    return Written(text, float(shares[token]), tuple(others[:ALTERNATIVES]), origin)
