"""Building again writes only what changed, and what it leaves is what a new build would make."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from site_helpers import ROOT, VAULT, build, copy_vault, files_of, pages_of

from llmnotes.errors import SiteError
from llmnotes.site.serve import EVENTS, HOST, serve


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    return copy_vault(VAULT, tmp_path / "vault")


def times_of(site: Path) -> dict[str, int]:
    return {path.relative_to(site).as_posix(): path.stat().st_mtime_ns for path in pages_of(site)}


def edit(path: Path, change: Callable[[str], str]) -> None:
    path.write_text(change(path.read_text("utf-8")), "utf-8")


WHOLE = {"glossary.html", "graph.html"}
"""Pages about the whole vault, which any change may concern."""


def rewritten(vault: Path, site: Path) -> set[str]:
    """Build again and return the pages that were written."""
    before = times_of(site)
    report = build(vault, site)
    after = times_of(site)
    changed = {page for page, time in after.items() if before.get(page) != time}
    assert report.written == len(changed)
    assert report.pages == len(after) == report.written + report.unchanged
    return changed


def assert_as_if_new(vault: Path, site: Path, tmp_path: Path) -> None:
    """Assert that the site is, byte for byte, what building the vault elsewhere would make."""
    fresh = copy_vault(vault, tmp_path / "fresh" / vault.name)
    build(fresh, tmp_path / "fresh" / "site")
    again, new = files_of(site), files_of(tmp_path / "fresh" / "site")
    assert again.keys() == new.keys()
    assert [name for name in new if again[name] != new[name]] == []


def test_building_again_writes_nothing(vault: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(vault, site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}
    assert rewritten(vault, site) == set()
    assert before == {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file()}


def test_a_changed_note_rewrites_itself_and_what_shows_it(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Among a dozen notes of one line each edit makes other neighbours in meaning.
    monkeypatch.setattr("llmnotes.site.asides.near_notes", lambda notes, workshop: {})
    site = tmp_path / "site"
    build(vault, site)
    edit(vault / "Ângulo.md", lambda text: text + "\nMais uma linha.\n")
    assert rewritten(vault, site) - WHOLE == {"Ângulo.html"}
    edit(vault / "Outra nota.md", lambda text: text + "\nMais uma linha.\n")
    assert rewritten(vault, site) - WHOLE == {"Outra nota.html", "Vitrine.html"}
    edit(vault / "C++ & cia/C.md", lambda text: "Veja " + text)
    assert rewritten(vault, site) - WHOLE == {
        "C++ & cia/C.html",
        "C++ & cia/C++.html",  # its backlinks
        "C++ & cia/index.html",  # its words in the folder's list
        "Ângulo.html",
    }
    assert_as_if_new(vault, site, tmp_path)


def test_every_kind_of_change_leaves_what_a_new_build_would(vault: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(vault, site)
    (vault / "Ainda não existe.md").write_text("Agora existe. [[Vitrine]] #novo/tema\n", "utf-8")
    (vault / "Conceitos/Redes/Rede neural.md").rename(vault / "Rede.md")
    (vault / "Ângulo.md").unlink()
    edit(vault / "Vitrine.md", lambda text: text.replace("# Título primeiro", "# Outro título"))
    edit(vault / "README.md", lambda text: "---\npublish: false\n---\n" + text)
    edit(vault / "Privado/Rascunho.md", lambda text: text.replace("draft: true", "draft: false"))
    (vault / "Anexos/som.mp3").write_bytes(b"outro")
    (vault / "Anexos/tabela.base").write_text("views: []\n")
    build(vault, site)
    assert not (site / "ghosts/Ainda não existe.html").exists()
    assert not (site / "Ângulo.html").exists()
    assert not (site / "README-1.html").exists()
    assert (site / "Rede.html").is_file()
    assert_as_if_new(vault, site, tmp_path)


def test_an_older_picture_replaces_a_newer_one(vault: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(vault, site)
    picture = vault / "Anexos/verde.png"
    picture.write_bytes(b"\x89PNG old!")
    os.utime(picture, (1, 1))
    build(vault, site)
    assert (site / "Anexos/verde.png").read_bytes() == b"\x89PNG old!"


def test_a_page_lost_from_the_site_comes_back(vault: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(vault, site)
    (site / "Vitrine.html").unlink()
    assert rewritten(vault, site) == {"Vitrine.html"}


def test_a_build_that_was_cut_short_is_made_whole(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    build(vault, site)
    edit(vault / "Ângulo.md", lambda text: text + "\nMais.\n")

    def cut_short(data: bytes, path: str) -> None:
        Path(path).write_bytes(data[:100])
        raise OSError(28, "No space left on device", path)

    with monkeypatch.context() as patched:
        patched.setattr("mkdocs.utils.write_file", cut_short)
        with pytest.raises(SiteError, match="No space left"):
            build(vault, site)
    build(vault, site)
    assert_as_if_new(vault, site, tmp_path)


def test_a_second_site_of_the_same_vault_is_whole(vault: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    build(vault, one)
    build(vault, two)
    edit(vault / "Ângulo.md", lambda text: text + "\nMais.\n")
    build(vault, one)
    build(vault, two)
    assert files_of(one) == files_of(two)


def test_settings_that_every_page_shows_rewrite_every_page(vault: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(vault, site)
    report = build(vault, site, site_name="Outro nome")
    assert report.unchanged == 0
    assert "Outro nome" in (site / "Vitrine.html").read_text("utf-8")


def test_mkdocs_by_hand_makes_the_same_site(vault: Path, tmp_path: Path) -> None:
    config = tmp_path / "mkdocs.yml"
    shipped = (ROOT.parent / "mkdocs.yml").read_text("utf-8")
    config.write_text(shipped.replace("docs_dir: vault", f"docs_dir: {vault}"), "utf-8")
    (vault / "llmnotes.toml").write_text("")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "by-hand")]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    build(vault, tmp_path / "site")
    assert files_of(tmp_path / "by-hand") == files_of(tmp_path / "site")


def test_serve_shows_the_site_to_this_machine_and_reloads_on_change(
    vault: Path, tmp_path: Path
) -> None:
    said: list[str] = []
    ready, rebuilt, stop = threading.Event(), threading.Event(), threading.Event()

    def tell(words: str) -> None:
        said.append(words)
        (rebuilt if ready.is_set() else ready).set()

    site = tmp_path / "site"
    arguments = {"port": 0, "tell": tell, "stop": stop}
    thread = threading.Thread(target=serve, args=(vault, site), kwargs=arguments, daemon=True)
    thread.start()
    assert ready.wait(120)
    url = next(word for word in said[0].split() if word.startswith("http"))
    assert url.startswith(f"http://{HOST}:")
    html = urllib.request.urlopen(f"{url}Vitrine.html").read().decode()
    assert EVENTS in html
    with pytest.raises(urllib.error.HTTPError) as missing:
        urllib.request.urlopen(f"{url}nada.html")
    assert missing.value.code == 404
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{url}../../etc/passwd")
    events = urllib.request.urlopen(f"{url}{EVENTS[1:]}", timeout=120)
    edit(vault / "Vitrine.md", lambda text: text + "\nUma linha nova.\n")
    assert rebuilt.wait(120)
    assert next(line for line in events if line.startswith(b"data")) == b"data: changed\n"
    assert "Uma linha nova" in urllib.request.urlopen(f"{url}Vitrine.html").read().decode()
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
    assert EVENTS not in (site / "Vitrine.html").read_text("utf-8")
