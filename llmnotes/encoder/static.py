"""A sentence-transformers `StaticEmbedding` directory, read by numpy: the mean of piece vectors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.wordpiece import Tokenize, WordPiece, read_tokenizer
from llmnotes.errors import ModelError
from llmnotes.messages import language, say

if TYPE_CHECKING:
    from llmnotes.model import Vectors

Pieces = npt.NDArray[np.intp]
_TENSOR = "embedding.weight"
DIGEST = "blake2b"
"""The entry of a file's metadata that holds `table_digest` of its table."""
_TYPES = {"F16": np.float16, "F32": np.float32, "I8": np.int8}
_FEW = 64
"""More texts than this become pieces all at once."""


class Rows:
    """The vectors of pieces as float32: half precision adds up badly.

    A row is widened when it is first asked for. A question needs a few hundred of them, and all
    would take 40 CPU ms.
    """

    def __init__(self, table: npt.NDArray[Any], dim: int) -> None:
        self._table = np.asarray(table)[:, :dim]
        self._wide = np.empty(self._table.shape, dtype=np.float32)
        self._known = np.zeros(len(self._table), dtype=np.bool_)

    def holding(self, texts: Sequence[Pieces]) -> npt.NDArray[np.float32]:
        """Return the table with the rows of all pieces of `texts`; other rows mean nothing."""
        wanted = np.zeros(len(self._known), dtype=np.bool_)
        wanted[np.concatenate(texts)] = True
        new = np.flatnonzero(wanted & ~self._known)
        self._wide[new] = self._table[new]
        self._known[new] = True
        return self._wide


@dataclass(frozen=True)
class StaticEncoder:
    """Adds up the vectors of a text's pieces and brings the sum to unit length.

    A vector depends on its own text alone, to the last bit, whatever batch it is in.
    """

    path: Path
    tokenize: Tokenize
    table: npt.NDArray[Any]
    dim: int

    @classmethod
    def read(cls, path: Path, dim: int | None = None) -> StaticEncoder:
        """Read the model directory `path`; ModelError if it cannot be, or has fewer than `dim`."""
        folder = path / _module_folder(path)
        try:
            table = read_tensor(folder / "model.safetensors", _TENSOR)
            tokenize = read_tokenizer(folder / "tokenizer.json")
        except (OSError, ValueError, KeyError) as error:
            message = say("encoder.broken", language(), path=path, reason=error)
            raise ModelError(message) from error
        width = table.shape[1]
        if dim is not None and not 0 < dim <= width:
            raise ModelError(say("encoder.dim", language(), found=dim, most=width))
        return cls(folder, tokenize, table, dim or width)

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of weights, tokenizer and length."""
        return fingerprint_of(self.path, self.dim)

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per text; the row of a text without a known piece is zero."""
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        pieces = list(self._pieces(texts))
        for row, vectors in zip(rows, self._vectors(pieces), strict=True):
            if len(vectors):
                np.add.reduce(vectors, axis=0, out=row)
        length = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
        np.divide(rows, length, out=rows, where=length > 0)
        return rows

    queries = passages = __call__

    def _vectors(self, pieces: Sequence[Pieces]) -> Iterator[npt.NDArray[np.float32]]:
        if len(pieces) == 1:  # a query needs no table
            yield np.asarray(self.table)[pieces[0], : self.dim].astype(np.float32)
        elif pieces:
            table = self._rows.holding(pieces)
            for of_text in pieces:
                yield table.take(of_text, axis=0)

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.table, self.dim)

    def _pieces(self, texts: Sequence[str]) -> Iterable[Pieces]:
        if len(texts) > _FEW and isinstance(self.tokenize, WordPiece):
            return self.tokenize.many(texts)
        return (np.array(self.tokenize(text), dtype=np.intp) for text in texts)


def is_static(path: Path) -> bool:
    """Whether `path` is a model directory that `StaticEncoder` can read."""
    try:
        modules = json.loads((path / "modules.json").read_bytes())
        names = [module["type"].rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return names in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def read_tensor(path: Path, name: str) -> npt.NDArray[Any]:
    """Map the tensor `name` of a safetensors file into memory, read-only.

    The file is eight bytes of length, a JSON header that says where each tensor lies, and the
    tensors: https://github.com/huggingface/safetensors#format
    """
    header = read_header(path)
    start, _ = header[name]["data_offsets"]
    return np.memmap(
        path,
        dtype=_TYPES[header[name]["dtype"]],
        mode="r",
        offset=header["__length__"] + start,
        shape=tuple(header[name]["shape"]),
    )


def read_header(path: Path) -> dict[str, Any]:
    """Return the header of a safetensors file, with its length in bytes as ``__length__``."""
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header: dict[str, Any] = json.loads(file.read(size))
    return header | {"__length__": 8 + size}


def fingerprint_of(folder: Path, dim: int) -> str:
    """Return the fingerprint of the encoder in `folder` with rows of `dim` numbers.

    What the file says of itself spares a search the reading of all its 17 MB.
    """
    weights = folder / "model.safetensors"
    said = read_header(weights).get("__metadata__", {}).get(DIGEST)
    digest = hashlib.blake2b(digest_size=16)
    digest.update((said or table_digest(read_tensor(weights, _TENSOR))).encode())
    digest.update((folder / "tokenizer.json").read_bytes())
    digest.update(str(dim).encode())
    return f"static-{dim}-{digest.hexdigest()}"


def table_digest(table: npt.NDArray[Any]) -> str:
    """Return a hash of the numbers of a table as they are stored."""
    return hashlib.blake2b(np.ascontiguousarray(table).data, digest_size=16).hexdigest()


def _module_folder(path: Path) -> str:
    """Return the folder of the first module inside the model directory, often the directory."""
    if not (path / "modules.json").exists():
        raise ModelError(say("encoder.missing", language(), path=path))
    folder: str = json.loads((path / "modules.json").read_bytes())[0].get("path", "")
    return folder
