"""One pass of the network over tokens, in numpy on one thread.

The same as `llmnotes.training.decoder_network` to within rounding; a test holds them together.
A prompt is read once, in both directions; what is written afterwards sees the whole prompt and
whatever was written before it. Every constant is float32: NumPy 2 widens the rest to float64.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from llmnotes.decoder.shape import EPSILON, SHARPNESS, Shape
from llmnotes.decoder.weights import TABLE, Floats, Ints, Stored, Weights

_NEVER = np.float32(-1e4)
"""The score of a place that may not be copied, as in training."""


def norm(x: Floats) -> Floats:
    """Scale the last dimension to a root mean square of one."""
    square = np.einsum("...i,...i->...", x, x)[..., None] / np.float32(x.shape[-1])
    return np.asarray(x / np.sqrt(square + np.float32(EPSILON)), np.float32)


def log_softmax(x: Floats) -> Floats:
    """Return log probabilities of the scores `x`."""
    shifted = x - x.max(-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(-1, keepdims=True)), np.float32)


@dataclass(slots=True)
class Cache:
    """What has been read and written: keys and values of every layer, room to spare behind.

    `states` are the last layer's states of the prompt and `pointed` their pointer keys;
    `recent` are the rows of the last two written tokens.
    """

    keys: Floats
    values: Floats
    length: int
    states: Floats
    pointed: Floats
    ids: Ints
    copyable: npt.NDArray[np.bool_]
    recent: Floats

    def reserve(self, more: int) -> None:
        """Make room for `more` tokens."""
        size = self.keys.shape[2]
        if self.length + more > size:
            grown = [(0, 0), (0, 0), (0, max(more, size, 64)), (0, 0)]
            self.keys, self.values = np.pad(self.keys, grown), np.pad(self.values, grown)

    def mark(self) -> tuple[int, Floats]:
        """Return what `rewind` needs to forget whatever is written from here on."""
        return self.length, self.recent

    def rewind(self, mark: tuple[int, Floats]) -> None:
        """Forget what was written since `mark`."""
        self.length, self.recent = mark


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the network expects next.

    `words` are logits over the vocabulary, `places` log probabilities over the prompt's tokens and
    `gate` the probability of copying (0 where nothing can be copied).
    """

    words: Floats
    places: Floats
    gate: float
    ids: Ints

    def scores(self) -> Floats:
        """Return log(g · copy + (1 - g) · vocabulary); without a gate, the plain logits."""
        if self.gate <= 0:
            return self.words
        mixed = np.exp(log_softmax(self.words)) * np.float32(1 - self.gate)
        np.add.at(mixed, self.ids, np.exp(self.places) * np.float32(self.gate))
        return np.log(np.maximum(mixed, np.float32(1e-30)))


@dataclass(slots=True)
class Network:
    """The weights and the arithmetic."""

    shape: Shape
    weights: Weights
    _layers: list[tuple[Floats, Floats, Floats, Floats]] = field(init=False)
    _angles: Floats = field(init=False)
    _vectors: Callable[[Ints], Floats] = field(init=False)

    def __post_init__(self) -> None:
        shape, w = self.shape, self.weights
        self._vectors = w.rows if isinstance(w, Stored) else w[TABLE].__getitem__
        self._layers = []
        for n in range(shape.layers):
            at = f"blocks.{n}."
            three = [w[f"{at}{part}.weight"] for part in ("query", "key", "value")]
            rest = [w[f"{at}{part}.weight"].T for part in ("out", "up", "down")]
            self._layers.append((np.concatenate(three).T, rest[0], rest[1], rest[2]))
        steps = np.arange(0, shape.rotary, 2, dtype=np.float32) / np.float32(shape.rotary)
        self._angles = np.power(np.float32(shape.theta), -steps).astype(np.float32)

    def read(self, ids: Ints, features: Ints, copyable: npt.NDArray[np.bool_]) -> Cache:
        """Read a prompt; `ids` may be empty."""
        w, cache = self.weights, self._empty(len(ids) + 64)
        if len(ids):
            table = w["features"].copy()
            table[0] = 0
            x = self._rows(ids, cache.recent)[2:] + table[features].sum(1)
            cache.states = self._run(x, cache, causal=False)
        cache.pointed = cache.states @ w["point_to.weight"].T
        cache.ids, cache.copyable = ids, copyable
        return cache

    def write(self, ids: Ints, sources: Ints, cache: Cache) -> Floats:
        """Append tokens, return their states; `sources` are places in the prompt, -1 for none."""
        rows = self._rows(ids, cache.recent)
        cache.recent, x = self._raw(ids, cache.recent), rows[2:]
        copied = sources >= 0
        if copied.any():
            x[copied] += cache.states[sources[copied]] @ self.weights["source.weight"].T
        return self._run(x, cache, causal=True)

    def outlook(self, state: Floats, source: int, cache: Cache) -> Outlook:
        """Return what may follow the token of `state`, which was copied from `source` (or -1)."""
        words = self.logits(state)
        if not cache.copyable.any():
            return Outlook(words, np.zeros(0, np.float32), 0.0, cache.ids[:0])
        return Outlook(words, self.places(state, source, cache), float(self.gate(state)), cache.ids)

    def places(self, state: Floats, source: int, cache: Cache) -> Floats:
        """Return the log probabilities of the prompt's tokens, if the next one is copied."""
        return log_softmax(self.pointer(state[None], np.array([source]), cache)[0])

    def logits(self, states: Floats) -> Floats:
        """Score the vocabulary."""
        w = self.weights
        scaled = states * np.float32(self.shape.width**-0.5)
        return np.asarray(scaled @ w[TABLE].T + w["prior"], np.float32)

    def pointer(self, states: Floats, sources: Ints, cache: Cache) -> Floats:
        """Score the prompt's places (states, places) for the token after each state."""
        w = self.weights
        asked = states @ w["point_from.weight"].T + w["point_from.bias"]
        scores = asked @ cache.pointed.T * np.float32(self.shape.copy**-0.5)
        follows = (sources + 1)[:, None] == np.arange(len(cache.ids))
        scores += w["follow"] * (follows & (sources >= 0)[:, None])
        return np.asarray(np.where(cache.copyable, scores, _NEVER), np.float32)

    def gate(self, states: Floats) -> Floats:
        """Return the probability that the next token is copied."""
        w = self.weights
        logit = states @ w["gate.weight"][0] + w["gate.bias"][0]
        return np.asarray(np.float32(1) / (np.float32(1) + np.exp(-logit)), np.float32)

    def _empty(self, room: int) -> Cache:
        shape = self.shape
        size = (shape.layers, shape.kv_heads, room, shape.head)
        nothing = np.zeros((0, shape.width), np.float32)
        return Cache(
            np.empty(size, np.float32),
            np.empty(size, np.float32),
            0,
            nothing,
            nothing,
            np.zeros(0, np.int64),
            np.zeros(0, np.bool_),
            np.zeros((2, shape.width), np.float32),
        )

    def _raw(self, ids: Ints, recent: Floats) -> Floats:
        rows = norm(self._vectors(ids[-2:]))
        return np.concatenate([recent, rows])[-2:]

    def _rows(self, ids: Ints, recent: Floats) -> Floats:
        """Return input rows behind the two that went before; each adds a share of those two."""
        rows = np.concatenate([recent, norm(self._vectors(ids))])
        before = self.weights["before"]
        mixed = rows.copy()
        mixed[2:] += before[0] * rows[1:-1] + before[1] * rows[:-2]
        return mixed

    def _run(self, x: Floats, cache: Cache, *, causal: bool) -> Floats:
        start, count = cache.length, len(x)
        cache.reserve(count)
        cache.length = end = start + count
        turns = np.arange(start, end, dtype=np.float32)[:, None] * self._angles
        turn = (np.cos(turns)[:, None], np.sin(turns)[:, None])
        unseen = None
        if causal and count > 1:
            unseen = np.arange(start, end)[:, None] < np.arange(end)
        for number, (mix, out, up, down) in enumerate(self._layers):
            x = x + self._attend(norm(x) @ mix, turn, number, cache, unseen) @ out
            hidden = np.maximum(norm(x) @ up, np.float32(0))
            x = x + (hidden * hidden) @ down
        return norm(x)

    def _attend(
        self,
        mixed: Floats,
        turn: tuple[Floats, Floats],
        layer: int,
        cache: Cache,
        unseen: npt.NDArray[np.bool_] | None,
    ) -> Floats:
        shape, count, end = self.shape, len(mixed), cache.length
        heads = mixed.reshape(count, -1, shape.head)
        both = rotate(norm(heads[:, : shape.heads + shape.kv_heads]), turn)
        keys, values = cache.keys[layer, :, :end], cache.values[layer, :, :end]
        keys[:, end - count :] = both[:, shape.heads :].transpose(1, 0, 2)
        values[:, end - count :] = heads[:, shape.heads + shape.kv_heads :].transpose(1, 0, 2)
        share = shape.heads // shape.kv_heads
        queries = both[:, : shape.heads].transpose(1, 0, 2) * np.float32(SHARPNESS / shape.head)
        grouped = queries.reshape(shape.kv_heads, share * count, shape.head)
        scores = grouped @ keys.transpose(0, 2, 1)
        if unseen is not None:
            scores.reshape(shape.kv_heads, share, count, end)[:, :, unseen] = -np.inf
        scores -= scores.max(-1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(-1, keepdims=True)
        seen = (scores @ values).reshape(shape.heads, count, shape.head)
        return np.asarray(seen.transpose(1, 0, 2), np.float32).reshape(count, -1)


def rotate(x: Floats, turn: tuple[Floats, Floats]) -> Floats:
    """Turn the first dimensions of each head by its position: pairs (i, i + rotary/2)."""
    cos, sin = turn
    half = cos.shape[-1]
    a, b, rest = x[..., :half], x[..., half : 2 * half], x[..., 2 * half :]
    return np.concatenate([a * cos - b * sin, a * sin + b * cos, rest], -1)
