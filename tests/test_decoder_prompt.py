"""Prompts: what stands where, and what the features say."""

from __future__ import annotations

import pytest
from decoder_helpers import tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.decoder import features as glance
from llmnotes.decoder.breadth import ACCOUNT, FACT, SOMETHING, breadth
from llmnotes.decoder.prompt import make_prompt
from llmnotes.decoder.shape import FEATURE_ROWS
from llmnotes.decoder.tokenizer import QUESTION, number
from llmnotes.errors import ModelError

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@settings(deadline=None)
@given(texts, st.lists(texts, max_size=4))
def test_a_prompt_holds_all_its_text_in_order(question: str, passages: list[str]) -> None:
    prompt = make_prompt(tokenizer(), question, passages)
    assert prompt.ids[0] == QUESTION
    assert tokenizer().decode(map(int, prompt.ids)) == question + "".join(passages)
    assert [int(i) for i in prompt.ids if number(1) <= i <= number(9)] == [
        number(n + 1) for n in range(len(passages))
    ]
    assert len(prompt.ids) == len(prompt.features) == len(prompt.places)
    assert prompt.features.min(initial=0) >= 0
    assert prompt.features.max(initial=0) < FEATURE_ROWS
    for token, place in zip(prompt.ids, prompt.places, strict=True):
        if place is not None and (piece := tokenizer().decode([int(token)])) != "\ufffd":
            assert passages[place.passage][place.start : place.end] == piece


def marks(question: str, passage: str, column: int) -> dict[str, int]:
    prompt = make_prompt(tokenizer(), question, [passage])
    first = list(prompt.ids).index(number(1)) + 1
    pieces = [tokenizer().decode([int(i)]).strip() for i in prompt.ids[first:]]
    return dict(zip(pieces, (int(f) for f in prompt.features[first:, column]), strict=True))


def test_words_of_the_question_are_marked_whatever_their_accents_and_endings() -> None:
    found = marks("A REDE de modelos", "rede o modelo de gato", 1)
    assert found["rede"] == glance.MATCH + glance.SAME
    assert found["modelo"] == glance.MATCH + glance.KIN
    assert found["de"] == glance.MATCH + glance.COMMON
    assert found["o"] == glance.MATCH + glance.NO_MATCH


def test_the_sentence_that_shares_most_leads() -> None:
    passage = "Nada aqui. Ana escreveu o livro. O livro caiu."
    asked, read = glance.words("Quem escreveu o livro?"), [glance.words(passage)]
    scores = [score for _, _, score in glance.sentence_scores(asked, [passage], read)[0]]
    assert scores[1] == max(scores)
    assert scores[1] > scores[2] > scores[0] == 0


@given(texts)
def test_sentences_cover_the_text(text: str) -> None:
    assert "".join(text[a:b] for a, b in glance.sentences(text)) == text


# Beyond, a capital may hide in a letter of mathematics: 𝐀 has no case, what it folds to has.
@given(st.text(st.characters(max_codepoint=0x24F), max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert glance.fold(glance.fold(text)) == glance.fold(text)


def test_ten_passages_are_too_many() -> None:
    with pytest.raises(ModelError, match="at most 9"):
        make_prompt(tokenizer(), "q", ["p"] * 10)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Quando o Brasil virou república?", FACT),
        ("Quantos alunos há?", FACT),
        ("How many layers are there?", FACT),
        ("Which city was it?", FACT),
        ("O que é atenção?", SOMETHING),
        ("Qual estratégia foi usada?", SOMETHING),
        ("What did she write?", SOMETHING),
        ("Quais são as causas da seca?", ACCOUNT),
        ("Por que o mar é salgado?", ACCOUNT),
        ("Why is the sea salty?", ACCOUNT),
        ("How does attention work?", ACCOUNT),
        ("", SOMETHING),
    ],
)
def test_a_question_says_how_much_it_asks_for(question: str, expected: int) -> None:
    assert breadth(question) == expected
    assert make_prompt(tokenizer(), question, ["O mar é azul."]).breadth == expected
