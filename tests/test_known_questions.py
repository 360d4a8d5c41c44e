"""Questions that notes are known to answer help searches and answers, and go with the notes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_helpers import WordHashes

from llmnotes.api import Vault
from llmnotes.ask.known import known, nearest, said_key
from llmnotes.ask.units import prepared
from llmnotes.encoder.questions import load_question_encoder
from llmnotes.index import FOLDER, Index, VaultSource, load_by_name, update
from llmnotes.index.questions import packed, unpacked
from llmnotes.index.schema import database
from llmnotes.model import Sentence
from llmnotes.search import scoring
from llmnotes.vault.asked import parse_asked

NOTES = {
    "Orquestra.md": "# Orquestra\n\nA orquestra toca em salas grandes.\n\n## Afinação\n\n"
    "O oboé dá o lá antes do concerto. Todos afinam por ele.\n",
    "Padaria.md": "# Padaria\n\nO forno fica aceso a noite toda. A massa descansa antes.\n",
    "Jardim.md": "# Jardim\n\nAs rosas são podadas em julho.\n",
    "Rascunho.md": "---\npublish: false\n---\n# Rascunho\n\nO cofre abre com a chave azul.\n",
}
ASKED = """# Orquestra.md
> O oboé dá o lá antes do concerto.
quem apita para o pessoal acertar as cordas?
which instrument gives everybody the pitch?

# Padaria
> A massa descansa antes.
por que esperar tanto até assar?
>
quanto custa o pãozinho?

# Rascunho.md
> O cofre abre com a chave azul.
onde se guarda o segredo da firma?
"""
PITCH = "Quem é que apita para o pessoal acertar as cordas do violino?"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in NOTES.items():
        (tmp_path / path).write_text(text, "utf-8")
    (tmp_path / "leitores.asked.txt").write_text(ASKED, "utf-8")
    return tmp_path


def order(root: Path, query: str) -> list[str]:
    return [hit.passage.note for hit in Vault.open(root).search(query)]


def count(root: Path) -> int:
    with Vault.open(root).index() as index, index.snapshot():
        return len(index.questions())


def test_a_question_leads_to_the_passage_that_answers_it(root: Path) -> None:
    (root / "leitores.asked.txt").rename(root / "fora.txt")
    before = order(root, PITCH)
    assert before[0] != "Orquestra.md"
    (root / "fora.txt").rename(root / "mais.asked.txt")
    assert order(root, PITCH)[0] == "Orquestra.md"
    (root / "mais.asked.txt").unlink()
    assert order(root, PITCH) == before
    assert count(root) == 0


def test_only_sentences_that_published_notes_say_are_known(root: Path) -> None:
    assert count(root) == 3
    assert b"pessoal" not in database(root / FOLDER).read_bytes()
    text = NOTES["Orquestra.md"].replace("O oboé dá o lá antes do concerto.", "O oboé é preto.")
    (root / "Orquestra.md").write_text(text, "utf-8")
    assert count(root) == 1
    (root / "Rascunho.md").write_text(NOTES["Rascunho.md"].replace("false", "true"), "utf-8")
    assert count(root) == 2
    (root / "Padaria.md").unlink()
    assert count(root) == 1


def test_a_note_that_moves_its_sentences_keeps_its_questions(root: Path) -> None:
    assert count(root) == 3
    more = "\n\n".join(f"Há {n} maestros na sala, e nenhum deles é surdo." for n in range(90))
    text = NOTES["Orquestra.md"].replace("## Afinação", f"{more}\n\n## Afinação")
    (root / "Orquestra.md").write_text(text, "utf-8")
    hit = Vault.open(root).search(PITCH)[0]
    assert hit.passage.heading == ("Orquestra", "Afinação")[-len(hit.passage.heading) :]
    assert "oboé" in hit.passage.text


def test_what_is_indexed_does_not_depend_on_the_way_there(root: Path, tmp_path: Path) -> None:
    def rows() -> list[tuple[object, ...]]:
        with Vault.open(root).index() as index:
            return index.db.execute("SELECT * FROM question ORDER BY path").fetchall()

    first = rows()
    (root / "leitores.asked.txt").write_text("", "utf-8")
    assert rows() == []
    (root / "leitores.asked.txt").write_text(ASKED, "utf-8")
    assert rows() == first


def test_check_tells_of_questions_that_nothing_answers(root: Path) -> None:
    assert not [one for one in Vault.open(root).problems if one.kind == "question"]
    asked = f"o que vem antes?\n{ASKED}\n# Museu.md\n> Fecha às seis.\nquando fecha?\ne depois?\n"
    (root / "leitores.asked.txt").write_text(asked, "utf-8")
    (root / "Padaria.md").write_text("# Padaria\n\nO forno é velho.\n", "utf-8")
    found = [one for one in Vault.open(root).problems if one.kind == "question"]
    lines = asked.splitlines()
    assert [(one.path, lines[one.line - 1]) for one in found] == [
        ("leitores.asked.txt", "o que vem antes?"),
        ("leitores.asked.txt", "por que esperar tanto até assar?"),
        ("leitores.asked.txt", "quando fecha?"),
    ]
    assert "A massa descansa antes." in found[1].message
    assert "Museu.md" in found[2].message


def test_an_answer_is_the_sentence_that_is_known_to_answer(root: Path) -> None:
    asked = "quem apita para o pessoal acertar as cordas?"
    answer = Vault.open(root).ask(asked)
    assert not answer.refused
    assert answer.citations[0].quote == "O oboé dá o lá antes do concerto."
    (root / "leitores.asked.txt").unlink()
    assert Vault.open(root).ask(asked).refused


def test_without_questions_a_source_tells_of_notes_only(root: Path) -> None:
    paths = [stamp.path for stamp in VaultSource(root).stamps()]
    assert "leitores.asked.txt" in paths
    bare = [stamp.path for stamp in VaultSource(root, questions=False).stamps()]
    assert set(paths) - set(bare) == {"leitores.asked.txt"}


def test_questions_are_encoded_alike_beside_another_encoder(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, own = tmp_path_factory.mktemp("index"), load_question_encoder()
    update(folder, VaultSource(root), lambda name: WordHashes(), "words")
    with Index(folder) as index, index.snapshot() as columns:
        questions = index.questions()
        assert questions.vectors.rows.shape == (3, own.dim)
        query = np.asarray(own(["por que esperar tanto até assar?"])[0], np.float32)
        near = questions.nearest(query, columns.passages)
        assert columns.paths[columns.note_of[int(near.argmax())]] == "Padaria.md"
        assert near.max() > 0.9
        assert set(questions.of_note(columns.paths.index("Jardim.md"), query)) == set()


@given(st.integers(1, 9), st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_half_bytes_keep_directions(dim: int, rows: int, seed: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(rows, dim)).astype(np.float32)
    read = unpacked(packed(vectors), dim)
    assert read.rows.shape == (rows, dim)
    for row, vector in zip(read.floats(), vectors, strict=True):
        assert row @ (vector / np.linalg.norm(vector)) > 0.97
        assert read.cosines(row).max() == pytest.approx(1, abs=0.01)


def test_near_questions_only_raise() -> None:
    cosines = np.array([0.4, 0.4, 0.4], dtype=np.float32)
    least, share = scoring.KNOWN
    raised = scoring.known(cosines, np.array([0.0, least, least + 0.5], dtype=np.float32))
    assert raised.tolist() == pytest.approx([0.4, 0.4, 0.4 + 0.5 * share])


def test_a_sentence_that_nobody_asked_for_loses_only_beside_others_that_were() -> None:
    texts = ("Um gato mia.", "Um cão late.", "O rio corre.")
    said = [
        Sentence("N.md", text, text, (n, n), "N", (), "text", n, 0)  # type: ignore[arg-type]
        for n, text in enumerate(texts)
    ]
    encoder = load_by_name("")
    vectors = encoder.passages(list(texts))
    pieces = [np.zeros(0, dtype=np.intp)] * 3
    units = prepared(said, vectors, vectors, vectors, pieces, pieces)
    query = encoder.queries(["um gato que mia"])[0]

    def near(cosines: dict[int, float]) -> list[float]:
        return known(units, query, nearest(units, cosines))

    bare = near({})
    assert bare[0] == max(bare) > 0.5
    some = near({said_key(texts[1]): 0.9})
    assert some[1] == 0.9
    assert 0 < some[0] < bare[0]
    every = near({said_key(text): 0.2 for text in texts})
    assert every == [0.2] * 3


def test_lines_above_the_first_note_belong_to_none() -> None:
    (one,) = parse_asked("quem?\n")
    assert [one.line for one in parse_asked("> Uma frase.\n# A\n> Outra.\n")] == [1]
    assert (one.note, one.line, one.said) == ("", 1, None)
