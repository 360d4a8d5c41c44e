"""What `llmnotes next` and `llmnotes tokens` show."""

from __future__ import annotations

import pytest
from decoder_helpers import small_decoder, tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.decoder.glance import bars, next_report, next_tokens, tokens_report
from llmnotes.decoder.sampling import Sampling


def test_candidates_come_best_first_and_more_keep_the_first() -> None:
    ten = next_tokens(small_decoder(), "Ele me mostrou o", 10)
    assert [c.probability for c in ten] == sorted((c.probability for c in ten), reverse=True)
    assert next_tokens(small_decoder(), "Ele me mostrou o", 3) == ten[:3]


def test_all_probabilities_together_are_one() -> None:
    every = next_tokens(small_decoder(), "o mar", len(tokenizer()))
    assert sum(c.probability for c in every) == pytest.approx(1)


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
    report = next_report(text, next_tokens(small_decoder(), text, 2))
    assert report["text"] == text
    assert isinstance(report["tokens"], list)
    assert all(r.keys() == {"token", "id", "logit", "probability"} for r in report["tokens"])


def test_bars_show_the_share_of_the_best() -> None:
    lines = bars(next_tokens(small_decoder(), "o mar", 5), 20).splitlines()
    assert len(lines) == 5
    assert lines[0].count("█") == 20
    assert all(line.count("█") <= 20 for line in lines)
