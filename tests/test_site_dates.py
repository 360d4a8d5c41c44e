"""Dates, feeds, aliases that lead on, data for machines, lists in pages."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
from graph_helpers import write_vault
from site_helpers import compiled, dead_addresses, page

from llmnotes.config import Config
from llmnotes.site.build import build_site
from llmnotes.site.dates import shown_date
from llmnotes.site.glossarypage import TERMS
from llmnotes.site.prepare import prepare

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")


def test_without_dates_there_is_nothing_about_them(tmp_path: Path) -> None:
    prepared = compiled(tmp_path, {"A.md": "x\n"}, site_url="https://example.org/")
    assert not prepared.compiled.dated
    assert not (prepared.docs / "recent.md").exists()
    assert not (prepared.docs / "feed.xml").exists()
    assert "ln-changed" not in page(prepared, "A.md")


DATED = {
    "A.md": "---\natualizado: 2024-05-03\n---\nPrimeira & única.\n",
    "B.md": "---\ndate: 2025-01-31T10:00:00\n---\nSegunda.\n",
    "C.md": "---\ndate: ontem\n---\nTerceira.\n",
}


def test_dates_of_properties_make_a_page_and_a_feed(tmp_path: Path) -> None:
    prepared = compiled(tmp_path, DATED, site_url="https://example.org/n", site_name="Notas <1>")
    recent = page(prepared, "recent.md")
    assert recent.index("31 de janeiro de 2025") < recent.index("3 de maio de 2024")
    assert "C.html" not in recent
    assert '<time datetime="2024-05-03">3 de maio de 2024</time>' in page(prepared, "A.md")
    feed = page(prepared, "feed.xml")
    atom = "{http://www.w3.org/2005/Atom}"
    tree = ET.fromstring(feed)
    assert tree.findtext(f"{atom}title") == "Notas <1>"
    assert tree.findtext(f"{atom}updated") == "2025-01-31T10:00:00Z"
    entries = tree.findall(f"{atom}entry")
    assert [one.findtext(f"{atom}title") for one in entries] == ["B", "A"]
    assert entries[1].findtext(f"{atom}id") == "https://example.org/n/A.html"
    assert entries[1].findtext(f"{atom}summary") == "Primeira & única."


def test_without_an_address_of_the_site_there_is_no_feed(tmp_path: Path) -> None:
    prepared = compiled(tmp_path, DATED)
    assert (prepared.docs / "recent.md").is_file()
    assert not (prepared.docs / "feed.xml").exists()


@needs_git
def test_git_tells_when_a_note_changed_unless_the_note_does(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "repo" / "notas", {**DATED, "Ação 1.md": "x\n"})
    for day, name in (("2020-02-02", "."), ("2023-04-05", "notas/Ação 1.md")):
        (vault / "Ação 1.md").write_text(f"{day}\n")
        date = f"{day}T12:00:00Z"
        env = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
        for command in (["init", "-q"], ["add", name], [*who, "commit", "-qm", "x"]):
            subprocess.run(["git", *command], cwd=tmp_path / "repo", env=env, check=True)
    prepared = prepare(vault, Config(vault=vault, lang="en"))
    assert "5 April 2023" in page(prepared, "Ação 1.md")
    assert "3 May 2024" in page(prepared, "A.md")  # a change that the note tells of
    assert "2 February 2020" in page(prepared, "B.md")  # git goes before a beginning
    assert "2 February 2020" in page(prepared, "C.md")


@needs_git
def test_a_repository_of_others_runs_nothing(tmp_path: Path) -> None:
    vault = write_vault(tmp_path / "v", {"A.md": "x\n"})
    subprocess.run(["git", "init", "-q"], cwd=vault, check=True)
    trap, sprung = tmp_path / "trap", tmp_path / "sprung"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\n")
    trap.chmod(0o755)
    for key in ("core.fsmonitor", "gpg.program", "core.pager", "diff.external", "core.sshCommand"):
        subprocess.run(["git", "config", key, str(trap)], cwd=vault, check=True)
    subprocess.run(["git", "config", "log.showSignature", "true"], cwd=vault, check=True)
    prepare(vault, Config(vault=vault))
    assert not sprung.exists()


def test_a_day_reads_as_people_write_it() -> None:
    day = datetime(2026, 12, 1, tzinfo=UTC)
    assert (shown_date(day, "pt"), shown_date(day, "en")) == (
        "1 de dezembro de 2026",
        "1 December 2026",
    )


# --- aliases, linked data, long lists


def test_an_alias_leads_on_to_its_note_and_shadows_none(tmp_path: Path) -> None:
    notes = {
        "Pasta/Token.md": '---\naliases: [peça, Outra, outra, "a/b", "<script>", contents]\n---\n',
        "Outra.md": "Existe.\n",
        "Z.md": "---\naliases: [peça]\n---\n",
    }
    prepared = compiled(tmp_path, notes, site_url="https://example.org/n/")
    made = page(prepared, "peça.html")
    assert 'content="0; url=Pasta/Token.html"' in made
    assert '<link rel="canonical" href="https://example.org/n/Pasta/Token.html">' in made
    assert (
        not (prepared.docs / "Outra.html").exists() and not (prepared.docs / "outra.html").exists()
    )
    assert not (prepared.docs / "contents.html").exists()
    names = sorted(path.name for path in prepared.docs.glob("*.html"))
    assert len(names) == 3  # peça, a/b and <script>, made safe
    assert all("<script" not in page(prepared, name) for name in names)


def test_a_term_s_page_says_so_to_machines(tmp_path: Path) -> None:
    evil = "</script><b>"
    notes = {"A.md": f"---\ndescription: {json.dumps(evil)}\naliases: [letra]\nlang: en\n---\n"}
    made = page(compiled(tmp_path, notes, site_url="https://example.org/n/"), "A.md")
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', made)
    data = json.loads(found)
    assert data["@type"] == "DefinedTerm"
    assert data["@id"] == "https://example.org/n/A.html"
    assert (data["name"], data["description"], data["inLanguage"]) == ("A", evil, "en")
    assert data["alternateName"] == ["letra"]
    assert data["inDefinedTermSet"] == "https://example.org/n/glossary.html"


def test_long_lists_are_parted_into_pages_that_hold_every_note_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmnotes.site.places.PER_PAGE", 4)
    monkeypatch.setattr("llmnotes.site.lists.PER_PAGE", 4)
    notes = {f"N{n:02}.md": "#etiqueta [[Falta {n}]]".replace("{n}", str(n)) for n in range(10)}
    notes |= {f"P/M{n}.md": "x\n" for n in range(5)} | {"P/index.md": "A pasta.\n", "P-2.md": "x\n"}
    vault = write_vault(tmp_path / "v", notes)
    build_site(vault, tmp_path / "s", Config(vault=vault, lang="pt"))
    for first, many in (("contents", 12), ("tags/etiqueta", 10), ("ghosts/index", 10)):
        pages = [tmp_path / "s" / f"{first}{end}.html" for end in ("", "-2", "-3")]
        listed = [one for path in pages for one in _listed(path.read_text("utf-8"))]
        assert len(listed) == len(set(listed)) == many
        assert all('aria-current="page"' in path.read_text("utf-8") for path in pages)
    assert len(_listed((tmp_path / "s/P/index.html").read_text("utf-8"))) == 4
    assert len(_listed((tmp_path / "s/P/index-2.html").read_text("utf-8"))) == 1
    assert dead_addresses(tmp_path / "s") == []


def _listed(html: str) -> list[str]:
    lists = re.findall(r'<ul class="ln-(?:cards|folders)">.*?</ul>', html, re.S)
    return re.findall(r'<li><a href="([^"]+)"', "".join(lists))


def test_a_glossary_in_pages_has_all_its_terms_in_one_script(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmnotes.site.glossarypage.LONGEST", 3)
    monkeypatch.setattr("llmnotes.site.glossarypage.MOST", 2)
    names = ("Abelha", "Bola", "Boi", "Bule", "Zebra")
    notes = {f"{name}.md": "Um texto.\n" for name in names} | {"glossary/b-2.md": "x\n"}
    prepared = compiled(tmp_path, notes)
    script = page(prepared, TERMS)
    rows = json.loads(script.removeprefix("globalThis.llmnotesTerms=").rstrip(";\n"))
    assert [row[0] for row in rows if row[0] in names] == sorted(names, key=str.lower)
    assert ["Bule", "", "glossary/b-2.html#t-bule"] in rows
    assert 'id="t-bule"' in page(prepared, "glossary/b-2.md")
    assert 'href="b-2.html"' in page(prepared, "glossary/b.md")
