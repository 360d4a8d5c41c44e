"""The bundled decoder picks among what was found, copies it, and obeys its controls."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ask_helpers import bold_asker, indexed_vault, written
from markdown_helpers import Case, read_cases

from llmnotes.ask import Manner, answer_json, read_question
from llmnotes.ask.backends.attribute import attributed
from llmnotes.ask.backends.choice import chosen, in_order, with_both_sides, with_more
from llmnotes.ask.backends.foreign import claims, plain
from llmnotes.ask.explain import explanation
from llmnotes.ask.followup import stands_alone
from llmnotes.ask.report import report
from llmnotes.ask.wording import joined_no_more, readable, worded
from llmnotes.decoder.sampling import Sampling
from llmnotes.model import Answer, Claim, Evidence, NoteId, Sentence, Written

NOTES = {
    "Temperatura.md": "A temperatura muda as probabilidades de cada token.\n\n"
    "Com temperatura zero não há sorteio. Ela não muda os pesos.\n",
    "Top-p.md": "Top-p é a regra que corta a cauda das probabilidades.\n\n"
    "O corte do top-p depende da temperatura e da soma das probabilidades.\n",
    "Token.md": "Um token é um pedaço de texto com probabilidades próprias.\n",
}
QUESTION = "O que muda as probabilidades?"


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return written(tmp_path, NOTES)


def ask(vault: Path, question: str = QUESTION, **how: object) -> Answer:
    manner = replace(Manner(decoder="bundled"), **how)  # type: ignore[arg-type]
    with indexed_vault(vault) as index:
        return bold_asker(vault, index, manner)(question)


def said(text: str, place: int = 0, note: str = "n.md", line: int = 1, **more: str) -> Sentence:
    return Sentence(NoteId(note), text, text, (line, line), place=place, **more)  # type: ignore[arg-type]


def test_the_same_seed_has_the_same_answer_and_others_have_others(vault: Path) -> None:
    hot = [ask(vault, sampling=Sampling(temperature=50.0, seed=seed)).text for seed in range(8)]
    assert hot == [
        ask(vault, sampling=Sampling(temperature=50.0, seed=seed)).text for seed in range(8)
    ]
    assert len(set(hot)) > 1


def test_a_narrow_nucleus_leaves_nothing_to_chance(vault: Path) -> None:
    found = {
        ask(vault, sampling=Sampling(temperature=50.0, top_p=1e-9, seed=seed)).text
        for seed in range(4)
    }
    assert len(found) == 1


def test_an_answer_is_no_longer_than_allowed(vault: Path) -> None:
    answer = ask(vault, sampling=Sampling(max_length=3))
    assert answer.usage.answer_tokens == 3
    assert ask(vault).text.startswith(answer.text.removesuffix(". [1]"))


def test_an_answer_ends_before_a_stop_sequence(vault: Path) -> None:
    whole = ask(vault).text
    word = whole.split()[3]
    stopped = ask(vault, sampling=Sampling(stop=(f" {word}",))).text
    assert word not in stopped
    assert whole.startswith(stopped.removesuffix(". [1]"))


def test_parameters_are_those_that_were_given(vault: Path) -> None:
    sampling = Sampling(0.5, 0.9, 40, ("x",), 0.1, 0.2, 3)
    shown = answer_json(ask(vault, sampling=sampling))
    assert shown["parameters"] == {"k": 10, **sampling.parameters()}
    json.dumps(shown)


def test_free_says_so_and_marks_what_the_notes_do_not_say(vault: Path) -> None:
    answer = ask(vault, free=True, sampling=Sampling(temperature=1.5, seed=1, max_length=20))
    assert answer.free
    assert answer_json(answer)["free"] is True
    for one in answer.sentences:
        assert ("[?]" in answer.text) >= (one.n is None)


def test_base_answers_from_the_notes_too(vault: Path) -> None:
    assert ask(vault, decoder="base").citations


def test_each_token_has_a_probability_and_stands_in_its_source(vault: Path) -> None:
    answer = ask(vault, explain=True)
    for one in answer.sentences:
        citation = answer.citations[(one.n or 0) - 1]
        assert "".join(token.text for token in one.tokens).strip() == one.text
        for token in one.tokens:
            assert 0 <= token.probability <= 1
            assert token.origin is not None
            assert citation.quote[slice(*token.origin)].strip() in token.text
            assert all(0 <= share <= 1 for _, share in token.alternatives)
            assert sum(share for _, share in token.alternatives) <= 1.001


def test_the_explanation_and_the_page_show_tokens_scores_and_nothing_unescaped(
    vault: Path,
) -> None:
    answer = ask(vault, "O que é <b>top-p</b>?", explain=True)
    lines = explanation(answer, "en")
    assert "passages found:" in lines
    assert "Top-p.md:1" in lines
    assert "%" in lines
    page = report(answer, "pt")
    assert "O que é &lt;b&gt;top-p&lt;/b&gt;?" in page
    assert "<b>top-p</b>" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "<script" not in page
    assert page.count("<tr>") > len(answer.sentences[0].tokens)


def test_what_may_be_expected_of_two_sentences_decides() -> None:
    texts = ["a b c", "d e f", "a b d e"]
    tokens = [[1], [2], [3]]
    even = np.zeros(3)
    assert chosen("nnn", texts, tokens, even, Sampling())[0] == 2  # shares words with both
    sure = np.array([9.0, 0.0, 0.0])
    assert chosen("nnn", texts, tokens, sure, Sampling()) == [0]


def test_an_answer_stays_in_the_note_of_the_likeliest_sentence() -> None:
    texts, tokens = ["a b c", "d e f", "a b d e"], [[1], [2], [3]]
    belief = np.array([0.1, 0.0, 0.0])
    assert chosen("mmn", texts, tokens, belief, Sampling()) == [0, 1]


def test_penalties_keep_from_saying_the_same_again() -> None:
    texts, tokens = ["a b", "a b c d"], [[1, 2], [1, 2, 3, 4]]
    belief = np.array([0.0, 0.0])
    free = chosen("nn", ["a b", "c d"], [[1, 2], [3, 4]], belief, Sampling())
    assert sorted(free) == [0, 1]
    held = Sampling(presence_penalty=2.0)
    assert len(chosen("nn", texts, tokens, belief, held)) == 1
    lured = Sampling(frequency_penalty=-2.0)
    assert len(chosen("nn", texts, tokens, belief, lured)) == 2


def test_a_difference_tells_of_the_side_that_is_not_named() -> None:
    asked = read_question("Qual a diferença entre top-p e temperatura?")
    one, other = said("Top-p corta a cauda.", 1), said("A temperatura muda tudo.", note="t.md")
    scored = ((one, 2.0), (other, 1.0))
    assert with_both_sides(asked, [one], scored) == [one, other]
    assert with_both_sides(asked, [one, other], scored) == [one, other]
    neither = said("Nada disso.", 2)
    assert with_both_sides(asked, [neither], scored) == [neither]


def test_a_difference_that_no_sentence_tells_says_what_either_is() -> None:
    asked = read_question("Qual a diferença entre top-p e temperatura?")
    one = said("Top-p corta a cauda das chances.", 0, note="p.md")
    other = said("A temperatura muda tudo de uma vez.", 0)
    both = said("Mexa na temperatura ou no top-p.", 3)
    scored = tuple((sentence, 1.0) for sentence in (both, other, one))
    assert with_both_sides(asked, [both], scored) == [one, other]
    apart = said("O top-p corta; a temperatura muda tudo.", 3)
    assert with_both_sides(asked, [apart], scored) == [apart]


def test_a_sentence_that_repeats_the_question_brings_the_next() -> None:
    asked = read_question("Existem palavras mágicas?")
    one = said("Não existem palavras mágicas.", 4)
    after, far = said("Há pedidos claros.", 5), said("Outra coisa.", 5, line=9)
    assert with_more(asked, [one], [far, after]) == [one, after]
    assert with_more(asked, [after], [one, far]) == [after]
    why = read_question("Por que não existem palavras mágicas?")
    before = said("O modelo lê tudo o que vem.", 3)
    assert with_more(why, [one], [far, after, before]) == [one, before]
    assert with_more(why, [one], [far, after]) == [one, after]
    assert in_order([after, one]) == [one, after]


def test_a_short_sentence_is_not_said_alone() -> None:
    short, after = said("Atingido o teto, a geração é cortada.", 0), said("Peça menos.", 1)
    why, what = read_question("Por que a resposta parou?"), read_question("O que é o teto?")
    assert with_more(why, [short], [after]) == [short, after]
    assert with_more(why, [short, said("Outra.", 4)], [after])[2:] == []
    assert with_more(what, [short], [after]) == [short]
    long = said(
        "Atingido o teto que foi dado no pedido, a geração é cortada onde quer que esteja.", 0
    )
    assert with_more(why, [long], [after]) == [long]


def test_a_sentence_that_points_back_stays_after_the_one_it_points_to() -> None:
    before, pointing = said("A temperatura é um número.", 0), said("Ela muda tudo.", 1)
    assert worded(pointing, [before, pointing], [before]).text == "Ela muda tudo."


def test_a_sentence_that_points_back_brings_the_one_before() -> None:
    before, pointing = said("A temperatura é um número.", 0), said("Ela muda tudo.", 1)
    whole = worded(pointing, [before, pointing])
    assert whole.text == whole.quote == "A temperatura é um número. Ela muda tudo."
    assert worded(pointing, [replace(before, lines=(7, 7))]).text == "Ela muda tudo."
    for opening in ("Sem ela, o", "For it to", "Com elas o"):
        assert before.text in worded(said(f"{opening} resto.", 1), [before]).text
    for opening in ("Sem dados o", "Para eliminar o", "With items the"):
        assert before.text not in worded(said(f"{opening} resto.", 1), [before]).text


@pytest.mark.parametrize("case", list(read_cases("wording")), ids=lambda case: case.title)
def test_sentences_are_worded_to_stand_alone(case: Case) -> None:
    assert readable(joined_no_more(case.source.strip())) == case.expected.strip()


@pytest.mark.parametrize("case", list(read_cases("followups")), ids=lambda case: case.title)
def test_follow_ups_are_understood(case: Case) -> None:
    before, text = case.source.strip().split("\n")
    assert stands_alone(text, read_question(before)).text == case.expected.strip()


def test_without_a_conversation_a_question_is_as_it_is() -> None:
    assert stands_alone("e o top-p?", None) == read_question("e o top-p?")


@pytest.mark.parametrize(
    ("text", "borne_out"),
    [
        ("O token é um pedaço de textos.", True),
        ("O token não é um pedaço de texto.", False),
        ("O token é um pedaço de bolo.", False),
        ("Pedaços de texto têm 4 letras.", False),
        ("Um token é um pedaço de texto e cada palavra tem vários.", True),
        ("De e para.", False),
    ],
)
def test_a_sentence_is_borne_out_by_its_words(text: str, borne_out: bool) -> None:
    found = [
        said("Um token é um pedaço de texto.", 0, line=3),
        said("Cada palavra tem vários tokens.", 1, line=5),
        said("Cada bolo tem 4 fatias.", 2, note="bolo.md"),
    ]
    source = attributed(text, found)
    assert (source is not None) == borne_out
    if "vários" in text:
        assert source is not None
        assert source.lines == (3, 5)


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_claims_do_not_depend_on_how_a_text_arrives(size: int) -> None:
    text = (
        "<think>Vejamos. Hum.</think>## Resposta\n- **Um token** é um pedaço de texto [1]. "
        "Cada palavra tem [[Token|tokens]]. [2]\n\nAs notas não dizem."
    )
    found = [said("Um token é um pedaço de texto.", 0), said("Cada palavra tem tokens.", 1)]
    evidence = Evidence(read_question(QUESTION), (), tuple((one, 1.0) for one in found))
    pieces = [Written(text[at : at + size], 1.0) for at in range(0, len(text), size)]
    made = [one for one in claims(pieces, evidence) if isinstance(one, Claim)]
    assert [one.text for one in made] == ["Resposta", *(one.text for one in found)]
    assert [one.source for one in made] == [None, *found]


def test_markdown_is_taken_off() -> None:
    assert plain("> 1. **a** [b](c.md) `d` ~~e~~ [^1]") == "a b d e"
    assert Counter(plain("a * b * c"))["*"] == 2
