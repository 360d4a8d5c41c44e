"""Words that people use for one another: the file is in step, and search finds by them."""

from __future__ import annotations

from pathlib import Path

import pytest

from llmnotes.api import Vault
from llmnotes.encoder.thesaurus import FILE, _lines, load_thesaurus, phrase, synonyms
from llmnotes.stemming import stem
from llmnotes.training.thesaurus import made_ready, written


def test_what_is_read_is_what_was_written() -> None:
    assert FILE.read_text("utf-8").splitlines() == list(dict.fromkeys(made_ready(written())))


def test_every_group_joins_at_least_two() -> None:
    for line in FILE.read_text("utf-8").splitlines():
        assert len(set(line.split(","))) > 1, line
        assert all(one == " ".join(one.split()) for one in line.split(",")), line


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Quantas matérias caem na prova?", "disciplina"),
        ("how do I cut the cost", "reduzir"),
        ("meu notebook", "computador"),
    ],
)
def test_both_languages_and_everyday_words(asked: str, said: str) -> None:
    assert any((stem(said),) in phrases for phrases in synonyms(asked).values())


def test_a_word_of_a_longer_phrase_has_what_stands_for_the_phrase() -> None:
    assert {"cont propri", "cont"} <= load_thesaurus().keys()
    assert (stem("autonomo"),) in synonyms("trabalha por conta própria")["cont"]


def test_small_words_are_no_part_of_a_phrase() -> None:
    assert phrase("de acordo com") == phrase("acordo")


def test_search_finds_by_another_word_and_prefers_the_word_itself(tmp_path: Path) -> None:
    texts = {
        "Exame": "O exame cobre 57 disciplinas, da anatomia ao direito.",
        "Livro": "O livro tem 57 capítulos e um índice.",
        "Escola": "A escola mudou as matérias do segundo ano.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(f"{text}\n", "utf-8")
    with Vault.open(tmp_path).index() as index:
        from llmnotes.search import search

        found = [hit.passage.title for hit in search(index, "quais matérias", None, mode="lexical")]
    assert found[:2] == ["Escola", "Exame"]


def test_looking_for_one_phrase_finds_what_reading_all_lines_does() -> None:
    known = load_thesaurus()
    for one in [*list(known)[::40], *FILE.read_text("utf-8").split("\n")[-2].split(",")]:
        assert list(_lines(one)) == known[one], one
    assert _lines("") == _lines("no such phrase") == ()
