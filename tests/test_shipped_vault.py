"""The glossary we ship keeps its promises: whole, linked, and each note made with care."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from llmnotes import Vault
from llmnotes.glossary import term_key
from llmnotes.model import LinkKind, Note, TargetKind

ROOT = Path(__file__).parent.parent / "vault"
HOME = "Início.md"


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.open(ROOT)


@pytest.fixture(scope="module")
def concepts(vault: Vault) -> list[Note]:
    return [note for note in vault.notes if note.id != HOME and not note.id.startswith("Mapas/")]


def test_nothing_is_dead_ambiguous_or_orphaned(vault: Vault) -> None:
    assert [str(problem) for problem in vault.problems] == []
    assert vault.report.passes
    assert vault.report.links == vault.report.resolved


def test_there_are_at_least_180_concepts(concepts: list[Note]) -> None:
    assert len(concepts) >= 180


def test_every_note_has_its_front_matter(vault: Vault) -> None:
    for note in vault.notes:
        missing = {"title", "aliases", "tags", "lang", "description"} - set(note.properties)
        assert not missing, f"{note.id} lacks {sorted(missing)}"
        assert note.lang == "pt-BR", note.id
        assert note.description.endswith((".", "?", "!")), note.id


def test_the_first_sentence_names_its_subject(concepts: list[Note]) -> None:
    for note in concepts:
        first = next(one.text for one in note.paragraphs if one.kind == "text")
        names = [term_key(name) for name in (note.title, *note.aliases)]
        opening = term_key(first[:200])
        assert any(name in opening for name in names), f"{note.id}: {first[:80]}"


def test_every_concept_names_its_sources_and_a_confusion(concepts: list[Note]) -> None:
    for note in concepts:
        assert any("Fonte" in heading.text for heading in note.headings), note.id
        assert any(one.kind == "callout" for one in note.paragraphs), note.id


def test_names_are_unique(vault: Vault) -> None:
    names = Counter(
        key for note in vault.notes for key in {n.casefold() for n in (note.title, *note.aliases)}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_there_are_at_least_six_links_a_note(vault: Vault) -> None:
    links = sum(
        link.kind is TargetKind.NOTE and link.link.kind is LinkKind.LINK
        for found in vault.graph.resolved.values()
        for link in found
    )
    assert links / len(vault.notes) >= 6


def test_every_note_is_within_three_links_of_home(vault: Vault) -> None:
    reached, edge = {HOME}, {HOME}
    for _ in range(3):
        edge = {
            link.target
            for id in edge
            for link in vault.graph.resolved.get(id, ())  # type: ignore[call-overload]
            if link.kind is TargetKind.NOTE
        } - reached
        reached |= edge
    assert {note.id for note in vault.notes} - reached == set()


def test_broader_and_narrower_mirror_each_other(vault: Vault) -> None:
    typed = {
        (link.link.name, link.source, link.target)
        for found in vault.graph.resolved.values()
        for link in found
        if link.link.kind is LinkKind.PROPERTY
    }
    broader = {(a, b) for name, a, b in typed if name == "broader"}
    narrower = {(b, a) for name, a, b in typed if name == "narrower"}
    assert broader ^ narrower == set()
    assert len(broader) > 150
