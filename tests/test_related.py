"""Related notes: near ones, names without links, and copies."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_helpers import Notes, indexed

from llmnotes.errors import UsageError
from llmnotes.markdown import read_note
from llmnotes.model import Hit, Note, NoteId
from llmnotes.related import duplicates, similar, suggest
from llmnotes.related.automaton import Automaton
from llmnotes.related.overlap import likely_pairs, runs, shared

names = st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=4), max_size=8)
texts = st.lists(st.sampled_from("abcd"), max_size=30)


@given(names, texts)
def test_the_automaton_finds_what_looking_everywhere_finds(
    wanted: list[list[str]], text: list[str]
) -> None:
    found = list(Automaton(wanted).longest(text))
    expected, start = [], 0
    while start < len(text):
        ends = [start + len(n) for n in wanted if text[start : start + len(n)] == n]
        if ends:
            expected.append((start, max(ends)))
            start = max(ends)
        else:
            start += 1
    assert found == expected


@given(texts, texts)
def test_sharing_is_mutual_and_whole_with_oneself(one: list[str], other: list[str]) -> None:
    a, b = runs(one), runs(other)
    assert shared(a, b) == shared(b, a)
    assert not one or shared(a, a) == 1


def test_copies_are_found_without_comparing_all() -> None:
    rng = random.Random(3)
    words = [f"w{i}" for i in range(500)]
    sources = [[rng.choice(words) for _ in range(120)] for _ in range(60)]
    told = {i: runs(text) for i, text in enumerate(sources)}
    told[60] = runs([*sources[7][:100], *words[:10]])
    assert (7, 60) in likely_pairs(told)
    assert len(likely_pairs(told)) < 10


def vault(**texts: str) -> tuple[Notes, list[Note]]:
    notes = [read_note(NoteId(f"{name}.md"), text)[0] for name, text in texts.items()]
    return Notes({note.id: note for note in notes}), notes


def reasons(hits: tuple[Hit, ...]) -> list[tuple[str, int, str]]:
    return [(hit.passage.note, hit.passage.lines[0], hit.reason) for hit in hits]


def test_a_name_without_a_link_is_suggested_once(tmp_path: Path) -> None:
    notes, read = vault(
        Atenção="Pesa palavras.",
        Transformer="# Atenção\n\nUsa `atenção` em código.\n\nUsa atenção. E mais atenção.\n",
    )
    with indexed(tmp_path, notes) as index:
        hits = suggest(index, read)
    assert reasons(hits)[0] == (
        "Transformer.md",
        5,
        "mentions “atenção” without a link to Atenção.md",
    )
    assert len([hit for hit in hits if "mentions" in hit.reason]) == 1


def test_what_is_linked_or_stands_in_a_link_is_not_suggested(tmp_path: Path) -> None:
    notes, read = vault(
        Rede="Uma rede.",
        Redes_neurais="---\naliases: [Rede neural]\n---\nSão camadas.",
        A="Ver [[Rede]]: uma rede qualquer.",
        B="Ver [a rede](https://exemplo.org) e a rede neural.",
        C="Um enredo sem nada.",
    )
    with indexed(tmp_path, notes) as index:
        told = [
            (note, reason) for note, _, reason in reasons(suggest(index, read)) if "“" in reason
        ]
    assert ("B.md", "mentions “rede neural” without a link to Redes_neurais.md") in told
    assert not [note for note, _ in told if note in ("A.md", "C.md")]


def test_suggestions_for_one_note_are_about_it(tmp_path: Path) -> None:
    notes, read = vault(Token="Um pedaço.", A="Um token.", B="Outro token.")
    with indexed(tmp_path, notes) as index:
        mentions = [hit for hit in suggest(index, read, "A", lang="pt") if "menciona" in hit.reason]
    assert [hit.passage.note for hit in mentions] == ["A.md"]


def test_near_notes_that_are_not_linked_are_suggested(tmp_path: Path) -> None:
    text = "gradiente descendente ajusta pesos com passos pequenos"
    notes, read = vault(
        A=text, B=text + " sempre", C="culinária de outra região", D=f"{text} [[A]]"
    )
    with indexed(tmp_path, notes) as index:
        near = [hit.passage.note for hit in suggest(index, read, "A.md") if "meaning" in hit.reason]
    assert near == ["B.md"]


def test_similar_notes_come_nearest_first_without_the_note_itself(tmp_path: Path) -> None:
    notes, _ = vault(
        A="redes neurais aprendem pesos", B="redes neurais aprendem pesos hoje", C="bolo de cenoura"
    )
    with indexed(tmp_path, notes) as index:
        for name in ("A", "A.md", "a"):
            hits = similar(index, name, 2)
            assert hits[0].passage.note == "B.md"
            assert "A.md" not in [hit.passage.note for hit in hits]
        assert similar(index, "A", 1) == similar(index, "A", 2)[:1]
        with pytest.raises(UsageError, match="no note"):
            similar(index, "Inexistente")


def test_near_duplicates_are_told_with_how_much_they_share(tmp_path: Path) -> None:
    rng = random.Random(5)
    text = " ".join(f"p{rng.randrange(400)}" for _ in range(150))
    notes, _ = vault(
        A=text, B=text + " e um fim", C=" ".join(f"q{i}" for i in range(150)), D="curta"
    )
    with indexed(tmp_path, notes) as index:
        (hit,) = duplicates(index)
    assert hit.passage.note == "B.md"
    assert hit.score > 0.9
    assert hit.reason.endswith("of A.md")
