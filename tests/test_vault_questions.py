"""The questions about other people's vaults point at lines that there are."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

VAULTS = sorted((Path(__file__).parent.parent / "benchmarks" / "vaults").glob("*/questions.jsonl"))
KINDS = frozenset(
    [
        "def",
        "why",
        "how",
        "diff",
        "list",
        "where",
        "which",
        "howmany",
        "yn",
        "whowhen",
        "todo",
        "unans",
    ]
)


def test_there_are_vaults_to_learn_from_and_others_to_test_with() -> None:
    split = {json.loads(file.read_text("utf-8").splitlines()[0])["split"] for file in VAULTS}
    assert split == {"vaults", "test"}


@pytest.mark.parametrize("file", VAULTS, ids=lambda file: file.parent.name)
def test_every_span_is_there_and_says_something(file: Path) -> None:
    asked = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert max(Counter(one["id"] for one in asked).values()) == 1
    assert len({one["split"] for one in asked}) == 1
    for one in asked:
        assert one["kind"] in KINDS and one["lang"] in ("pt", "en") and one["question"].strip()
        assert bool(one["lines"]) == (one["kind"] != "unans"), one["id"]
        for note, first, last in one["lines"]:
            lines = (file.parent / "notes" / note).read_text("utf-8").splitlines()
            assert 1 <= first <= last <= len(lines), one["id"]
            assert any(line.strip() for line in lines[first - 1 : last]), one["id"]
