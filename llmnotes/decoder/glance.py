"""What `llmnotes next` and `llmnotes tokens` show: a look inside the decoder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.sampling import Sampling, distribution
from llmnotes.decoder.tokenizer import SPECIALS, Token, Tokenizer

_EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A token that may come next; `logit` is the network's, `probability` after all controls."""

    token: str
    id: int
    logit: float
    probability: float


def next_tokens(
    decoder: Decoder, text: str, k: int = 10, sampling: Sampling | None = None
) -> tuple[Candidate, ...]:
    """Return the `k` likeliest tokens after `text`, best first; the lower id first of equals.

    Special pieces, which are no text, are left out, and the others share what they held; penalties
    count the tokens of `text` itself.
    """
    ids = decoder.tokenizer.ids(text)
    _, outlook = decoder.begin(text)
    counts = {token: ids.count(token) for token in set(ids)}
    scores = outlook.scores().copy()
    scores[: len(SPECIALS)] = -np.inf
    shares = distribution(scores, sampling or Sampling(temperature=1.0), counts)
    order = np.lexsort((-scores, -shares))[: len(scores) - len(SPECIALS)]
    return tuple(
        Candidate(
            decoder.tokenizer.piece(int(i)), int(i), float(outlook.words[i]), float(shares[i])
        )
        for i in order[: max(0, k)]
    )


def next_report(
    text: str, found: tuple[Candidate, ...], stage: str, sampling: Sampling
) -> dict[str, object]:
    """Return the document that ``llmnotes next --json`` prints."""
    rows = [
        {"token": c.token, "id": c.id, "logit": c.logit, "probability": c.probability}
        for c in found
    ]
    asked = sampling.parameters()
    names = ("temperature", "top_p", "frequency_penalty", "presence_penalty")
    parameters = {name: asked[name] for name in names}
    return {"text": text, "tokens": rows, "decoder": stage, "parameters": parameters}


def bars(found: tuple[Candidate, ...], width: int = 40) -> str:
    """Draw candidates as bars, the longest for the likeliest.

    >>> print(bars((Candidate(" sol", 1, 2.0, 0.5), Candidate(" mar", 2, 1.0, 0.25)), 4))
    ␣sol  50.0 % ████
    ␣mar  25.0 % ██
    """
    top = max((c.probability for c in found), default=0.0) or 1.0
    names = [visible(c.token) for c in found]
    wide = max(map(len, names), default=0)
    lines = [
        f"{name:<{wide}} {100 * c.probability:5.1f} % {_bar(c.probability / top, width)}".rstrip()
        for name, c in zip(names, found, strict=True)
    ]
    return "\n".join(lines)


def _bar(share: float, width: int) -> str:
    whole, part = divmod(round(8 * share * width), 8)
    return ("█" * whole + _EIGHTHS[part]).rstrip()


def visible(token: str) -> str:
    r"""Show spaces and line ends of a piece.

    >>> visible(" de"), visible("\n")
    ('␣de', '⏎')
    """
    return token.replace(" ", "␣").replace("\n", "⏎").replace("\t", "⇥")


def tokens_report(tokenizer: Tokenizer, text: str) -> dict[str, object]:
    """Return the document that ``llmnotes tokens --json`` prints."""
    rows = [
        {"token": t.text, "id": t.id, "start": t.start, "end": t.end}
        for t in tokenizer.tokens(text)
    ]
    return {"tokens": rows}


def token_lines(tokens: tuple[Token, ...]) -> str:
    """Write tokens one a line: id, characters, piece."""
    return "\n".join(f"{t.id:>6} {t.start:>5}-{t.end:<5} {visible(t.text)}" for t in tokens)
