"""Answers of a server that speaks chat completions, a process of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from ask_helpers import BOLD, ENCODER, Reader, indexed_vault, written

from llmnotes.ask import Asker, Manner
from llmnotes.decoder.sampling import Sampling
from llmnotes.errors import ModelError, UsageError
from llmnotes.model import Answer, Told

NOTES = {
    "Token.md": "# Token\n\nUm token é um pedaço de texto. Todos juntos são o [[Vocabulário]].\n"
}
QUESTION = "O que é um token?"


@dataclass
class Server:
    port: int

    @property
    def name(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1#tiny"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def asked(self) -> list[dict[str, object]]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/asked") as answer:
            found: list[dict[str, object]] = json.load(answer)
        return found


@contextmanager
def serving(scene: str) -> Iterator[Server]:
    script = Path(__file__).with_name("chat_server.py")
    process = subprocess.Popen(
        [sys.executable, str(script), scene], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Server(int(process.stdout.readline()))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return written(tmp_path, NOTES)


def ask(vault: Path, name: str, heard: list[Told] | None = None, **how: object) -> Answer:
    manner = replace(Manner(decoder=name, patience=5.0), **how)  # type: ignore[arg-type]
    with indexed_vault(vault) as index:
        asker = Asker(index, ENCODER, Reader(vault), manner, weights=BOLD)
        return asker(QUESTION, listen=None if heard is None else heard.append)


def test_what_a_server_says_is_cited_and_verified(vault: Path) -> None:
    with serving("plain") as server:
        answer = ask(vault, server.name)
        (asked,) = server.asked()
    assert answer.text == "Um token é um pedaço de texto. [1] Todos juntos são o Vocabulário. [2]"
    assert [one.quote for one in answer.citations] == [
        "Um token é um pedaço de texto.",
        "Todos juntos são o Vocabulário.",
    ]
    assert all((one.path, one.lines) == ("Token.md", (3, 3)) for one in answer.citations)
    assert (answer.usage.prompt_tokens, answer.usage.answer_tokens) == (123, 5)
    assert asked["path"] == "/v1/chat/completions"
    assert asked["key"] == ""
    body = asked["body"]
    assert isinstance(body, dict)
    assert body["model"] == "tiny"
    assert QUESTION in body["messages"][-1]["content"]
    assert "Um token é um pedaço de texto." in body["messages"][-1]["content"]


def test_all_controls_reach_the_server(vault: Path) -> None:
    sampling = Sampling(0.7, 0.9, 33, ("FIM",), 0.2, 0.1, 5)
    with serving("plain") as server:
        answer = ask(vault, server.name, sampling=sampling)
        body = server.asked()[0]["body"]
    sent = {
        "temperature": 0.7,
        "top_p": 0.9,
        "max_tokens": 33,
        "stop": ["FIM"],
        "frequency_penalty": 0.2,
        "presence_penalty": 0.1,
        "seed": 5,
    }
    assert isinstance(body, dict)
    assert sent.items() <= body.items()
    assert sent.items() <= answer.parameters.items()


def test_a_sentence_is_heard_before_the_server_is_done(vault: Path) -> None:
    heard: list[float] = []
    with serving("steady") as server, indexed_vault(vault) as index:
        manner = Manner(decoder=server.name)
        asker = Asker(index, ENCODER, Reader(vault), manner, weights=BOLD)
        answer = asker(QUESTION, listen=lambda told: heard.append(time.monotonic()))
    assert len(heard) == 2
    assert heard[1] - heard[0] > 0.5
    assert answer.usage.seconds_first < answer.usage.seconds - 0.5


def test_what_no_note_says_is_marked_or_dropped(vault: Path) -> None:
    with serving("lies") as server:
        marked = ask(vault, server.name)
        dropped = ask(vault, server.name, strict=True)
    assert marked.text == "A lua é de queijo. [?]"
    assert [one.n for one in marked.sentences] == [None]
    assert not marked.refused
    assert not marked.citations
    assert dropped.refused
    assert dropped.text == "As notas não dizem."


@pytest.mark.parametrize("scene", ["refuses", "mute"])
def test_a_model_that_finds_nothing_refuses(vault: Path, scene: str) -> None:
    with serving(scene) as server:
        answer = ask(vault, server.name)
    assert answer.refused
    assert answer.text == "As notas não dizem."


@pytest.mark.parametrize("scene", ["whole", "strict"])
def test_servers_that_cannot_stream_or_know_fewer_fields_answer_too(
    vault: Path, scene: str
) -> None:
    with serving(scene) as server:
        answer = ask(vault, server.name)
    assert answer.text.startswith("Um token é um pedaço de texto. [1]")


@pytest.mark.parametrize(
    ("scene", "reason"),
    [
        ("401", "refused the key .*401.*LLMNOTES_API_KEY"),
        ("404", "answered 404: scene 404"),
        ("500", "answered 500: scene 500"),
        ("html", "answered 502: <h1>Bad gateway"),
        ("redirect", "answered 307: → http://elsewhere.invalid"),
        ("broken", "broke off in the middle"),
        ("malformed", "outside the protocol"),
        ("fails", "out of memory"),
    ],
)
def test_a_failing_server_is_named_with_the_reason(vault: Path, scene: str, reason: str) -> None:
    with serving(scene) as server, pytest.raises(ModelError, match=reason) as caught:
        ask(vault, server.name)
    assert str(caught.value).startswith(server.url)


@pytest.mark.parametrize("scene", ["slow", "silent"])
def test_a_slow_server_is_not_waited_for(vault: Path, scene: str) -> None:
    start = time.monotonic()
    with serving(scene) as server, pytest.raises(ModelError, match=r"no sign for 0\.5 s"):
        ask(vault, server.name, patience=0.5)
    assert time.monotonic() - start < 20


def test_nobody_at_the_address_is_said(vault: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # a port that nobody listens on
        url = f"http://127.0.0.1:{held.getsockname()[1]}/v1"
        with pytest.raises(ModelError, match=f"{url}: the server cannot be reached: .*refused"):
            ask(vault, f"{url}#tiny")


def test_a_key_is_sent_if_there_is_one(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "two")
    with serving("plain") as server:
        ask(vault, server.name)
        monkeypatch.setenv("LLMNOTES_API_KEY", "one")
        ask(vault, server.name)
        assert [one["key"] for one in server.asked()] == ["Bearer two", "Bearer one"]


def test_no_proxy_and_no_other_host_is_spoken_to(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = socket.create_connection
    spoken: list[object] = []

    def watched(address: tuple[str, int], *rest: object, **more: object) -> socket.socket:
        spoken.append(address)
        return connect(address, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    with serving("plain") as server:
        monkeypatch.setattr("socket.create_connection", watched)
        ask(vault, server.name)
    assert spoken == [("127.0.0.1", server.port)]


def test_tokens_have_their_probabilities_when_asked_for(vault: Path) -> None:
    with serving("plain") as server:
        answer = ask(vault, server.name, explain=True)
        body = server.asked()[0]["body"]
    assert isinstance(body, dict)
    assert body["logprobs"] is True
    first = answer.sentences[0].tokens[0]
    assert (first.text, round(first.probability, 3)) == ("Um token", 0.607)
    assert first.alternatives[0][0] == "Uma"


def test_a_private_note_is_not_sent(vault: Path) -> None:
    with serving("plain") as server, indexed_vault(vault) as index:
        written(vault, {"Token.md": f"---\npublish: false\n---\n{NOTES['Token.md']}"})
        asker = Asker(index, ENCODER, Reader(vault), Manner(decoder=server.name), weights=BOLD)
        asker(QUESTION)
        for asked in server.asked():
            assert "pedaço" not in json.dumps(asked["body"], ensure_ascii=False)


@pytest.mark.parametrize(
    "name", ["http://", "http://host/v1", "http://host:x/v1#m", "http://me:secret@host/v1#m"]
)
def test_an_address_without_host_or_model_is_wrong_use(vault: Path, name: str) -> None:
    with pytest.raises(UsageError, match="expected http://HOST:PORT/v1#MODEL"):
        ask(vault, name)
