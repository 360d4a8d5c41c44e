"""Questions to unit vectors: two that ask for the same thing are near, however they are put.

A table of its own, for questions beside questions. What a passage and a question about it share
differs from what two questions share: *por que o modelo inventa* and *quais as causas da
alucinação* have one answer and no word in common. ``python -m llmnotes.training.questions`` makes
it; its model card lies beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from threading import get_ident

from llmnotes.encoder.matcher import load_matcher
from llmnotes.encoder.static import DIGEST, StaticEncoder, read_header, read_tensor

FOLDER = Path(__file__).parent.parent / "models" / "questions"
"""The folder of the table that comes with llmnotes; its README is the model card."""
FILE, TABLE = "model.safetensors", "embedding.weight"


@dataclass(frozen=True)
class QuestionEncoder(StaticEncoder):
    """Adds up int8 rows of the pieces of the bundled encoder's tokenizer."""

    @cached_property
    def fingerprint(self) -> str:
        """Return the hash of the table that its file carries."""
        digest: str = read_header(self.path / FILE)["__metadata__"][DIGEST]
        return digest


def load_question_encoder() -> QuestionEncoder:
    """Return the one that comes with llmnotes, for each thread its own, like the tokenizer."""
    return _read(get_ident())


@lru_cache(maxsize=4)
def _read(_thread: int) -> QuestionEncoder:
    table = read_tensor(FOLDER / FILE, TABLE)
    return QuestionEncoder(FOLDER, load_matcher().tokenize, table, table.shape[1])
