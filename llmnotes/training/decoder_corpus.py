"""The corpora as one long row of token ids, cut once and kept in the training folder."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from llmnotes.decoder.tokenizer import BOS, EOS, Tokenizer
from llmnotes.training.decoder_sources import Sources

Row = npt.NDArray[np.uint16]
CHUNK = 2_000
"""Characters of a document that are tokenised together."""


def cut_corpora(sources: Sources, tokenizer: Tokenizer, folder: Path, megabytes: int = 60) -> None:
    """Write ``corpus.npy`` (shuffled prose) and ``pairs.npy`` (pt <eos> en <eos> …)."""
    prose = _cut(tokenizer, _budget(_prose(sources), megabytes << 20))
    np.save(folder / "corpus.npy", prose)
    pairs = list(sources.parallel())
    random.Random(1).shuffle(pairs)
    short = (pair for pair in pairs if len(pair.pt) < 200 and len(pair.en) < 200)
    sides = (side for pair in islice(short, 120_000) for side in (pair.pt, pair.en))
    np.save(folder / "pairs.npy", _cut(tokenizer, sides))


def _prose(sources: Sources) -> list[str]:
    """Return pieces of all prose, shuffled; the QA contexts and definitions are prose as well."""
    terms = (f"{d.term}: {d.definition}" for d in sources.definitions())
    texts: Iterable[str] = (
        *sources.contexts().values(), *terms, *sources.corpus("pt"), *sources.corpus("en")
    )  # fmt: skip
    pieces = [text[at : at + CHUNK] for text in texts for at in range(0, len(text), CHUNK)]
    random.Random(0).shuffle(pieces)
    return pieces


def _budget(texts: Iterable[str], size: int) -> Iterator[str]:
    for text in texts:
        if size <= 0:
            return
        size -= len(text)
        yield text


def _cut(tokenizer: Tokenizer, texts: Iterable[str]) -> Row:
    rows = [np.array([BOS, *tokenizer.ids(text), EOS], np.uint16) for text in texts]
    return np.concatenate(rows)
