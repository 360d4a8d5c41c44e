"""How well the sentences of a note meet a question, piece by piece: six reasons for each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from llmnotes.ask.units import Unit
from llmnotes.ask.wanted import Wanted
from llmnotes.encoder.matcher import load_matcher

COLUMNS = 6


def matched(units: Sequence[Unit], wanted: Wanted) -> npt.NDArray[np.float64]:
    """Return how the pieces of the question are met: one row a sentence, six columns.

    On the average by itself, by it or what stands above it, and by that alone; by itself where only
    near ones count; the best of them, and by it or what stands above it the worst.
    """
    matcher, asking = load_matcher(), wanted.asking
    if not len(asking.shares):
        return np.zeros((len(units), COLUMNS))
    aboves = {id(unit.above): unit.above for unit in units}
    places = {name: place for place, name in enumerate(aboves)}
    own = matcher.best(asking, [unit.pieces for unit in units])
    heads = matcher.best(asking, list(aboves.values()))
    above = heads[[places[id(unit.above)] for unit in units]]
    both, shares = np.maximum(own, above), asking.shares
    sizes = np.log1p([len(unit.pieces) for unit in units])
    columns = (
        own @ shares + matcher.length * sizes,
        both @ shares,
        above @ shares,
        np.maximum(own, 0) ** 3 @ shares,
        (own * shares).max(axis=1),
        both.min(axis=1),
    )
    return np.stack(columns, axis=1).astype(np.float64)
