"""A vault becomes a site: every address on it opens, and nothing private is on it."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from site_helpers import (
    SHIPPED,
    VAULT,
    PageReader,
    build,
    copy_vault,
    dead_addresses,
    files_of,
    pages_of,
)

from llmnotes.errors import SiteError


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small vault, built."""
    folder = tmp_path_factory.mktemp("small")
    build(copy_vault(VAULT, folder / "vault"), folder / "site", site_url="https://example.org/n/")
    return folder / "site"


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault that we ship, built."""
    folder = tmp_path_factory.mktemp("shipped")
    build(copy_vault(SHIPPED, folder / "vault"), folder / "site")
    return folder / "site"


def page(site: Path, path: str) -> str:
    return (site / path).read_text("utf-8")


def test_every_address_on_the_small_site_opens(small: Path) -> None:
    assert dead_addresses(small, "/n/") == []


def test_every_address_on_the_shipped_site_opens(shipped: Path) -> None:
    assert dead_addresses(shipped) == []


def test_a_dead_address_would_be_seen(small: Path, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<a href="b.html">x</a><a href="#c">y</a><a href="a.html">z</a>'
    )
    assert len(dead_addresses(tmp_path)) == 2


def test_no_page_has_two_elements_of_one_id(small: Path) -> None:
    for path in small.rglob("*.html"):
        ids = PageReader(path.read_text("utf-8")).ids
        assert len(ids) == len(set(ids)), path


def test_no_page_loads_anything_from_elsewhere(small: Path, shipped: Path) -> None:
    for site in (small, shipped):
        for path in site.rglob("*.html"):
            for where, address in PageReader(path.read_text("utf-8")).addresses:
                if where != "a href" and re.match(r"(?:\w+:)?//", address):
                    assert where == "link href"  # the canonical address, which loads nothing
                    assert address.startswith("https://example.org/n/")
        for path in [*site.rglob("*.css"), *site.rglob("llmnotes/*.js")]:
            if path.name != "mermaid.js":
                source = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
                assert "//fonts." not in source
                assert not re.search(r"url\(\s*[\"']?https?:", source)


def test_nothing_private_is_in_any_byte(small: Path) -> None:
    assert "CANARY" in (VAULT / "Vitrine.md").read_text("utf-8")
    for name, data in files_of(small).items():
        plain = gzip.decompress(data) if name.endswith(".gz") else data
        assert b"CANARY" not in plain.upper(), name
        assert "CANARY" not in name.upper()
        assert "segredo.png" not in name
        assert "comentário" not in name
        assert b"Rascunho" not in plain, name


def test_no_compiled_page_holds_anything_private_either(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    build(vault, tmp_path / "site")
    for path in (vault / ".llmnotes").rglob("*"):
        assert "canary" not in str(path.relative_to(vault)).lower()
        assert path.is_dir() or b"canary" not in path.read_bytes().lower()


def test_attachments_are_copied_only_where_a_public_note_shows_them(small: Path) -> None:
    found = {path.name for path in (small / "Anexos").iterdir()}
    assert found == {
        "100% útil?.pdf",
        "pagina.html.txt",
        "solto.markdown.txt",
        "som.mp3",
        "tabela.base.html",
        "verde.png",
    }


def test_the_same_vault_gives_the_same_bytes(tmp_path: Path) -> None:
    for place in ("a", "b"):
        vault = copy_vault(VAULT, tmp_path / place / "vault")
        build(vault, tmp_path / place / "site", site_url="https://example.org/")
    one, other = (files_of(tmp_path / place / "site") for place in ("a", "b"))
    assert one.keys() == other.keys()
    assert [name for name in one if one[name] != other[name]] == []


def test_the_site_map_names_every_page_and_no_day(small: Path) -> None:
    source = (small / "sitemap.xml").read_text("utf-8")
    assert source.count("<loc>") == len(pages_of(small))
    assert "lastmod" not in source
    packed = (small / "sitemap.xml.gz").read_bytes()
    assert zlib.decompress(packed, wbits=31).decode() == source
    assert packed[4:8] == b"\0\0\0\0"


def test_pages_say_in_which_language_they_are(small: Path) -> None:
    assert '<html lang="pt-BR"' in page(small, "index.html")
    assert re.search(r'<article[^>]* lang="en">', page(small, "english/note.html"))
    assert re.search(r'<article[^>]* lang="pt-BR">', page(small, "index.html"))


def test_the_words_of_the_site_are_in_the_language_of_the_vault(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "A.md").write_text("The note of the day is [[Missing]] and that is all for now.\n")
    build(vault, tmp_path / "site")
    assert "Not written yet" in page(tmp_path / "site", "ghosts/Missing.html")
    build(vault, tmp_path / "pt", lang="pt-BR")
    assert "ainda não foi escrita" in page(tmp_path / "pt", "ghosts/Missing.html")


def test_a_vault_without_a_home_note_gets_a_home_page(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    (vault / "Pasta").mkdir(parents=True)
    (vault / "Pasta" / "A.md").write_text("#tag\n")
    build(vault, tmp_path / "site", site_name="Meu <cofre>")
    html = page(tmp_path / "site", "index.html")
    assert "<title>Meu &lt;cofre&gt;</title>" in html
    assert 'href="Pasta/index.html"' in html
    assert 'href="tags/tag.html"' in html
    assert dead_addresses(tmp_path / "site") == []


def test_the_note_settled_as_home_opens_the_site(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    build(vault, tmp_path / "site", home="Vitrine")
    assert '<h1 id="top">Vitrine' in page(tmp_path / "site", "index.html")
    assert (tmp_path / "site" / "Início.html").is_file()


def test_a_ghost_page_says_who_asks_for_it(small: Path) -> None:
    html = page(small, "ghosts/Ainda não existe.html")
    assert "ainda não foi escrita" in html
    assert "Veja Rede neural, os conceitos e <mark>Ainda não existe</mark>." in html


def test_backlinks_quote_the_sentence_with_the_link_marked(small: Path) -> None:
    html = page(small, "Conceitos/Redes/Rede neural.html")
    assert "An English note on <mark>neural networks</mark>." in html
    assert "CANARY" not in html


def test_nested_tags_have_pages_with_their_parents(small: Path) -> None:
    html = page(small, "tags/redes-1.html")
    assert 'href="redes/Profundas.html"' in html
    assert "Rede neural" in html
    assert "#redes" in page(small, "tags/redes/Profundas.html")


def test_two_things_that_want_one_page_get_two(small: Path) -> None:
    assert "Uma nota onde a página da etiqueta" in page(small, "tags/redes.html")
    assert "Uma nota chamada 404" in page(small, "404-1.html")
    assert "Leia-me" in page(small, "README-1.html")


def test_the_explorer_finds_every_note(small: Path) -> None:
    script = (small / "assets/llmnotes/tree.js").read_text("utf-8")
    tree = json.loads(script[script.index("([") + 1 : script.rindex(",''")])
    found: list[str] = []

    def walk(entries: list[Any], at: str) -> None:
        for entry in entries:
            if isinstance(entry, str):
                found.append(f"{at}{quote(entry)}.html")
                continue
            found.append(entry[1])
            if len(entry) > 2:
                walk(entry[2], entry[1][: entry[1].rfind("/") + 1])

    walk(tree, "")
    assert "Conceitos/Redes/Rede%20neural.html" in found
    assert "index.html" in found
    assert len(found) == len(set(found))


def test_what_a_page_costs_does_not_depend_on_how_many_there_are(shipped: Path) -> None:
    pages = [path.read_text("utf-8") for path in shipped.rglob("*.html")]
    notes = [html for html in pages if "ln-is-note" in html]
    assert len(notes) > 40
    for html in notes:
        frame = re.sub(r"(?s)<article.*</article>|<ul.*</ul>", "", html)
        assert len(frame.encode()) < 8_500
        assert len(html.encode()) < 60_000
    assert sum(len(html.encode()) for html in notes) / len(notes) < 45_000


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "A.md").write_text("a\n")
    out = tmp_path / "site"
    out.mkdir()
    (out / "tese.docx").write_text("anos de trabalho")
    with pytest.raises(SiteError, match=r"tese\.docx"):
        build(vault, out)
    assert (out / "tese.docx").read_text() == "anos de trabalho"


def test_names_that_are_long_for_a_file_system_are_shortened(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    long = "語" * 120
    (vault / f"{'n' * 252}.md").write_text(f"[[{long}]] [[{long}x]] #{'t' * 300}\n", "utf-8")
    (vault / "B.md").write_text(f"---\npermalink: {'p' * 300}\n---\n[[{'n' * 252}]]\n", "utf-8")
    report = build(vault, tmp_path / "site")
    assert report.pages == len(pages_of(tmp_path / "site"))
    assert dead_addresses(tmp_path / "site") == []


def test_a_site_built_inside_its_own_vault_is_no_part_of_it(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    first = build(vault, vault / "site")
    again = build(vault, vault / "site")
    assert again.problems == first.problems
    assert (again.pages, again.written) == (first.pages, 0)
    assert dead_addresses(vault / "site") == []


def test_a_file_in_the_place_of_the_site_is_an_error(tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "A.md").write_text("a\n")
    (tmp_path / "site").write_text("")
    with pytest.raises(SiteError, match="is a file"):
        build(vault, tmp_path / "site")
