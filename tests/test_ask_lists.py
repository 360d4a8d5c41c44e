"""Long lists say what they leave out, and an item of an item is never told without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ask_helpers import written

from llmnotes.api import Vault
from llmnotes.ask import answer_json
from llmnotes.ask.extractive import Extractive, listed
from llmnotes.ask.lists import ITEMS, led_to, left_out, own_list, with_lists, with_parents
from llmnotes.ask.verify import verified
from llmnotes.cli import main
from llmnotes.model import Asked, Claim, Evidence, LeftOut, NoteId, Rest, Sentence
from llmnotes.sentences import sentences
from llmnotes.vault.reading import read_note

LONG = "# Frutas\n\nSão estas:\n\n" + "".join(f"- Fruta número {n}\n" for n in range(1, 26))
NESTED = """# Formas

Há duas formas:

- Local.
  - Roda na própria máquina.
    - Sem rede nenhuma.
- Remota.
  - Pede a um servidor.
"""

TITLED = """# Golpes

> [!danger] Caiu? Faça AGORA
> 1. Ligar para o banco.
> 2. Trocar as senhas.

**Depois de tudo:**

- Guardar as provas.

**No dia seguinte.**

- Ir à delegacia.

Isto ajuda bastante a quem passa por isso pela primeira vez na vida.

- Respirar.
"""


def evidence(source: str, best: str, kind: str = "definition") -> Evidence:
    """Return all sentences of a note, the one that has `best` in front."""
    note, _ = read_note(NoteId("Nota.md"), source)
    said = sorted(sentences(note), key=lambda one: best not in one.text)
    asked = Asked("quais?", kind, "pt")
    return Evidence(asked, (), tuple((one, 1.0 - n / 100) for n, one in enumerate(said)))


def told(found: Evidence) -> list[str]:
    """Return the lines of an answer."""
    claims = [one for one in Extractive()(found) if isinstance(one, Claim)]
    note, _ = read_note(NoteId("Nota.md"), NESTED)
    lines, _ = verified(claims, {"Nota.md": note}.get)
    return ["  " * one.depth + one.text for one in lines]


def test_a_long_list_says_what_it_leaves_out() -> None:
    *claims, rest = Extractive()(evidence(LONG, "São estas"))
    assert len(claims) == ITEMS
    assert isinstance(rest, Rest)
    assert left_out(rest.sentences) == (LeftOut(NoteId("Nota.md"), "Nota", (24, 29), 6),)


def test_a_list_that_fits_leaves_nothing_out() -> None:
    found = Extractive()(evidence(NESTED, "Há duas"))
    assert not any(isinstance(one, Rest) for one in found)


def test_items_of_items_are_told_below_them() -> None:
    assert told(evidence(NESTED, "Há duas")) == [
        "Há duas formas:",
        "Local.",
        "  Roda na própria máquina.",
        "    Sem rede nenhuma.",
        "Remota.",
        "  Pede a um servidor.",
    ]


def test_an_item_leads_to_its_own_items_only() -> None:
    source = NESTED.replace("- Local.", "- Local:")
    assert [
        one.text for one in Extractive()(evidence(source, "Local:")) if isinstance(one, Claim)
    ] == [
        "Local:",
        "Roda na própria máquina.",
        "Sem rede nenhuma.",
    ]


@pytest.mark.parametrize(
    ("best", "lines"),
    [
        ("Pede a um", ["Remota.", "  Pede a um servidor."]),
        ("Sem rede", ["Local.", "  Roda na própria máquina.", "    Sem rede nenhuma."]),
    ],
)
def test_an_item_of_an_item_brings_it_along(best: str, lines: list[str]) -> None:
    assert told(evidence(NESTED, best)) == lines


@pytest.mark.parametrize(
    ("best", "items"),
    [
        ("Faça AGORA", ["Ligar para o banco.", "Trocar as senhas."]),
        ("Depois de tudo", ["Guardar as provas."]),
        ("No dia seguinte", ["Ir à delegacia."]),
        ("Isto ajuda", []),
        ("Respirar", []),
    ],
)
def test_a_title_right_above_a_list_leads_to_it(best: str, items: list[str]) -> None:
    scored = evidence(TITLED, best).sentences
    assert [one.text for one in led_to(scored[0][0], scored)][1:] == items


def test_a_sentence_that_leads_to_a_list_brings_it_wherever_it_is_told() -> None:
    scored = evidence(TITLED, "Isto ajuda").sentences
    by_text = {one.text: one for one, _ in scored}
    said = [by_text["Depois de tudo:"], by_text["Guardar as provas."], scored[0][0]]
    told_texts = [one.text for one in with_lists(said, scored)]
    assert told_texts == ["Depois de tudo:", "Guardar as provas.", scored[0][0].text]


def test_a_list_is_told_without_the_others_of_its_section() -> None:
    scored = evidence(TITLED, "Trocar").sentences
    found = [one.text for one in own_list(scored[0][0], scored)]
    assert found == ["Ligar para o banco.", "Trocar as senhas."]


def test_parents_are_told_once() -> None:
    scored = evidence(NESTED, "Há duas").sentences
    by_text = {one.text: one for one, _ in scored}
    said = [by_text["Sem rede nenhuma."], by_text["Roda na própria máquina."], by_text["Remota."]]
    found = [one.text for one in with_parents(said, scored)]
    assert found == ["Local.", "Roda na própria máquina.", "Sem rede nenhuma.", "Remota."]


def test_what_is_left_out_of_many_notes_names_each() -> None:
    rest = [Sentence(NoteId(f"{n}.md"), "x", "x", (n, n), str(n)) for n in (1, 2, 2)]
    assert [(one.path, one.count) for one in left_out(rest)] == [("1.md", 1), ("2.md", 2)]


@pytest.mark.parametrize("decoder", ["extractive", "bundled"])
def test_every_form_of_an_answer_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], decoder: str
) -> None:
    notes = {
        "Fruta.md": LONG.replace("São estas:", "As frutas da estação são estas:"),
        "Mar.md": "O mar é salgado.\n",
        "Céu.md": "O céu é azul.\n",
    }
    root = written(tmp_path, notes)
    question = "Quais são as frutas da estação?"
    answer = Vault.open(root).ask(question, manner=decoder)
    assert len(answer.sentences) == ITEMS
    (left,) = answer.left_out
    assert left.path == "Fruta.md"
    assert json.loads(json.dumps(answer_json(answer)))["left_out"] == [
        {"path": "Fruta.md", "title": "Fruta", "lines": list(left.lines), "count": left.count}
    ]
    page = tmp_path / "page.html"
    words = ["ask", question, "--vault", str(root), "--lang", "pt", "--decoder", decoder]
    assert main([*words, "--report", str(page)]) == 0
    line = f"… e mais {left.count} em Fruta.md:{left.lines[0]}-{left.lines[1]}"
    assert line in capsys.readouterr().out
    assert line in page.read_text("utf-8")


def test_a_dash_that_makes_no_item_is_not_told() -> None:
    note, _ = read_note(NoteId("Nota.md"), "-Tokens são pedaços.\n\n-5 graus faz frio.\n")
    found = sentences(note)
    assert [one.text for one in found] == ["Tokens são pedaços.", "-5 graus faz frio."]
    assert found[0].quote == "-Tokens são pedaços."


PROSE = """# Ajuste

## Ajuste fino

Treina-se com:

- Registros médicos.
- Documentos legais.

O ajuste fino tem limitações. Por exemplo, custa caro.
"""


@pytest.mark.parametrize(
    ("question", "told"),
    [
        (
            "Quais são as limitações do ajuste fino?",
            ["O ajuste fino tem limitações.", "Por exemplo"],
        ),
        ("Quais documentos usa o ajuste fino?", ["Registros médicos.", "Documentos legais."]),
        ("Quais são as etapas do ajuste fino?", ["Registros médicos.", "Documentos legais."]),
    ],
)
def test_a_list_of_something_else_gives_way_to_prose(question: str, told: list[str]) -> None:
    scored = evidence(PROSE, "Registros").sentences
    found = listed(Evidence(Asked(question, "list", "pt"), (), scored))
    assert len(found) == len(told)
    assert all(one.text.startswith(part) for one, part in zip(found, told, strict=True))


def test_a_sentence_that_names_what_is_asked_for_brings_what_tells_it() -> None:
    scored = evidence(PROSE, "limitações").sentences

    def told(question: str, kind: str) -> list[str]:
        return [one.text for one in listed(Evidence(Asked(question, kind, "pt"), (), scored))]

    both = ["O ajuste fino tem limitações.", "Por exemplo, custa caro."]
    assert told("Quais são as limitações do ajuste fino?", "list") == both
    assert told("Quais são as etapas?", "list") == []
    assert told("O ajuste fino tem limitações?", "whether") == []
