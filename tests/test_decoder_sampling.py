"""The six controls do what their definitions say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from llmnotes.decoder.sampling import (
    Sampling,
    StopWatch,
    distribution,
    draw,
    nucleus,
    penalise,
    probabilities,
)
from llmnotes.errors import UsageError

score_rows = hnp.arrays(np.float32, st.integers(1, 40), elements=st.floats(-30, 30, width=32))
positive = st.floats(0.05, 5)


@given(score_rows, st.floats(0, 5), st.floats(0, 1))
def test_probabilities_sum_to_one(scores: np.ndarray, temperature: float, p: float) -> None:
    shares = distribution(scores, Sampling(temperature=temperature, top_p=p), {})
    assert shares.min() >= 0
    assert shares.sum() == pytest.approx(1, abs=1e-9)


@given(score_rows)
def test_temperature_zero_is_greedy(scores: np.ndarray) -> None:
    shares = probabilities(scores, 0)
    assert draw(shares, np.random.default_rng(0)) == int(scores.argmax())
    assert shares.max() == 1


@given(score_rows, positive)
def test_temperature_divides_the_differences(scores: np.ndarray, temperature: float) -> None:
    shares = probabilities(scores, temperature)
    wide = scores.astype(np.float64)
    expected = np.exp((wide - wide.max()) / temperature)
    np.testing.assert_allclose(shares, expected / expected.sum(), rtol=1e-9)


@given(score_rows, positive, st.floats(0.01, 1))
def test_top_p_keeps_the_smallest_set_that_reaches_p(
    scores: np.ndarray, temperature: float, p: float
) -> None:
    shares = probabilities(scores, temperature)
    kept = np.flatnonzero(nucleus(shares, p))
    dropped = np.setdiff1d(np.arange(len(shares)), kept)
    assert shares[kept].sum() >= p - 1e-9
    assert shares[kept].sum() - shares[kept].min() < p + 1e-9
    if len(dropped):
        assert shares[dropped].max() <= shares[kept].min()


@given(score_rows, st.floats(-2, 2), st.floats(-2, 2), st.data())
def test_penalties_follow_openai(
    scores: np.ndarray, frequency: float, presence: float, data: st.DataObject
) -> None:
    tokens = st.integers(0, len(scores) - 1)
    counts = data.draw(st.dictionaries(tokens, st.integers(0, 5)))
    lowered = penalise(scores, counts, frequency, presence)
    for token, score in enumerate(scores):
        c = counts.get(token, 0)
        assert lowered[token] == pytest.approx(score - c * frequency - (c > 0) * presence, abs=1e-4)


@given(score_rows, positive, st.integers(0, 1000))
def test_the_same_seed_draws_the_same(scores: np.ndarray, temperature: float, seed: int) -> None:
    shares = probabilities(scores, temperature)
    one, other = np.random.default_rng(seed), np.random.default_rng(seed)
    assert [draw(shares, one) for _ in range(5)] == [draw(shares, other) for _ in range(5)]


@given(score_rows, positive, st.floats(0.01, 1), st.integers(0, 1000))
def test_only_tokens_with_mass_are_drawn(
    scores: np.ndarray, temperature: float, p: float, seed: int
) -> None:
    shares = nucleus(probabilities(scores, temperature), p)
    assert shares[draw(shares, np.random.default_rng(seed))] > 0


def test_tokens_are_drawn_as_often_as_they_are_likely() -> None:
    shares = np.array([0.5, 0.0, 0.3, 0.2])
    random = np.random.default_rng(0)
    drawn = np.bincount([draw(shares, random) for _ in range(20_000)], minlength=4) / 20_000
    np.testing.assert_allclose(drawn, shares, atol=0.02)


pieces = st.lists(st.text("ab\n", max_size=3), max_size=12)
stops = st.lists(st.text("ab\n", min_size=1, max_size=4), min_size=1, max_size=3)


@given(pieces, stops)
def test_a_stop_sequence_is_caught_however_it_is_split(parts: list[str], stop: list[str]) -> None:
    watch, shown = StopWatch(tuple(stop)), ""
    for part in parts:
        shown += watch.add(part)
        if watch.stopped:
            break
    shown += "" if watch.stopped else watch.close()
    whole = "".join(parts)
    assert watch.stopped == any(s in whole for s in stop)
    assert whole.startswith(shown)
    assert not any(s in shown for s in stop)
    if not watch.stopped:
        assert shown == whole


@pytest.mark.parametrize(
    "wrong",
    [
        {"temperature": -0.1},
        {"temperature": float("nan")},
        {"top_p": 1.5},
        {"max_length": 0},
        {"frequency_penalty": 3.0},
        {"presence_penalty": -3.0},
        {"stop": ("",)},
        {"seed": -1},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Sampling(**wrong)  # type: ignore[arg-type]
