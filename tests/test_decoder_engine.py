"""Streaming, stopping, steering: what the engine promises for any weights."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from decoder_helpers import small_decoder, tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.decoder.breadth import ACCOUNT, FACT, SOMETHING
from llmnotes.decoder.engine import Decoder, Outlook, Step, bundled
from llmnotes.decoder.prompt import make_prompt
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.spans import best_spans
from llmnotes.decoder.tokenizer import EOS, NONE, SPECIALS
from llmnotes.errors import ModelError

PASSAGES = ["O livro é de Ana. Saiu em 1984, em Lisboa.", "Another passage about the sea."]
PROMPT = make_prompt(tokenizer(), "Quem escreveu o livro?", PASSAGES)
WARM = Sampling(temperature=1.0, max_length=12)


def write(sampling: Sampling, seed: int = 0) -> list[Step]:
    decoder = small_decoder(seed)
    return list(decoder.write(decoder.read(PROMPT), sampling))


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32))
def test_the_same_seed_writes_the_same(seed: int) -> None:
    sampling = dataclasses.replace(WARM, seed=seed)
    assert write(sampling) == write(sampling)


def test_other_seeds_write_something_else() -> None:
    texts = {tuple(s.token for s in write(dataclasses.replace(WARM, seed=n))) for n in range(6)}
    assert len(texts) > 1


def test_greedy_takes_the_best_token_each_time() -> None:
    decoder = small_decoder()
    cache, outlook = decoder.read(PROMPT)
    for step in write(Sampling(max_length=8)):
        assert step.token == int(outlook.scores().argmax())
        assert step.probability == 1
        outlook = decoder.advance(cache, step.token, step.source)


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 20))
def test_no_more_tokens_than_asked_for(length: int) -> None:
    steps = write(dataclasses.replace(WARM, max_length=length))
    assert len([step for step in steps if step.token >= 0]) <= length


def test_a_longer_answer_begins_like_the_shorter_one() -> None:
    short = [s.token for s in write(dataclasses.replace(WARM, max_length=5)) if s.token >= 0]
    longer = [s.token for s in write(dataclasses.replace(WARM, max_length=12)) if s.token >= 0]
    assert longer[: len(short)] == short


def test_streamed_text_is_the_text_of_the_tokens() -> None:
    steps = write(dataclasses.replace(WARM, max_length=30))
    ids = [step.token for step in steps if step.token >= 0]
    assert "".join(step.text for step in steps) == tokenizer().decode(ids)


def test_writing_ends_at_a_stop_sequence_that_spans_tokens() -> None:
    only_passage = forced([*tokenizer().ids("um dois três quatro")])
    decoder = small_decoder()
    sampling = Sampling(stop=("s trê",), max_length=20)
    steps = list(decoder.write(decoder.read(PROMPT), sampling, only_passage))
    assert "".join(step.text for step in steps) == "um doi"


def test_presence_penalty_keeps_tokens_from_coming_back() -> None:
    repeated = [tokenizer().ids(" mar")[0]] * 4
    decoder = small_decoder()
    plain = list(decoder.write(decoder.begin("o"), Sampling(max_length=4), nearly(repeated, 1.0)))
    penalised = Sampling(max_length=4, presence_penalty=2.0)
    varied = list(decoder.write(decoder.begin("o"), penalised, nearly(repeated, 1.0)))
    assert [step.token for step in plain if step.token >= 0] == repeated
    assert len({step.token for step in varied}) > 1


def test_a_steer_may_forbid_everything_but_a_span() -> None:
    decoder, place = small_decoder(), next(i for i, p in enumerate(PROMPT.places) if p)

    def only(steps: Sequence[Step], outlook: Outlook) -> Outlook:
        if len(steps) == 3:
            words = np.full_like(outlook.words, -np.inf)
            words[EOS] = 0
            return dataclasses.replace(outlook, words=words, gate=0.0)
        places = np.full_like(outlook.places, -np.inf)
        places[place + len(steps)] = 0
        return dataclasses.replace(outlook, places=places, gate=1.0)

    steps = list(decoder.write(decoder.read(PROMPT), Sampling(), only))
    assert [step.source for step in steps] == [place, place + 1, place + 2]
    assert "".join(s.text for s in steps) == tokenizer().decode(
        map(int, PROMPT.ids[place : place + 3])
    )


def test_copied_tokens_know_their_place() -> None:
    found = [step for seed in range(4) for step in write(WARM, seed)]
    copied = [step for step in found if step.source >= 0]
    assert copied
    for step in copied:
        assert PROMPT.places[step.source] is not None
        assert PROMPT.ids[step.source] == step.token


@pytest.mark.parametrize("seed", range(4))
def test_the_score_of_a_span_is_the_sum_of_its_steps(seed: int) -> None:
    decoder = small_decoder(seed)
    span = best_spans(decoder, PROMPT, k=3).best[-1]
    cache, outlook = decoder.read(PROMPT)
    total = float(outlook.places[span.first])
    for place in range(span.first, span.last + 1):
        outlook = decoder.advance(cache, int(PROMPT.ids[place]), place)
        if place < span.last:
            total += float(np.log(outlook.gate)) + float(outlook.places[place + 1])
    total += float(np.log1p(-outlook.gate))
    assert span.score == pytest.approx(total, abs=1e-3)


def test_spans_are_ranked_and_stand_in_their_passage() -> None:
    likeliest = [s.score for s in best_spans(small_decoder(), PROMPT, k=8, likeliest=True).best]
    assert likeliest == sorted(likeliest, reverse=True)
    spans = best_spans(small_decoder(), PROMPT, k=8)
    assert 0 <= spans.nothing <= 1
    overlaps = [span.overlap for span in spans.best]
    assert len(overlaps) == 8
    assert overlaps == sorted(overlaps, reverse=True)
    assert 0 < overlaps[-1] <= overlaps[0] <= 1
    for span in spans.best:
        text = PASSAGES[span.passage][span.start : span.end]
        assert text == tokenizer().decode(map(int, PROMPT.ids[span.first : span.last + 1]))


def test_more_spans_keep_the_first_ones() -> None:
    decoder = small_decoder()
    assert best_spans(decoder, PROMPT, k=9).best[:3] == best_spans(decoder, PROMPT, k=3).best


def test_a_prompt_without_passages_has_no_spans() -> None:
    spans = best_spans(small_decoder(), make_prompt(tokenizer(), "Quem?", []))
    assert spans.best == ()


def test_an_unknown_stage_is_a_model_error() -> None:
    with pytest.raises(ModelError, match="base, tuned"):
        bundled("huge")


def forced(tokens: list[int]):  # type: ignore[no-untyped-def]
    """Steer towards exactly these tokens, then the end."""

    def steer(steps: Sequence[Step], outlook: Outlook) -> Outlook:
        words = np.full_like(outlook.words, -np.inf)
        words[tokens[len(steps)] if len(steps) < len(tokens) else EOS] = 0
        return dataclasses.replace(outlook, words=words, gate=0.0)

    return steer


def nearly(tokens: list[int], lead: float):  # type: ignore[no-untyped-def]
    """Steer towards these tokens, ahead of the next best by `lead`."""

    def steer(steps: Sequence[Step], outlook: Outlook) -> Outlook:
        words = outlook.words.copy()
        words[: len(SPECIALS)] = -np.inf
        words[tokens[len(steps)]] = words.max() + lead
        return dataclasses.replace(outlook, words=words, gate=0.0)

    return steer


def test_the_end_is_not_part_of_the_answer() -> None:
    decoder: Decoder = small_decoder()
    steps = list(decoder.write(decoder.read(PROMPT), Sampling(), forced([NONE])))
    assert [step.token for step in steps] == [NONE]
    assert "".join(step.text for step in steps) == ""


def test_the_more_is_asked_for_the_more_a_whole_sentence_is_worth() -> None:
    texts = ["A casa é verde. O mar do norte é azul e frio."]
    asked = make_prompt(tokenizer(), "O mar do norte?", texts)
    whole = asked.sentences[1]
    worth = []
    for breadth in (FACT, SOMETHING, ACCOUNT):
        found = best_spans(small_decoder(), replace(asked, breadth=breadth), k=10_000).best
        here = [f.overlap for f in found if (f.first, f.last) == (whole.first, whole.last)]
        worth.append(here[0])
    assert worth[0] < worth[1] < worth[2]
