"""Write tokens one after the other: read, look ahead, draw, repeat.

A *steer* may change the outlook before a token is drawn; the grounded constraint is one. It is
called with what was written and the outlook, and returns the outlook to draw from: scores of -inf
forbid a word, log probabilities of -inf a place, and the gate says how likely copying is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from llmnotes.decoder.network import Cache, Network, Outlook
from llmnotes.decoder.prompt import Prompt
from llmnotes.decoder.sampling import Sampling, StopWatch, distribution, draw
from llmnotes.decoder.threads import one_thread
from llmnotes.decoder.tokenizer import ANSWER, BOS, EOS, TextStream, Tokenizer
from llmnotes.decoder.weights import Floats, load
from llmnotes.errors import ModelError

MODELS = Path(__file__).parent.parent / "models" / "decoder"
STAGES = ("base", "tuned")


@dataclass(frozen=True, slots=True)
class Step:
    """One written token; `source` is the place of the prompt it was copied from, -1 for none.

    `text` is what it makes certain of the answer's text: empty for special tokens, unfinished
    characters and whatever may still turn out to begin a stop sequence. `probability` is the share
    it was drawn with.
    """

    token: int
    source: int
    probability: float
    text: str = ""


Steer = Callable[[Sequence[Step], Outlook], Outlook]


@dataclass(frozen=True, slots=True)
class Decoder:
    """A network with its tokenizer."""

    tokenizer: Tokenizer
    network: Network
    name: str = ""

    @classmethod
    def load(cls, folder: Path, tokenizer: Path | None = None) -> Decoder:
        """Read a decoder; without `tokenizer` its pieces lie in `folder` or in the one above."""
        places = (
            [tokenizer]
            if tokenizer
            else [folder / "tokenizer.json", folder.parent / "tokenizer.json"]
        )
        pieces = Tokenizer.load(next((p for p in places if p.is_file()), places[-1]))
        shape, weights = load(folder)
        if len(pieces) != shape.vocabulary:
            raise ModelError(
                f"{folder}: tokenizer of {len(pieces)} pieces; expected {shape.vocabulary}"
            )
        return cls(pieces, Network(shape, weights), folder.name)

    def begin(self, text: str) -> tuple[Cache, Outlook]:
        """Read plain text to be continued."""
        with one_thread():
            cache_ = self.network.read(*_NO_PROMPT)
            ids = np.array([BOS, *self.tokenizer.ids(text)], np.int64)
            states = self.network.write(ids, np.full(len(ids), -1), cache_)
            return cache_, self.network.outlook(states[-1], -1, cache_)

    def read(self, prompt: Prompt) -> tuple[Cache, Outlook]:
        """Read a question with its passages; the outlook is on the answer's first token."""
        with one_thread():
            cache_ = self.network.read(prompt.ids, prompt.features, prompt.copyable)
            return cache_, self.advance(cache_, ANSWER, -1)

    def starts(self, prompt: Prompt) -> Floats:
        """Read a question with its passages; return how likely each token is copied first.

        They are log probabilities, the same as those that `read` gives, without a look at all the
        words that the decoder might write of its own.
        """
        with one_thread():
            cache_ = self.network.read(prompt.ids, prompt.features, prompt.copyable)
            states = self.network.write(np.array([ANSWER]), np.array([-1]), cache_)
            return self.network.places(states[-1], -1, cache_)

    def advance(self, cache_: Cache, token: int, source: int) -> Outlook:
        """Write one token and look ahead."""
        states = self.network.write(np.array([token]), np.array([source]), cache_)
        return self.network.outlook(states[-1], source, cache_)

    def write(
        self, begun: tuple[Cache, Outlook], sampling: Sampling, steer: Steer | None = None
    ) -> Iterator[Step]:
        """Yield tokens until the end token (left out), a stop sequence or the limit."""
        cache_, outlook = begun
        random = np.random.default_rng(sampling.seed)
        stream, watch = TextStream(self.tokenizer), StopWatch(sampling.stop)
        steps: list[Step] = []
        counts: Counter[int] = Counter()
        while len(steps) < sampling.max_length:
            with one_thread():
                step = choose(steer(steps, outlook) if steer else outlook, sampling, counts, random)
            if step.token == EOS:
                break
            text = watch.add(stream.add(step.token))
            step = Step(step.token, step.source, step.probability, text)
            steps.append(step)
            counts[step.token] += 1
            yield step
            if watch.stopped or len(steps) == sampling.max_length:
                break
            with one_thread():
                outlook = self.advance(cache_, step.token, step.source)
        rest = "" if watch.stopped else watch.add(stream.close()) + watch.close()
        if rest:
            yield Step(-1, -1, 1.0, rest)

    def complete(self, text: str, sampling: Sampling) -> str:
        """Continue plain text."""
        return "".join(step.text for step in self.write(self.begin(text), sampling))


def choose(
    outlook: Outlook, sampling: Sampling, counts: Counter[int], random: np.random.Generator
) -> Step:
    """Draw the next token, and say where it was copied from."""
    shares = distribution(outlook.scores(), sampling, counts)
    token = draw(shares, random)
    return Step(token, source_of(token, outlook), float(shares[token]))


def source_of(token: int, outlook: Outlook) -> int:
    """Return the likeliest place of `token` if it was rather copied than generated, else -1."""
    if outlook.gate <= 0:
        return -1
    here = np.flatnonzero(outlook.ids == token)
    if not len(here):
        return -1
    copied = np.exp(outlook.places[here])
    shifted = outlook.words - outlook.words.max()
    word = float(np.exp(shifted[token]) / np.exp(shifted).sum())
    if outlook.gate * float(copied.sum()) <= (1 - outlook.gate) * word:
        return -1
    return int(here[int(copied.argmax())])


@cache
def bundled(stage: str = "tuned") -> Decoder:
    """Return the decoder that comes with the package: ``base`` or ``tuned``."""
    if stage not in STAGES:
        raise ModelError(f"decoder {stage!r}; expected one of {', '.join(STAGES)}")
    return Decoder.load(MODELS / stage)


_NO_PROMPT = (
    np.zeros(0, np.int64),
    np.zeros((0, 4), np.int64),
    np.zeros(0, np.bool_),
)

__all__ = [
    "Cache",
    "Decoder",
    "Outlook",
    "Steer",
    "Step",
    "bundled",
    "choose",
    "source_of",
]
