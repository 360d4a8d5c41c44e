"""Any other encoder by name or path, through sentence-transformers (extra ``[models]``)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from llmnotes.errors import ModelError
from llmnotes.messages import language, say

if TYPE_CHECKING:
    from llmnotes.model import Vectors

_BATCH = 32
_ROLES = {"query": ("query",), "passage": ("passage", "document", "corpus")}
_E5 = {"query": "query: ", "passage": "passage: "}
"""The e5 family was trained with these, and its directories do not say so."""


@dataclass(frozen=True)
class TransformerEncoder:
    """A sentence-transformers model with the prompts that its authors ask for."""

    model: Any
    dim: int
    prompts: Mapping[str, str]

    @classmethod
    def load(cls, name: str, dim: int | None = None) -> TransformerEncoder:
        """Load the model `name`; ModelError without the extra, or if it cannot be had."""
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(say("encoder.extra", language(), name=name)) from error
        try:
            model = SentenceTransformer(name)
        except (OSError, ValueError, KeyError, RuntimeError) as error:
            reason = str(error).strip().split("\n")[0]
            raise ModelError(say("encoder.broken", language(), path=name, reason=reason)) from error
        width = _width(model)
        if dim is not None and not 0 < dim <= width:
            raise ModelError(say("encoder.dim", language(), found=dim, most=width))
        return cls(model, dim or width, find_prompts(name, getattr(model, "prompts", None) or {}))

    @cached_property
    def fingerprint(self) -> str:
        """Return a hash of weights, prompts and length."""
        digest = hashlib.blake2b(digest_size=16)
        for key, tensor in sorted(self.model.state_dict().items()):
            digest.update(key.encode())
            digest.update(np.ascontiguousarray(tensor.float().cpu().numpy()).data)
        digest.update(repr((sorted(self.prompts.items()), self.dim)).encode())
        return f"transformer-{self.dim}-{digest.hexdigest()}"

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per text, as a passage."""
        return self.passages(texts)

    def queries(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per question."""
        return self._encode(texts, self.prompts["query"])

    def passages(self, texts: Sequence[str], /) -> Vectors:
        """Return one row per passage."""
        return self._encode(texts, self.prompts["passage"])

    def _encode(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        rows = self.model.encode(
            [prompt + text for text in texts],
            prompt="",
            batch_size=_BATCH,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        cut = np.array(rows[:, : self.dim], dtype=np.float32)
        length = np.linalg.norm(cut, axis=1, keepdims=True)
        np.divide(cut, length, out=cut, where=length > 0)
        return cut


def find_prompts(name: str, declared: Mapping[str, str]) -> dict[str, str]:
    """Return what comes before a query and before a passage.

    >>> find_prompts("intfloat/multilingual-e5-small", {})
    {'query': 'query: ', 'passage': 'passage: '}
    >>> find_prompts("x", {"query": "busca: ", "document": "texto: "})
    {'query': 'busca: ', 'passage': 'texto: '}
    """
    found = {
        role: next((declared[key] for key in keys if declared.get(key)), "")
        for role, keys in _ROLES.items()
    }
    if not any(found.values()) and "e5-" in name.lower().rsplit("/", 1)[-1]:
        return dict(_E5)
    return found


def _width(model: Any) -> int:
    """Return the length of the model's vectors, under the old name of the method or the new."""
    ask = getattr(model, "get_embedding_dimension", None) or model.get_sentence_embedding_dimension
    return int(ask())
