"""The site as the web asks for it: for everybody, on any screen, under a strict policy, light."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_helpers import Watched, rest, serious_findings, serve_folder, window
from graph_helpers import write_vault
from site_helpers import build

pytestmark = pytest.mark.browser

NOTES = {
    "Início.md": "# Início\n\nVeja [[Redes/Rede]], [[Falta]] e [[Redes/Peso]]. #tema/um\n",
    "Redes/Rede.md": "---\ndescription: Função em camadas, $x^2$.\naliases: [network]\n"
    "updated: 2024-05-03\nbroader: '[[Início]]'\n---\n# Rede\n\nUm peso, um viés. [[Peso]] #tema\n"
    "\n> [!tip]- Dica\n> Dentro.\n\n- [x] feito\n\n```python\nprint(1)\n```\n\n"
    "| a | b |\n|---|---|\n"
    "| 1 | 2 |\n\n$$\\sum_i x_i$$\n\n## Partes\n\n- **Viés:** um número a mais.\n\n![[Peso]]\n",
    "Redes/Peso.md": "---\nupdated: 2024-05-04\n---\nUm número da rede. [[Rede]]\n",
}
PAGES = (
    *("index.html", "Redes/Rede.html", "glossary.html", "graph.html", "tags/index.html"),
    *("404.html", "recent.html", "ghosts/Falta.html"),
)
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; "
    "media-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'"
)
MOST_SCRIPT = 60_000
SHIFTS = """new PerformanceObserver((list) => {
  const own = list.getEntries().filter((shift) => !shift.hadRecentInput);
  for (const shift of own) globalThis.moved = (globalThis.moved ?? 0) + shift.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standing")
    settings = {"lang": "pt-BR", "edit_url": "https://example.org/edit/"}
    build(write_vault(folder / "v", NOTES), folder / "s", **settings)
    return folder / "s"


@pytest.fixture(scope="module")
def strict(standing: Path) -> Iterator[str]:
    """The site under a policy that allows no inline script and no inline style."""
    yield from serve_folder(standing, POLICY)


@pytest.fixture(scope="module")
def lax(standing: Path) -> Iterator[str]:
    yield from serve_folder(standing)


@pytest.mark.parametrize("path", PAGES)
def test_a_strict_policy_is_kept(open_page: Any, strict: str, path: str) -> None:
    watched: Watched = open_page(path, 1280, origin=strict)
    watched.page.wait_for_timeout(300)
    assert watched.wrong == []  # a browser tells of every violation


def test_the_policy_would_be_seen_broken(open_page: Any, strict: str) -> None:
    watched: Watched = open_page("index.html", 1280, origin=strict)
    watched.page.evaluate("document.body.append(document.createElement('style'))")
    watched.page.evaluate("document.querySelector('body > style').textContent = 'p{color:red}'")
    watched.page.wait_for_timeout(200)
    assert any("Content Security Policy" in wrong for wrong in watched.wrong)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_serious(open_page: Any, lax: str, path: str, scheme: str) -> None:
    width = 390 if scheme == "dark" else 1280
    watched: Watched = open_page(path, width, scheme, origin=lax)
    assert serious_findings(watched) == []


@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_fits_and_nothing_in_it_jumps(
    chromium: Any, lax: str, path: str, width: int
) -> None:
    context = window(chromium, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.add_init_script(SHIFTS)
    page.goto(f"{lax}/{path}")
    rest(page)
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate("globalThis.moved ?? 0") < 0.1
    context.close()


def test_our_scripts_on_a_note_s_page_are_small(chromium: Any, lax: str, standing: Path) -> None:
    context = window(chromium, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url.removeprefix(f"{lax}/")))
    page.goto(f"{lax}/Redes/Rede.html")
    rest(page)
    page.locator(".ln-local-beside").hover()
    page.wait_for_timeout(500)
    data = ("assets/llmnotes/tree.js", "assets/llmnotes/graph-data.js")
    own = sorted(
        {path for path in loaded if path.endswith((".js", ".mjs"))}
        - {path for path in loaded if path.startswith("assets/javascripts/")}
        - set(data)
    )
    assert "assets/llmnotes/hover.js" in own
    packed = {path: len(gzip.compress((standing / path).read_bytes())) for path in own}
    assert sum(packed.values()) <= MOST_SCRIPT, packed
    context.close()


def test_a_wrong_address_offers_the_notes_that_sound_like_it(open_page: Any, lax: str) -> None:
    watched: Watched = open_page("404.html", 820, origin=lax)
    box = watched.page.locator(".ln-lost input")
    box.fill("pezo")
    link = watched.page.locator(".ln-lost a")
    assert link.first.inner_text() == "Peso"
    box.fill("xyzzy")
    assert link.count() == 0
    assert "Nenhuma nota" in watched.page.locator(".ln-lost [role=status]").inner_text()
    box.fill("rede")
    link.first.click()
    watched.page.wait_for_url("**/Redes/Rede.html")


def test_an_alias_leads_on(open_page: Any, lax: str) -> None:
    watched: Watched = open_page("network.html", origin=lax)
    watched.page.wait_for_url("**/Redes/Rede.html")
    assert watched.page.locator("h1").inner_text().startswith("Rede")


def test_a_note_leads_to_where_it_is_edited(open_page: Any, lax: str) -> None:
    watched: Watched = open_page("Redes/Rede.html", origin=lax)
    link = watched.page.locator(".ln-edit a")
    assert link.get_attribute("href") == "https://example.org/edit/Redes/Rede.md"


def test_on_paper_a_note_is_its_text(open_page: Any, lax: str) -> None:
    watched: Watched = open_page("Redes/Rede.html", scheme="dark", origin=lax)
    watched.page.emulate_media(media="print")
    for gone in (".md-header", ".ln-explorer", ".ln-steps", ".ln-backlinks", ".ln-local-beside"):
        assert not watched.page.locator(gone).first.is_visible(), gone
    assert watched.page.get_by_text("Um peso, um viés.").is_visible()
    colour = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert colour in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")
