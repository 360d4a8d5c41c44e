"""Notes that are manuals: headings that tell what is done below them, definitions within a page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ask_helpers import bold_asker, indexed_vault, written

from llmnotes.ask import Asker

MANUAL = {
    "Gerir notas.md": (
        "Há várias maneiras de gerir arquivos.\n\n## Criar uma nota\n\nPara criar uma nota:\n\n"
        "1. Aperte Ctrl+N.\n2. Escreva o nome da nota.\n\nTambém dá pelo menu.\n\n"
        "## Apagar uma nota\n\nEscolha **Apagar** no menu da nota.\n"
    ),
    "Criador de notas.md": "O criador de notas é um complemento que dá nomes pela hora.\n",
    "Gerir cofres.md": (
        "O seletor troca de cofre.\n\n## Conceito\n\nMuita gente tem um só. Um **cofre** é uma "
        "pasta com as suas notas.\n"
    ),
    "000.md": (
        "# 02. Conceitos\n\n## O que é uma LLM?\n\nLLM é a sigla de um grande modelo de linguagem. "
        "Ela aprende com textos.\n\n## Parâmetros\n\n- **Temperature (Temperatura):** controla "
        "o acaso da resposta.\n- **Stop sequences:** fazem a LLM parar.\n"
    ),
    "LLM.md": (
        "# LLM\n\n### Exemplo (GPT)\n\nGPT foi treinado com 175 bilhões de parâmetros.\n\n"
        "### Uso\n\nUma LLM escreve textos em conversas.\n"
    ),
    "Trash.md": (
        "---\nlang: en\n---\nNothing is lost at once.\n\n## Empty the trash\n\n"
        "1. Open the menu.\n2. Press the red button.\n"
    ),
}


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Asker]:
    root = written(tmp_path, MANUAL)
    with indexed_vault(root) as index:
        yield bold_asker(root, index)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Como criar uma nota?", ["Aperte Ctrl+N.", "Escreva o nome da nota."]),
        (
            "Como faço para criar uma nota nova?",
            ["Para criar uma nota:", "Aperte Ctrl+N.", "Escreva o nome da nota."],
        ),
        ("How do I empty the trash?", ["Open the menu.", "Press the red button."]),
        ("Como apagar uma nota?", ["Escolha Apagar no menu da nota."]),
        ("O que é uma LLM?", ["LLM é a sigla de um grande modelo de linguagem."]),
        ("O que é temperatura?", ["Temperature (Temperatura): controla o acaso da resposta."]),
        ("O que é um cofre?", ["Um cofre é uma pasta com as suas notas."]),
    ],
)
def test_a_manual_answers_with_the_section_that_says_how(
    ask: Asker, question: str, told: list[str]
) -> None:
    assert [one.quote for one in ask(question).citations] == told
