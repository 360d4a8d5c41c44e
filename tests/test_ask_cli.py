"""`llmnotes ask` says what the transcript says; it indexes, so it works on a copy."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from llmnotes.api import Vault
from llmnotes.cli import main

TESTS = Path(__file__).parent
STEP = re.compile(r"^\$ llmnotes (?P<words>.*)\n(?P<out>(?:(?!\$ ).*\n)*)", re.MULTILINE)
STATUS = re.compile(r"^\[(\d)\]\n", re.MULTILINE)


def steps() -> list[tuple[str, str, int]]:
    """Return command, output and status of every step of the transcript."""
    text = (TESTS / "transcripts" / "indexed" / "ask.md").read_text("utf-8")
    found = []
    for block in re.findall(r"```console\n(.*?)```", text, re.DOTALL):
        for match in STEP.finditer(block):
            status = STATUS.search(match["out"])
            out = STATUS.sub("", match["out"])
            found.append((match["words"], out, int(status[1]) if status else 0))
    return found


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder with a copy of the vault, in an English terminal."""
    ignored = shutil.ignore_patterns(".llmnotes")
    shutil.copytree(TESTS / "vaults" / "conceitos", tmp_path / "conceitos", ignore=ignored)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "LLMNOTES_VAULT"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(words: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(words)
        except SystemExit as stop:
            status = int(stop.code or 0)
    return status, out.getvalue(), err.getvalue()


def test_the_transcript_replays(here: Path) -> None:
    for words, expected, expected_status in steps():
        status, out, err = run(shlex.split(words))
        assert out + err == expected, words
        assert status == expected_status, words


def test_the_transcript_has_steps() -> None:
    assert len(steps()) >= 5


def test_json_is_one_document_with_verified_quotes(here: Path) -> None:
    status, out, _ = run(["ask", "--vault", "conceitos", "--json", "O que é um token?"])
    shown = json.loads(out)
    assert status == 0
    assert shown["answer"] == "Um token é um pedaço de texto. [1]"
    assert 0 <= shown["confidence"] <= 1
    assert shown["decoder"] == "bundled"
    (one,) = shown["citations"]
    lines = (here / "conceitos" / one["path"]).read_text("utf-8").split("\n")
    first, last = one["lines"]
    assert one["quote"] in " ".join(lines[first - 1 : last]).replace("**", "")


def test_a_batch_answers_in_order(here: Path) -> None:
    asked = ["O que é um token?", "Quem descobriu o Brasil?", "O que é um token?"]
    rows = [json.dumps({"id": n, "text": text}) for n, text in enumerate(asked)]
    (here / "asked.jsonl").write_text("\n".join(rows), "utf-8")
    status, out, _ = run(["ask", "--vault", "conceitos", "--batch", "asked.jsonl", "--strict"])
    answers = [json.loads(line) for line in out.splitlines()]
    assert [one["id"] for one in answers] == [0, 1, 2]
    assert [one["refused"] for one in answers] == [False, True, False]
    assert answers[0]["answer"] == answers[2]["answer"]
    assert status == 1


def test_no_network_is_touched(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr("socket.socket", refuse)
    monkeypatch.setattr("socket.create_connection", refuse)
    status, out, _ = run(["ask", "--vault", "conceitos", "O que é um token?"])
    assert status == 0
    assert out.startswith("Um token é um pedaço de texto. [1]")


def test_a_program_asks_as_the_command_does(here: Path) -> None:
    answer = Vault.open("conceitos").ask("O que é um token?")
    assert answer.text == "Um token é um pedaço de texto. [1]"
    assert [one.path for one in answer.citations] == ["Token.md"]


def test_what_is_misspelt_is_said_though_the_decoder_reads_no_prompt(here: Path) -> None:
    words = ["ask", "--vault", "conceitos", "O que é um token?"]
    assert run([*words, "--template", "nope"])[0] == 2
    assert run([*words, "--field", "nope=1"])[0] == 2
    status, _, err = run([*words, "--template", "recipe"])
    assert status == 0
    assert "bundled reads passages and no prompts" in err
    assert run(["ask", "--vault", "conceitos", " "])[0] == 2
