"""A difference is told from the notes of both sides, whatever else speaks of them."""

from __future__ import annotations

from pathlib import Path

from ask_helpers import bold_asker, indexed_vault, written

NOISE = {
    f"{n:02}.md": f"# Uso {n}\n\nO leitor e o escritor vêm no uso {n} do leitor-escritor.\n"
    for n in range(30)
}


def test_the_notes_of_both_sides_are_looked_at(tmp_path: Path) -> None:
    own = {
        "Leitor.md": "# Leitor\n\nLeitor é a rede que lê o texto nos dois sentidos.\n",
        "Escritor.md": "# Escritor\n\nEscritor é a rede que produz um token por vez.\n",
    }
    with indexed_vault(written(tmp_path, NOISE | own)) as index:
        answer = bold_asker(tmp_path, index)("qual a diferença entre leitor e escritor?")
    assert answer.evidence
    assert set(own) <= {one.note for one, _ in answer.evidence.sentences}
    assert {one.path for one in answer.citations} == set(own)


def test_a_section_called_as_a_side_tells_of_it(tmp_path: Path) -> None:
    own = {
        "Redes.md": "# Redes\n\nHá redes de vários tipos.\n\n## Leitor\n\nLê o texto nos dois"
        " sentidos de uma vez.\n\n## O que é um escritor?\n\nProduz um token por vez.\n",
    }
    with indexed_vault(written(tmp_path, dict(list(NOISE.items())[:3]) | own)) as index:
        answer = bold_asker(tmp_path, index)("qual a diferença entre leitor e escritor?")
    assert [one.lines[0] for one in answer.citations if one.path == "Redes.md"][:2] == [7, 11]
