"""Tuning keeps what is better on questions it has not seen, and nothing else; and can be undone."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest
from ask_helpers import written

from benchmarks.tuning import compared
from llmnotes.api import Vault
from llmnotes.cli import main
from llmnotes.encoder.static import StaticEncoder
from llmnotes.encoder.tuned import read_tuned, tuned, write_tuned
from llmnotes.errors import ModelError
from llmnotes.index import load_by_name
from llmnotes.tune import Outcome, asked_of, tuning, undo
from llmnotes.tune.cases import Cases, Pair, make_cases
from llmnotes.tune.fitting import fit
from llmnotes.tune.judging import by_chance

COLOURS = ("azul", "verde", "roxo", "cinza", "branco", "preto", "dourado", "prata")
"""Each colour is the jargon of a house for one thing: no encoder can know which."""
THINGS = (
    "a colheita do café", "o conserto de relógios", "a pesca do atum", "o vento na serra",
    "a dança de salão", "a cura do queijo", "o fogo do forno", "a poda das videiras",
)  # fmt: skip


def vault_of_jargon(root: Path) -> Path:
    """Write notes that say a thing in one word of their own, and journals that use the word."""
    notes = {}
    for colour, thing in zip(COLOURS, THINGS, strict=True):
        notes[f"{thing}.md"] = f"# {thing}\n\nAqui se explica {thing}, com calma e exemplos.\n"
        days = (
            f"No dia {day + 1} a turma {colour} saiu cedo, tudo ficou {colour} como sempre"
            f" [[{thing}|aquilo]] pede {day * 7}."
            for day in range(12)
        )
        notes[f"diário/{colour}.md"] = "\n\n".join(days) + "\n"
    written(root, notes)
    for file in root.rglob("*.md"):
        os.utime(file, (1e9, 1e9))  # a file that just changed is looked at twice
    return root


def cases_of(root: Path) -> Cases:
    return make_cases(Vault.open(root).graph)


def files(folder: Path) -> dict[str, str]:
    """Return what lies in a folder, by path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in (".db-wal", ".db-shm")
    }


def test_a_question_does_not_name_its_note_and_is_learned_or_judged_by(tmp_path: Path) -> None:
    root = vault_of_jargon(tmp_path / "vault")
    cases = cases_of(root)
    assert cases.held_out
    assert cases == cases_of(root)
    learned = {pair.text for pair in cases.pairs}
    assert not learned & {question.text for question in cases.held_out}
    for question in cases.held_out:
        thing = question.note.removesuffix(".md").split()[-1]
        assert thing not in question.text


def test_what_belongs_together_comes_closer() -> None:
    base = load_by_name("")
    assert isinstance(base, StaticEncoder)
    pairs = [
        Pair(f"turma {colour}", thing, thing)  # type: ignore[arg-type]  # a note's id is a text
        for colour, thing in zip(COLOURS, THINGS, strict=True)
    ]
    changed = fit(base, pairs, 60)
    again = fit(base, pairs, 60)
    assert all(np.array_equal(one, other) for one, other in zip(changed, again, strict=True))
    encoder = tuned(base, *changed)
    assert encoder.fingerprint != base.fingerprint

    def right(encode: StaticEncoder) -> float:
        one, other = encode([p.text for p in pairs]), encode([p.other for p in pairs])
        return float((np.argmax(one @ other.T, axis=1) == np.arange(len(pairs))).mean())

    assert right(encoder) == 1.0 > right(base)


def test_what_is_kept_is_read_back_and_only_for_its_base(tmp_path: Path) -> None:
    base = load_by_name("")
    assert isinstance(base, StaticEncoder)
    pieces = np.array([5, 7], dtype=np.int32)
    rows = np.ones((2, base.dim), dtype=np.float16)
    write_tuned(tmp_path, base, pieces, rows)
    kept = read_tuned(tmp_path, base)
    assert kept.fingerprint == tuned(base, pieces, rows).fingerprint
    assert np.array_equal(kept(["um texto"]), tuned(base, pieces, rows)(["um texto"]))
    other = StaticEncoder(base.path, base.tokenize, base.table, 64)
    with pytest.raises(ModelError, match="tune"):
        read_tuned(tmp_path, other)
    with pytest.raises(ModelError, match="tune"):
        read_tuned(tmp_path / "nowhere", base)


def test_the_house_s_jargon_is_learned_used_and_undone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = vault_of_jargon(tmp_path / "vault")
    words = ["--vault", str(root), "--lang", "en"]
    assert main(["index", *words]) == 0
    before = files(root)
    capsys.readouterr()
    assert main(["tune", *words, "--json"]) == 0
    outcome = json.loads(capsys.readouterr().out)
    assert outcome["after"] > outcome["before"]
    assert outcome["kept"]
    assert (root / ".llmnotes" / "tuned" / "encoder.npz").exists()
    vault = Vault.open(root)
    with vault.index() as index:
        assert index.columns().fingerprint.startswith("tuned-")
    assert vault.search("café")
    assert vault.ask("o que se explica da pesca do atum?").confidence >= 0
    assert main(["tune", "--undo", *words]) == 0
    assert files(root) == before
    assert main(["tune", "--undo", *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"undone": False}


def test_questions_of_readers_are_learned_from_and_judged_by(tmp_path: Path) -> None:
    root = vault_of_jargon(tmp_path / "vault")
    graph = Vault.open(root).graph
    file = tmp_path / "asked.txt"
    lines = ["# a dança de salão.md", "> Aqui se explica a dança de salão, com calma e exemplos."]
    lines += [f"com que pé começo o passo {number}?" for number in range(20)]
    lines += [">", "quem inventou o tango?", "", "# A poda das videiras", "quando corto os galhos?"]
    file.write_text("\n".join(lines), "utf-8")
    asked = asked_of(graph, file)
    assert {one.note for one in asked} == {"a dança de salão.md", "a poda das videiras.md"}
    assert [one.said for one in asked][-2:] == [(), None]
    own, cases = make_cases(graph), make_cases(graph, asked)
    learned = {pair.text: pair.other for pair in set(cases.pairs) - set(own.pairs)}
    judged = {one.text for one in set(cases.held_out) - set(own.held_out)}
    assert learned.keys() | judged == {one.text for one in asked} - {"quem inventou o tango?"}
    assert not learned.keys() & judged and len(judged) > 1
    told = "a dança de salão. Aqui se explica a dança de salão, com calma e exemplos."
    assert told in learned.values()


def test_a_question_of_no_note_is_an_error_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = vault_of_jargon(tmp_path / "vault")
    file = tmp_path / "asked.txt"
    command = ["tune", "--vault", str(root), "--lang", "en", "--asked", str(file)]
    for text, said in (
        ("quem?\n", f"{file}:1: a question of no note"),
        ("# a pesca do atum\nonde?\n# o que não há\nquando?\n", f"{file}:4: no published note"),
    ):
        file.write_text(text, "utf-8")
        assert main(command) == 3
        assert said in capsys.readouterr().err
    file.unlink()
    assert main(command) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_what_is_no_better_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = vault_of_jargon(tmp_path / "vault")
    vault = Vault.open(root)
    monkeypatch.setattr(
        tuning, "fit", lambda base, *_: (np.array([1], np.int32), base.table[[1], : base.dim])
    )
    outcome = tuning.tune(root, vault.config, vault.graph)
    assert (outcome.before, outcome.kept) == (outcome.after, False)
    assert not (root / ".llmnotes").exists()
    assert not undo(root, vault.config)


def test_a_gain_too_small_to_matter_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = vault_of_jargon(tmp_path / "vault")
    vault = Vault.open(root)
    asked = len(cases_of(root).held_out)
    found = iter([value] * asked for value in (0.5, 0.504, 0.5, 0.506))
    monkeypatch.setattr(
        tuning, "fit", lambda base, *_: (np.array([1], np.int32), base.table[[1], : base.dim])
    )
    monkeypatch.setattr(tuning, "ranks", lambda *_: next(found))
    first = tuning.tune(root, vault.config, vault.graph)
    assert (first.better, first.kept) == (asked, False)
    assert tuning.tune(root, vault.config, vault.graph).kept


def test_a_vault_without_links_has_nothing_to_judge_by(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = written(tmp_path / "vault", {"A.md": "Uma nota só.\n"})
    vault = Vault.open(root)
    outcome = tuning.tune(root, vault.config, vault.graph)
    assert outcome == Outcome(outcome.pairs, 0, 0.0, 0.0, 0, 0, 1.0, False)
    assert main(["tune", "--vault", str(root), "--lang", "pt"]) == 0
    assert "perguntas de menos" in capsys.readouterr().err


def test_chance_is_a_sign_test() -> None:
    assert by_chance([1, 1], [1, 1]) == 1
    assert by_chance([0, 0, 0, 0, 0, 1], [1, 1, 1, 1, 1, 1]) == 1 / 32
    assert by_chance([1, 1, 1], [0, 0, 0]) == 1


def test_the_benchmark_compares_answers_question_by_question() -> None:
    pairs = [(0.0, 1.0)] * 6 + [(1.0, 0.0)] + [(1.0, 1.0)] * 3
    assert compared("right", pairs) == "| right | 10 | 0.400 → 0.900 | 6 / 1 | 0.12 |"
    assert compared("same", [(0.5, 0.5)]) == "| same | 1 | 0.500 → 0.500 | 0 / 0 | 1 |"
