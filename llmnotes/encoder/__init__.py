"""Text to unit vectors: the bundled table in numpy, any sentence-transformers model by name.

    wordpiece.py    text → piece ids
    static.py       a table of piece vectors, read by numpy; ours, and any other of its kind
    transformer.py  every other model, through the extra ``[models]``
    questions.py    questions beside questions, by a table of their own
    matcher.py      the words of a question beside those of a text

A query and a passage are encoded alike by a table; models of the e5 kind tell the two apart by a
prompt. So an encoder is called through `queries` and `passages`; called by itself it takes the
texts for passages.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from llmnotes.encoder.static import StaticEncoder, is_static

if TYPE_CHECKING:
    from llmnotes.model import Vectors

BUNDLED = Path(__file__).parent.parent / "models" / "encoder"
"""The folder of the encoder that comes with llmnotes; its README is the model card."""


class TextEncoder(Protocol):
    """An encoder with a name: the index keeps `fingerprint` and refuses vectors of another.

    Rows are float32 and of unit length, but for a text in which the model knows nothing: its row is
    zero, so that its cosine with everything is 0.
    """

    @property
    def dim(self) -> int:
        """Return the length of a row."""
        ...

    @property
    def fingerprint(self) -> str:
        """Return a hash of all that decides a vector: weights, tokenizer and settings."""
        ...

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per text, as `passages` does."""
        ...

    def queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per question."""
        ...

    def passages(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per passage."""
        ...


def load_encoder(name: str | None = None, dim: int | None = None) -> TextEncoder:
    """Return the bundled encoder, or the one of that name or path.

    `dim` keeps the first numbers of each row and brings them back to unit length; only models
    trained for it (Matryoshka, as ours is for 256, 128 and 64) stay good.
    """
    path = BUNDLED if name is None else Path(name)
    if name is None or is_static(path):
        return StaticEncoder.read(path, dim)
    from llmnotes.encoder.transformer import TransformerEncoder

    return TransformerEncoder.load(name, dim)
