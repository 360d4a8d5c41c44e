"""What is searched, and what is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from llmnotes.model.names import Lines, NoteId

    Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one note small enough to be embedded, with the exact lines it came from.

    `heading` is the breadcrumb of headings above it, outermost first, without the note's title.
    """

    note: NoteId
    text: str
    title: str = ""
    heading: tuple[str, ...] = ()
    lines: Lines = (1, 1)
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that matched a query; a higher score is a better match."""

    passage: Passage
    score: float
    reason: str = ""


class Encoder(Protocol):
    """Turns texts into unit-length rows, one row per text."""

    def __call__(self, texts: Sequence[str], /) -> Vectors:
        """Return one row a text, in order."""
        ...
