"""How near a question is to those that a sentence is known to answer, or would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from llmnotes.ask.units import Unit
from llmnotes.ask.wanted import Floats
from llmnotes.index.codec import digest
from llmnotes.index.questions import SAID
from llmnotes.sentences import single_spaced

LIKELY = (0.6, 0.2, 0.15)
"""What a known question's cosine is on the average, told by that of the sentence below its headings
and by its own, and what is added: fitted by least squares over the shipped vault and twelve more
(benchmarks/vaults)."""


def nearest(units: Sequence[Unit], near: Mapping[int, float]) -> list[float | None]:
    """Return for each sentence the cosine of its nearest known question, None if it has none.

    `near` has them by the hash of the sentence.
    """
    return [near.get(said_key(unit.sentence.text)) if near else None for unit in units]


def known(units: Sequence[Unit], vector: Floats, asked: Sequence[float | None]) -> list[float]:
    """Return for each sentence of a note how near a question is that it answers, or would.

    `asked` has the cosines of known questions. The fewer sentences of the note have any, the more
    counts what such a question would likely come to: it says little of a sentence then that nobody
    has asked for it.
    """
    unasked = sum(one is None for one in asked) / max(len(asked), 1)
    context, own, more = LIKELY
    found = []
    for unit, cosine in zip(units, asked, strict=True):
        likely = context * float(unit.context @ vector) + own * float(unit.vector @ vector) + more
        found.append(max(cosine or 0.0, unasked * min(max(likely, 0.0), 1.0)))
    return found


def said_key(text: str) -> int:
    """Return the hash by which the index knows a sentence."""
    data = digest(single_spaced(text).encode("utf-8", "replace"), SAID)
    return int(np.frombuffer(data, dtype="<u8")[0])
