"""Pieces of a question meet pieces of sentences, in the product and while the tables are learnt."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from llmnotes.encoder.matcher import FOLDER, load_matcher
from llmnotes.training.asked import Lesson, Told
from llmnotes.training.matcher_data import Bags, contexts_of, question_batch, read_choices

ANSWERS = ("O BERT saiu em 2018.", "Quem o criou foi a Google.", "Ele lê o texto todo.")


def test_pieces_of_a_question_share_one_and_look_one_way() -> None:
    asking = load_matcher().question("Quando saiu o BERT?")
    assert len(asking.vectors) == len(asking.shares) >= 4
    assert asking.shares.sum() == pytest.approx(1, abs=1e-5)
    assert np.linalg.norm(asking.vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_each_piece_finds_the_nearest_of_each_text() -> None:
    matcher = load_matcher()
    asking = matcher.question("embedding de um token")
    texts = matcher.pieces(["O embedding de cada token.", "", "Fritar o ovo."])
    found = matcher.best(asking, texts)
    assert found.shape == (3, len(asking.shares))
    assert not found[1].any()
    assert found[0] @ asking.shares > found[2] @ asking.shares
    apart = [matcher.best(asking, [text])[0] for text in texts]
    assert found == pytest.approx(np.array(apart), abs=1e-6)


def test_nothing_asked_is_met_nowhere() -> None:
    matcher = load_matcher()
    assert matcher.best(matcher.question(""), matcher.pieces(["Um token."])).shape == (1, 0)


def test_when_looks_for_a_year_and_who_for_a_name() -> None:
    matcher = load_matcher()
    texts = matcher.pieces(ANSWERS)
    sizes = np.log1p([len(text) for text in texts])
    for question, best in (("Quando saiu?", 0), ("Quem criou?", 1)):
        asking = matcher.question(question)
        scores = matcher.best(asking, texts) @ asking.shares + matcher.length * sizes
        assert int(scores.argmax()) == best, question


def test_the_tables_have_a_card_and_a_row_for_every_piece() -> None:
    matcher = load_matcher()
    tokenizer = json.loads((FOLDER.parent / "encoder" / "tokenizer.json").read_bytes())
    pieces = len(tokenizer["model"]["vocab"])
    assert matcher.asked.shape == matcher.told.shape == (pieces, 64)
    assert matcher.shares.shape == (pieces,) and (matcher.shares > 0).all()
    card = (FOLDER / "README.md").read_text("utf-8")
    assert "python -m llmnotes.training.matcher" in card


def made(folder: Path) -> Path:
    """Write contexts of three sentences, two questions about each, and sentence pairs."""
    folder.mkdir()
    rows: dict[str, list[dict[str, object]]] = {"contexts": [], "qa.train": [], "parallel": []}
    for number in range(40):
        name, year = f"Modelo{number}", 1980 + number
        text = f"O {name} saiu em {year}. A casa {number} criou o {name}. Ele lê textos."
        rows["contexts"].append({"id": f"c{number}", "text": text})
        for question, answer in (
            (f"Quando saiu o {name}?", str(year)),
            ("O que ele lê?", "textos"),
        ):
            rows["qa.train"].append(
                {"lang": "pt", "question": question, "context_id": f"c{number}"}
                | {"answer": answer, "answerable": True, "source": "made"}
            )
        pair = {"pt": f"O livro número {number} está na mesa.", "source": "made"}
        rows["parallel"].append(pair | {"en": f"Book number {number} is on the table."})
    for name, all_of_it in rows.items():
        lines = "".join(json.dumps(one) + "\n" for one in all_of_it)
        (folder / f"{name}.jsonl").write_text(lines, "utf-8")
    return folder


def letters(text: str) -> list[int]:
    return [ord(c) for c in text]


def test_questions_know_the_sentence_that_answers(tmp_path: Path) -> None:
    choices = read_choices(made(tmp_path / "data"), letters)
    assert len(choices.questions) == 80
    for question, sentences, right in contexts_of(choices, range(80)):
        said = "".join(map(chr, sentences[right]))
        assert said.startswith("O Modelo" if chr(question[0]) == "Q" else "Ele")
    batch = question_batch(choices, np.array([0, 3]), np.random.default_rng(1), most=2)
    assert [len(batch.sentences), batch.own.tolist()] == [4, [0, 0, 1, 1]]
    assert batch.right.tolist() == [0, 2]
    held = choices.held_out(0.25, 1)
    assert held.sum() == 20
    assert not set(choices.context[held]) & set(choices.context[~held])


def test_bags_are_texts_one_after_another() -> None:
    bags = Bags.of(["ab", "", "c"], letters)
    assert [bags[place].tolist() for place in range(len(bags))] == [[97, 98], [], [99]]


@pytest.mark.models
def test_training_learns_goes_on_and_is_the_same_twice(tmp_path: Path) -> None:
    from llmnotes.training.matcher import Recipe, make_matcher

    data = made(tmp_path / "data")
    recipe = Recipe(dim=16, steps=24, questions=16, pairs=8, held_out=0.2)
    told = tuple(Told(text, "BERT", text) for text in ANSWERS)
    lessons = [Lesson("BERT.md", told, (("Quando saiu?", (0,)), ("Quem o criou?", (1,))))]
    files = []
    for name, stops in (("whole", (30.0,)), ("parts", (0.0, 30.0))):
        for minutes in stops:
            made_well = make_matcher(
                data, tmp_path / name, tmp_path / f"{name}-work", recipe, minutes, lessons
            )
        assert made_well > 0.6
        files.append((tmp_path / name / "model.safetensors").read_bytes())
    assert files[0] == files[1]
