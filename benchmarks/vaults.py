"""How well the notes of others answer: ``python -m benchmarks.vaults [--split test]``.

Asks the questions of benchmarks/vaults, each in a copy of its vault, and prints by vault:

    answered well      a line is cited that a strict reader points to (of all that notes answer)
    note right         the first citation is of a note that answers
    refused            of those that notes answer, and of those that none does
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.questions import HERE
from llmnotes.api import Vault
from llmnotes.model import Answer, Citation

FOLDER = HERE / "vaults"
Lines = tuple[str, int, int]
"""A note, and the first and the last line of what answers in it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of somebody's vault with its answer; `lines` answer it, none if no note does."""

    lines: tuple[Lines, ...]
    answer: Answer

    @property
    def well(self) -> bool:
        """Whether a line that answers is cited; a refusal cites none."""
        cited = [(one.path, *one.lines) for one in self.answer.citations]
        return not self.answer.refused and any(
            _meet(one, own) for one in cited for own in self.lines
        )

    @property
    def right(self) -> bool:
        """Whether the first note cited answers."""
        cited = self.answer.citations[:1]
        return not self.answer.refused and any(
            one.path == own[0] for one in cited for own in self.lines
        )


def _cited(answer: Answer) -> Sequence[Citation]:
    """Return what an answer rests on; a refusal rests on nothing."""
    return () if answer.refused else answer.citations


def _meet(one: Lines, other: Lines) -> bool:
    return one[0] == other[0] and one[1] <= other[2] and other[1] <= one[2]


def ask_all(vault: Path, questions: Sequence[dict[str, Any]], decoder: str) -> Iterator[Asked]:
    """Yield the questions with what a copy of `vault` answers."""
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(vault / "notes", place, dirs_exist_ok=True)
        with Vault.open(Path(place)).asker(decoder) as asker:
            for one in questions:
                lines = tuple((note, first, last) for note, first, last in one["lines"])
                yield Asked(lines, asker(one["question"]))


def row(name: str, asked: Sequence[Asked]) -> str:
    """Return one line of the table."""
    yes, no = [one for one in asked if one.lines], [one for one in asked if not one.lines]
    counts = (
        sum(one.well for one in yes),
        sum(one.right for one in yes),
        sum(one.answer.refused for one in yes),
    )
    shares = " | ".join(f"{count} ({count / len(yes):.2f})" for count in counts)
    silent = sum(one.answer.refused for one in no)
    return f"| {name} | {len(yes)} | {shares} | {silent} of {len(no)} |"


def main(argv: Sequence[str] | None = None) -> int:
    """Ask and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.vaults", description=__doc__)
    parser.add_argument("--split", default="test", choices=("test", "vaults"))
    parser.add_argument("--decoder", default="bundled")
    args = parser.parse_args(argv)
    print(
        "| vault | questions | answered well | note right | refused | refused, not in the notes |"
    )
    print("|---|---|---|---|---|---|")
    together: list[Asked] = []
    for file in sorted(FOLDER.glob("*/questions.jsonl")):
        questions = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        own = [one for one in questions if one["split"] == args.split]
        if own:
            asked = list(ask_all(file.parent, own, args.decoder))
            together += asked
            print(row(file.parent.name, asked), flush=True)
    print(row("**all**", together))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
