"""A baseline for answers, with nothing fitted: the best sentence of the best passage.

What issue trackers and papers call extractive: search finds a passage, and of its sentences the one
is said that has most of the weight of the question's words, cosine added. It refuses nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from llmnotes.api import Vault
from llmnotes.index import VaultSource, load_by_name
from llmnotes.model import Answer, Citation, Hit, Sentence
from llmnotes.search import search
from llmnotes.search.scoring import idf
from llmnotes.sentences import sentences
from llmnotes.stemming import content_words, stem, stems

DEPTH = 10
"""Passages looked at for one that holds a sentence: a heading may stand alone."""


def plain_answers(root: Path, questions: Iterator[str]) -> Iterator[Answer]:
    """Yield an answer to each of `questions` from the vault at `root`."""
    vault = Vault.open(root)
    source = VaultSource(vault.root, vault.config)
    with vault.index() as index:
        encoder = load_by_name(index.columns().encoder)
        for question in questions:
            hits = search(index, question, encoder, DEPTH)
            keys = [stem(word) for word in content_words(question)]
            with index.snapshot() as columns:
                held = index.known(keys)
                weights = {key: idf(held.get(key, 0), columns.passages) for key in keys}
            vector = encoder.queries([question])[0]
            for hit in hits:
                if inside := _inside(source, hit):
                    shared = [_share(one, weights) for one in inside]
                    cosines = encoder.passages([one.text for one in inside]) @ vector
                    best = inside[int(np.argmax(np.array(shared) + cosines))]
                    yield _answer(question, best, hit.score)
                    break
            else:
                yield Answer(question, "", True, 0.0)


def _inside(source: VaultSource, hit: Hit) -> list[Sentence]:
    """Return the sentences of the passage found."""
    note = source.note(hit.passage.note)
    first, last = hit.passage.lines
    told = sentences(note) if note else []
    return [one for one in told if first <= one.lines[1] and one.lines[0] <= last]


def _share(sentence: Sentence, weights: dict[str, float]) -> float:
    said = set(stems(sentence.text))
    total = sum(weights.values())
    return sum(weights[key] for key in weights if key in said) / total if total else 0.0


def _answer(question: str, said: Sentence, score: float) -> Answer:
    cited = Citation(1, said.note, said.title, said.heading, said.lines, said.quote)
    return Answer(question, f"{said.text} [1]", False, min(score, 1.0), (cited,), "plain")
