"""A page that a search led to shows the words that were found, and stays as it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pytest
from browser_helpers import Watched

pytestmark = pytest.mark.browser

MARKED = "[...(CSS.highlights.get('ln-found') ?? [])].map((range) => range.toString())"
RESULT = ".md-search-result__item a"


def marked(watched: Watched) -> list[str]:
    """Wait for the marks, and return the words that have one."""
    watched.page.wait_for_function("CSS.highlights.has('ln-found')")
    return list(watched.page.evaluate(MARKED))


def test_arriving_from_a_search_shows_the_words_found(open_page: Any) -> None:
    watched = open_page("index.html")
    watched.page.locator(".md-search__input").focus()
    watched.page.keyboard.type("redes neural")
    note = f"{RESULT}[href*='Rede%20neural.html?h=']"
    both = f"{note}[href*='neural+'], {note}[href*='+neural']"  # not what came for "redes" alone
    watched.page.locator(both).first.click()
    watched.page.wait_for_url("**/Rede%20neural.html*")
    assert {"rede", "neural"} <= {word.lower() for word in marked(watched)}
    assert "h=" not in watched.page.url  # a link that is copied leads to the page itself
    assert watched.wrong == []


def test_accents_and_case_are_no_hindrance_and_escape_ends_it(open_page: Any) -> None:
    watched = open_page("%C3%82ngulo.html?h=angulo")
    assert set(marked(watched)) <= {"Ângulo", "ângulo", "Angulo", "angulo"}
    assert marked(watched)
    watched.page.keyboard.press("Escape")
    assert not watched.page.evaluate("CSS.highlights.has('ln-found')")
    assert watched.wrong == []


def test_a_heading_is_reached_and_nobody_else_loads_the_script(open_page: Any) -> None:
    watched = open_page("Vitrine.html")
    scripts = "[...document.scripts].filter((one) => one.src.endsWith('found.js')).length"
    assert watched.page.evaluate(scripts) == 0
    anchor = watched.page.locator("article h2[id]").first.get_attribute("id")
    before = watched.page.locator("article").inner_html()
    watched = open_page(f"Vitrine.html?h=%3Cb%3E+nota#{anchor}")
    marked(watched)
    assert unquote(watched.page.url).endswith(f"Vitrine.html#{anchor}")
    assert watched.page.locator("article").inner_html() == before
    assert watched.wrong == []
