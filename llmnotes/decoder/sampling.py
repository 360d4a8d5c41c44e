"""From scores to one token: the six controls, each as its source defines it.

temperature        softmax(scores / T) (Ackley, Hinton and Sejnowski 1985); 0 means greedy
top_p              the smallest set of likeliest tokens whose mass reaches p (Holtzman et al. 2020,
                   "The Curious Case of Neural Text Degeneration")
max_length         tokens written at most
stop               texts at which writing ends; they are not part of the answer
frequency_penalty  taken from a token's score once per time it was written  (both by the formula of
presence_penalty   taken once if it was written at all                       OpenAI's API reference:
                   score[j] - count[j] · frequency_penalty - (count[j] > 0) · presence_penalty)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import InitVar, asdict, dataclass

import numpy as np
import numpy.typing as npt

from llmnotes.errors import UsageError
from llmnotes.messages import Lang, say

Doubles = npt.NDArray[np.float64]
Scores = npt.NDArray[np.floating]
_WIDEST = 2.0
_ENDLESS = float("inf")


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are drawn; the defaults are greedy and without penalties.

    `lang` is the language in which a value out of its range is refused; it is not kept.
    """

    temperature: float = 0.0
    top_p: float = 1.0
    max_length: int = 96
    stop: tuple[str, ...] = ()
    frequency_penalty: float = 0.0
    presence_penalty: float = 0.0
    seed: int = 0
    lang: InitVar[Lang] = "en"

    def __post_init__(self, lang: Lang) -> None:
        limits = {
            "temperature": (0.0, _ENDLESS),
            "top_p": (0.0, 1.0),
            "max_length": (1, _ENDLESS),
            "frequency_penalty": (-_WIDEST, _WIDEST),
            "presence_penalty": (-_WIDEST, _WIDEST),
            "seed": (0, _ENDLESS),
        }
        for name, (low, high) in limits.items():
            value = getattr(self, name)
            if not low <= value <= high:
                message = "sampling.least" if high == _ENDLESS else "sampling.range"
                raise UsageError(say(message, lang, name=name, value=value, low=low, high=high))
        if "" in self.stop:
            raise UsageError(say("sampling.stop", lang))

    def parameters(self) -> dict[str, object]:
        """Return the settings as plain values, for a report."""
        return asdict(self)


def penalise(
    scores: Scores, counts: Mapping[int, int], frequency: float, presence: float
) -> Scores:
    """Return `scores` less the penalties for tokens already written `counts` times.

    >>> penalise(np.array([1.0, 1.0, 1.0]), {1: 3}, 0.1, 0.5).round(6).tolist()
    [1.0, 0.2, 1.0]
    """
    lowered = scores.copy()
    for token, count in counts.items():
        if count > 0:
            lowered[token] -= count * frequency + presence
    return lowered


def probabilities(scores: Scores, temperature: float) -> Doubles:
    """Return softmax(scores / temperature); at 0 the best token, the first of equals, has it all.

    >>> probabilities(np.array([1.0, 3.0, 3.0]), 0).tolist()
    [0.0, 1.0, 0.0]
    """
    wide = scores.astype(np.float64)
    if temperature > 0:
        with np.errstate(over="ignore"):
            shares = np.exp((wide - wide.max()) / temperature)
        total = shares.sum()
        if np.isfinite(total):
            return np.asarray(shares / total, np.float64)
    best = np.zeros(len(wide))
    best[int(wide.argmax())] = 1.0
    return best


def nucleus(shares: Doubles, p: float) -> Doubles:
    """Keep the smallest set of likeliest tokens whose mass reaches `p`, rescaled to sum to 1.

    At least one token stays; of equally likely tokens those with lower ids are kept first.

    >>> nucleus(np.array([0.5, 0.3, 0.2]), 0.6).round(3).tolist()
    [0.625, 0.375, 0.0]
    """
    if p >= 1:
        return shares
    order = np.argsort(-shares, kind="stable")
    mass = np.cumsum(shares[order])
    kept = order[: int(np.searchsorted(mass, p - 1e-12)) + 1]
    cut = np.zeros_like(shares)
    cut[kept] = shares[kept]
    return np.asarray(cut / cut.sum(), np.float64)


def distribution(scores: Scores, sampling: Sampling, counts: Mapping[int, int]) -> Doubles:
    """Return the probabilities from which the next token is drawn."""
    lowered = penalise(scores, counts, sampling.frequency_penalty, sampling.presence_penalty)
    return nucleus(probabilities(lowered, sampling.temperature), sampling.top_p)


def draw(shares: Doubles, random: np.random.Generator) -> int:
    """Draw one token; where one has all the mass, nothing is drawn from `random`."""
    best = int(shares.argmax())
    if shares[best] >= 1.0:
        return best
    mass = np.cumsum(shares)
    at = int(np.searchsorted(mass, random.random() * mass[-1], side="right"))
    return min(at, int(np.flatnonzero(shares)[-1]))


class StopWatch:
    """Watch streamed text for stop sequences, which may be split across tokens."""

    def __init__(self, stop: tuple[str, ...]) -> None:
        self._stop = stop
        self._held = ""
        self.stopped = False

    def add(self, text: str) -> str:
        """Return the text that can be shown: nothing of a stop sequence, begun or whole."""
        held = self._held + text
        found = [at for stop in self._stop if (at := held.find(stop)) >= 0]
        if found:
            self.stopped, self._held = True, ""
            return held[: min(found)]
        keep = max((_begun(held, stop) for stop in self._stop), default=0)
        self._held = held[len(held) - keep :]
        return held[: len(held) - keep]

    def close(self) -> str:
        """Return the held text: no stop sequence was completed."""
        held, self._held = self._held, ""
        return held


def _begun(text: str, stop: str) -> int:
    """Return how many characters at the end of `text` could begin `stop`."""
    for size in range(min(len(stop) - 1, len(text)), 0, -1):
        if text.endswith(stop[:size]):
            return size
    return 0
