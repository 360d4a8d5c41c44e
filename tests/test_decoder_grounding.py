"""Whatever the weights: an answer is spans of the passages and connectives, and says which."""

from __future__ import annotations

import itertools

import pytest
from decoder_helpers import small_decoder, tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.decoder.constraint import CONNECTIVES, MOST_SPANS
from llmnotes.decoder.engine import bundled
from llmnotes.decoder.grounding import Written, grounded, spans_of
from llmnotes.decoder.reading import Asked, ask_decoder
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.spans import best_spans
from llmnotes.decoder.tokenizer import SPECIALS

WORDS = [
    *(
        "atenção",
        "mar",
        "azul",
        "1984",
        "GPT-4",
        "o",
        "modelo",
        "é",
        "🦜",
        "日本",
        "U.S.",
        "“rede”",
    ),
    *("e", "and", "ou", "x_y", "caf\u0065\u0301", "preço:", "R$", "10", "%", "-", "\n"),
]
sentence = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(
    lambda words: " ".join(words) + "."
)
passages = st.lists(
    st.lists(sentence, min_size=1, max_size=3).map(" ".join), min_size=1, max_size=3
)
warm = st.sampled_from([0.0, 0.7, 1.5])


def write(
    asked: Asked, sampling: Sampling, seed: int = 0, lang: str = "pt", *, free: bool = False
) -> list[Written]:
    written = grounded(small_decoder(seed), asked, sampling, lang, free=free)
    return [w for w in written if w.token >= 0 or free]  # no half characters


def runs(written: list[Written]) -> list[tuple[bool, list[Written]]]:
    """Group pieces of text into copied (True) and other (False) runs, cut at closing numbers."""
    groups = itertools.groupby(
        enumerate(written), key=lambda p: (p[1].origin is not None, p[1].cites is not None)
    )
    return [(copied, [w for _, w in run]) for (copied, closes), run in groups if not closes]


@settings(deadline=None, max_examples=25)
@given(passages, warm, st.integers(0, 5), st.sampled_from(["pt", "en"]))
def test_all_text_is_spans_of_the_passages_and_connectives(
    texts: list[str], temperature: float, seed: int, lang: str
) -> None:
    asked = ask_decoder(small_decoder(seed), "o modelo é azul?", texts)
    sampling = Sampling(temperature=temperature, max_length=40, seed=seed)
    written = write(asked, sampling, seed, lang)
    assert written
    groups = runs(written)
    for number, (copied, run) in enumerate(groups):
        text = tokenizer().decode(w.token for w in run)
        if copied:
            assert any(text.rstrip("\ufffd") in passage for passage in texts)
        elif number < len(groups) - 1:
            assert text in CONNECTIVES[lang]
        else:  # the answer may be cut within a connective
            assert any(connective.startswith(text) for connective in CONNECTIVES[lang])


@settings(deadline=None, max_examples=25)
@given(passages, warm, st.integers(0, 5))
def test_every_span_knows_its_place(texts: list[str], temperature: float, seed: int) -> None:
    asked = ask_decoder(small_decoder(seed), "onde é o mar?", texts)
    written = write(asked, Sampling(temperature=temperature, max_length=40, seed=seed), seed)
    spans = spans_of(written)
    copied = [run for is_copied, run in runs(written) if is_copied]
    assert 1 <= len(spans) <= MOST_SPANS
    assert len(spans) == len(copied)
    closed = [w.cites for w in written if w.cites is not None]
    for number, (span, run) in enumerate(zip(spans, copied, strict=True)):
        text = texts[span.passage]
        shown = tokenizer().decode(w.token for w in run).rstrip("\ufffd")
        assert text[span.start : span.end].startswith(shown)
        assert len(shown) >= span.end - span.start - 1  # it may be cut within a character
        before = text[span.start - 1 : span.start] if span.start else ""
        assert not (before.isalnum() and text[span.start].isalnum())
        if number < len(closed):
            assert closed[number] == span.passage
            inside = text[span.end - 1].isalnum() and text[span.end : span.end + 1].isalnum()
            assert not inside or span.end in _cuts(asked)


def _cuts(asked: Asked) -> set[int]:
    """Return where a stretch that is read ends, be it inside a word."""
    places = asked.prompt.places
    return {p.end for p, q in zip(places, (*places[1:], None), strict=True)
            if p and (q is None or q.passage != p.passage or q.start > p.end)}  # fmt: skip


@settings(deadline=None, max_examples=15)
@given(passages, warm, st.integers(0, 1000))
def test_the_same_seed_writes_the_same_and_reading_stays(
    texts: list[str], temperature: float, seed: int
) -> None:
    asked = ask_decoder(small_decoder(), "o que é azul?", texts)
    sampling = Sampling(temperature=temperature, max_length=20, seed=seed)
    spans = best_spans(small_decoder(), asked.prompt, 3, begun=asked.begun)
    first = write(asked, sampling)
    assert write(asked, sampling) == first
    assert best_spans(small_decoder(), asked.prompt, 3, begun=asked.begun) == spans
    assert best_spans(small_decoder(), asked.prompt, 3) == spans
    again = ask_decoder(small_decoder(), "o que é azul?", texts)
    assert write(again, sampling) == first


@settings(deadline=None, max_examples=15)
@given(passages, st.integers(0, 5))
def test_temperature_zero_takes_the_likeliest(texts: list[str], seed: int) -> None:
    asked = ask_decoder(small_decoder(seed), "o mar", texts)
    cold = write(asked, Sampling(max_length=15), seed)
    assert all(w.probability == 1 for w in cold)
    warm = write(asked, Sampling(temperature=1.0, max_length=1, seed=3), seed)
    best = warm[0].alternatives[0][0]
    assert tokenizer().piece(cold[0].token) == best


@settings(deadline=None, max_examples=15)
@given(passages, st.floats(0.2, 2), st.integers(0, 50))
def test_alternatives_are_shares_of_what_is_allowed(
    texts: list[str], temperature: float, seed: int
) -> None:
    asked = ask_decoder(small_decoder(), "o mar", texts)
    for w in write(asked, Sampling(temperature=temperature, max_length=12, seed=seed)):
        shares = [share for _, share in w.alternatives]
        assert shares == sorted(shares, reverse=True)
        assert sum(shares) <= 1 + 1e-9
        assert 0 < w.probability <= 1
        name = tokenizer().piece(w.token)
        assert dict(w.alternatives).get(name, w.probability) == pytest.approx(w.probability)
        assert w.probability <= shares[0] + 1e-9


def test_closed_spans_are_not_written_again() -> None:
    asked = ask_decoder(small_decoder(), "o mar", ["O mar é azul. A casa é verde e o sol arde."])
    for seed in range(8):
        written = write(asked, Sampling(temperature=1.5, max_length=60, seed=seed), 0)
        starts = [(s.passage, s.start) for s in spans_of(written)]
        assert len(set(starts)) == len(starts)


def test_texts_add_up_to_an_answer_that_reads() -> None:
    asked = ask_decoder(
        small_decoder(), "o mar", ["O mar é azul.\nA casa é verde.", "Sol e vento."]
    )
    for seed in range(12):
        written = write(asked, Sampling(temperature=1.2, max_length=60, seed=seed), 0)
        text = "".join(w.text for w in written)
        assert text == text.lstrip()
        ends = [i for i, w in enumerate(written[:-1]) if w.cites is not None and w.text == ""]
        for i in ends:
            before = "".join(w.text for w in written[:i])
            after = "".join(w.text for w in written[i:])
            if before and after:
                assert not (before[-1].isalnum() and after[0].isalnum())


def test_a_stop_sequence_ends_the_answer() -> None:
    asked = ask_decoder(small_decoder(), "o mar", ["O mar é azul e a casa é verde e o sol arde."])
    for seed in range(6):
        sampling = Sampling(temperature=1.0, max_length=60, seed=seed)
        whole = "".join(w.text for w in write(asked, sampling))
        stop = whole[len(whole) // 2 :][:3]
        cut = write(asked, Sampling(temperature=1.0, max_length=60, seed=seed, stop=(stop,)))
        assert "".join(w.text for w in cut) == whole[: whole.index(stop)]


def test_free_writing_may_leave_the_passages() -> None:
    asked = ask_decoder(small_decoder(), "o mar", ["O mar é azul."])
    written = write(asked, Sampling(temperature=3.0, max_length=30, seed=1), free=True)
    assert any(w.origin is None and w.token >= len(SPECIALS) for w in written)


def test_a_question_without_passages_is_answered_with_nothing() -> None:
    asked = ask_decoder(small_decoder(), "o mar?", [])
    assert write(asked, Sampling(temperature=1.0, max_length=9)) == []


def test_penalties_change_what_is_written() -> None:
    asked = ask_decoder(small_decoder(), "o mar", ["mar mar mar mar sol mar mar mar mar sol."])
    plain = write(asked, Sampling(max_length=12))
    penalised = write(asked, Sampling(max_length=12, frequency_penalty=2.0, presence_penalty=2.0))
    assert [w.token for w in plain] != [w.token for w in penalised]


@pytest.mark.models
def test_the_bundled_decoder_quotes_the_definition() -> None:
    texts = [
        "A atenção é um mecanismo que pondera as palavras de uma frase. Foi proposta em 2014.",
        "Tokenização: processo de dividir um texto em unidades menores chamadas tokens.",
    ]
    asked = ask_decoder(bundled("tuned"), "O que é tokenização?", texts)
    written = list(grounded(bundled("tuned"), asked, Sampling(max_length=40)))
    span = spans_of(written)[0]
    assert span.passage == 1
    assert "dividir um texto" in texts[1][span.start : span.end]
