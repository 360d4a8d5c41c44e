"""The encoder of questions learns that two questions of one answer are alike."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.encoder.questions import FOLDER, load_question_encoder
from llmnotes.encoder.static import DIGEST, read_header, read_tensor, table_digest
from llmnotes.training.asked import Lesson, Told
from llmnotes.training.questions import FILE, TABLE, alike, save, slipped

TOLD = (Told("O forno esquenta.", "Padaria", ""), Told("A massa descansa.", "Padaria", ""))


def test_pairs_are_questions_that_one_sentence_answers_first() -> None:
    lessons = [
        Lesson("Padaria.md", TOLD, (("quem esquenta?", (0,)), ("e a massa?", (1,)))),
        Lesson("Padaria.md", TOLD, (("o que fica quente?", (0, 1)), ("quanto custa?", ()))),
    ]
    pairs = list(alike(lessons, Random(1)))
    assert [(pair.left[0], pair.right) for pair in pairs] == [
        ("quem esquenta?", ("o que fica quente?",)),
        ("o que fica quente?", ("quem esquenta?",)),
    ]
    assert len({pair.group for pair in pairs}) == 1
    assert all(pair.left[0] == pair.left[1] for pair in pairs)


@given(st.text("abcdefgh ", max_size=40), st.integers())
def test_slips_change_a_letter_of_long_words_only(text: str, seed: int) -> None:
    found = slipped(text, Random(seed))
    before, after = text.split(" "), found.split(" ")
    assert len(before) == len(after)
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert len(changed) <= 2
    assert all(len(a) > 4 and a[0] == b[0] and abs(len(a) - len(b)) <= 1 for a, b in changed)


def test_a_table_is_kept_in_int8_without_the_unknown_piece(tmp_path_factory) -> None:
    out = tmp_path_factory.mktemp("questions")
    table = np.array([[9.0, 9.0], [1.0, -2.0], [4.0, 0.5]], dtype=np.float32)
    save(table, out)
    rows = np.array(read_tensor(out / FILE, TABLE))
    assert rows.dtype == np.int8
    assert rows[0].tolist() == [0, 0]
    assert rows[2, 0] == pytest.approx(4 * 127 / 9, abs=0.5)
    assert read_header(out / FILE)["__metadata__"][DIGEST] == table_digest(rows)


def test_the_shipped_table_knows_questions_that_are_alike() -> None:
    encoder = load_question_encoder()
    shipped = read_tensor(FOLDER / FILE, TABLE)
    assert encoder.fingerprint == table_digest(shipped)
    asked, same, slip, other, nothing = encoder(
        ["por que a IA inventa?", "why do models make things up?", "por que a IA inventta?",
         "o que é um token?", ""]
    )  # fmt: skip
    assert asked @ same > 0.3 > asked @ other
    assert asked @ slip > asked @ same
    assert np.linalg.norm(asked) == pytest.approx(1, abs=1e-6)
    assert not nothing.any()
