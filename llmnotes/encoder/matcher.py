"""How well the words of a question are met in a text: late interaction over learnt piece vectors.

Each piece of the question looks for the piece of the text that is nearest to it, and counts what
it has learnt to count (Khattab & Zaharia 2020, *ColBERT*, https://arxiv.org/abs/2004.12832; here
the vectors are rows of two tables, one for questions and one for what answers, so that *quando*
may lie beside years). ``python -m llmnotes.training.matcher`` makes the tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import get_ident
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from llmnotes.encoder import BUNDLED
from llmnotes.encoder.static import Pieces, read_header, read_tensor
from llmnotes.encoder.wordpiece import Tokenize, WordPiece, read_tokenizer

Floats = npt.NDArray[np.float32]

FOLDER = Path(__file__).parent.parent / "models" / "matcher"
"""The folder of the tables that come with llmnotes; its README is the model card."""
ASKED, TOLD, SHARES = "asked", "told", "shares"
"""The tensors of the file."""
LENGTH = "length"
"""The entry of its metadata that holds what a sentence gains with its length."""


class Asking(NamedTuple):
    """The pieces of a question: unit vectors, and how much each counts; the shares sum to 1."""

    vectors: Floats
    shares: Floats


@dataclass(frozen=True)
class Matcher:
    """Two tables of int8 rows, whose lengths mean nothing, and what each piece counts.

    `length` is what a sentence gains with the logarithm of its pieces.
    """

    tokenize: Tokenize
    asked: npt.NDArray[Any]
    told: npt.NDArray[Any]
    shares: Floats
    length: float

    def question(self, text: str) -> Asking:
        """Return the pieces of a question; none if it has no word."""
        pieces = np.array(self.tokenize(text), dtype=np.intp)
        shares = self.shares[pieces]
        return Asking(_units(self.asked[pieces]), shares / max(shares.sum(), np.float32(1e-9)))

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Return the pieces of each text."""
        if isinstance(self.tokenize, WordPiece):
            return list(self.tokenize.many(texts))
        return [np.array(self.tokenize(text), dtype=np.intp) for text in texts]

    def best(self, asking: Asking, texts: Sequence[Pieces]) -> Floats:
        """Return how near the nearest piece of each text is to each of the question: cosines.

        The shape is (texts, pieces of the question); a text without pieces has zeros.
        """
        found = np.zeros((len(texts), len(asking.shares)), dtype=np.float32)
        full = [place for place, text in enumerate(texts) if len(text)]
        if full and len(asking.shares):
            said = np.concatenate([texts[place] for place in full])
            own, places = np.unique(said, return_inverse=True)
            cosines = (_units(self.told[own]) @ asking.vectors.T)[places]
            starts = np.cumsum([0, *(len(texts[place]) for place in full[:-1])])
            found[full] = np.maximum.reduceat(cosines, starts, axis=0)
        return found


def load_matcher() -> Matcher:
    """Return the tables that come with llmnotes, for each thread its own: a tokenizer remembers."""
    return _read(get_ident())


@lru_cache(maxsize=4)
def _read(_thread: int) -> Matcher:
    file = FOLDER / "model.safetensors"
    return Matcher(
        tokenize=read_tokenizer(BUNDLED / "tokenizer.json"),
        asked=read_tensor(file, ASKED),
        told=read_tensor(file, TOLD),
        shares=np.array(read_tensor(file, SHARES)),
        length=float(read_header(file)["__metadata__"][LENGTH]),
    )


def _units(rows: npt.NDArray[Any]) -> Floats:
    """Return `rows` at unit length, as float32; a row of zeros stays one."""
    wide = rows.astype(np.float32)
    length = np.sqrt(np.einsum("ij,ij->i", wide, wide))[:, None]
    np.divide(wide, length, out=wide, where=length > 0)
    return wide
