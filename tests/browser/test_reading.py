"""Previews and terms in a real browser: by pointer, by keys, by finger, and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from browser_helpers import Watched, rest, serve_folder, window
from graph_helpers import write_vault
from site_helpers import build

pytestmark = pytest.mark.browser

NOTES = {
    "Início.md": "# Início\n\nVeja [[Rede neural]], [[Rede neural#Camadas|camadas]], "
    "[[Rede neural#^prova|a prova]], [[Falta]] e [[Pasta/Longe|longe]].\n\n"
    "Um token é um pedaço. Outro token.\n\n" + "Mais texto.\n\n" * 40,
    "Rede neural.md": "---\ndescription: Função em camadas.\n---\n# Rede neural\n\nCorpo da nota "
    "com [[Pasta/Longe]].\n\n## Camadas\n\nCada camada soma.\n\n## Provas\n\n"
    "Isto se prova. ^prova\n",
    "Pasta/Longe.md": "---\nlang: en\n---\nFar away, see [[Rede neural]].\n",
    "Token.md": "---\ndescription: Pedaço de texto, <b>nunca</b> código.\n---\nTexto.\n",
}
POP = ".ln-pop:not([hidden])"


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reading")
    build(write_vault(folder / "v", NOTES), folder / "s", lang="pt-BR")
    return folder / "s"


@pytest.fixture(scope="module")
def origin(reading: Path) -> Iterator[str]:
    yield from serve_folder(reading)


@pytest.fixture
def opened(open_page: Any, origin: str) -> Callable[..., Watched]:
    return lambda path="index.html", width=1280: open_page(path, width, origin=origin)


def hover(watched: Watched, text: str) -> Any:
    watched.page.locator("article").get_by_role("link", name=text, exact=True).first.hover()
    return watched.page.wait_for_selector(POP)


@pytest.mark.parametrize(
    ("link", "said", "unsaid"),
    [
        ("Rede neural", "Corpo da nota", "Pedaço de texto"),
        ("camadas", "Cada camada soma", "Isto se prova"),
        ("a prova", "Isto se prova", "Cada camada soma"),
    ],
)
def test_a_link_shows_what_it_leads_to(opened: Any, link: str, said: str, unsaid: str) -> None:
    watched = opened()
    text = hover(watched, link).inner_text()
    assert "Rede neural" in text and said in text and unsaid not in text
    assert watched.wrong == []


def test_a_preview_s_own_links_lead_where_its_note_s_do(opened: Any) -> None:
    watched = opened("Pasta/Longe.html")
    hover(watched, "Rede neural")
    link = watched.page.locator(f"{POP} a", has_text="Longe")
    assert link.evaluate("a => new URL(a.href).pathname") == "/Pasta/Longe.html"
    link.click()
    watched.page.wait_for_url("**/Pasta/Longe.html")


def test_a_preview_stays_while_the_pointer_is_in_it_and_goes_with_it(opened: Any) -> None:
    watched = opened()
    box = hover(watched, "Rede neural").bounding_box()
    watched.page.mouse.move(box["x"] + 20, box["y"] + 20)
    watched.page.wait_for_timeout(700)
    assert watched.page.locator(POP).count() == 1
    watched.page.mouse.move(5, 600)
    watched.page.wait_for_selector(POP, state="detached")


def test_focus_shows_a_preview_and_escape_closes_it(opened: Any) -> None:
    watched = opened()
    link = watched.page.locator("article").get_by_role("link", name="Rede neural", exact=True).first
    watched.page.locator("h1").click()
    for _ in range(40):
        watched.page.keyboard.press("Tab")
        if link.evaluate("a => a === document.activeElement"):
            break
    assert "Corpo da nota" in watched.page.wait_for_selector(POP).inner_text()
    assert link.get_attribute("aria-describedby") == "ln-pop"
    watched.page.keyboard.press("Escape")
    assert watched.page.locator(POP).count() == 0
    assert link.evaluate("a => a === document.activeElement")
    assert link.get_attribute("aria-describedby") is None


def test_a_preview_moves_nothing_and_fits_the_window(opened: Any) -> None:
    for width in (390, 1280):
        watched = opened(width=width)
        before = watched.page.evaluate("document.documentElement.getBoundingClientRect().height")
        box = hover(watched, "a prova").bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= width
        wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        after = watched.page.evaluate("document.documentElement.getBoundingClientRect().height")
        assert (after, wide <= 0) == (before, True)


def test_what_is_not_written_has_no_preview_and_asks_for_none(opened: Any) -> None:
    watched = opened()
    watched.page.locator("article").get_by_role("link", name="Falta").first.hover()
    watched.page.wait_for_timeout(700)
    assert watched.page.locator(POP).count() == 0
    assert watched.wrong == []


def test_previews_load_only_when_asked_for(opened: Any, open_page: Any, origin: str) -> None:
    watched = opened()
    count = (
        "performance.getEntriesByType('resource').filter(r => r.name.includes('previews/')).length"
    )
    assert watched.page.evaluate(count) == 0
    hover(watched, "Rede neural")
    assert watched.page.evaluate(count) == 1
    hover(watched, "camadas")
    watched.page.wait_for_function(f"document.querySelector('{POP}')?.innerText.includes('soma')")
    assert watched.page.evaluate(count) == 1


def test_a_term_says_what_it_means_to_a_pointer(opened: Any) -> None:
    watched = opened()
    term = watched.page.locator(".ln-def")
    assert term.count() == 1
    assert term.inner_text() == "token"
    assert "dotted" in term.evaluate("a => getComputedStyle(a).textDecorationStyle")
    term.hover()
    box = watched.page.wait_for_selector(POP)
    assert box.inner_text().strip() == "Pedaço de texto, <b>nunca</b> código."
    term.click()
    watched.page.wait_for_url("**/Token.html")


def test_a_term_says_what_it_means_to_a_finger(chromium: Any, origin: str) -> None:
    context = window(
        chromium, viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto(f"{origin}/index.html")
    rest(page)
    page.locator(".ln-def").tap()
    assert "Pedaço de texto" in page.wait_for_selector(POP).inner_text()
    assert page.url.endswith("/index.html")
    page.locator(f"{POP} a").tap()
    page.wait_for_url("**/Token.html")
    context.close()


def test_previews_work_from_a_folder_on_disk(chromium: Any, reading: Path) -> None:
    context = window(chromium, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((reading / "Pasta" / "Longe.html").as_uri())
    page.locator("article").get_by_role("link", name="Rede neural", exact=True).first.hover()
    assert "Corpo da nota" in page.wait_for_selector(POP).inner_text()
    context.close()


def test_without_scripts_a_note_reads_and_its_terms_are_links(chromium: Any, origin: str) -> None:
    context = window(chromium, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{origin}/index.html")
    assert page.locator("article").get_by_text("Um token é um pedaço.").is_visible()
    page.locator(".ln-def").click()
    page.wait_for_url("**/Token.html")
    assert page.locator(".ln-lead").is_visible()
    page.goto(f"{origin}/glossary.html")
    assert page.locator(".ln-term").count() >= 4
    context.close()
