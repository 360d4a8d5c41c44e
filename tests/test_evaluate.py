"""An evaluation judges what its cases demand, and the best by the stated criteria wins."""

from __future__ import annotations

import json
import re
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ask_helpers import written
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.ask.defaults import FILE, read_defaults
from llmnotes.ask.manner import Manner
from llmnotes.cli import main
from llmnotes.errors import ConfigError, ModelError, VaultError
from llmnotes.evaluate import (
    Case,
    Criteria,
    Evaluation,
    Plan,
    Variant,
    evaluate,
    missed,
    pin,
    read_plan,
    winner,
)
from llmnotes.evaluate import report as page
from llmnotes.evaluate.plan import Price, Setting
from llmnotes.evaluate.reading import EXAMPLE
from llmnotes.evaluate.running import Result
from llmnotes.evaluate.scoring import Score, score
from llmnotes.model import Answer, Citation, Usage

NOTES = {
    "Token.md": "Um token é um pedaço de texto que o modelo lê de cada vez.\n",
    "Temperatura.md": "A temperatura é o número que muda as probabilidades de cada token.\n",
}
CASES = """criteria: {accuracy: 50%, seconds: 30}
decoders: [extractive]
cases:
  - question: O que é um token?
    notes: [Token.md]
    answer: Um token é um pedaço de texto que o modelo lê de cada vez.
  - question: Quem venceu a copa de 1970?
    refuse: true
"""

WRONG = {
    "": (1, "cases"),
    "cases: 3": (1, "list"),
    "cases:\n  - notes: A.md": (2, "question"),
    "cases:\n  - question: O que é?\n": (2, "refuse"),
    "cases:\n  - question: a\n    refuse: true\n    answer: b": (2, "refuse"),
    "cases:\n  - question: a\n    refuse: true\nprefers: cost": (4, "prefers"),
    "cases:\n  - question: a\n    refuse: perhaps": (3, "perhaps"),
    "criteria:\n  accuracy: high\ncases:\n  - {question: a, refuse: true}": (2, "high"),
    "criteria:\n  accuracy: -1\ncases:\n  - {question: a, refuse: true}": (2, "-1"),
    "settings:\n  - temperature: 0\n  - heat: 1\ncases: []": (3, "heat"),
    "settings:\n  - top_p: 3\ncases: []": (2, "top_p"),
    "cases: []\ncases: []": (2, "cases"),
    "cases: [": (1, ""),
    "a: b\n\t- c": (2, ""),
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return written(tmp_path / "vault", NOTES)


def result(name: str, accuracy: float, seconds: float = 1.0, cost: float = 0.0) -> Result:
    """Return the result of a variant that was right in `accuracy` of ten cases."""
    variant, case = Variant(name), Case("?")
    scores = tuple(
        Score(variant, case, "", faults, "", False, None, None, True, 1, 1, cost, seconds, 1)
        for at in range(10)
        for faults in [() if at < 10 * accuracy else ("note",)]
    )
    return Result(variant, scores)


def evaluation(*results: Result, prefer: str = "accuracy", **criteria: float) -> Evaluation:
    return Evaluation(Plan((Case("?"),), Criteria(**criteria), prefer=prefer), results)


@pytest.mark.parametrize("text", WRONG)
def test_a_fault_in_the_cases_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    line, word = WRONG[text]
    file = tmp_path / "cases.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(VaultError) as caught:
        read_plan(file)
    assert str(caught.value).startswith(f"cases.yaml:{line}: ")
    assert word in str(caught.value)


@given(st.text(alphabet="abc:-[]{}# \n\"'|>&*!%@`,", max_size=60))
def test_no_file_of_cases_breaks_the_reader(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    file = tmp_path_factory.mktemp("cases") / "cases.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(VaultError):
        read_plan(file)


def test_the_example_can_be_read() -> None:
    plan = read_plan(EXAMPLE)
    assert len(plan.cases) >= 5
    assert any(case.refuse for case in plan.cases)
    assert [one.name for one in plan.variants()] == [
        "bundled · greedy", "bundled · warm", "extractive",
    ]  # fmt: skip


def test_what_makes_no_difference_is_tried_once() -> None:
    settings = (Setting("a"), Setting("b"))
    plan = Plan((), decoders=("extractive", "hf:x"), templates=("p", "q"), settings=settings)
    names = [variant.name for variant in plan.variants()]
    assert names == ["extractive", "hf:x · p · a", "hf:x · p · b", "hf:x · q · a", "hf:x · q · b"]


def test_a_case_is_right_if_all_it_demands_holds() -> None:
    cited = (Citation(1, "A.md", "", (), (1, 1), "Um dois três."),)
    said = Answer("?", "Um dois três. [1]", False, 0.9, cited, usage=Usage(1000, 500, 0.0, 0.1))
    silent = Answer("?", "As notas não dizem.", True, 0.1)
    judge = lambda case, answer: score(  # noqa: E731
        Variant("http://x/v1#m"), case, answer, Criteria(), Price(0.01, 0.02), 0.1
    )
    assert judge(Case("?", notes=("A.md",)), said).right
    assert not judge(Case("?", notes=("B.md",)), said).right
    assert judge(Case("?", contains=("DOIS TRES",)), said).right
    assert not judge(Case("?", contains=("quatro",)), said).right
    assert judge(Case("?", answer="um dois três"), said).f1 == 1
    assert not judge(Case("?", answer="nada disso aqui"), said).right
    assert judge(Case("?", refuse=True), silent).right
    assert judge(Case("?", refuse=True), said).faults == ("refused",)
    assert judge(Case("?", notes=("A.md",)), silent).faults == ("answered",)
    assert judge(Case("?", notes=("B.md",), contains=("4",)), said).faults == ("note", "contains")
    assert judge(Case("?", notes=("A.md",)), said).cost == pytest.approx(0.02)
    assert judge(Case("?", notes=("A.md",)), said).cited == 1
    signs = replace(
        said,
        text="Vale α. [1]",
        citations=(Citation(1, "A.md", "", (), (1, 1), "Vale $\\alpha$."),),
    )
    assert judge(Case("?", notes=("A.md",)), signs).cited == 1


def test_what_runs_here_costs_nothing() -> None:
    said = Answer("?", "Um.", False, 0.9, usage=Usage(1000, 500, 0.0, 0.1))
    paid = [
        score(Variant(name), Case("?"), said, Criteria(), Price(0.01, 0.02), 0.1).cost
        for name in ("bundled", "http://x/v1#m")
    ]
    assert paid == pytest.approx([0, 0.02])


@given(st.lists(st.tuples(st.integers(0, 10), st.floats(0, 5), st.floats(0, 1)), min_size=1))
def test_the_winner_meets_all_criteria_and_none_that_does_is_more_accurate(
    found: list[tuple[int, float, float]],
) -> None:
    results = [result(str(at), a / 10, s, c) for at, (a, s, c) in enumerate(found)]
    done = evaluation(*results, accuracy=0.5, seconds=2.0, cost=0.5)
    best = winner(done)
    meeting = [one for one in results if not missed(done, one)]
    assert (best is None) == (not meeting)
    if best is not None:
        assert best in meeting
        assert best.accuracy == max(one.accuracy for one in meeting)


def test_what_is_preferred_decides() -> None:
    slow, fast = result("slow", 0.9, 3.0), result("fast", 0.8, 1.0)
    assert winner(evaluation(slow, fast)) is slow
    assert winner(evaluation(slow, fast, prefer="seconds")) is fast
    assert winner(evaluation(slow, fast, seconds=2)) is fast
    assert winner(evaluation(slow, fast, accuracy=1)) is None


@given(
    st.floats(0, 2),
    st.floats(0.01, 1),
    st.integers(0, 99),
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)),
)
def test_what_is_pinned_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, heat: float, top: float, seed: int, stop: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("pin")
    sampling = Setting().sampling
    sampling = type(sampling)(heat, top, sampling.max_length, tuple(stop), seed=seed)
    variant = Variant("hf:x", "recipe", Setting("s", sampling))
    pin(folder, variant, "why\nand how")
    assert read_defaults(folder) == variant.manner("en")


def test_without_a_pin_the_usual_holds_and_a_wrong_one_is_named(tmp_path: Path) -> None:
    assert read_defaults(tmp_path).template == "plain"
    for text in ("heat = 1", "decoder = 3", "top_p = 7", "decoder =", "max_length = 2.5"):
        (tmp_path / FILE).write_text(text, "utf-8")
        with pytest.raises(ConfigError, match=re.escape(FILE)):
            read_defaults(tmp_path)


def test_the_command_says_who_wins_and_pins_it(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases, html = tmp_path / "cases.yaml", tmp_path / "report.html"
    cases.write_text(CASES, "utf-8")
    words = ["evaluate", str(cases), "--vault", str(vault), "--lang", "en"]
    assert main([*words, "--json", "--pin", "--report", str(html)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["winner"] == "extractive"
    assert [case["right"] for case in document["variants"][0]["cases"]] == [True, True]
    assert document["variants"][0]["f1"] == 1
    assert read_defaults(vault / ".llmnotes").decoder == "extractive"
    assert "<svg" in html.read_text("utf-8")
    assert main(words) == 0
    assert "★ extractive" in capsys.readouterr().out


def test_what_cannot_answer_is_told_before_the_work(vault: Path) -> None:
    asked: list[str] = []

    def open_asker(manner: Manner) -> AbstractContextManager[Any]:
        def asker(question: str, k: int) -> Answer:
            asked.append(manner.decoder)
            if manner.decoder == "dead" or len(asked) == 5:
                raise ModelError("no sign")
            return Answer(question, "Um.", False, 0.9)

        return nullcontext(asker)

    cases = (Case("?"), Case("!"))
    with pytest.raises(ModelError):
        evaluate(open_asker, Plan(cases, decoders=("good", "dead")))
    assert asked == ["good", "dead"]
    asked.clear()
    (found,) = evaluate(open_asker, Plan((*cases, *cases), decoders=("good",))).results
    assert [one.faults for one in found.scores] == [(), (), ("failed",), ()]


def test_without_a_winner_nothing_is_pinned(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text(CASES.replace("seconds: 30", "seconds: 0"), "utf-8")
    words = ["evaluate", str(cases), "--vault", str(vault), "--lang", "pt"]
    assert main(words) == 0
    assert main([*words, "--strict"]) == 1
    assert main([*words, "--pin"]) == 1
    assert "Nenhuma variante" in capsys.readouterr().out
    assert not (vault / ".llmnotes" / FILE).exists()


def test_the_report_needs_nothing_else_and_escapes_what_it_shows() -> None:
    done = evaluation(result("<b>&", 0.5, cost=0.25), result("y", 0.4, cost=0.5), accuracy=0.45)
    done = Evaluation(Plan((Case("<script>"),) * 10, done.plan.criteria), done.results)
    text = page(done, "c.yaml", "pt")
    assert "<script" not in text
    assert "<b>&" not in text
    assert not re.search(r"(?:src|href)=|@import|url\(", text)
    assert text.count("<svg") == 4
    assert text == page(done, "c.yaml", "pt")


def test_an_example_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "--example"]) == 0
    assert capsys.readouterr().out == EXAMPLE.read_text("utf-8")
