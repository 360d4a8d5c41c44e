"""What weights of answers are fitted on: questions with the sentences that were found for them.

Questions of benchmarks/ about the shipped vault; the same put to small vaults, which lack most of
what they ask for; short ones, made of what headings promise; and questions about vaults of other
people and fields (benchmarks/vaults).
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llmnotes.api import Vault
from llmnotes.ask.evidence import Findings, Gatherer
from llmnotes.ask.facets import headed_facets, told_facets
from llmnotes.ask.question import read_question
from llmnotes.index import VaultSource, load_by_name
from llmnotes.model import Sentence
from llmnotes.sentences import sentences
from llmnotes.stemming import words
from llmnotes.vault.asked import SUFFIX

FILES = (
    "questions.pt", "questions.en", "unanswerable", "questions.train", "unanswerable.train",
    "questions.wild", "unanswerable.wild",
)  # fmt: skip
"""Those in *wild* are asked by people who have not read the notes."""
FOLDS = 5
RIGHT_NOTE = 0.25
"""What a sentence of a right note gains that shares no word with the reference."""
SEED, SIZES, PUT = 7, (3, 4, 6, 10, 20, 50), 50
"""Of the small vaults: how many notes each has, and how many questions are put to it at least."""
SHORT = {
    "remedy": "Como evitar problemas com {}?",
    "way": "Como usar {}?",
    "risk": "Quais são os riscos de {}?",
    "works": "Como funciona {}?",
    "kinds": "Quais são os tipos de {}?",
    "use": "Para que serve {}?",
    "measure": "Como medir {}?",
    "cause": "Qual a causa de {}?",
    "origin": "Quem criou {}?",
}
"""What asks in a few words for a facet of a subject."""
SMALL, OTHERS = 0.5, 2.0
"""What a question put to a small vault counts, or a short one, and one about another's vault."""
UNASKED = " unasked"
"""Behind the split of a question that was put to notes of which no question is known."""
_LEFT = shutil.ignore_patterns(f"*{SUFFIX}", ".llmnotes")
EARLY = 4
"""Sentences of a note among which one tells where its subject comes from."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Example:
    """A question with what was found; `gains` has one number a sentence.

    `weight` is what the question counts beside one of benchmarks/ when sentences are learned.
    """

    split: str
    answerable: bool
    fold: int
    found: Findings
    gains: Array
    right: Array
    overlap: Array
    weight: float = 1.0


def read_examples(vault: Vault, folder: Path, splits: Collection[str]) -> list[Example]:
    """Look for the evidence of every question of `splits`; one fold has all about a concept.

    Each is put twice, and counts half: to the vault as it is, and without the questions that it is
    known to answer. Of the latter the split is told with `UNASKED` behind it.
    """
    asked = asked_in(folder, splits)
    known = list(examples_in(vault, asked))
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(vault.root, place, ignore=_LEFT, dirs_exist_ok=True)
        unasked = list(examples_in(Vault.open(Path(place)), asked))
    return _in_halves(known, unasked, 1.0)


def small_examples(vault: Vault, folder: Path, splits: Collection[str]) -> list[Example]:
    """Put some of the same questions to small vaults of a few of the notes, drawn by a seed.

    What none of these notes answers is unanswerable there.
    """
    random = np.random.default_rng(SEED)
    asked = asked_in(folder, splits)
    notes = sorted({note for one in asked for note in one.get("notes", ())})
    found: list[Example] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as place:
            kept = {notes[at] for at in random.choice(len(notes), size, replace=False)}
            for note in kept:
                target = Path(place) / note
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(vault.root / note, target)
            own = [asked[at] for at in random.choice(len(asked), PUT, replace=False)]
            own += [one for one in asked if not kept.isdisjoint(one.get("notes", ()))][:PUT]
            found += examples_in(Vault.open(Path(place)), [_within(one, kept) for one in own])
    return _weighing(found, SMALL)


def short_examples(vault: Vault, folder: Path, splits: Collection[str]) -> list[Example]:
    """Ask in a few words, as people do first, what sections of the notes of `splits` tell.

    A heading that promises a facet (see `llmnotes.ask.facets`) answers the short question for it.
    """
    concepts = {one["concept"] for one in asked_in(folder, splits) if "concept" in one}
    source = VaultSource(vault.root, vault.config)
    asked: list[dict[str, Any]] = []
    for path in sorted(vault.root.rglob("*.md")):
        id = path.relative_to(vault.root).as_posix()
        note = source.note(id) if path.stem in concepts else None
        if note is None:
            continue
        told: dict[str, str] = {}
        for place, one in enumerate(sentences(note)):
            promised = headed_facets(one.heading[-1]) if one.heading else frozenset[str]()
            early = told_facets(one.text, ["origin"] if place < EARLY else ())
            for facet in sorted((promised - {"origin"}) | early):
                told.setdefault(facet, one.quote)
        for facet, reference in told.items():
            if facet in SHORT:
                whole = {"id": f"short-{len(asked)}", "split": "short", "concept": path.stem}
                question = SHORT[facet].format(note.title)
                asked.append(whole | {"question": question, "notes": [id], "reference": reference})
    return _weighing(examples_in(vault, asked), SMALL)


def vault_examples(folder: Path, splits: Collection[str]) -> list[Example]:
    """Put to other people's vaults the questions that were written for them, one fold a vault.

    Their questions name no reference but the lines that answer: a sentence there gains all. Each is
    put twice, as by `read_examples`.
    """
    known, unasked = list[Example](), list[Example]()
    for questions in sorted(folder.glob("*/questions.jsonl")):
        name = questions.parent.name
        asked = [json.loads(line) for line in questions.read_text("utf-8").splitlines()]
        own = [one | {"concept": name} for one in asked if one["split"] in splits]
        if own:
            with tempfile.TemporaryDirectory() as place:
                shutil.copytree(questions.parent / "notes", place, dirs_exist_ok=True)
                unasked += examples_in(Vault.open(Path(place)), own)
                asked_file = questions.parent / "asked.txt"
                shutil.copyfile(asked_file, Path(place) / f"known{SUFFIX}")
                known += examples_in(Vault.open(Path(place)), own)
    return _in_halves(known, unasked, OTHERS)


def _in_halves(
    known: Iterable[Example], unasked: Iterable[Example], weight: float
) -> list[Example]:
    apart = [replace(one, split=one.split + UNASKED) for one in unasked]
    return _weighing([*known, *apart], weight / 2)


def _weighing(examples: Iterable[Example], weight: float) -> list[Example]:
    return [replace(one, weight=weight) for one in examples]


def asked_in(folder: Path, splits: Collection[str]) -> list[dict[str, Any]]:
    """Return the questions of `splits` in the folder benchmarks/."""
    asked: list[dict[str, Any]] = []
    for name in FILES:
        lines = (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
        asked += [one for line in lines if (one := json.loads(line))["split"] in splits]
    return asked


def _within(asked: dict[str, Any], notes: Collection[str]) -> dict[str, Any]:
    """Return a question as it is where there are only `notes`."""
    left = [note for note in asked.get("notes", ()) if note in notes]
    return asked | {"notes": left} | ({} if left else {"reference": "", "also": []})


def examples_in(vault: Vault, asked: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Yield what is found in `vault` for each question, an object as in benchmarks/."""
    source = VaultSource(vault.root, vault.config)
    with vault.index() as index:
        encoder = load_by_name(index.columns().encoder)
        gather = Gatherer(index, encoder, source.note)
        for one in asked:
            yield _example(one, fold_of(one), gather(read_question(one["question"])))


def fold_of(asked: dict[str, Any]) -> int:
    """Return the fold of a question: that of its concept, else of the nearest note."""
    near = asked.get("near") or [asked["id"]]
    anchor = asked.get("concept") or Path(near[0]).stem
    return hashlib.sha256(f"fold:{anchor}".encode()).digest()[0] % FOLDS


def overlap(one: str, other: str) -> float:
    """Return the F1 of the words that two sentences share.

    >>> overlap("a b", "b c")
    0.5
    """
    first, second = Counter(words(one)), Counter(words(other))
    shared = sum((first & second).values())
    return 2 * shared / (sum(first.values()) + sum(second.values())) if shared else 0.0


def _example(one: dict[str, Any], fold: int, found: Findings) -> Example:
    reference, notes, lines = one.get("reference", ""), one.get("notes", ()), one.get("lines", ())
    said = [unit.sentence for unit in found.units]
    references = [reference, *one.get("also", ())]
    shared = np.array([max(overlap(each.quote, told) for told in references) for each in said])
    if lines:
        notes = {note for note, _, _ in lines}
        shared = np.array([float(_stands_in(each, lines)) for each in said])
    right = np.array([float(sentence.note in notes) for sentence in said])
    gains = np.maximum(RIGHT_NOTE * right + (1 - RIGHT_NOTE) * shared**2, 1e-4)
    return Example(one["split"], bool(reference or lines), fold, found, gains, right, shared)


def _stands_in(sentence: Sentence, lines: Sequence[tuple[str, int, int]]) -> bool:
    """Tell whether `sentence` stands in one of the spans: a note, its first line and its last."""
    first, last = sentence.lines
    return any(
        sentence.note == note and start <= last and first <= end for note, start, end in lines
    )
