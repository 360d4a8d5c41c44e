"""Definitions asked of a glossary: ``python -m benchmarks.definitions --data ../shared/data``.

The dev set of definitions (Glosario, English and Portuguese) becomes a vault of one note a term:
its Portuguese name as title, its English name as alias, its definition in Portuguese as text. Every
tenth term is left out. Then each term is asked for, in Portuguese by its title and in English by
its alias, and each that was left out, which should be refused.

    cited note right   the first citation is of the term's note, of all that are there
    token F1           words shared with the whole definition, 0 for a refusal
    refused            of the terms that are there, and of those left out
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from benchmarks.asking import overlap
from llmnotes.api import Vault
from llmnotes.model import Answer

Row = Mapping[str, str]
LEFT_OUT = 10
"""One in so many terms has no note."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question for one term with its answer; `there` tells whether the term has a note."""

    row: Row
    lang: str
    there: bool
    answer: Answer

    @property
    def right(self) -> float:
        """1 if the first citation is of the term's note."""
        found = self.answer.citations
        return float(bool(found) and found[0].path == f"{self.row['id']}.md")

    @property
    def overlap(self) -> float:
        """Token F1 against the definition, 0 for a refusal."""
        return overlap(self.answer, self.row["pt"])


def read_rows(data: Path) -> list[Row]:
    """Return the terms that are defined in both languages, each title once."""
    file = data / "dev" / "glossary_glosario.jsonl.zst"
    command = ["zstd", "-dc", "--long=27", str(file)]
    lines = subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()
    rows = (json.loads(line) for line in lines)
    whole = [row for row in rows if all(row.get(name) for name in ("pt", "pt_term", "en_term"))]
    return list({row["pt_term"].casefold(): row for row in whole}.values())


def write_vault(rows: Sequence[Row], root: Path) -> None:
    """Write a note for each term that is not left out."""
    for place, row in enumerate(rows):
        if place % LEFT_OUT:
            title, alias = json.dumps(row["pt_term"]), json.dumps([row["en_term"]])
            text = f"---\ntitle: {title}\naliases: {alias}\nlang: pt-BR\n---\n{row['pt']}\n"
            (root / f"{row['id']}.md").write_text(text, "utf-8")


def ask_all(rows: Sequence[Row], root: Path, decoder: str) -> Iterator[Asked]:
    """Yield both questions for every term."""
    with Vault.open(root, "pt").asker(decoder) as asker:
        for place, row in enumerate(rows):
            there = bool(place % LEFT_OUT)
            for lang, question in (
                ("pt", f"O que é {row['pt_term']}?"),
                ("en", f"What is {row['en_term']}?"),
            ):
                yield Asked(row, lang, there, asker(question))


def main() -> int:
    """Print the measures of both back ends."""
    parser = argparse.ArgumentParser(prog="benchmarks.definitions", description=main.__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--decoders", nargs="*", default=["bundled", "extractive"])
    args = parser.parse_args()
    rows = read_rows(args.data)
    print(
        "| decoder | language | cited note right | token F1 | refused, there | refused, left out |"
    )
    print("|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_vault(rows, root)
        for decoder in args.decoders:
            asked = list(ask_all(rows, root, decoder))
            for lang in ("pt", "en"):
                yes = [one for one in asked if one.lang == lang and one.there]
                no = [one for one in asked if one.lang == lang and not one.there]
                figures = (
                    mean(one.right for one in yes),
                    mean(one.overlap for one in yes),
                    mean(float(one.answer.refused) for one in yes),
                    mean(float(one.answer.refused) for one in no),
                )
                told = " | ".join(f"{figure:.3f}" for figure in figures)
                print(f"| {decoder} | {lang} | {told} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
