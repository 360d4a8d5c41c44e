"""The questions that a note is known to answer, as its file holds them for a browser."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from llmnotes.ask.known import said_key
from llmnotes.index.questions import Questions, packed
from llmnotes.model import Sentence


def note_questions(
    questions: Questions, note: int, said: Sequence[Sentence]
) -> tuple[list[int], int, bytes]:
    """Return the place of the sentence that answers each question, and the vectors.

    These have so many numbers each, half a byte a number, the first of two in the low bits.
    """
    if not len(questions):
        return [], 0, b""
    places: dict[int, int] = {}
    for place, one in enumerate(said):
        places.setdefault(said_key(one.text), place)
    rows = range(int(questions.starts[note]), int(questions.starts[note + 1]))
    told = [row for row in rows if int(questions.said[row]) in places]
    vectors = questions.vectors.rows[told].astype(np.float32)
    return [places[int(questions.said[row])] for row in told], vectors.shape[1], packed(vectors)
