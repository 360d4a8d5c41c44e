"""When to be silent is also learned from glossaries that lack some of the terms they are asked for.

A glossary is the terms next to one drawn by a seed, by the vectors of their definitions in the
training data, so that what is missing stands beside what is much like it: *erro absoluto* beside
*erro relativo*. By turns each term has a note of its own, or all stand in a list on one page. One
in `LEFT_OUT` has no entry, and nothing there answers who asks for it.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from llmnotes.api import Vault
from llmnotes.encoder import load_encoder
from llmnotes.training.answer_documents import DEFINES, Asked
from llmnotes.training.answer_examples import Example, examples_in
from llmnotes.training.corpus import Definition, read_definitions

GLOSSARIES, TERMS, LEFT_OUT = 12, 60, 3
"""Glossaries of each language, terms of each, and which of them have no entry: one in so many."""
WEIGHT = 0.6
"""What a question counts beside one about the shipped vault."""
SEED = 13
DIM = 64
LEAST = 6
"""Words of a definition, at least."""


def glossary_examples(data: Path) -> list[Example]:
    """Return what is found for terms of glossaries made of the definitions in `data`."""
    random = np.random.default_rng(SEED)
    whole = [row for row in read_definitions(data) if len(row.definition.split()) >= LEAST]
    found: list[Example] = []
    for lang in ("pt", "en"):
        rows = list({row.term.casefold(): row for row in whole if row.lang == lang}.values())
        vectors = load_encoder(None, DIM).passages([row.definition for row in rows])
        for number, first in enumerate(random.choice(len(rows), GLOSSARIES, replace=False)):
            near = np.argsort(-(vectors @ vectors[first]), kind="stable")[:TERMS]
            terms = [rows[at] for at in random.permutation(near)]
            asked = list(_asked(terms, random))
            with tempfile.TemporaryDirectory() as place:
                _write(terms, Path(place), lang, apart=number % 2 == 0)
                found += examples_in(Vault.open(Path(place), lang), asked)
    return [replace(one, weight=WEIGHT) for one in found]


def _asked(terms: Sequence[Definition], random: np.random.Generator) -> Iterator[Asked]:
    for place, row in enumerate(terms):
        there = place % LEFT_OUT > 0
        yield {
            "id": f"glossary-{row.lang}-{row.term}",
            "split": "glossaries",
            "question": str(random.choice(DEFINES[row.lang])).format(row.term),
            "notes": [f"{place}.md", "glossary.md"] if there else [],
            "reference": row.definition if there else "",
        }


def _write(terms: Sequence[Definition], root: Path, lang: str, *, apart: bool) -> None:
    """Write the entries: each as a note, or all as one list."""
    entries = [(place, row) for place, row in enumerate(terms) if place % LEFT_OUT]
    if not apart:
        listed = "\n".join(f"- **{row.term}**: {row.definition}" for _, row in entries)
        (root / "glossary.md").write_text(f"---\nlang: {lang}\n---\n{listed}\n", "utf-8")
        return
    for place, row in entries:
        names = json.dumps([row.term, *row.synonyms], ensure_ascii=False)
        title = json.dumps(row.term, ensure_ascii=False)
        text = f"---\ntitle: {title}\naliases: {names}\nlang: {lang}\n---\n{row.definition}\n"
        (root / f"{place}.md").write_text(text, "utf-8")
