"""Text to token ids and back, exactly.

The pieces are a byte-fallback BPE in the Hugging Face `tokenizers` format. Spaces stay literal
spaces inside the pieces, so nothing in a text can be mistaken for a mark of the tokenizer, and the
special pieces below are no "added tokens" and have no merges, so no text can produce them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from llmnotes.decoder.pieces import Pieces
from llmnotes.errors import ModelError

PAD, BOS, EOS, QUESTION, ANSWER, NONE, BLANK = range(7)
FIRST_NUMBER = 7
PASSAGES = 9
"""At most this many passages are numbered in one prompt."""
SPECIALS = (
    "<pad>", "<bos>", "<eos>", "<question>", "<answer>", "<none>", "<blank>",
    *(f"<{n}>" for n in range(1, PASSAGES + 1)),
)  # fmt: skip
BYTES = tuple(f"<0x{byte:02X}>" for byte in range(256))
FIRST_PIECE = len(SPECIALS) + len(BYTES)


def number(n: int) -> int:
    """Return the token that stands for passage `n`, which counts from 1."""
    if not 1 <= n <= PASSAGES:
        raise ModelError(f"passage {n}; expected 1 to {PASSAGES}")
    return FIRST_NUMBER + n - 1


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a text; `start` and `end` are characters of that text.

    Several byte tokens may share the one character that they spell together.
    """

    text: str
    id: int
    start: int
    end: int


class Tokenizer:
    """Cut texts into pieces; `decode(encode(text).ids) == text` for any text.

    A lone surrogate is no text: it cannot be written as UTF-8 and raises UnicodeEncodeError.
    """

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces

    @classmethod
    def load(cls, path: Path) -> Tokenizer:
        """Read ``tokenizer.json``."""
        if not path.is_file():
            raise ModelError(f"{path}: no such tokenizer")
        return cls(Pieces(path))

    def __len__(self) -> int:
        return len(self._pieces)

    def ids(self, text: str) -> list[int]:
        """Return the ids of `text`."""
        return self._pieces(text)[0]

    def ids_and_spans(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return ids, and the characters of `text` that each of them covers."""
        return self._pieces(text)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """Return the pieces of `text` with ids and places."""
        ids, spans = self.ids_and_spans(text)
        return tuple(Token(self.piece(i), i, *span) for i, span in zip(ids, spans, strict=True))

    def piece(self, token: int) -> str:
        """Return how the piece `token` is written: ``" casa"``, ``<0xE2>``, ``<eos>``."""
        name = self._pieces.name(token)
        if name is None:
            raise ModelError(f"token {token}; expected 0 to {len(self) - 1}")
        return name

    def decode(self, ids: Iterable[int]) -> str:
        """Return the text of `ids`; special pieces are silent, broken UTF-8 becomes ``U+FFFD``."""
        parts: list[str] = []
        raw = bytearray()
        for token in ids:
            if len(SPECIALS) <= token < FIRST_PIECE:
                raw.append(token - len(SPECIALS))
                continue
            parts.append(raw.decode("utf-8", "replace"))
            raw.clear()
            if token >= FIRST_PIECE:
                parts.append(self.piece(token))
        parts.append(raw.decode("utf-8", "replace"))
        return "".join(parts)


class TextStream:
    """Turn tokens that arrive one by one into text, holding back half-finished characters."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._bytes: list[int] = []

    def add(self, token: int) -> str:
        """Return the text that is certain once `token` has come."""
        if not len(SPECIALS) <= token < FIRST_PIECE:
            return self.close() + self._tokenizer.decode([token])
        self._bytes.append(token)
        text = self._tokenizer.decode(self._bytes)
        if "\ufffd" in text and len(self._bytes) < 4:
            return ""
        self._bytes.clear()
        return text

    def close(self) -> str:
        """Return what is still held back."""
        text = self._tokenizer.decode(self._bytes)
        self._bytes.clear()
        return text
