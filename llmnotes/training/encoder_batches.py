"""Draw batches of one kind of pair: neighbours together, spellings varied, languages crossed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from llmnotes.training.encoder_lexicon import Lexicon
from llmnotes.training.encoder_tokens import Ids, PairSet, Tokens

BLOCK = 16
"""Neighbours kept together when a kind is shuffled: sections of one page are the counter-examples
that are hardest to tell from the right one."""
_KEPT = 0.3
"""The least share of its tokens that a text is shown with; each showing draws its own."""
_LONG = 6
"""Tokens of the shortest text that is thinned."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Two lists of bags of tokens, row by row a pair; equal groups are no counter-examples."""

    left: tuple[Tokens, Ids]
    right: tuple[Tokens, Ids]
    group: Ids
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Mixture:
    """How often a kind is drawn and how often one of its sides is put into the other language.

    In an `exact` kind hardly any right side answers another's left one, too.
    """

    share: float
    crossed: float = 0.0
    exact: bool = False


@dataclass(slots=True)
class Batches:
    """An endless stream of batches that can be stopped and taken up again."""

    sets: Mapping[str, PairSet]
    mixture: Mapping[str, Mixture]
    lexicons: tuple[Lexicon, Lexicon]
    size: int
    seed: int
    block: int = BLOCK

    def start(self, first: int = 0) -> Iterator[Batch]:
        """Yield the batches from number `first` on, the same ones whenever it is called."""
        names = [
            name for name in self.sets if len(self.sets[name]) and self.mixture[name].share > 0
        ]
        shares = np.array([self.mixture[name].share for name in names])
        kinds = np.random.default_rng(self.seed)
        used = dict.fromkeys(names, 0)
        number = 0
        while True:
            name = names[int(kinds.choice(len(names), p=shares / shares.sum()))]
            if number >= first:
                yield self._draw(name, used[name], number)
            used[name] += 1
            number += 1

    def _draw(self, name: str, turn: int, number: int) -> Batch:
        pairs = self.sets[name]
        size = min(self.size, len(pairs))
        per_round = len(pairs) // size
        order = _order(len(pairs), self.seed + turn // per_round, self.block)
        place = turn % per_round * size
        rows = order[place : place + size]
        rng = np.random.default_rng((self.seed, number))
        left = pairs.bags.take(_choose(pairs.left[rows], rng))
        right = pairs.bags.take(_choose(pairs.right[rows], rng))
        mixture = self.mixture[name]
        if rng.random() < mixture.crossed:
            if rng.random() < 0.5:
                left = self._cross(left, pairs.lang[rows], rng)
            else:
                right = self._cross(right, pairs.lang[rows], rng)
        return Batch(thin(*left, rng), thin(*right, rng), pairs.group[rows], mixture.exact)

    def _cross(
        self, side: tuple[Tokens, Ids], lang: npt.NDArray[np.int8], rng: np.random.Generator
    ) -> tuple[Tokens, Ids]:
        """Put each row into the other language, piece by piece."""
        tokens, offsets = side
        langs = np.repeat(lang, np.diff(np.append(offsets, len(tokens))))
        crossed = tokens.copy()
        for number, lexicon in enumerate(self.lexicons):
            mine = langs == number
            crossed[mine] = lexicon.translate(tokens[mine], rng)
        return crossed, offsets


def thin(tokens: Tokens, offsets: Ids, rng: np.random.Generator) -> tuple[Tokens, Ids]:
    """Leave tokens out of the longer texts, so that no single one can be learned by heart.

    The first token always stays; the others of a text have the same chance to.
    """
    lengths = np.diff(np.append(offsets, len(tokens)))
    share = rng.uniform(_KEPT, 1, len(offsets)).astype(np.float32)
    share[lengths < _LONG] = 1
    kept = rng.random(len(tokens), dtype=np.float32) < np.repeat(share, lengths)
    kept[offsets[lengths > 0]] = True
    counts = np.concatenate(([0], np.cumsum(kept)))
    return tokens[kept], counts[offsets]


_orders: dict[tuple[int, int, int], Ids] = {}


def _order(length: int, seed: int, block: int) -> Ids:
    """Return a shuffle of `length` rows in blocks of neighbours."""
    key = (length, seed, block)
    if key not in _orders:
        if len(_orders) > 16:
            _orders.clear()
        blocks = np.arange(0, length, block)
        np.random.default_rng(seed).shuffle(blocks)
        rows = (blocks[:, None] + np.arange(block)).ravel()
        _orders[key] = rows[rows < length]
    return _orders[key]


def _choose(choices: Ids, rng: np.random.Generator) -> Ids:
    return choices[np.arange(len(choices)), rng.integers(choices.shape[1], size=len(choices))]
