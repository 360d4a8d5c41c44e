"""What `llmnotes next` and `llmnotes tokens` show."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from decoder_helpers import small_decoder, tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.cli import main
from llmnotes.decoder.glance import bars, next_report, next_tokens, tokens_report
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.tokenizer import SPECIALS


def test_candidates_come_best_first_and_more_keep_the_first() -> None:
    ten = next_tokens(small_decoder(), "Ele me mostrou o", 10)
    assert [c.probability for c in ten] == sorted((c.probability for c in ten), reverse=True)
    assert next_tokens(small_decoder(), "Ele me mostrou o", 3) == ten[:3]


def test_all_probabilities_together_are_one() -> None:
    every = next_tokens(small_decoder(), "o mar", len(tokenizer()))
    assert sum(c.probability for c in every) == pytest.approx(1)
    assert sorted(c.id for c in every) == list(range(len(SPECIALS), len(tokenizer())))


def test_what_special_pieces_held_is_shared_out() -> None:
    every = next_tokens(small_decoder(), "o mar", len(tokenizer()))
    logits = np.array([c.logit for c in every], np.float64)
    shares = np.exp(logits - logits.max())
    np.testing.assert_allclose([c.probability for c in every], shares / shares.sum(), rtol=1e-4)


def test_heat_flattens_and_cold_sharpens() -> None:
    def top(temperature: float) -> float:
        found = next_tokens(small_decoder(), "o mar", 1, Sampling(temperature=temperature))
        return found[0].probability

    assert top(0) == 1 > top(0.5) > top(1) > top(2)


def test_a_token_of_the_text_is_penalised() -> None:
    before = next_tokens(small_decoder(), "o mar", len(tokenizer()))
    sampling = Sampling(temperature=1, presence_penalty=2)
    after = next_tokens(small_decoder(), "o mar", len(tokenizer()), sampling)
    seen = tokenizer().ids("o mar")[-1]
    shares = [{c.id: c.probability for c in found}[seen] for found in (before, after)]
    assert shares[1] < shares[0]


@settings(deadline=None, max_examples=20)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_reports_have_the_shape_of_the_contract(text: str) -> None:
    rows = tokens_report(tokenizer(), text)["tokens"]
    assert isinstance(rows, list)
    assert [row["id"] for row in rows] == tokenizer().ids(text)
    assert all(row.keys() == {"token", "id", "start", "end"} for row in rows)
    sampling = Sampling(temperature=1)
    report = next_report(text, next_tokens(small_decoder(), text, 2), "base", sampling)
    assert report["text"] == text
    assert isinstance(report["tokens"], list)
    assert all(r.keys() == {"token", "id", "logit", "probability"} for r in report["tokens"])


def test_bars_show_the_share_of_the_best() -> None:
    lines = bars(next_tokens(small_decoder(), "o mar", 5), 20).splitlines()
    assert len(lines) == 5
    assert lines[0].count("█") == 20
    assert all(line.count("█") <= 20 for line in lines)


def test_the_command_prints_bars_and_says_what_is_hidden(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["next", "Ele me mostrou o", "-k", "4", "--lang", "en"]) == 0
    shown = capsys.readouterr()
    lines = shown.out.splitlines()
    assert len(lines) == 4
    assert lines[0].endswith("█" * 40)
    assert "hidden" in shown.err


def test_the_command_applies_the_controls(capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*words: str) -> dict[str, Any]:
        assert main(["next", "o livro, o livro, o", "--json", *words]) == 0
        return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]

    plain = asked()
    assert plain["text"] == "o livro, o livro, o"
    assert len(plain["tokens"]) == 10
    greedy = asked("--temperature", "0", "-k", "2")
    assert [row["probability"] for row in greedy["tokens"]] == [1.0, 0.0]
    assert greedy["tokens"][0]["id"] == plain["tokens"][0]["id"]
    narrow = asked("--top-p", "0.001")
    assert narrow["tokens"][0]["probability"] == 1.0
    assert narrow["parameters"]["top_p"] == 0.001
    other = asked("--decoder", "bundled")
    assert (plain["decoder"], other["decoder"]) == ("base", "tuned")
    assert [r["logit"] for r in other["tokens"]] != [r["logit"] for r in plain["tokens"]]
    penalised = asked("--frequency-penalty", "2", "--presence-penalty", "2", "-k", "20000")
    shares = {row["id"]: row["probability"] for row in penalised["tokens"]}
    before = {row["id"]: row["probability"] for row in asked("-k", "20000")["tokens"]}
    book = tokenizer().ids(" livro")[0]
    assert shares[book] < before[book]


def test_settings_out_of_range_are_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["next", "o", "--temperature", "-1"]) == 2
    assert "temperature -1.0" in capsys.readouterr().err


def test_tokens_are_listed_with_ids_and_characters(capsys: pytest.CaptureFixture[str]) -> None:
    text = "Atenção é 🦜!"
    assert main(["tokens", text, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["tokens"]
    assert [row["id"] for row in rows] == tokenizer().ids(text)
    assert (rows[0]["start"], rows[-1]["end"]) == (0, len(text))
    for row in rows:
        if not row["token"].startswith("<0x"):
            assert text[row["start"] : row["end"]] == row["token"]
    assert main(["tokens", text]) == 0
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == len(rows)
    assert str(len(text)) in shown.err
    assert main(["tokens", ""]) == 0
    assert capsys.readouterr().out == ""
