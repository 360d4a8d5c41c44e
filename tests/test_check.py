"""A check lists all that a writer can mend, each with its place."""

from __future__ import annotations

import json
from pathlib import Path

from graph_helpers import write_vault

from llmnotes.check import Report, check
from llmnotes.graph import ConceptGraph
from llmnotes.messages import Lang
from llmnotes.vault import read_vault

NOTES: dict[str, str | bytes] = {
    "a.md": "[[b]] [[Nada]]\n\n[[nada]] ![[foto.png]]\n\n[[b#Sem]] [[b#^x]] [x](./longe.md)",
    "b.md": "---\naliases: [bê]\n---\n[[Dupla]] [[Bê]] [[c]]",
    "c.md": "---\na: [[x]], y\n---\n[[a]] [[Segredo]]",
    "d/Dupla.md": "[[a]]",
    "e/Dupla.md": "[[a]]",
    "Sozinha.md": "",
    "Segredo.md": "---\npublish: false\n---\n[[Outro fantasma]]",
    "latin.md": "[[a]] é".encode("latin-1"),
}


def report_of(root: Path, planned: tuple[str, ...] = (), lang: Lang = "en") -> Report:
    vault = read_vault(root, lang=lang)
    return check(vault, ConceptGraph.of(vault, lang), planned, lang)


def test_every_kind_of_problem_is_listed_with_its_place(tmp_path: Path) -> None:
    report = report_of(write_vault(tmp_path, NOTES))
    assert [(one.path, one.line, one.kind) for one in report.problems] == [
        ("Sozinha.md", 1, "orphan"),
        ("a.md", 3, "missing-embed"),
        ("a.md", 5, "dead-path"),
        ("a.md", 5, "missing-block"),
        ("a.md", 5, "missing-heading"),
        ("b.md", 4, "alias"),
        ("b.md", 4, "ambiguous"),
        ("c.md", 2, "yaml"),
        ("c.md", 4, "private"),
        ("latin.md", 1, "latin-1"),
    ]
    assert not report.passes


def test_ghosts_come_by_demand_with_who_asks(tmp_path: Path) -> None:
    data = report_of(write_vault(tmp_path, NOTES), planned=("NADA",)).as_data()
    ghosts = {str(ghost["target"]): ghost for ghost in data["ghosts"]}  # type: ignore[attr-defined]
    assert next(iter(ghosts)) == "Nada"
    assert ghosts["Nada"]["count"] == 2
    assert ghosts["Nada"]["planned"]
    assert ghosts["Nada"]["asked_by"] == [{"path": "a.md", "line": 1}, {"path": "a.md", "line": 3}]
    assert "Outro fantasma" not in ghosts


def test_the_data_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    data = json.loads(json.dumps(report_of(write_vault(tmp_path, NOTES)).as_data()))
    assert data.keys() == {"notes", "links", "resolved", "ghosts", "problems"}
    assert {"target", "count"} <= data["ghosts"][0].keys()
    assert data["problems"][0].keys() == {"path", "line", "kind", "message"}
    assert data["notes"] == 7
    assert data["links"] - data["resolved"] == sum(ghost["count"] for ghost in data["ghosts"])


def test_a_vault_in_order_passes(tmp_path: Path) -> None:
    report = report_of(write_vault(tmp_path, {"a.md": "[[b]]", "b.md": "[[a]]"}))
    assert (report.passes, report.problems, report.ghosts) == (True, (), ())


def test_planned_ghosts_pass_and_others_do_not(tmp_path: Path) -> None:
    root = write_vault(tmp_path, {"a.md": "[[b]] [[Um]] ![[Um]]", "b.md": "[[a]]"})
    assert report_of(root, planned=("um",)).passes
    assert report_of(root, planned=("um",)).problems == ()
    assert not report_of(root).passes
    assert not report_of(root, planned=("dois",)).passes


def test_advice_alone_does_not_fail_a_check(tmp_path: Path) -> None:
    texts = {"a.md": "[[bê]]", "b.md": "---\naliases: bê\n---\n"}
    report = report_of(write_vault(tmp_path / "linked", texts))
    assert [one.kind for one in report.problems] == ["alias"]
    assert (report.faults, report.passes) == ((), True)
    alone = report_of(write_vault(tmp_path / "alone", texts | {"c.md": ""}))
    assert [one.kind for one in alone.faults] == ["orphan"]
    assert not alone.passes


def test_messages_speak_the_reader_s_language(tmp_path: Path) -> None:
    root = write_vault(tmp_path, NOTES)
    pt, en = report_of(root, lang="pt").problems, report_of(root, lang="en").problems
    assert [one.kind for one in pt] == [one.kind for one in en]
    assert all(one.message != two.message for one, two in zip(pt, en, strict=True))
    assert pt[0].message == "nenhuma nota leva a esta e ela não leva a nenhuma"
