"""Notes like a note, and notes that nearly repeat each other: answers from the index alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from llmnotes.errors import UsageError
from llmnotes.index import Index
from llmnotes.index.reader import Columns
from llmnotes.messages import Lang, say
from llmnotes.model import Hit
from llmnotes.related.overlap import Runs, likely_pairs, runs, shared
from llmnotes.stemming import name_key, words

SAME = 0.5
"""Share of runs of three words above which two notes nearly repeat each other."""
_SHORTEST = 12
"""Words of the shortest note that is compared: stubs repeat each other by nature."""
_BLOCK = 512

Matrix = npt.NDArray[np.float32]


def similar(index: Index, note: str, k: int = 10, lang: Lang = "en") -> tuple[Hit, ...]:
    """Return the `k` notes nearest in meaning to `note` (a path, title or alias), nearest first.

    A hit is the passage that comes nearest. Its score is the cosine of the notes' mean vectors.
    """
    with index.snapshot() as columns:
        own = find_note(index, columns, note, lang)
        means = note_vectors(columns)
        cosines = means @ means[own]
        cosines[own] = -1
        best = np.lexsort((np.arange(len(cosines)), -np.round(cosines, 6)))[:k]
        kept = [other for other in best.tolist() if cosines[other] > 0]
        places = [_nearest(columns, other, means[own]) for other in kept]
        reason = say("related.similar", lang, title=index.note(own).title)
        return tuple(
            Hit(passage, float(cosines[other]), reason)
            for passage, other in zip(index.passages(places), kept, strict=True)
        )


def duplicates(index: Index, k: int = 50, lang: Lang = "en") -> tuple[Hit, ...]:
    """Return notes that nearly repeat another one, the most alike first.

    Each pair is told once, at its later note; the score is the share of runs of words in common.
    """
    with index.snapshot() as columns:
        texts = _texts(index, columns)
        found = [
            (score, other, one)
            for one, other in likely_pairs(texts)
            if (score := shared(texts[one], texts[other])) >= SAME
        ]
        found.sort(key=lambda item: (-round(item[0], 6), item[1], item[2]))
        passages = index.passages([int(columns.starts[other]) for _, other, _ in found[:k]])
        return tuple(
            Hit(
                passage,
                score,
                say("related.duplicate", lang, path=columns.paths[one], percent=round(100 * score)),
            )
            for passage, (score, _, one) in zip(passages, found[:k], strict=True)
        )


def near_pairs(columns: Columns, least: float) -> list[tuple[float, int, int]]:
    """Return pairs of notes whose mean vectors have a cosine of at least `least`, nearest first."""
    means = note_vectors(columns)
    found = []
    for start in range(0, len(means), _BLOCK):
        block = means[start : start + _BLOCK] @ means.T
        for row, other in np.argwhere(block >= least).tolist():
            if start + row < other:
                found.append((float(block[row, other]), start + row, other))
    return sorted(found, key=lambda item: (-round(item[0], 6), item[1], item[2]))


def find_note(index: Index, columns: Columns, name: str, lang: Lang = "en") -> int:
    """Return the index in `Columns.paths` of the note with this path, title or alias."""
    wanted = name.removeprefix("./")
    for path in (wanted, wanted + ".md"):
        if path in columns.paths:
            return columns.paths.index(path)
    if named := index.named(name_key(name)):
        place, _ = max(named, key=lambda item: (item[1], -item[0]))
        return int(columns.note_of[place])
    raise UsageError(f"{name}: {say('related.unknown', lang)}")


def note_vectors(columns: Columns) -> Matrix:
    """Return the mean vector of each note, of unit length; zero for notes without any."""
    if not columns.passages:
        return np.zeros((0, columns.dim), dtype=np.float32)
    sums = np.add.reduceat(columns.vectors.floats(), columns.starts[:-1], axis=0)
    norms = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(norms, np.float32(1e-6)), dtype=np.float32)


def _nearest(columns: Columns, note: int, vector: Matrix) -> int:
    """Return the place of the passage of `note` that is nearest to `vector`."""
    places = np.arange(columns.starts[note], columns.starts[note + 1])
    return int(places[np.argmax(columns.vectors.cosines(vector, places))])


def _texts(index: Index, columns: Columns) -> dict[int, Runs]:
    found = {}
    for note, text in enumerate(index.texts()):
        told = words(text)
        if len(told) >= _SHORTEST:
            found[note] = runs(told)
    return found
