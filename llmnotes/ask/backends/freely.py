"""The decoder that comes with the package, not held to the notes: it writes what it likes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from llmnotes.ask.backends.foreign import Piece, claims
from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.grounding import grounded
from llmnotes.decoder.reading import Asked, ask_decoder
from llmnotes.decoder.sampling import Sampling
from llmnotes.model import Claim, Evidence, Usage, Written


def freely(
    decoder: Decoder, sampling: Sampling, evidence: Evidence, passages: Sequence[str]
) -> Iterator[Claim | Usage]:
    """Yield what the decoder writes after `passages`, sentence by sentence."""
    read = ask_decoder(decoder, evidence.asked.text, passages, None)
    yield from claims(_pieces(decoder, sampling, read, evidence.asked.lang), evidence)


def _pieces(decoder: Decoder, sampling: Sampling, read: Asked, lang: str) -> Iterator[Piece]:
    count = 0
    for piece in grounded(decoder, read, sampling, lang, free=True):
        count += 1
        yield Written(piece.text, piece.probability, piece.alternatives)
    yield Usage(len(read.prompt.ids), count)
