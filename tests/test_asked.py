"""Questions that were written for training are read with the sentences that answer them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from llmnotes.stemming import fold, words
from llmnotes.training.asked import BENCHMARKS, LEARNT, VAULT, read_file, read_lessons
from llmnotes.training.encoder_pairs import asked
from llmnotes.training.matcher_data import lesson_choices

NOTE = """Um token é um pedaço de texto. Cada modelo tem os seus.

## Custo

- A conta é por token.
"""
ASKED = """# Token.md
>
quem inventou o token?
> Um token é um pedaço de texto.
o que é token?
> A conta é por token.
> Cada modelo tem os seus.
how am I charged?
pago por palavra?
> Uma frase que já não está lá.
o que dizia?

# Sumiu.md
> Nada.
onde foi parar?
"""


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    root = tmp_path / "vault"
    root.mkdir()
    (root / "Token.md").write_text(NOTE, "utf-8")
    (tmp_path / "asked").mkdir()
    (root / LEARNT).mkdir(parents=True)
    (root / LEARNT / "a.asked.txt").write_text(ASKED, "utf-8")
    return root


def letters(text: str) -> list[int]:
    return [ord(c) % 50 for c in text]


def test_what_was_asked_later_is_read_where_every_question_is_wanted(vault: Path) -> None:
    later = vault / LEARNT.parent / "2031-01-01"
    later.mkdir()
    (later / "a.asked.txt").write_text(
        "# Token.md\n> A conta é por token.\nquanto custa?\n", "utf-8"
    )
    assert len(list(read_lessons(vault.parent, vault))) == 2
    *_, last = read_lessons(vault.parent, vault, every=True)
    assert last.name == "a/Token.md"
    assert [(text, last.told[place].text) for text, (place,) in last.asked] == [
        ("quanto custa?", "A conta é por token.")
    ]


def test_questions_meet_the_sentences_of_their_note(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    token, gone = read_lessons(vault.parent, vault)
    assert [one.text for one in token.told][:2] == [
        "Um token é um pedaço de texto.",
        "Cada modelo tem os seus.",
    ]
    assert token.told[0].above == "Token"
    assert token.told[0].paragraph == "Um token é um pedaço de texto. Cada modelo tem os seus."
    assert token.told[2].above == "Token. Custo"
    assert token.asked == (
        ("quem inventou o token?", ()),
        ("o que é token?", (0,)),
        ("how am I charged?", (2, 1)),
        ("pago por palavra?", (2, 1)),
    )
    assert gone.asked == ()
    assert "2 questions" in capsys.readouterr().err


def test_a_question_below_nothing_is_an_error_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("# A.md\n> Um.\nquem?\n\n# B.md\nonde?\n", "utf-8")
    with pytest.raises(ValueError, match=r"a\.txt:6: "):
        read_file(file)


def test_questions_about_the_corpus_name_document_and_section(vault: Path) -> None:
    data = vault.parent / "data"
    data.mkdir()
    text = "# A\n\nUm gato mia. Um cão late.\n\n## B\n\nO rio corre."
    for lang in ("pt", "en"):
        row = json.dumps({"text": text, "source": "s"})
        (data / f"corpus.{lang}.jsonl").write_text(row + "\n", "utf-8")
    tsv = vault.parent / "asked" / "corpus.tsv"
    tsv.write_text("pt:0:0\t1\tquem late?\nen:0:1\t0\tWhat flows?\n", "utf-8")
    *_, pt, en = read_lessons(vault.parent, vault, data)
    assert [one.text for one in pt.told] == ["Um gato mia.", "Um cão late."]
    assert pt.asked == (("quem late?", (1,)),)
    assert (en.told[0].above, en.asked) == ("A. B", (("What flows?", (0,)),))
    tsv.write_text("pt:0:0\tquem late?\n", "utf-8")
    with pytest.raises(ValueError, match=r"corpus\.tsv:1: "):
        list(read_lessons(vault.parent, vault, data))


def test_lessons_become_pairs_and_choices(vault: Path) -> None:
    lessons = list(read_lessons(vault.parent, vault))
    pairs = list(asked(lessons))
    assert [pair.left for pair in pairs] == [
        ("o que é token?",),
        ("how am I charged?",),
        ("pago por palavra?",),
    ]
    assert pairs[0].right[0] == "Token. Um token é um pedaço de texto."
    assert pairs[0].right[2] == "Um token é um pedaço de texto."
    assert pairs[1].group == pairs[2].group != pairs[0].group
    assert len(pairs[1].right) == 6
    bare, headed = (lesson_choices(lessons, letters, headed=one) for one in (False, True))
    assert bare.right.tolist() == headed.right.tolist() == [0, 2, 2]
    assert len(bare.sentences) == len(headed.sentences) == 3
    assert len(headed.sentences[2]) == len(bare.sentences[2]) + len("Token. Custo. ")


def test_the_questions_that_come_with_us_are_about_what_the_notes_say() -> None:
    files = (VAULT / LEARNT).glob("*.asked.txt")
    written = sum(len(asked) for file in files for asked in read_file(file).values())
    read = sum(len(lesson.asked) for lesson in read_lessons(BENCHMARKS, VAULT))
    assert written > 20_000
    assert read > 0.98 * written


def test_nothing_is_learnt_or_known_that_is_measured() -> None:
    def same(question: str) -> tuple[str, ...]:
        return tuple(sorted(words(fold(question))))

    files = [*BENCHMARKS.glob("*.jsonl"), *BENCHMARKS.glob("vaults/*/questions.jsonl")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    measured = {same(json.loads(line)["question"]) for line in lines}
    assert len(measured) > 3_000
    own = [*VAULT.rglob("*.asked.txt"), *BENCHMARKS.glob("vaults/*/asked.txt")]
    learnt = [one for file in own for asked in read_file(file).values() for one, _ in asked]
    corpus = (BENCHMARKS / "asked" / "corpus.tsv").read_text("utf-8").splitlines()
    learnt += [line.split("\t")[2] for line in corpus]
    assert not [one for one in learnt if same(one) in measured]
