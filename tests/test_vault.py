"""Whatever lies in a vault's folder is read, or becomes a Problem; the rest goes on."""

from __future__ import annotations

import codecs
import json
import os
import socket
import unicodedata
from pathlib import Path
from typing import IO, Any

import pytest
from graph_helpers import write_vault
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.config import Config
from llmnotes.errors import VaultError
from llmnotes.model import LinkKind, NoteId
from llmnotes.vault import VaultFiles, decode, parse_canvas, read_vault
from llmnotes.vault.walk import walk

NFD = unicodedata.normalize("NFD", "Coração.md")
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"


def kinds(vault: VaultFiles) -> list[tuple[str, str]]:
    return [(problem.path, problem.kind) for problem in vault.problems]


def ids(vault: VaultFiles) -> list[str]:
    return [note.id for note in vault.notes]


@pytest.mark.parametrize(
    ("data", "text", "remarks"),
    [
        (b"", "", ()),
        ("olá".encode(), "olá", ()),
        (codecs.BOM_UTF8 + "olá".encode(), "olá", ()),
        (codecs.BOM_UTF16_LE + "olá".encode("utf-16-le"), "olá", ()),
        (codecs.BOM_UTF16_BE + "olá 🧠".encode("utf-16-be"), "olá 🧠", ()),
        ("# Sem BOM\n".encode("utf-16-le"), "# Sem BOM\n", ()),
        ("# Sem BOM\n".encode("utf-16-be"), "# Sem BOM\n", ()),
        ("atenção".encode("latin-1"), "atenção", ("latin-1",)),
        (b"\x93aspas\x94", "“aspas”", ("latin-1",)),
        (b"\x81\x8d\xff", "\x81\x8dÿ", ("latin-1",)),
        (b"a\r\nb\rc\nd\r\n\r\ne", "a\nb\nc\nd\n\ne", ()),
        (b"a\0b", "a\ufffdb", ("nul",)),
        (b"\xe1b\0", "áb\ufffd", ("latin-1", "nul")),
        (LFS, "", ("lfs",)),
    ],
)
def test_bytes_become_text(data: bytes, text: str, remarks: tuple[str, ...]) -> None:
    assert decode(data) == (text, remarks)


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(data: bytes) -> None:
    text, _ = decode(data)
    assert "\r" not in text
    assert "\0" not in text


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_utf8_comes_through_whole(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == (text, ())


def test_notes_and_files_come_sorted(tmp_path: Path) -> None:
    names = ["b.md", "a/z.md", "a.md", "B.MD", "img/x.png", "a/b.base", "é.md"]
    vault = read_vault(write_vault(tmp_path, dict.fromkeys(names, "x")))
    assert ids(vault) == ["B.MD", "a.md", "a/z.md", "b.md", "é.md"]
    assert vault.files == ("a/b.base", "img/x.png")
    assert vault.problems == ()


def test_hidden_folders_are_no_part_of_a_vault(tmp_path: Path) -> None:
    hidden = [".obsidian/a.md", ".trash/a.md", ".git/a.md", ".llmnotes/a.md", ".x.md", "b/.y/a.md"]
    assert ids(read_vault(write_vault(tmp_path, {**dict.fromkeys(hidden, "x"), "a.md": ""}))) == [
        "a.md"
    ]


def test_gitignore_is_honoured_in_every_folder(tmp_path: Path) -> None:
    write_vault(
        tmp_path,
        {
            ".gitignore": "*.tmp.md\n/build/\n!keep.tmp.md\n# comment\n\nrascunho?.md\n",
            "a.tmp.md": "",
            "keep.tmp.md": "",
            "build/a.md": "",
            "b/build/a.md": "",
            "b/.gitignore": "!a.tmp.md\nsegredo.md\n",
            "b/a.tmp.md": "",
            "b/segredo.md": "",
            "segredo.md": "",
            "rascunho1.md": "",
        },
    )
    assert ids(read_vault(tmp_path)) == ["b/a.tmp.md", "b/build/a.md", "keep.tmp.md", "segredo.md"]


def test_the_gitignore_of_the_repository_around_counts(tmp_path: Path) -> None:
    write_vault(
        tmp_path,
        {
            ".git/HEAD": "",
            ".gitignore": "docs/vault/privado/\n*.bak.md\n",
            "docs/.gitignore": "!ok.bak.md\n",
            "docs/vault/privado/a.md": "",
            "docs/vault/a.md": "",
            "docs/vault/a.bak.md": "",
            "docs/vault/ok.bak.md": "",
        },
    )
    assert ids(read_vault(tmp_path / "docs/vault")) == ["a.md", "ok.bak.md"]


def test_a_vault_that_its_repository_ignores_is_read_all_the_same(tmp_path: Path) -> None:
    write_vault(tmp_path, {".git/HEAD": "", ".gitignore": "notas/\n", "notas/a.md": ""})
    assert ids(read_vault(tmp_path / "notas")) == ["a.md"]


def test_what_settings_exclude_is_left_out(tmp_path: Path) -> None:
    write_vault(tmp_path, {"modelos/a.md": "", "x/modelos/a.md": "", "b.md": "", "c.png": ""})
    vault = read_vault(tmp_path, Config(exclude=("/modelos/", "*.png")))
    assert (ids(vault), vault.files) == (["b.md", "x/modelos/a.md"], ())


def test_links_that_leave_the_vault_are_not_followed(tmp_path: Path) -> None:
    root = write_vault(
        tmp_path,
        {"v/a.md": "", "v/sub/b.md": "", "v/.obsidian/c.md": "", "fora/x.md": "", "fora.md": ""},
    )
    vault = root / "v"
    (vault / "fora.md").symlink_to(root / "fora.md")
    (vault / "pasta").symlink_to(root / "fora", target_is_directory=True)
    (vault / "laço").symlink_to(vault, target_is_directory=True)
    (vault / "nada.md").symlink_to(vault / "não existe.md")
    (vault / "oculto.md").symlink_to(vault / ".obsidian/c.md")
    (vault / "dentro.md").symlink_to(vault / "sub/b.md")
    read = read_vault(vault)
    assert ids(read) == ["a.md", "dentro.md", "sub/b.md"]
    left = ["fora.md", "laço", "nada.md", "oculto.md", "pasta"]
    assert kinds(read) == [(path, "symlink") for path in left]


def test_a_link_brings_in_nothing_that_is_ignored(tmp_path: Path) -> None:
    write_vault(tmp_path, {".gitignore": "privado/\n", "privado/a.md": "x", "b.md": ""})
    (tmp_path / "a.md").symlink_to(tmp_path / "privado/a.md")
    assert ids(read_vault(tmp_path)) == ["b.md"]


def test_pipes_and_sockets_do_not_hang_the_reader(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with socket.socket(socket.AF_UNIX) as plug:
        here = Path.cwd()
        os.chdir(tmp_path)  # the path of a socket may be too long for the kernel
        try:
            plug.bind("plug.md")
        finally:
            os.chdir(here)
        assert ids(read_vault(write_vault(tmp_path, {"a.md": ""}))) == ["a.md"]


def test_an_unreadable_file_is_a_problem_and_the_rest_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = open

    def refusing(path: str, *mode: str, **more: Any) -> IO[Any]:
        if str(path).endswith("/b.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *mode, **more)

    monkeypatch.setattr("builtins.open", refusing)
    vault = read_vault(write_vault(tmp_path, {"a.md": "", "b.md": "", "c.md": ""}))
    assert (ids(vault), kinds(vault)) == (["a.md", "c.md"], [("b.md", "unreadable")])


def test_an_unreadable_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: Path) -> object:
        if Path(path).name == "b":
            raise PermissionError(13, "Permission denied")
        return real(path)

    write_vault(tmp_path, {"a.md": "", "b/b.md": "", "c.md": ""})
    monkeypatch.setattr(os, "scandir", scandir)
    vault = read_vault(tmp_path)
    assert (ids(vault), kinds(vault)) == (["a.md", "c.md"], [("b", "unreadable")])


def test_a_name_that_is_no_unicode_is_a_problem(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/ol\xe1.md")).write_text("x")
    vault = read_vault(write_vault(tmp_path, {"a.md": ""}))
    assert (ids(vault), kinds(vault)) == (["a.md"], [("ol\ufffd.md", "name")])
    vault.problems[0].path.encode()


def test_nasty_files_are_read(tmp_path: Path) -> None:
    long = "n" * 197 + ".md"
    vault = read_vault(
        write_vault(
            tmp_path,
            {
                "vazia.md": "",
                "nul.md": b"a\0b",
                "latin.md": "ação [[vazia]]".encode("latin-1"),
                "utf16.md": codecs.BOM_UTF16_LE + "# Título\n[[vazia]]".encode("utf-16-le"),
                "ponteiro.md": LFS,
                "foto.png": LFS,
                NFD: "",
                long: "",
                "linha.md": "x" * 127_744,
                "grande.md": "palavra [[vazia]] " * 40_000,
                "pasta.md/a.md": "",
            },
        )
    )
    assert {*ids(vault)} >= {"vazia.md", long, "pasta.md/a.md", NFD}
    assert kinds(vault) == [
        ("foto.png", "lfs"),
        ("latin.md", "latin-1"),
        ("nul.md", "nul"),
        ("ponteiro.md", "lfs"),
    ]
    by_id = {note.id: note for note in vault.notes}
    assert by_id[NoteId("utf16.md")].headings[0].text == "Título"
    assert by_id[NoteId("latin.md")].links[0].target == "vazia"
    assert len(by_id[NoteId("grande.md")].links) == 40_000
    assert by_id[NoteId(NFD)].title == "Coração"


def test_problems_speak_portuguese_when_asked(tmp_path: Path) -> None:
    (problem,) = read_vault(write_vault(tmp_path, {"a.md": b"\xe1"}), lang="pt").problems
    assert problem.message == "não está em UTF-8; lido como Latin-1"


@pytest.mark.parametrize(
    "front",
    [
        "publish: false",
        "draft: true",
        'publish: "false"',
        "draft: 'True'",
        "publish: no",
        "draft: yes",
        "Publish: FALSE",
        "related: [[A]], [[B]]\npublish: false",
        "publish: false\npublish: false",
        "a: {{date}}\ndraft: true",
        "\tx: 1\npublish: false",
        "publish: [false]",
    ],
)
def test_private_notes_stay_at_the_door(tmp_path: Path, front: str) -> None:
    secret = f"---\n{front}\n---\nsegredo [[b]] #oculta"
    vault = read_vault(write_vault(tmp_path, {"a.md": secret, "b.md": "público"}))
    assert vault.private == ("a.md",)
    assert ids(vault) == ["b.md"]
    assert "segredo" not in repr(vault)
    assert "oculta" not in repr(vault)


@pytest.mark.parametrize(
    "text",
    [
        "---\npublish: true\n---\n",
        "---\ndraft: false\n---\n",
        "---\npublish:\n---\n",
        "publish: false\n",
        "\n---\npublish: false\n---\n",
        "---\ntitle: x\n---\npublish: false\n---\n",
    ],
)
def test_other_notes_are_public(tmp_path: Path, text: str) -> None:
    assert read_vault(write_vault(tmp_path, {"a.md": text})).private == ()


def test_a_note_without_language_has_that_of_the_settings(tmp_path: Path) -> None:
    write_vault(tmp_path, {"a.md": "", "b.md": "---\nlang: en\n---\n"})
    vault = read_vault(tmp_path, Config(lang="pt"))
    assert [note.lang for note in vault.notes] == ["pt", "en"]


def test_a_folder_that_is_none_stops_the_work(tmp_path: Path) -> None:
    with pytest.raises(VaultError):
        read_vault(tmp_path / "nada")


BOARD = {
    "nodes": [
        {"id": "g", "type": "group", "label": "Grupo", "x": 0, "y": 0, "width": 9, "height": 9},
        {"id": "t", "type": "text", "text": "# Ideia\nver [[B|bê]] #tag", "x": -5, "y": 0.5},
        {"id": "a", "type": "file", "file": "n/A.md", "subpath": "#Um"},
        {"id": "i", "type": "file", "file": "img.png", "width": 1e300, "x": "7"},
        {"id": "w", "type": "link", "url": "https://example.org"},
        {"id": "?", "type": "future"},
        {"type": "text", "text": "no id"},
        7,
    ],
    "edges": [
        {"id": "e", "fromNode": "a", "toNode": "i", "label": "mostra"},
        {"id": "f", "fromNode": "a", "toNode": "gone"},
    ],
}


def test_a_canvas_is_a_note_with_links(tmp_path: Path) -> None:
    write_vault(tmp_path, {"Quadro.canvas": json.dumps(BOARD, indent=1)})
    (note,) = read_vault(tmp_path).notes
    links = [(link.target, link.heading, link.kind, link.context) for link in note.links]
    assert links == [
        ("B", None, LinkKind.LINK, "ver bê #tag"),
        ("n/A.md", "Um", LinkKind.CANVAS, "A —mostra→ img.png"),
        ("img.png", None, LinkKind.CANVAS, "A —mostra→ img.png"),
    ]
    assert (note.title, note.tags) == ("Quadro", ("tag",))
    assert "Grupo" in [paragraph.text for paragraph in note.paragraphs]
    lines = note.source.split("\n")
    assert [lines[link.line - 1].strip() for link in note.links] == [
        '"id": "t",',
        '"id": "a",',
        '"id": "i",',
    ]
    named = [link.context[slice(*link.span)] for link in note.links[1:]]
    assert named == ["A", "img.png"]


@pytest.mark.parametrize("text", ["{", "[]", "7", '{"nodes": [', "[" * 100_000])
def test_a_broken_canvas_is_a_problem(tmp_path: Path, text: str) -> None:
    vault = read_vault(write_vault(tmp_path, {"b.canvas": text, "a.md": ""}))
    assert (ids(vault), kinds(vault)) == (["a.md", "b.canvas"], [("b.canvas", "canvas")])


@pytest.mark.parametrize("text", ["", "{}", '{"nodes": null}', '{"nodes": [{"id": 1}]}'])
def test_an_empty_canvas_is_none(text: str) -> None:
    assert parse_canvas(text).nodes == ()


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["nodes", "edges", "id", "type", "text", "x", "fromNode"]), inner
        )
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["nodes", "edges"]), JSON))
def test_no_canvas_is_too_strange(data: object) -> None:
    canvas = parse_canvas(json.dumps(data))
    known = {node.id for node in canvas.nodes}
    assert all(edge.source in known and edge.target in known for edge in canvas.edges)


def test_the_same_folder_gives_the_same_value(tmp_path: Path) -> None:
    write_vault(tmp_path, {f"{i}/{j}.md": f"[[{j}]]" for i in "cab" for j in "zyx"})
    assert read_vault(tmp_path) == read_vault(tmp_path)
    assert walk(tmp_path).paths == tuple(sorted(walk(tmp_path).paths))


def test_several_processes_read_what_one_reads(tmp_path: Path) -> None:
    for i in range(600):
        (tmp_path / f"{i}.md").write_text(f"[[{i + 1}]] #t{i % 7}\n", "utf-8")
    (tmp_path / "broken.md").write_text("---\na: [\n---\n", "utf-8")
    (tmp_path / "private.md").write_text("---\npublish: false\n---\n", "utf-8")
    (tmp_path / "image.png").write_bytes(b"png")
    assert read_vault(tmp_path, jobs=2) == read_vault(tmp_path)
