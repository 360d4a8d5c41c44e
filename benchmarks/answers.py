"""Thirty answers to read by eye: ``python -m benchmarks.answers [--write]``.

The questions were chosen once, by a seed and not by hand: 18 in Portuguese, 8 in English and 4 that
the vault does not answer, each from all wordings and from both splits. Whether an answer is one to
be glad of is a person's judgement, kept below by the number of the question; an answer that has
changed since it was judged counts as not judged. A copy of the vault is indexed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.questions import ANSWERABLE, HERE, UNANSWERABLE, Question, read_questions
from llmnotes.api import Vault
from llmnotes.model import Answer

SEED = 6
SHARES = ((ANSWERABLE[0], 18), (ANSWERABLE[1], 8), (UNANSWERABLE, 4))
RESULTS = HERE / "RESULTS.md"
JUDGED = HERE / "answers.json"
"""By question: the digest of the answer that was judged, and whether one is glad of it."""
HEADING = "## Thirty answers, read by eye"


def questions() -> list[Question]:
    """Return the thirty questions, always the same."""
    chosen = random.Random(SEED)
    return [one for path, n in SHARES for one in chosen.sample(read_questions(path), n)]


def answers(root: Path, decoder: str) -> Iterator[tuple[Question, Answer]]:
    """Yield each question with its answer."""
    with Vault.open(root, "pt").asker(decoder) as asker:
        for question in questions():
            yield question, asker(question.question)


def digest(answer: Answer) -> str:
    """Return what tells whether an answer is the one that was judged."""
    return hashlib.sha256(answer.text.encode()).hexdigest()[:12]


def verdict(question: Question, answer: Answer) -> str:
    """Return what a person thought of this very answer."""
    judged = json.loads(JUDGED.read_text("utf-8")) if JUDGED.exists() else {}
    known, glad, why = judged.get(question.id, ("", False, ""))
    if known != digest(answer):
        return "not judged"
    return "glad" if glad else f"not glad: {why}"


def section(found: Sequence[tuple[Question, Answer]], decoder: str) -> str:
    """Return the section of RESULTS.md."""
    verdicts = [verdict(*pair) for pair in found]
    glad, open_ = verdicts.count("glad"), verdicts.count("not judged")
    lines = [
        HEADING,
        "",
        "    python -m benchmarks.answers --write",
        "",
        f"Decoder `{decoder}`, the shipped vault and weights; questions drawn by seed {SEED}, "
        "18 Portuguese, 8 English,",
        "4 that the vault does not answer. Read by the session that built it: "
        f"**{glad} of {len(found)}** are answers to be glad of"
        + (f", {open_} not judged since they changed." if open_ else "."),
        "",
    ]
    for n, ((question, answer), told) in enumerate(zip(found, verdicts, strict=True), 1):
        places = "; ".join(f"[{c.n}] {c.path}:{c.lines[0]}" for c in answer.citations)
        sure = f"{answer.confidence:.2f}"
        lines += [
            f"{n}. **{question.question}** ({question.id}, {told}, confidence {sure})  ",
            f"   {answer.text}" + ("  " if places else ""),
            *([f"   {places}"] if places else []),
        ]
    return "\n".join(lines) + "\n"


def write(text: str, results: Path = RESULTS) -> None:
    """Put the section in the place of the one before, or at the end."""
    old = results.read_text("utf-8")
    start = old.find(HEADING)
    if start < 0:
        results.write_text(f"{old.rstrip()}\n\n{text}", "utf-8")
        return
    end = old.find("\n## ", start + 1)
    rest = old[end + 1 :] if end >= 0 else ""
    results.write_text(f"{old[:start]}{text}" + (f"\n{rest}" if rest else ""), "utf-8")


def main() -> int:
    """Print the answers, and with --write put them into RESULTS.md."""
    parser = argparse.ArgumentParser(prog="benchmarks.answers", description=__doc__.split("\n")[0])
    parser.add_argument("--decoder", default="bundled")
    parser.add_argument("--vault", type=Path, default=HERE.parent / "vault")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--digests", action="store_true", help="print what answers.json needs")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "vault"
        shutil.copytree(args.vault, root, ignore=shutil.ignore_patterns(".*"))
        found = list(answers(root, args.decoder))
    if args.digests:
        print(json.dumps({question.id: digest(answer) for question, answer in found}))
    else:
        text = section(found, args.decoder)
        print(text)
        if args.write:
            write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
