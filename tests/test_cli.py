"""The command line does what the transcripts say, to the letter and to the exit status."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from dataclasses import dataclass
from pathlib import Path

import pytest

from llmnotes.cli import main

TESTS = Path(__file__).parent
STEP = re.compile(r"^\$ llmnotes (?P<words>.*)\n(?P<out>(?:(?!\$ ).*\n)*)", re.MULTILINE)
STATUS = re.compile(r"^\[(\d+)\]\n", re.MULTILINE)


@dataclass(frozen=True)
class Step:
    file: str
    words: str
    out: str
    status: int


def steps() -> list[Step]:
    found = []
    for file in sorted((TESTS / "transcripts").glob("*.md")):
        for block in re.findall(r"```console\n(.*?)```", file.read_text("utf-8"), re.DOTALL):
            for match in STEP.finditer(block):
                status = STATUS.search(match["out"])
                out = STATUS.sub("", match["out"])
                found.append(Step(file.name, match["words"], out, int(status[1]) if status else 0))
    return found


def run(words: str) -> tuple[int, str]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        try:
            status = main(shlex.split(words))
        except SystemExit as stop:
            status = int(stop.code or 0)
    text = out.getvalue().replace(f"{Path.cwd()}/", "")
    return status, "".join(line.rstrip() + "\n" for line in text.splitlines())


@pytest.mark.parametrize("step", steps(), ids=lambda step: step.words)
def test_a_transcript_replays(step: Step, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TESTS / "vaults")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LLMNOTES_VAULT"):
        monkeypatch.delenv(name, raising=False)
    status, out = run(step.words)
    assert out == step.out
    assert status == step.status


def test_there_are_transcripts() -> None:
    assert len(steps()) > 10
