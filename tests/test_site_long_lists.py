"""A note that very many link to, and a tag on very many: light pages, and nothing left out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from site_helpers import build, dead_addresses

from llmnotes.site.backlinks import SHOWN
from llmnotes.site.places import MOST_BACKLINKS, PER_PAGE

MANY = PER_PAGE + 30
SAID = "Ela fala de [[Centro]] numa frase que diz por que a cita, e de [[Falta]]."


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a vault whose notes all link to one and carry one tag."""
    root = tmp_path_factory.mktemp("hub")
    vault = root / "vault"
    (vault / "Notas").mkdir(parents=True)
    (vault / "Centro.md").write_text("A nota do centro.", "utf-8")
    for i in range(MANY):
        text = f"---\ntags: [tudo]\n---\nA nota {i}. {SAID}\n"
        (vault / "Notas" / f"Nota {i:03}.md").write_text(text, "utf-8")
    for i in range(MOST_BACKLINKS):
        (vault / f"Outra {i}.md").write_text("Ver [[Nota 000]].", "utf-8")
    build(vault, root / "site")
    return root / "site"


def cards(page: Path) -> list[str]:
    """Return the addresses of the notes in a list of who links to something."""
    html = page.read_text("utf-8")
    block = re.search(r'class="ln-backlinks".*?</ul>', html, re.S)
    assert block
    return re.findall(r'<li><a href="([^"]+)"', block[0])


def test_a_page_shows_some_of_many_links_to_it_and_leads_to_all(hub: Path) -> None:
    page = hub / "Centro.html"
    assert len(cards(page)) == SHOWN
    assert f'<span class="ln-count">{MANY}</span>' in page.read_text("utf-8")
    assert 'href="links/Centro.html"' in page.read_text("utf-8")
    assert page.stat().st_size < 40_000


def test_the_lists_hold_every_note_once_and_turn_without_scripts(hub: Path) -> None:
    pages = [hub / "links" / "Centro.html", hub / "links" / "Centro-2.html"]
    found = [card for page in pages for card in cards(page)]
    assert [len(cards(page)) for page in pages] == [PER_PAGE, MANY - PER_PAGE]
    assert len(set(found)) == MANY
    assert 'href="Centro-2.html"' in pages[0].read_text("utf-8")
    assert max(page.stat().st_size for page in pages) < 120_000


def test_what_is_not_written_yet_has_such_a_list_too(hub: Path) -> None:
    assert len(cards(hub / "ghosts" / "Falta.html")) == SHOWN
    assert len(cards(hub / "links" / "ghosts" / "Falta.html")) == PER_PAGE


def test_links_that_fit_stay_on_the_page(hub: Path) -> None:
    assert len(cards(hub / "Notas" / "Nota 000.html")) == MOST_BACKLINKS
    assert not (hub / "links" / "Notas").exists()


def test_a_tag_on_many_notes_is_a_list_in_pages(hub: Path) -> None:
    pages = [hub / "tags" / "tudo.html", hub / "tags" / "tudo-2.html"]
    counts = [page.read_text("utf-8").count('<li><a href="../Notas/') for page in pages]
    assert counts == [PER_PAGE, MANY - PER_PAGE]


def test_every_address_opens_a_page(hub: Path) -> None:
    assert dead_addresses(hub) == []
