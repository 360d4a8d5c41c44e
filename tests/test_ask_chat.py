"""A conversation on a terminal: commands, follow-ups, completion, links."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from ask_helpers import bold_asker, indexed_vault, written

from llmnotes.api import Vault
from llmnotes.ask.followup import stands_alone
from llmnotes.cli.chat import COMMANDS, Talk, completer, completions
from llmnotes.cli.terminal import can_link, hyperlink

NOTES = {
    "Temperatura.md": "A temperatura é o número que muda as probabilidades.\n",
    "Top p.md": "Top p é a regra que corta a cauda das probabilidades.\n",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return written(tmp_path, NOTES)


def test_a_follow_up_is_asked_of_the_notes(
    vault: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORCE_HYPERLINK", raising=False)
    with indexed_vault(vault) as index:
        talk = Talk(Vault.open(vault, "pt"), bold_asker(vault, index, "extractive"), 10)
        assert talk.hear("O que é a temperatura?")
        assert "A temperatura é o número" in capsys.readouterr().out
        assert talk.hear("e o top p?")
        heard = capsys.readouterr()
        assert "→ O que é o top p?" in heard.err
        assert "Top p é a regra" in heard.out
        assert talk.hear("/sources")
        assert "Top p.md:1" in capsys.readouterr().out
        assert talk.hear("/reset")
        assert talk.hear("/sources")
        assert "ainda não há resposta" in capsys.readouterr().err
        assert talk.hear("   ")
        assert not talk.hear("/quit")


def test_follow_ups_follow_one_another() -> None:
    told, before = [], None
    for text in ("O que é a temperatura?", "e o top-p?", "por quê?", "um exemplo?", "e o top-k?"):
        before = stands_alone(text, before)
        told.append(before.text)
    assert told[1:] == [
        "O que é o top-p?",
        "Por que usar top-p?",
        "Qual é um exemplo de top-p?",
        "Qual é um exemplo de top-k?",
    ]


def test_help_names_every_command(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with indexed_vault(vault) as index:
        talk = Talk(Vault.open(vault, "en"), bold_asker(vault, index, "extractive"), 10)
        talk.hear("/help")
    told = capsys.readouterr().err
    assert all(one in told for one in COMMANDS if one != "/help")


def test_titles_are_completed_wherever_they_begin() -> None:
    complete = completer(["Atenção", "Top p"])
    assert complete("o que é ate", 0) == "o que é Atenção"
    assert complete("o que é ate", 1) is None
    assert complete("top", 0) == "Top p"
    assert complete("/so", 0) == "/sources"
    assert completions("", ["Top p"]) == []


def test_links_are_for_terminals_that_open_them() -> None:
    assert can_link({"TERM_PROGRAM": "WezTerm"}, True)
    assert can_link({"VTE_VERSION": "6003"}, True)
    assert not can_link({"VTE_VERSION": "4205"}, True)
    assert not can_link({"TERM_PROGRAM": "WezTerm"}, False)
    assert can_link({"FORCE_HYPERLINK": "1"}, False)
    assert not can_link({"FORCE_HYPERLINK": "0", "TERM_PROGRAM": "WezTerm"}, True)
    assert hyperlink("x", Path("/a b.md")).startswith("\x1b]8;;file:///a%20b.md\x1b\\x")


def test_without_a_question_a_terminal_gets_a_conversation(vault: Path) -> None:
    """The real command on a pseudo-terminal: asked, answered, left, history kept."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "llmnotes", "ask", "--vault", str(vault), "--lang", "en"]
    environ = {**os.environ, "FORCE_HYPERLINK": "1", "TERM": "xterm"}
    process = subprocess.Popen(
        command, stdin=follower, stdout=follower, stderr=follower, env=environ, close_fds=True
    )
    os.close(follower)
    os.write(leader, "O que é a temperatura?\n/quit\n".encode())
    shown = _all_of(leader, process)
    assert process.returncode == 0
    assert "Ask the notes." in shown
    assert "A temperatura é o número que muda as probabilidades. [1]" in shown
    assert "\x1b]8;;file://" in shown
    assert "temperatura" in (vault / ".llmnotes" / "chat-history").read_text("utf-8")


def _all_of(leader: int, process: subprocess.Popen[bytes]) -> str:
    """Read what a process shows on its terminal until it ends."""
    shown = b""
    until = time.monotonic() + 300
    while time.monotonic() < until:
        try:
            more = os.read(leader, 4096)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        shown += more
    process.wait(60)
    os.close(leader)
    return shown.decode("utf-8", "replace")
