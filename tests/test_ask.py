"""Answers say what the notes say, cite where, and are silent where the notes are."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from ask_helpers import BOLD, ENCODER, Reader, bold_asker, indexed_vault, written
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_helpers import Case, read_cases

from llmnotes.ask import Asker, answer_json, read_question
from llmnotes.ask.extractive import Extractive
from llmnotes.ask.verify import verified
from llmnotes.errors import UsageError
from llmnotes.markdown import read_note
from llmnotes.model import Answer, Claim, Evidence, NoteId, Sentence, Usage
from llmnotes.sentences import sentences
from llmnotes.stemming import STOP_WORDS, words

NOTES = {
    "Temperatura.md": "---\naliases: [temperature]\n---\n"
    "A **temperatura** muda as probabilidades de cada [[Token|token]]. Com zero, não há sorteio.\n",
    "Top-p.md": "# Top-p\n\nTop-p é a regra que corta a cauda das probabilidades.\n\n"
    "## Valores\n\nUsam-se estes:\n\n- 0,9 para conversa;\n- 1 para nenhum corte.\n",
    "Token.md": "Um token é um pedaço de texto. Todos juntos são o [[Vocabulário]].\n",
    "Preços.md": "| | API | Local |\n|---|---|---|\n| custo | por token | máquina própria |\n",
    "Segredo.md": "---\npublish: false\n---\nA senha do cofre é abacaxi.\n",
}

LINES = (
    "A **rede** lê [[Token|tokens]] e devolve `logits`.",
    "O *treino* muda os pesos. A camada soma %%oculto%% vetores.",
    "- **Peso:** número que o treino muda",
    "| nome | rede | peso |\n|---|---|---|\n| camada | token | treino |",
    "> [!note] Aviso\n> A rede não lê letras.[^1]",
    "## Treino da rede",
    "Mais em [camada](Camada.md) e $x^2$ e #rede/peso.",
)
WORDS = ("rede", "token", "treino", "peso", "camada", "diferença", "entre", "e", "quais", "são")
vaults = st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=5), min_size=1, max_size=3)
questions = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)


def timeless(answer: Answer) -> Answer:
    return replace(answer, usage=Usage())


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return written(tmp_path, NOTES)


@given(vaults, questions, st.sampled_from(["bundled", "extractive"]))
@settings(max_examples=25, deadline=None)
def test_every_content_word_of_an_answer_stands_in_its_cited_lines(
    notes: list[list[str]], question: str, decoder: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder), {f"n{i}.md": "\n\n".join(n) for i, n in enumerate(notes)})
        with indexed_vault(root) as index:
            answer = bold_asker(root, index, decoder)(question)
            for one in answer.citations:
                source = (root / one.path).read_text("utf-8").split("\n")
                lines = " ".join(source[one.lines[0] - 1 : one.lines[1]])
                assert set(words(one.quote)) <= set(words(lines))
            cited = [word for one in answer.citations for word in _lines(root, one.path, one.lines)]
    if not answer.refused:
        text = answer.text
        for one in answer.citations:
            assert f" [{one.n}]" in text
            text = text.replace(f" [{one.n}]", "")
        assert set(words(text)) - STOP_WORDS <= set(cited)


def _lines(root: Path, path: str, lines: tuple[int, int]) -> list[str]:
    source = (root / path).read_text("utf-8").split("\n")
    return words("\n".join(source[lines[0] - 1 : lines[1]]))


@given(vaults, questions, st.sampled_from(["bundled", "extractive"]))
@settings(max_examples=10, deadline=None)
def test_an_answer_shows_no_markup(notes: list[list[str]], question: str, decoder: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = written(Path(folder), {f"n{i}.md": "\n\n".join(n) for i, n in enumerate(notes)})
        with indexed_vault(root) as index:
            text = bold_asker(root, index, decoder)(question).text
    assert not any(mark in text for mark in ("[[", "]]", "**", "|", "[^", "%%", "`", "oculto"))


def test_the_same_question_has_the_same_answer(vault: Path) -> None:
    with indexed_vault(vault) as index:
        asker, other = bold_asker(vault, index), bold_asker(vault, index)
        for question in ("O que é um token?", "diferença entre temperatura e top-p", "custo"):
            first = timeless(asker(question))
            assert timeless(asker(question)) == first == timeless(other(question))


def test_a_note_of_one_short_paragraph_is_the_definition(vault: Path) -> None:
    with indexed_vault(vault) as index:
        answer = bold_asker(vault, index)("O que é um token?")
    assert answer.text == "Um token é um pedaço de texto. [1] Todos juntos são o Vocabulário. [2]"
    one, two = answer.citations
    assert (one.path, one.title, one.lines) == ("Token.md", "Token", (1, 1))
    assert one.quote == "Um token é um pedaço de texto."
    assert two.path == one.path


def test_a_definition_is_the_sentence_that_defines(vault: Path) -> None:
    more = " ".join(f"Há {n} deles em cada linha de cada livro da estante." for n in range(9))
    text = f"{(vault / 'Token.md').read_text('utf-8').rstrip()} {more}\n"
    (vault / "Token.md").write_text(text, "utf-8")
    with indexed_vault(vault) as index:
        answer = bold_asker(vault, index)("O que é um token?")
    assert answer.text == "Um token é um pedaço de texto. [1]"


LESSON = (
    "# Aula\n\nBem-vindos à aula de hoje.\n\n## Gradiente\n\nO gradiente é o vetor de derivadas "
    "de uma função. Aponta para onde ela sobe.\n\n## Perda\n\nA perda mede o erro do modelo.\n\n"
    "## Por que a perda cai\n\n- O passo é pequeno.\n- O gradiente é descido.\n\n"
    "## Fontes\n\n- Silva, Por que a perda cai, 2020.\n"
)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("O que é gradiente?", ["O gradiente é o vetor de derivadas de uma função."]),
        ("Por que a perda cai?", ["O passo é pequeno.", "O gradiente é descido."]),
    ],
)
def test_a_section_answers_as_a_note_does(tmp_path: Path, question: str, told: list[str]) -> None:
    root = written(tmp_path, {"Aula.md": LESSON})
    with indexed_vault(root) as index:
        answer = bold_asker(root, index)(question)
    assert [one.text for one in answer.sentences] == told
    assert answer.text.startswith("- ") == (len(told) > 1)


def test_a_difference_tells_of_both_sides(vault: Path) -> None:
    with indexed_vault(vault) as index:
        answer = bold_asker(vault, index)("Qual a diferença entre temperatura e top-p?")
    assert {one.path for one in answer.citations} == {"Temperatura.md", "Top-p.md"}
    assert "[1]" in answer.text
    assert "[2]" in answer.text


@pytest.mark.parametrize("question", ["Quais são os valores?", "Quais se usam?"])
def test_a_list_tells_its_items(question: str) -> None:
    note, _ = read_note(NoteId("Top-p.md"), NOTES["Top-p.md"])
    said = sentences(note)
    lead = next(one for one in said if one.text.endswith(":"))
    ranked = ((lead, 2.0), *((one, 1.0) for one in said if one is not lead))
    claims = Extractive()(Evidence(read_question(question), (), ranked))
    items = ["0,9 para conversa;", "1 para nenhum corte."]
    leads = [] if "valores" in question else ["Usam-se estes:"]  # its heading leads to them
    assert [claim.text for claim in claims] == [*leads, *items]


def test_a_row_of_a_table_is_told_without_pipes(vault: Path) -> None:
    with indexed_vault(vault) as index:
        answer = bold_asker(vault, index)("Qual o custo da API?")
    assert answer.text == "custo: API: por token; Local: máquina própria. [1]"
    assert answer.citations[0].lines == (1, 3)


def test_what_changed_in_the_meantime_is_not_shown(vault: Path) -> None:
    with indexed_vault(vault) as index:
        reader = Reader(vault)
        asker = Asker(index, ENCODER, reader, "extractive", weights=BOLD)
        assert asker("O que é um token?").citations[0].path == "Token.md"
        written(vault, {"Token.md": "Um token é outra coisa.\n"})
        answer = asker("O que é um token?")
    assert "pedaço" not in answer.text
    assert all(one.path != "Token.md" for one in answer.citations)


def test_what_became_private_is_not_shown(vault: Path) -> None:
    with indexed_vault(vault) as index:
        asker = bold_asker(vault, index)
        asker("O que é um token?")
        written(vault, {"Token.md": f"---\npublish: false\n---\n{NOTES['Token.md']}"})
        answer = asker("O que é um token?")
        fresh = bold_asker(vault, index)("O que é um token?")
    assert "pedaço" not in answer.text + fresh.text
    assert all(one.path != "Token.md" for one in (*answer.citations, *fresh.citations))


def test_private_notes_are_never_cited(vault: Path) -> None:
    with indexed_vault(vault) as index:
        answer = bold_asker(vault, index)("Qual é a senha do cofre, abacaxi?")
    assert "abacaxi" not in answer.text
    assert all(one.path != "Segredo.md" for one in answer.citations)
    assert all(hit.passage.note != "Segredo.md" for hit in answer.nearest)


def test_an_empty_vault_says_nothing(tmp_path: Path) -> None:
    with indexed_vault(tmp_path) as index:
        answer = bold_asker(tmp_path, index)("O que é um token?")
    assert answer.refused
    assert answer.confidence == 0
    assert answer.text == "As notas não dizem."
    assert answer.citations == answer.nearest == ()


@pytest.mark.parametrize("question", ["", "   ", "?", "de a o"])
def test_an_empty_question_is_no_accident(vault: Path, question: str) -> None:
    with indexed_vault(vault) as index:
        bold_asker(vault, index)(question)


def test_a_refusal_speaks_the_language_of_the_question(vault: Path) -> None:
    cautious = replace(BOLD, threshold=2.0, unasked=2.0)
    with indexed_vault(vault) as index:
        asker = Asker(index, ENCODER, Reader(vault), weights=cautious)
        assert asker("What is the meaning of life?").text == "The notes do not say."
        refusal = asker("O que é o vocabulário?")
    assert refusal.text == "As notas não dizem."
    assert refusal.refused
    assert refusal.nearest
    assert len({hit.passage.note for hit in refusal.nearest}) == len(refusal.nearest)


def test_a_refusal_says_who_asks_for_a_ghost(vault: Path) -> None:
    cautious = replace(BOLD, threshold=2.0, unasked=2.0)
    with indexed_vault(vault) as index:
        asker = Asker(index, ENCODER, Reader(vault), weights=cautious)
        ghost = asker("O que é o vocabulário do token?").ghost
        assert ghost is not None
        assert (ghost.name, ghost.asked_by) == ("Vocabulário", (("Token.md", 1),))
        assert asker("O que é um token?").ghost is None  # it has a note


def test_a_claim_must_stand_in_its_lines(vault: Path) -> None:
    note, _ = read_note(NoteId("Token.md"), NOTES["Token.md"])
    source = sentences(note)[0]
    read = Reader(vault)
    assert verified([Claim("Um token é um pedaço.", source)], read)[0]
    assert not verified([Claim("Um token é um pedaço de bolo.", source)], read)[0]
    assert not verified([Claim(source.text, replace(source, quote="Um token é tudo."))], read)[0]
    assert not verified([Claim(source.text, replace(source, lines=(7, 7)))], read)[0]
    assert not verified([Claim(source.text, replace(source, note=NoteId("Nada.md")))], read)[0]


def test_claims_with_one_source_share_a_number() -> None:
    note, _ = read_note(NoteId("Token.md"), NOTES["Token.md"])
    one, other = sentences(note)[:2]
    claims = [Claim("Um token.", one), Claim(other.text, other), Claim("Um pedaço.", one)]
    assert [one.n for one in verified(claims, lambda path: note)[0]] == [1, 2, 1]


def test_an_unknown_decoder_is_wrong_use(vault: Path) -> None:
    with indexed_vault(vault) as index, pytest.raises(UsageError, match="extractive"):
        Asker(index, ENCODER, Reader(vault), "oracle")


def test_json_has_the_fields_of_the_contract(vault: Path) -> None:
    with indexed_vault(vault) as index:
        shown = answer_json(bold_asker(vault, index)("O que é um token?"))
    assert list(shown) == [
        "question",
        "answer",
        "refused",
        "confidence",
        "citations",
        "decoder",
        "parameters",
        "usage",
        "free",
        "sentences",
        "left_out",
    ]
    one, _ = shown["citations"]  # type: ignore[misc]
    assert list(one) == ["n", "path", "title", "heading", "lines", "quote"]


@pytest.mark.parametrize("case", list(read_cases("questions")), ids=lambda case: case.title)
def test_questions_are_understood(case: Case) -> None:
    asked = read_question(case.source)
    assert " | ".join((asked.kind, asked.lang, *asked.subjects)) == case.expected


@pytest.mark.parametrize("case", list(read_cases("sentences")), ids=lambda case: case.title)
def test_notes_are_cut_into_sentences(case: Case) -> None:
    note, _ = read_note(NoteId("n.md"), case.source)
    assert "\n".join(map(_shown, sentences(note))) == case.expected


def _shown(one: Sentence) -> str:
    place = " ".join(filter(None, (f"{one.lines[0]}-{one.lines[1]}", " › ".join(one.heading))))
    return f"{place} | {one.text}"
