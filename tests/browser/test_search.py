"""The search box of the theme; test_search_twin.py has what it finds beside what Python does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browser_helpers import Watched, rest, serve_folder, window
from site_helpers import VAULT, build, copy_vault

pytestmark = pytest.mark.browser

RESULT = ".md-search-result__item"


def type_in(watched: Watched, text: str) -> Any:
    """Type into the search box and return the results."""
    watched.page.locator(".md-search__input").focus()
    watched.page.keyboard.type(text)
    results = watched.page.locator(RESULT)
    results.first.wait_for()
    return results


def test_nothing_of_the_search_is_loaded_before_somebody_types(chromium: Any, served: str) -> None:
    context = window(chromium)
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url.removeprefix(served)))
    watched = Watched(context.new_page(), served)
    watched.page.goto(f"{served}/Vitrine.html")
    rest(watched.page)
    at_rest = [path for path in asked if "search" in path]
    assert at_rest == ["/assets/search/search.css", "/assets/search/box.js"]
    type_in(watched, "rede")
    assert any(path.startswith("/assets/search/data/") for path in asked)
    assert watched.wrong == []
    context.close()


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("angulo", "Ângulo"),
        ("neural network", "Rede neural"),
        ("neurla", "Rede neural"),
        ("vitri", "Vitrine"),
        ("C++", "C++"),
    ],
)
def test_the_box_finds_what_is_meant(open_page: Any, typed: str, title: str) -> None:
    watched = open_page("index.html")
    type_in(watched, typed)
    among = watched.page.locator(f"{RESULT}:nth-child(-n+2) h1").get_by_text(title, exact=True)
    among.first.wait_for()  # what was typed before the last letter comes first
    assert watched.wrong == []


def test_the_box_takes_filters_and_says_so(open_page: Any) -> None:
    watched = open_page("index.html")
    watched.page.locator(".md-search__input").focus()
    hint = watched.page.locator(".ln-search-filters")
    assert "pasta:" in hint.inner_text()
    results = type_in(watched, "rede tag:redes")
    assert results.locator("h1").first.inner_text() == "Rede neural"
    assert not hint.is_visible()
    assert watched.page.locator(f"{RESULT} h1").get_by_text("Vitrine", exact=True).count() == 0
    watched.page.locator(".md-search__input").fill("")
    watched.page.keyboard.type("tag:profundas rede")
    nothing = watched.page.locator(".md-search-result__meta", has_text="Nada")
    nothing.wait_for()
    assert watched.wrong == []


def test_the_keyboard_is_enough(open_page: Any) -> None:
    watched = open_page("index.html")
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("rede neural")
    watched.page.locator(RESULT).first.wait_for()
    assert watched.page.locator(f"{RESULT} mark").first.inner_text()
    watched.page.keyboard.press("ArrowDown")
    focused = "document.activeElement.closest('.md-search-result__item') !== null"
    assert watched.page.evaluate(focused)
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/Rede%20neural.html*")
    assert watched.wrong == []


def test_an_address_with_a_question_opens_its_results(open_page: Any) -> None:
    watched = open_page("index.html?q=%C3%82ngulo")
    watched.page.locator(RESULT).first.wait_for()
    assert watched.page.locator(f"{RESULT} h1").first.inner_text() == "Ângulo"


def test_an_emptied_box_shows_no_results(open_page: Any) -> None:
    watched = open_page("index.html")
    type_in(watched, "rede")
    watched.page.locator(".md-search__input").fill("")
    watched.page.keyboard.press("Backspace")
    watched.page.locator(RESULT).first.wait_for(state="detached")
    assert watched.page.locator(".md-search-result__meta").inner_text().startswith("Palavras")


def test_the_box_opens_on_a_phone(open_page: Any) -> None:
    watched = open_page("Vitrine.html", 390)
    watched.page.locator("label.ln-icon-search.md-header__button").click()
    type_in(watched, "rede")
    wide = watched.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert watched.wrong == []


def test_results_are_text_and_not_markup(open_page: Any) -> None:
    watched = open_page("index.html")
    type_in(watched, "código")
    assert watched.page.locator(f"{RESULT} article :not(h1,h2,mark,div)").count() == 0
    assert watched.wrong == []


def test_a_site_on_disk_is_searched_by_titles(chromium: Any, site: Path) -> None:
    context = window(chromium)
    page = context.new_page()
    page.goto(f"{site.as_uri()}/index.html")
    page.locator(".md-search__input").focus()
    page.keyboard.type("angulo")
    page.locator(RESULT).first.wait_for()
    assert page.locator(f"{RESULT} h1").first.inner_text() == "Ângulo"
    assert "pasta" in page.locator(".md-search-result__meta").inner_text()
    context.close()


@pytest.mark.parametrize("missing", ["data/**", "engine.js"])
def test_a_search_that_cannot_be_loaded_says_so_and_tries_again(
    chromium: Any, served: str, missing: str
) -> None:
    context = window(chromium)
    page = context.new_page()
    context.route(f"**/assets/search/{missing}", lambda route: route.abort())
    page.goto(f"{served}/index.html")
    page.locator(".md-search__input").focus()
    page.keyboard.type("red")
    said = page.locator(".md-search-result__meta", has_text="não pôde ser carregada")
    said.wait_for()
    context.unroute(f"**/assets/search/{missing}")
    page.keyboard.type("e")
    page.locator(RESULT).first.wait_for()
    context.close()


def test_a_site_without_search_data_is_searched_by_titles(chromium: Any, tmp_path: Path) -> None:
    build(copy_vault(VAULT, tmp_path / "vault"), tmp_path / "site", site_search=False)
    for address in serve_folder(tmp_path / "site"):
        context = window(chromium)
        watched = Watched(context.new_page(), address)
        watched.page.goto(f"{address}/index.html")
        results = type_in(watched, "angulo")
        assert results.locator("h1").first.inner_text() == "Ângulo"
        assert "pasta" not in watched.page.locator(".md-search-result__meta").inner_text()
        assert watched.wrong == []
        context.close()
