"""Widgets in a real browser: first what the build shows, then what the reader's own text gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from browser_helpers import Watched, rest, serve_folder, window
from site_helpers import build

from llmnotes.decoder.engine import bundled
from llmnotes.decoder.glance import next_tokens, visible
from llmnotes.decoder.sampling import Sampling
from llmnotes.site.widgets import BARS, LENGTH, percent

pytestmark = pytest.mark.browser

NOTE = """---
title: Início
lang: pt-BR
---

Um modelo escreve um token por vez.

> [!widget] next-word
> O modelo de linguagem

> [!widget] tokens
> Um *token* e outro

> [!widget] sampling
> O modelo

> [!widget] nada
"""
HEAVY = ("safetensors", "pieces.bin", "matmul", "/assets/decoder/", "/assets/widgets/")


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("widgets")
    (root / "vault").mkdir()
    (root / "vault" / "Início.md").write_text(NOTE, "utf-8")
    build(root / "vault", root / "site", lang="pt-BR")
    yield from serve_folder(root / "site")


@pytest.fixture
def opened(chromium: Any, origin: str) -> Iterator[Any]:
    contexts = []

    def open_at(width: int = 1280, scheme: str = "light", script: bool = True) -> Watched:
        context = window(
            chromium,
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=script,
        )
        contexts.append(context)
        watched = Watched(context.new_page(), origin)
        watched.requests = []  # type: ignore[attr-defined]
        watched.page.on("request", lambda one: watched.requests.append(one.url))
        watched.page.goto(f"{origin}/index.html")
        rest(watched.page)
        return watched

    yield open_at
    for context in contexts:
        context.close()


def widget(page: Any, name: str) -> Any:
    return page.locator(f'.ln-widget[data-widget="{name}"]')


def bars_of(place: Any) -> list[tuple[str, str]]:
    names, shares = place.locator(".ln-bars code"), place.locator(".ln-share")
    return list(zip(names.all_inner_texts(), shares.all_inner_texts(), strict=True))


def likely(text: str, stage: str = "base", **settings: float) -> list[tuple[str, str]]:
    found = next_tokens(bundled(stage), text, BARS, Sampling(**{"temperature": 1.0, **settings}))
    return [(visible(one.token), percent(one.probability, "pt")) for one in found]


@pytest.mark.parametrize("script", [True, False])
def test_before_a_script_runs_the_first_outcome_is_there(opened: Any, script: bool) -> None:
    watched = opened(script=script)
    assert bars_of(widget(watched.page, "next-word")) == likely("O modelo de linguagem")
    assert widget(watched.page, "tokens").locator("small").count() == len(
        bundled("base").tokenizer.ids("Um *token* e outro")
    )
    drawn = Sampling(temperature=0.8, top_p=0.95, max_length=LENGTH, seed=1)
    first = widget(watched.page, "sampling").locator(".ln-side p:last-child").first
    assert first.text_content() == "O modelo" + bundled("base").complete("O modelo", drawn)
    assert watched.page.locator(".ln-missing").inner_text().endswith("nada")
    assert widget(watched.page, "tokens").locator("textarea").is_visible() is script
    assert not [url for url in watched.requests if any(one in url for one in HEAVY)]
    assert watched.wrong == []


def test_the_bars_follow_the_text_and_the_controls(opened: Any) -> None:
    watched = opened()
    place = widget(watched.page, "next-word")
    place.locator("textarea").fill("A rede neural")
    expected = likely("A rede neural")
    watched.page.wait_for_function(SHARE, arg=expected[0][1])
    assert bars_of(place) == expected
    place.locator("[name=temperature]").fill("0.5")
    watched.page.wait_for_function(SHARE, arg=likely("A rede neural", temperature=0.5)[0][1])
    place.locator("[name=top_p]").fill("0.3")
    cut = likely("A rede neural", temperature=0.5, top_p=0.3)
    watched.page.wait_for_function(SHARE, arg=cut[0][1])
    assert bars_of(place) == cut
    assert place.locator("output").first.inner_text() == "0,50"
    place.locator("[name=compare]").check()
    place.locator(".ln-side").nth(1).wait_for()
    tuned = likely("A rede neural", "tuned", temperature=0.5, top_p=0.3)
    assert bars_of(place.locator(".ln-side").nth(1)) == tuned
    assert tuned[0][0] or place.locator("[role=status]").inner_text()
    assert watched.wrong == []


SHARE = """top => document.querySelector('[data-widget="next-word"] .ln-share').innerText === top"""


def test_tokens_need_no_weights(opened: Any) -> None:
    watched = opened()
    place = widget(watched.page, "tokens")
    place.locator("textarea").fill("Tokenização 😀")
    expected = bundled("base").tokenizer.ids("Tokenização 😀")
    watched.page.wait_for_function(
        """n => document.querySelectorAll('[data-widget="tokens"] small').length === n""",
        arg=len(expected),
    )
    assert [int(one) for one in place.locator("small").all_inner_texts()] == expected
    assert "13 caracteres" in place.locator(".ln-widget-count").inner_text()
    assert not [url for url in watched.requests if "safetensors" in url]
    assert watched.wrong == []


def test_drawing_again_writes_what_python_writes_for_these_seeds(opened: Any) -> None:
    watched = opened(390, "dark")
    place = widget(watched.page, "sampling")
    place.locator("[name=max_length]").fill("8")
    place.locator("[name=draw]").click()
    settings = {"temperature": 0.8, "top_p": 0.95, "max_length": 8}
    expected = [
        "O modelo" + bundled("base").complete("O modelo", Sampling(**settings, seed=seed))
        for seed in (4, 5, 6)
    ]
    watched.page.wait_for_function(
        """texts => [...document.querySelectorAll('[data-widget="sampling"] .ln-side p:last-child')]
          .every((one, i) => one.textContent === texts[i])""",
        arg=expected,
    )
    assert watched.wrong == []
    assert watched.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_nothing_moves_while_the_page_loads(opened: Any, origin: str) -> None:
    watched = opened(820)
    watched.page.add_init_script(
        """globalThis.moved = 0;
        new PerformanceObserver((list) => {
          for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value;
        }).observe({ type: "layout-shift", buffered: true });"""
    )
    watched.page.goto(f"{origin}/index.html")
    watched.page.wait_for_timeout(800)
    assert watched.page.evaluate("globalThis.moved") < 0.02


def test_every_field_has_a_label_and_the_outcome_is_announced(opened: Any) -> None:
    page = opened().page
    unlabelled = page.evaluate(
        """() => [...document.querySelectorAll('.ln-widget :is(input, textarea)')]
          .filter((one) => !one.labels.length).length"""
    )
    assert unlabelled == 0
    assert page.locator(".ln-widget [role=status]").count() == 3
    page.locator(".ln-widget textarea").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "temperature"
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.ln-widget output').innerText === '1,05'")
