"""How well the notes answer: ``python -m benchmarks.asking [--split dev|test]``.

Asks every question of the split in questions.pt, questions.en and unanswerable, and prints:

    cited note right   the first citation is of a note that answers (of all answerable questions);
                       *answered* counts only those that were not refused
    token F1           words shared with the reference sentence, 0 for a refusal
    refused            of the unanswerable, and of the answerable
    AUROC              of the confidence: answerable against unanswerable
    same note          of the other wordings of a question, those that cite the same first note
    in cited lines     content words of the answers that stand in the lines that they cite,
                       read from the files as they are; the sign of a TeX command is its word
    CPU ms             to answer one question, in one process that has answered others before

`--decoder plain` is a baseline with nothing fitted: the best sentence of the best passage.
A copy of the vault is indexed, so that no index in use is touched.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import numpy as np

from benchmarks.plain_answers import plain_answers
from benchmarks.questions import ANSWERABLE, HERE, UNANSWERABLE, Question, read_questions
from llmnotes.api import Vault
from llmnotes.evaluate.scoring import token_f1
from llmnotes.markdown import read_note
from llmnotes.model import Answer, NoteId
from llmnotes.search.plain import readable
from llmnotes.stemming import STOP_WORDS, words

PLAIN = "plain"
"""The baseline of plain_answers.py, in the place of a decoder."""
_NUMBER = re.compile(r" ?\[\d+\]")


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with its answer, and the CPU seconds that it took."""

    question: Question
    answer: Answer
    seconds: float

    @property
    def note(self) -> str:
        """The note cited first, empty for a refusal."""
        return self.answer.citations[0].path if self.answer.citations else ""

    @property
    def right(self) -> float:
        """1 if that note answers the question."""
        return float(self.note in self.question.notes)

    @property
    def overlap(self) -> float:
        """Token F1 against the reference, 0 for a refusal."""
        return overlap(self.answer, self.question.reference)


def overlap(answer: Answer, reference: str) -> float:
    """Return the token F1 of an answer against `reference`, 0 for a refusal."""
    return token_f1("" if answer.refused else _NUMBER.sub("", answer.text), reference)


def auroc(yes: Sequence[float], no: Sequence[float]) -> float:
    """Return how often one of `yes` is above one of `no`; equals count half."""
    above, below = np.array(yes)[:, None], np.array(no)
    return float(((above > below) + 0.5 * (above == below)).mean())


def ask_all(root: Path, split: str, decoder: str) -> Iterator[Asking]:
    """Yield every question of `split` with its answer; the baseline's time is not taken."""
    asked = [q for path in (*ANSWERABLE, UNANSWERABLE) for q in read_questions(path)]
    if decoder == PLAIN:
        own = [question for question in asked if question.split == split]
        told = plain_answers(root, (question.question for question in own))
        yield from (
            Asking(question, answer, 0.0) for question, answer in zip(own, told, strict=True)
        )
        return
    with Vault.open(root).asker(decoder) as asker:
        asker("token")  # what is loaded once is not the price of one answer
        for question in asked:
            if question.split == split:
                start = time.process_time()
                answer = asker(question.question)
                yield Asking(question, answer, time.process_time() - start)


def supported(root: Path, askings: Iterable[Asking]) -> float:
    """Return the share of content words of the answers that stand in the lines they cite."""
    held = total = 0
    for asking in askings:
        if asking.answer.refused:
            continue
        lines: set[str] = set()
        for one in asking.answer.citations:
            note, _ = read_note(NoteId(one.path), (root / one.path).read_text("utf-8"))
            first, last = one.lines
            for paragraph in note.paragraphs:
                if paragraph.lines[0] <= last and first <= paragraph.lines[1]:
                    lines.update(words(f"{paragraph.text} {readable(paragraph.text)}"))
        said = [w for w in words(_NUMBER.sub("", asking.answer.text)) if w not in STOP_WORDS]
        held, total = held + sum(w in lines for w in said), total + len(said)
    return held / total if total else 1.0


def consistency(askings: Iterable[Asking]) -> dict[str, float]:
    """Return by form how often a wording cites the same first note as the plain one, and overall.

    Two refusals are not the same note: a group counts only where the plain wording is answered.
    """
    groups: dict[str, list[Asking]] = defaultdict(list)
    for asking in askings:
        groups[asking.question.group].append(asking)
    same: dict[str, list[float]] = defaultdict(list)
    for members in groups.values():
        plain = next((one for one in members if one.question.form == "plain"), None)
        if plain is None or plain.answer.refused:
            continue
        for one in members:
            if one is not plain:
                same[one.question.form].append(float(one.note == plain.note))
    found = {form: mean(values) for form, values in sorted(same.items())}
    return found | {"all": mean(v for values in same.values() for v in values)}


def report(root: Path, askings: Sequence[Asking]) -> Iterator[tuple[str, str]]:
    """Yield the measures with their values."""
    yes = [one for one in askings if one.question.answerable]
    no = [one for one in askings if not one.question.answerable]
    for name, own in _parts(yes):
        answered = [one for one in own if not one.answer.refused]
        yield f"cited note right, {name}", f"{mean(one.right for one in own):.3f}"
        yield f"  answered, {name}", f"{mean(one.right for one in answered):.3f}"
        yield f"token F1, {name}", f"{mean(one.overlap for one in own):.3f}"
    refused = mean(float(one.answer.refused) for one in no)
    yield "refused, unanswerable", f"{refused:.3f}"
    yield "refused, answerable", f"{mean(float(one.answer.refused) for one in yes):.3f}"
    sure, unsure = ([one.answer.confidence for one in part] for part in (yes, no))
    yield "AUROC of the confidence", f"{auroc(sure, unsure):.3f}"
    for form, value in consistency(yes).items():
        yield f"same note, {form}", f"{value:.3f}"
    yield "in cited lines", f"{supported(root, askings):.4f}"
    yield "CPU ms an answer, mean", f"{1000 * mean(one.seconds for one in askings):.0f}"


def _parts(yes: Sequence[Asking]) -> Iterator[tuple[str, list[Asking]]]:
    yield "all", list(yes)
    for lang in ("pt", "en"):
        yield lang, [one for one in yes if one.question.lang == lang]
    for kind in sorted({one.question.kind for one in yes}):
        yield kind, [one for one in yes if one.question.kind == kind]


def main() -> int:
    """Print the measures, and with --show every answer."""
    parser = argparse.ArgumentParser(prog="benchmarks.asking", description=__doc__.split("\n")[0])
    parser.add_argument("--split", choices=("dev", "test"), default="dev")
    parser.add_argument("--decoder", default="extractive")
    parser.add_argument("--vault", type=Path, default=HERE.parent / "vault")
    parser.add_argument("--show", action="store_true", help="print questions and answers as well")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        shutil.copytree(args.vault, root, ignore=shutil.ignore_patterns(".*"))
        askings = list(ask_all(root, args.split, args.decoder))
        if args.show:
            for one in askings:
                mark = "·" if not one.question.answerable else "✓" if one.right else "✗"
                print(f"{mark} {one.answer.confidence:.2f} {one.question.question}")
                print(f"    {one.answer.text}")
        print(f"{len(askings)} questions, split {args.split}, decoder {args.decoder}")
        for name, value in report(root, askings):
            print(f"{name:28} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
