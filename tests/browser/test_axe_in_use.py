"""Accessibility of what appears when a reader does something: results, an answer, widgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from ask_twin_notes import NOTES
from browser_helpers import Watched, serious_findings, serve_folder
from site_helpers import build

pytestmark = pytest.mark.browser

MORE = {
    "Início.md": "Um pequeno glossário: [[Token]] e [[Jogo]].\n",
    "Jogo.md": "> [!widget] next-word\n> O modelo\n\n> [!widget] tokens\n> Uma frase.\n\n"
    "> [!widget] sampling\n> O modelo\n",
}
SCHEMES = pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("axe")
    (root / "vault").mkdir()
    for path, source in (NOTES | MORE).items():
        (root / "vault" / path).write_text(source, "utf-8")
    build(root / "vault", root / "site", lang="pt-BR")
    yield from serve_folder(root / "site")


@SCHEMES
@pytest.mark.parametrize("question", ["O que é um token?", "Quem ganhou a copa do mundo de 1994?"])
def test_an_answer_and_a_refusal(
    open_page: Any, origin: str, scheme: str, width: int, question: str
) -> None:
    path = f"ask.html?{urlencode({'q': question})}"
    watched: Watched = open_page(path, width, scheme, origin=origin)
    ready = '.ln-ask-answer[data-by="decoder"], .ln-ask-answer[data-by="refusal"]'
    watched.page.wait_for_selector(ready, timeout=120_000)
    watched.page.locator(".ln-ask-settings summary").click()
    assert serious_findings(watched) == []


@SCHEMES
def test_the_front_door_with_its_box(open_page: Any, origin: str, scheme: str, width: int) -> None:
    watched: Watched = open_page("index.html", width, scheme, origin=origin)
    assert watched.page.locator(".ln-ask-box input").is_visible()
    ground = "getComputedStyle(document.querySelector('.ln-ask-box button')).backgroundColor"
    assert watched.page.evaluate(ground) != "rgba(0, 0, 0, 0)"  # it looks like a button
    watched.page.locator(".ln-ask-box input").focus()
    assert serious_findings(watched) == []


@SCHEMES
def test_widgets_at_play(open_page: Any, origin: str, scheme: str, width: int) -> None:
    watched: Watched = open_page("Jogo.html", width, scheme, origin=origin)
    compare = watched.page.locator("[name=compare]")
    compare.scroll_into_view_if_needed()
    compare.check()
    first = watched.page.locator(".ln-widget").first
    first.locator(".ln-side").nth(1).wait_for(timeout=120_000)  # both decoders answered
    assert serious_findings(watched) == []


@SCHEMES
def test_the_search_box_with_results(open_page: Any, origin: str, scheme: str, width: int) -> None:
    watched: Watched = open_page("Token.html", width, scheme, origin=origin)
    watched.page.keyboard.press("/")
    watched.page.keyboard.type("token")
    watched.page.locator(".md-search-result__item").first.wait_for()
    watched.page.wait_for_timeout(400)  # the box slides open; half seen colours have no contrast
    assert serious_findings(watched) == []
