"""The built site in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_helpers import rest, serve_folder, window
from markdown_helpers import read_cases
from site_helpers import build

pytestmark = pytest.mark.browser

PAGES = (
    "index.html",
    "Vitrine.html",
    "tags/redes-1.html",
    "ghosts/Fantasma.html",
    "Desenho.canvas.html",
)


@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_without_a_fault_and_fits_its_window(
    open_page: Any, path: str, width: int
) -> None:
    watched = open_page(path, width)
    assert watched.wrong == []
    assert watched.page.locator("h1").count() == 1
    wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_the_explorer_opens_folders_and_knows_where_it_is(open_page: Any) -> None:
    watched = open_page("Conceitos/Redes/Rede%20neural.html")
    tree = watched.page.locator(".ln-tree")
    here = tree.locator("a[aria-current=page]")
    assert here.inner_text() == "Rede neural"
    assert here.is_visible()
    assert tree.locator("details[open]").count() == 2
    closed = tree.locator("details:not([open]) > summary").first
    closed.click(position={"x": 6, "y": 10})
    assert tree.locator("details[open]").count() == 3
    assert tree.get_by_text("C++", exact=True).is_visible()
    here.locator("xpath=../../../..").locator("a").first.click()
    watched.page.wait_for_load_state()
    assert watched.page.url.endswith("/Conceitos/Redes/index.html")
    assert watched.wrong == []


def test_the_explorer_slides_in_on_a_phone(open_page: Any) -> None:
    watched = open_page("Vitrine.html", 390)
    assert watched.page.locator(".md-sidebar--primary").bounding_box()["x"] < 0
    watched.page.locator("label[for=__drawer].md-header__button").click()
    link = watched.page.locator(".ln-tree a", has_text="Outra nota")
    link.click()
    watched.page.wait_for_url("**/Outra%20nota.html")
    assert watched.wrong == []


def test_the_theme_follows_the_reader_and_their_choice_is_kept(open_page: Any) -> None:
    watched = open_page("Vitrine.html", scheme="dark")
    body = watched.page.locator("body")
    assert body.get_attribute("data-md-color-scheme") == "slate"
    dark = watched.page.evaluate("getComputedStyle(document.body).backgroundColor")
    watched.page.locator("label.ln-icon-moon").click()
    assert body.get_attribute("data-md-color-scheme") == "default"
    assert watched.page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
    watched.page.reload()
    rest(watched.page)
    assert body.get_attribute("data-md-color-scheme") == "default"
    assert watched.wrong == []


def test_a_callout_folds(open_page: Any) -> None:
    watched = open_page("Vitrine.html")
    closed = watched.page.locator("details.callout[data-callout=question]")
    inside = closed.get_by_text("Sim.")
    assert not inside.is_visible()
    closed.locator("summary").click()
    assert inside.is_visible()
    closed.locator("summary").click()
    assert not inside.is_visible()


def test_a_diagram_is_drawn_and_its_source_is_there_without_the_script(
    open_page: Any, chromium: Any, served: str
) -> None:
    watched = open_page("Vitrine.html")
    watched.page.wait_for_selector(".ln-diagram svg")
    assert watched.wrong == []
    context = window(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served}/Vitrine.html")
    assert "graph TD" in page.locator(".ln-diagram").inner_text()
    assert page.locator(".ln-tree a").get_attribute("href") == "./contents.html"
    context.close()


def test_formulas_have_a_size(open_page: Any) -> None:
    watched = open_page("Vitrine.html")
    box = watched.page.locator(".ln-math math").first.bounding_box()
    assert box["width"] > 60
    assert box["height"] > 20


def test_a_link_to_a_block_and_to_a_heading_arrives(open_page: Any) -> None:
    watched = open_page("Vitrine.html#%5Ebloco-da-vitrine", 1280)
    assert watched.page.evaluate("document.querySelector(':target')?.id") == "^bloco-da-vitrine"
    other = open_page("Outra%20nota.html#se%C3%A7%C3%A3o-dois")
    assert other.page.evaluate("document.querySelector(':target')?.tagName") == "H2"


def test_the_site_opens_from_a_folder_on_disk(chromium: Any, site: Path) -> None:
    context = window(chromium, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    page.goto((site / "Vitrine.html").as_uri())
    page.locator(".ln-tree a", has_text="Outra nota").click()
    page.wait_for_url("**/Outra%20nota.html")
    assert page.locator("h1").inner_text().startswith("Outra nota")
    assert wrong == []
    context.close()


def test_no_hostile_note_runs_anything(chromium: Any, open_page: Any, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    cases = list(read_cases("xss"))
    for i, case in enumerate(cases):
        title = '"><img src=x onerror=alert(1)>'
        front = f"---\ntitle: '{title}'\ndescription: '{title}'\naliases: ['{title}']\n"
        front += f"tags: ['{title}']\n'{title}': '{title}'\n---\n"
        (vault / f"{i}.md").write_text(front + case.source, "utf-8")
    (vault / "<img src=x onerror=alert(1)>.md").write_text("[[0]]\n", "utf-8")
    (vault / "javascript:alert(1).md").write_text("[[0]]\n", "utf-8")
    build(vault, tmp_path / "site", site_name="<img src=x onerror=alert(1)>")
    server = serve_folder(tmp_path / "site")
    origin = next(server)
    pages = []
    for page in tmp_path.glob("site/**/*.html"):
        html = page.read_text("utf-8")
        if 'http-equiv="refresh"' in html:  # an alias: it leads on before anybody could look
            assert "<img" not in html and "<script" not in html
        else:
            pages.append(page.relative_to(tmp_path / "site").as_posix())
    assert len(pages) > len(cases)
    watched = open_page("404.html", origin=origin)
    for path in sorted(pages):
        watched.page.goto(
            f"{origin}/{watched.page.evaluate('encodeURIComponent', path).replace('%2F', '/')}"
        )
        watched.page.wait_for_load_state()
        assert watched.page.locator("article").count() == 1
        assert watched.page.locator("body > footer, .md-container > footer").count() == 1
        handlers = watched.page.evaluate(
            "[...document.querySelectorAll('article *')].filter(e => [...e.attributes]"
            ".some(a => a.name.startsWith('on'))).length"
        )
        assert handlers == 0
    assert [wrong for wrong in watched.wrong if "404" not in wrong] == []
    server.close()
