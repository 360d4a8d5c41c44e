"""The bundled weights: small, quick, offline, and of use."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np
import pytest

from llmnotes.decoder.engine import MODELS, STAGES, Decoder, bundled
from llmnotes.decoder.glance import next_tokens
from llmnotes.decoder.prompt import make_prompt
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.spans import best_spans

PASSAGES = [
    "A atenção é um mecanismo que pondera as palavras de uma frase. Foi proposta em 2014.",
    "Tokenização: processo de dividir um texto em unidades menores chamadas tokens.",
    "Temperature: a setting that makes the output of a model more or less random.",
]


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the least CPU time of three runs: others share this machine."""
    spent = []
    for _ in range(3):
        start = time.process_time()
        work()
        spent.append(time.process_time() - start)
    return min(spent)


def test_both_stages_fit_in_32_megabytes() -> None:
    assert sum(path.stat().st_size for path in MODELS.rglob("*") if path.is_file()) <= 32 << 20


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_has_5_to_30_million_parameters(stage: str) -> None:
    count = sum(value.size for value in bundled(stage).network.weights.values())
    assert 5_000_000 <= count <= 30_000_000


def test_loading_takes_little_time() -> None:
    assert cpu_seconds(lambda: Decoder.load(MODELS / "tuned")) <= 0.3


def test_sixty_tokens_a_second_on_one_thread() -> None:
    decoder, sampling = bundled("base"), Sampling(temperature=1.0, max_length=60, seed=3)
    tokens = len([s for s in decoder.write(decoder.begin("O modelo"), sampling) if s.token >= 0])
    spent = cpu_seconds(lambda: list(decoder.write(decoder.begin("O modelo"), sampling)))
    assert tokens / spent >= 60


def test_512_tokens_are_read_in_little_time() -> None:
    decoder = bundled("tuned")
    prompt = make_prompt(decoder.tokenizer, "O que é atenção?", [" ".join(PASSAGES * 9)])
    assert len(prompt.ids) >= 512
    assert cpu_seconds(lambda: decoder.read(prompt)) <= 0.6


@pytest.mark.skipif(sys.platform != "linux", reason="reads the kernel's account in /proc")
def test_reading_and_writing_fit_in_200_megabytes() -> None:
    script = (
        "from llmnotes.decoder.engine import bundled\n"
        "from llmnotes.decoder.sampling import Sampling\n"
        "bundled('tuned').complete('O modelo ' * 200, Sampling(max_length=20))\n"
        "print(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(run.stdout) <= 200 << 10  # kB; getrusage would count the tests' own peak too


def test_no_network_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    decoder = Decoder.load(MODELS / "tuned")
    decoder.complete("O modelo", Sampling(max_length=3))


def test_a_definition_is_copied_from_the_passage_that_holds_it() -> None:
    decoder = bundled("tuned")
    prompt = make_prompt(decoder.tokenizer, "O que é tokenização?", PASSAGES)
    best = best_spans(decoder, prompt).best[0]
    assert best.passage == 1
    assert "dividir um texto" in PASSAGES[1][best.start : best.end]


def test_tuning_taught_to_copy() -> None:
    gates = {}
    for stage in STAGES:
        decoder = bundled(stage)
        prompt = make_prompt(decoder.tokenizer, "O que é tokenização?", PASSAGES)
        gates[stage] = decoder.read(prompt)[1].gate
    assert gates["tuned"] > 0.5


def test_the_base_knows_what_may_follow_an_article() -> None:
    found = next_tokens(bundled("base"), "Ele me mostrou o", 20)
    pieces = {candidate.token for candidate in found}
    assert pieces & {" nome", " serviço", " arquivo", " valor", " livro", " processo", " modelo"}


def test_shapes_and_tokenizer_agree() -> None:
    for stage in STAGES:
        shape = json.loads((MODELS / stage / "shape.json").read_text("utf-8"))
        assert shape["vocabulary"] == len(bundled(stage).tokenizer)
        assert bundled(stage).network.weights["embed.weight"].dtype == np.float32
