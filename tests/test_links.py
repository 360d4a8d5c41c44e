"""Links resolve by Obsidian's rules, whatever the order of files."""

from __future__ import annotations

import time

import pytest
from graph_helpers import cases, notes_of
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.links import PathIndex, Resolver, fold
from llmnotes.links.paths import relative
from llmnotes.model import Link, LinkKind, Note, NoteId, ResolvedLink, TargetKind


def answer(found: ResolvedLink) -> str:
    anchor = f"#{found.anchor}" if found.anchor else ""
    problems = "".join(f" {problem.kind}" for problem in found.problems)
    return f"{found.kind} {found.target}{anchor}{' !' + problems if problems else ''}"


def resolve_case(text: str) -> ResolvedLink:
    """Read the files of a case and resolve the first link of its last line."""
    *files, last = text.split("\n")
    source, _, written = last.partition(" > ")
    texts: dict[str, str] = {}
    private: list[str] = []
    for line in files:
        if line.startswith("private: "):
            private.append(line.removeprefix("private: "))
        else:
            path, _, content = line.partition(".md: ")
            path = f"{path}.md" if content else path
            texts[path] = content.replace(" ⏎ ", "\n").replace(" ⏎", "\n")
    texts[source] = "\n\n".join(filter(None, (texts.get(source), written)))
    is_note = {path: path.lower().endswith((".md", ".canvas")) for path in texts}
    notes = notes_of({path: text for path, text in texts.items() if is_note[path]})
    resolver = Resolver(notes, [path for path in texts if not is_note[path]], map(NoteId, private))
    note = next(note for note in notes if note.id == source)
    return resolver.resolve(note.id, note.links[-1])


@pytest.mark.parametrize(
    ("given_files", "expected"),
    [
        pytest.param(given, expected, id=title)
        for table in ("links.md", "links_anchors.md")
        for title, given, expected in cases(table)
    ],
)
def test_a_link_leads_where_the_table_says(given_files: str, expected: str) -> None:
    assert answer(resolve_case(given_files)) == expected


NAMES = st.text("aáAbB. cé", min_size=1, max_size=4).filter(str.strip)
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
VAULTS = st.lists(PATHS, unique=True, max_size=8)


def bare(path: str, **values: tuple[str, ...]) -> Note:
    return Note(NoteId(f"{path}.md"), path.rpartition("/")[2], **values)  # type: ignore[arg-type]


@given(VAULTS, PATHS, PATHS, st.randoms())
def test_resolution_does_not_depend_on_the_order_of_files(paths, target, alias, random) -> None:
    notes = [bare(path, aliases=(alias,)) for path in paths]
    shuffled = random.sample(notes, len(notes))
    link = Link(target)
    one = Resolver(notes).resolve(NoteId("a/x.md"), link)
    assert Resolver(shuffled).resolve(NoteId("a/x.md"), link) == one


@given(VAULTS, PATHS)
def test_what_a_link_resolves_to_exists(paths, target) -> None:
    files = [f"{path}.pdf" for path in paths]
    notes = [bare(path) for path in paths]
    for name in (target, f"./{target}", f"/{target}", f"{target}.pdf"):
        found = Resolver(notes, files).resolve(NoteId("a/x.md"), Link(name))
        there = {TargetKind.NOTE: [note.id for note in notes], TargetKind.FILE: files}
        assert found.kind is TargetKind.GHOST or found.target in there[found.kind]


@given(VAULTS)
def test_every_note_is_found_by_its_whole_path(paths) -> None:
    notes = [bare(path.strip()) for path in paths if path == path.strip()]
    resolver = Resolver(notes)
    for note in notes:
        if not note.id.startswith((".", "/")):
            assert resolver.resolve(NoteId("q/x.md"), Link(note.id)).target == note.id


@given(st.text())
def test_folding_twice_is_folding_once(text) -> None:
    assert fold(fold(text)) == fold(text)


def test_candidates_of_an_ambiguous_link_are_named() -> None:
    resolver = Resolver([bare("a/N"), bare("b/N"), bare("c/x")], lang="pt")
    (problem,) = resolver.resolve(NoteId("c/x.md"), Link("N", line=7)).problems
    assert (problem.path, problem.line, problem.kind) == ("c/x.md", 7, "ambiguous")
    assert problem.message == "“N” pode ser a/N.md, b/N.md; usado a/N.md"


def test_a_card_of_a_canvas_that_is_missing_is_a_problem() -> None:
    link = Link("x.png", kind=LinkKind.CANVAS)
    found = Resolver([]).resolve(NoteId("b.canvas"), link)
    assert answer(found) == "ghost x.png ! missing-embed"


@pytest.mark.parametrize(
    "target", ["", ".", "..", "/", "//", "./", "a//b", "\0", "a/../../..", "#"]
)
def test_no_target_is_too_strange(target: str) -> None:
    assert Resolver([bare("a")], ["b.png"]).resolve(NoteId("a.md"), Link(target)).source == "a.md"


def test_a_name_of_many_candidates_is_looked_up_once() -> None:
    index = PathIndex(f"{i}/same.md" for i in range(1000))
    match = index.match("same", "7")
    assert match is not None
    assert (match.path, len(match.candidates)) == ("7/same.md", 1000)


def test_relative_paths_are_joined_as_in_a_shell() -> None:
    assert relative("./b//C", "a") == "a/b/C"
    assert relative("../../C", "a") == "../C"


def test_a_thousand_notes_of_one_name_cost_what_one_costs_each() -> None:
    def seconds(count: int) -> float:
        notes = [bare(f"{i}/same") for i in range(count)]
        started = time.process_time()
        resolver = Resolver(notes)
        for note in notes:
            assert resolver.resolve(note.id, Link("same")).target == note.id
        return time.process_time() - started

    assert min(seconds(8000) for _ in range(3)) < 24 * min(seconds(1000) for _ in range(3))


@given(VAULTS, st.lists(st.tuples(PATHS, st.sampled_from(["", "a", "b/a", "A"])), max_size=6))
def test_what_was_asked_before_changes_no_answer(paths, questions) -> None:
    notes = [bare(path) for path in paths]
    resolver = Resolver(notes)
    for target, folder in questions:
        source = NoteId(f"{folder}/x.md".lstrip("/"))
        assert resolver.resolve(source, Link(target)) == Resolver(notes).resolve(
            source, Link(target)
        )
