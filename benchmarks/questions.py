"""The questions that readers ask of our vault: ``python -m benchmarks.questions``.

One JSON object per line. ``questions.pt`` and ``.en`` name the notes that answer each question and
a sentence that does, as plain text of one of them; what ``unanswerable`` asks stands in no note,
and its notes are those that come nearest. A group is one question in several wordings and
languages, so that answers can be compared. The class ``which`` asks for one fact, yes or no
included; the form ``cross`` asks in English what notes in Portuguese answer.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from llmnotes.errors import VaultError
from llmnotes.markdown import read_note
from llmnotes.model import NoteId

HERE = Path(__file__).parent
ANSWERABLE = (HERE / "questions.pt.jsonl", HERE / "questions.en.jsonl")
UNANSWERABLE = HERE / "unanswerable.jsonl"
TRAINING = (
    HERE / "questions.train.jsonl",
    HERE / "unanswerable.train.jsonl",
    HERE / "questions.wild.jsonl",
    HERE / "unanswerable.wild.jsonl",
)
"""More of either kind about the concepts of the split dev, by other hands: to fit weights on. Those
in *wild* are worded as people do who have not read the notes; `also` answers as well."""
CLASSES = frozenset({"definition", "difference", "how", "why", "which", "list", "where"})
FORMS = frozenset({"plain", "paraphrase", "unaccented", "typo", "cross"})
LANGS, SPLITS = frozenset({"pt", "en"}), frozenset({"dev", "test", "train", "wild"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `kind` is its class. Without `reference`, the vault does not answer it."""

    id: str
    lang: str
    question: str
    split: str
    notes: tuple[NoteId, ...]
    kind: str = ""
    form: str = ""
    concept: str = ""
    reference: str = ""
    group: str = ""
    also: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """What decides the split: the concept, else the nearest note, else the question itself."""
        return self.concept or (Path(self.notes[0]).stem if self.notes else self.id)

    @property
    def answerable(self) -> bool:
        """Tell whether some note answers it."""
        return bool(self.reference)


def read_questions(path: Path) -> tuple[Question, ...]:
    """Read a file of either kind; raises VaultError for the first line that is not a question."""
    lines = enumerate(path.read_text("utf-8").splitlines(), 1)
    return tuple(_question(path, number, line) for number, line in lines)


def _question(path: Path, number: int, line: str) -> Question:
    try:
        fields: dict[str, Any] = json.loads(line)
        notes = fields.pop("near") if "near" in fields else fields.pop("notes")
        also = tuple(fields.pop("also", ()))
        return Question(notes=tuple(notes), kind=fields.pop("class", ""), also=also, **fields)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise VaultError(path.name, number, f"not a question: {error}") from error


def split_of(concept: str) -> str:
    """Return the split that all questions about `concept` are in, the same for ever.

    >>> split_of("Top-p"), split_of("Softmax")
    ('dev', 'test')
    """
    return "test" if hashlib.sha256(f"llmnotes:{concept}".encode()).digest()[0] % 2 else "dev"


def plain_paragraphs(root: Path) -> dict[NoteId, tuple[str, ...]]:
    """Return what a reader sees of every note under `root`, white space made single."""
    found = {}
    for path in sorted(root.rglob("*.md")):
        id = NoteId(path.relative_to(root).as_posix())
        if not any(part.startswith(".") for part in Path(id).parts):
            note, _ = read_note(id, path.read_text("utf-8"))
            found[id] = tuple(" ".join(paragraph.text.split()) for paragraph in note.paragraphs)
    return found


def validate(questions: Iterable[Question], vault: Path) -> tuple[str, ...]:
    """Return what is wrong with `questions` against the notes under `vault`, a line for each."""
    questions, texts = tuple(questions), plain_paragraphs(vault)
    faults = [f"{q.id}: {fault}" for q in questions for fault in _faults(q, texts)]
    ids = Counter(q.id for q in questions)
    faults.extend(f"{id}: the id is taken" for id, count in ids.items() if count > 1)
    asked: dict[tuple[str, str], str] = {}
    groups: dict[str, list[Question]] = defaultdict(list)
    for q in questions:
        if asked.setdefault((q.lang, q.question), q.id) != q.id:
            faults.append(f"{q.id}: asks the same as {asked[q.lang, q.question]}")
        if q.group:
            groups[q.group].append(q)
    for first, *others in groups.values():
        answer = (first.concept, first.notes, first.reference)
        faults.extend(
            f"{q.id}: differs in its answer from {first.id} of group {q.group}"
            for q in others
            if (q.concept, q.notes, q.reference) != answer
        )
    return tuple(faults)


def _faults(q: Question, texts: dict[NoteId, tuple[str, ...]]) -> Iterator[str]:
    """Yield what is wrong with one question by itself."""
    if not q.question.strip() or q.lang not in LANGS or q.split not in SPLITS:
        yield f"question, lang or split is {q.question!r}, {q.lang!r}, {q.split!r}"
    for id in q.notes:
        if id not in texts:
            yield f"no note {id}"
    free = q.split == "train" and not q.notes  # of no concept
    if not free and {"train": "dev", "wild": "dev"}.get(q.split, q.split) != split_of(q.anchor):
        yield f"split {q.split!r}, but {q.anchor} belongs in {split_of(q.anchor)!r}"
    if not q.answerable:
        return
    if q.kind not in CLASSES or q.form not in FORMS or not q.group:
        yield f"class, form or group is {q.kind!r}, {q.form!r}, {q.group!r}"
    if (q.form == "cross") != (q.lang == "en"):
        yield f"form {q.form!r} in language {q.lang!r}"
    for told in (q.reference, *q.also):
        if not any(told in text for id in q.notes for text in texts.get(id, ())):
            yield f"no note named says: {told}"


def main() -> int:
    """Print what is wrong with our files, and return 1 if anything is."""
    parser = argparse.ArgumentParser(prog="benchmarks.questions", description=main.__doc__)
    parser.add_argument("--vault", type=Path, default=HERE.parent / "vault")
    vault = parser.parse_args().vault
    files = (*ANSWERABLE, UNANSWERABLE, *TRAINING)
    questions = [q for path in files for q in read_questions(path)]
    faults = validate(questions, vault)
    print(*faults, f"{len(questions)} questions, {len(faults)} faults", sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
