"""The map of the graph, the graph around a note and the glossary in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from browser_helpers import Watched

pytestmark = pytest.mark.browser

PLACE = """title => {
  const map = document.querySelector('.ln-map-canvas').llmnotesMap;
  const i = map.graph.titles.indexOf(title);
  const box = map.canvas.getBoundingClientRect();
  const [x, y] = map.toScreen(map.graph.x[i], map.graph.y[i]);
  return [x + box.left, y + box.top];
}"""
MIDDLE = """() => {
  const map = document.querySelector('.ln-map-canvas').llmnotesMap;
  const far = (i) => Math.hypot(map.graph.x[i] - map.view.x, map.graph.y[i] - map.view.y);
  return map.graph.titles[[...map.graph.x.keys()].sort((a, b) => far(a) - far(b))[0]];
}"""
SHOWN = """() => {
  const { graph, shown } = document.querySelector('.ln-map-canvas').llmnotesMap;
  return graph.titles.filter((_, i) => shown[i]);
}"""
VIEW = "() => ({...document.querySelector('.ln-map-canvas').llmnotesMap.view})"


@pytest.fixture
def open_map(open_page: Any) -> Any:
    def opened(path: str = "graph.html", width: int = 1280, scheme: str = "light") -> Watched:
        watched = open_page(path, width, scheme)
        watched.page.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        watched.page.wait_for_selector(".ln-map[data-ready]")
        return watched

    return opened


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (820, "light"), (1440, "dark")])
@pytest.mark.parametrize("path", ["graph.html", "glossary.html"])
def test_the_page_opens_without_a_fault_and_fits(
    open_page: Any, path: str, width: int, scheme: str
) -> None:
    watched = open_page(path, width, scheme)
    watched.page.wait_for_timeout(300)
    assert watched.wrong == []
    assert watched.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_hovering_a_node_names_it_and_a_click_opens_it(open_map: Any) -> None:
    watched = open_map()
    x, y = watched.page.evaluate(PLACE, "Vitrine")
    watched.page.mouse.move(x, y)
    card = watched.page.locator(".ln-map-card a")
    assert card.inner_text() == "Vitrine"
    watched.page.mouse.click(x, y)
    watched.page.wait_for_url("**/Vitrine.html")
    assert watched.wrong == []


def test_dragging_moves_and_wheel_and_buttons_zoom(open_map: Any) -> None:
    watched = open_map()
    start = watched.page.evaluate(VIEW)
    box = watched.page.locator(".ln-map-canvas").bounding_box()
    x, y = box["x"] + 30, box["y"] + 30
    watched.page.mouse.move(x, y)
    watched.page.mouse.down()
    watched.page.mouse.move(x + 80, y + 40, steps=4)
    watched.page.mouse.up()
    moved = watched.page.evaluate(VIEW)
    assert moved["x"] < start["x"] and moved["y"] < start["y"] and moved["k"] == start["k"]
    under = "([x, y]) => document.querySelector('.ln-map-canvas').llmnotesMap.toWorld(x, y)"
    before = watched.page.evaluate(under, [30, 30])
    watched.page.mouse.move(x, y)
    watched.page.mouse.wheel(0, -300)
    watched.page.wait_for_timeout(200)
    assert watched.page.evaluate(VIEW)["k"] > moved["k"]
    assert watched.page.evaluate(under, [30, 30]) == pytest.approx(before, abs=0.05)
    watched.page.locator(".ln-map-buttons button").nth(2).click()
    assert watched.page.evaluate(VIEW) == pytest.approx(start)


def test_the_search_finds_without_accents_and_leads_to_the_note(open_map: Any) -> None:
    watched = open_map()
    watched.page.locator(".ln-map-search input").fill("angulo")
    links = watched.page.locator(".ln-map-results a")
    assert links.all_inner_texts() == ["Ângulo", "angulo"]  # a note and a ghost
    watched.page.keyboard.press("ArrowDown")
    assert watched.page.locator(".ln-map-card a").inner_text() == "Ângulo"
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url("**/%C3%82ngulo.html")
    assert watched.wrong == []


def test_filters_show_only_what_they_name(open_map: Any) -> None:
    watched = open_map()
    everything = watched.page.evaluate(SHOWN)
    ghosts = watched.page.locator(".ln-kind-ghost input")
    ghosts.uncheck()
    fewer = watched.page.evaluate(SHOWN)
    assert "Fantasma" in everything and "Fantasma" not in fewer
    boxes = watched.page.locator(".ln-map-filters select")
    boxes.nth(1).select_option("Conceitos")
    inside = watched.page.evaluate(SHOWN)
    assert "Rede neural" in inside and "Vitrine" not in inside
    boxes.nth(1).select_option("")
    ghosts.check()
    assert watched.page.evaluate(SHOWN) == everything
    tag = boxes.nth(0).locator("option").nth(1).get_attribute("value")
    boxes.nth(0).select_option(tag)
    assert 0 < len(watched.page.evaluate(SHOWN)) < len(everything)


def test_the_map_works_by_keyboard(open_map: Any) -> None:
    watched = open_map()
    watched.page.locator(".ln-map-canvas").focus()
    start = watched.page.evaluate(VIEW)
    watched.page.keyboard.press("ArrowRight")
    watched.page.keyboard.press("+")
    moved = watched.page.evaluate(VIEW)
    assert moved["x"] > start["x"] and moved["k"] > start["k"]
    watched.page.keyboard.press("0")
    assert watched.page.evaluate(VIEW) == pytest.approx(start)
    watched.page.keyboard.press("n")
    name = watched.page.locator(".ln-map-status").inner_text()
    address = watched.page.locator(".ln-map-card a").get_attribute("href")
    assert name == watched.page.locator(".ln-map-card a").inner_text()
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(f"**/{address.removeprefix('./')}")


def test_two_fingers_zoom_and_one_tap_names_before_a_second_opens(open_map: Any) -> None:
    watched = open_map(width=390)
    session = watched.page.context.new_cdp_session(watched.page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True, "maxTouchPoints": 2})
    box = watched.page.locator(".ln-map-canvas").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + 150

    def touch(kind: str, *fingers: tuple[float, float]) -> None:
        points = [{"x": px, "y": py, "id": i} for i, (px, py) in enumerate(fingers)]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    start = watched.page.evaluate(VIEW)["k"]
    touch("touchStart", (x - 40, y), (x + 40, y))
    for spread in (50, 65, 80):
        touch("touchMove", (x - spread, y), (x + spread, y))
    touch("touchEnd")
    assert watched.page.evaluate(VIEW)["k"] == pytest.approx(2 * start, rel=0.05)
    watched.page.locator(".ln-map-buttons button").nth(2).click()
    name = watched.page.evaluate(MIDDLE)
    spot = watched.page.evaluate(PLACE, name)
    touch("touchStart", tuple(spot))
    touch("touchEnd")
    card = watched.page.locator(".ln-map-card a")
    assert card.inner_text() == name
    address = card.get_attribute("href")
    touch("touchStart", tuple(spot))
    touch("touchEnd")
    watched.page.wait_for_url(f"**/{address.removeprefix('./')}")


def test_the_scripts_need_no_leave_of_a_strict_policy(chromium: Any, served: str) -> None:
    policy = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
    page = chromium.new_page()
    refused: list[str] = []
    page.on("console", lambda said: "Policy" in said.text and refused.append(said.text))

    def pass_on(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers=answer.headers | {"content-security-policy": policy})

    page.route("**/*.html", pass_on)
    for path, drawn in (
        ("graph.html", ".ln-map[data-ready]"),
        ("glossary.html", ".ln-term-filter input"),
        ("Vitrine.html", ".ln-local-beside svg"),
    ):
        page.goto(f"{served}/{path}")
        page.wait_for_selector(drawn)
        own = [one for one in refused if "assets/llmnotes/" in one or "inline script" in one]
        assert own == []
    page.close()


def test_an_address_may_name_a_note_on_the_map(open_map: Any) -> None:
    watched = open_map("graph.html#Conceitos%2FRedes%2FRede%20neural.html")
    assert watched.page.locator(".ln-map-card a").inner_text() == "Rede neural"


def test_what_python_packed_javascript_unpacks(open_map: Any, site: Path) -> None:
    watched = open_map()
    read = watched.page.evaluate(
        """() => {
          const { graph } = document.querySelector('.ln-map-canvas').llmnotesMap;
          const one = (_, i) => [graph.path(i), graph.neighbours(i).length];
          return Array.from({ length: graph.n }, one);
        }"""
    )
    assert all((site / path).is_file() for path, _ in read)
    assert sum(near for _, near in read) > 20


def test_a_note_has_the_graph_around_it(open_page: Any) -> None:
    watched = open_page("Vitrine.html", 1440)
    panel = watched.page.locator(".ln-local-beside")
    high = panel.bounding_box()["height"]
    panel.locator("svg").wait_for()
    assert panel.bounding_box()["height"] == high
    near = panel.locator("svg a").count()
    assert near > 2
    dot = panel.locator("svg a.ln-there").first
    dot.locator("circle").hover()
    assert panel.locator(".ln-now").text_content() == dot.get_attribute("aria-label")
    panel.locator("input").fill("2")
    assert panel.locator("svg a").count() > near
    panel.locator("svg a.ln-here").focus()
    watched.page.keyboard.press("ArrowRight")
    address = watched.page.evaluate("document.activeElement.getAttribute('href')")
    watched.page.keyboard.press("Enter")
    watched.page.wait_for_url(f"**/{address.removeprefix('./')}")
    assert watched.wrong == []


def test_on_a_phone_the_graph_loads_only_when_it_comes_into_view(open_page: Any) -> None:
    watched = open_page("Vitrine.html", 390)
    loaded = "() => Boolean(globalThis.llmnotesGraph)"
    assert not watched.page.evaluate(loaded)
    watched.page.locator(".ln-local-below").scroll_into_view_if_needed()
    watched.page.locator(".ln-local-below svg").wait_for()
    assert watched.page.evaluate(loaded)
    assert watched.wrong == []


def test_the_glossary_filters_as_one_types_whatever_the_accents(open_page: Any) -> None:
    watched = open_page("glossary.html")
    terms = watched.page.locator(".ln-term")
    every = terms.count()
    box = watched.page.locator(".ln-term-filter input")
    box.fill("angulo")
    shown = watched.page.locator(".ln-term:visible dt a").all_inner_texts()
    assert "Ângulo" in shown and len(shown) < every
    box.fill("zzzzzz")
    assert watched.page.locator(".ln-term:visible").count() == 0
    assert watched.page.locator(".ln-term-filter p").inner_text()
    box.fill("")
    assert watched.page.locator(".ln-term:visible").count() == every
    data = watched.page.locator('script[type="application/ld+json"]').inner_text()
    assert len(json.loads(data)["hasDefinedTerm"]) == every
    assert watched.wrong == []
