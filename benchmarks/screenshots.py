"""The pictures of the README: ``python -m benchmarks.screenshots`` (needs Debian's chromium).

Builds the site of the shipped vault and takes each page of `PICTURES` as a reader sees it.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any, Literal
from urllib.parse import quote

from llmnotes import Vault

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "browser" / "screenshots"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

QUESTION = "O que é a temperatura?"
WIDTHS = (390, 820, 1440)


@dataclass(frozen=True, slots=True)
class Picture:
    """A page as a reader sees it who did what `act` does; `height` is that of the window."""

    name: str
    path: str
    width: int
    height: int = 900
    scheme: Literal["light", "dark"] = "light"
    act: Callable[[Any], None] = lambda page: None


def _search(page: Any) -> None:
    page.keyboard.press("/")
    page.keyboard.type("attention heads")
    page.locator(".md-search-result__item").first.wait_for(timeout=60_000)
    page.wait_for_timeout(3000)  # until the last letters have been answered


def _ask(page: Any) -> None:
    page.wait_for_selector('.ln-ask-answer[data-by="decoder"]', timeout=120_000)


def _widget(page: Any) -> None:
    page.locator(".ln-widget").first.scroll_into_view_if_needed()
    page.locator("[name=temperature]").first.fill("0.6")
    page.locator(".ln-widget-status:empty").first.wait_for(state="attached", timeout=120_000)
    page.wait_for_timeout(3000)  # until the bars have moved
    page.evaluate("document.querySelector('.ln-widget').scrollIntoView({ block: 'center' })")


_TEMPERATURE = "Tokens e geração/Temperatura.html"
PICTURES: tuple[Picture, ...] = (
    Picture("note", _TEMPERATURE, 1280, 820),
    Picture("graph", "graph.html", 1280, 820, "dark"),
    Picture("glossary", "glossary.html", 1280, 820),
    Picture("phone", "Tokens e geração/Top-p.html", 390, 820, "dark"),
    Picture("search", "index.html", 1280, 820, "light", _search),
    Picture("ask", f"ask.html?q={quote(QUESTION)}", 1280, 820, "dark", _ask),
    Picture("widget", _TEMPERATURE, 1280, 820, "light", _widget),
)
"""Those of the README."""

LOOKED_AT: tuple[Picture, ...] = tuple(
    Picture(f"{name}-{width}-{scheme}", path, width, 900, scheme, act)
    for name, path, act in (
        ("search", "index.html", _search),
        ("ask", f"ask.html?q={quote(QUESTION)}", _ask),
        ("widget", _TEMPERATURE, _widget),
        ("home", "index.html", lambda page: None),
        ("note", "Tokens e geração/Top-p.html", lambda page: None),
        ("graph", "graph.html", lambda page: None),
        ("glossary", "glossary.html", lambda page: None),
    )
    for width in WIDTHS
    for scheme in SCHEMES
)
"""All that a change of style may spoil, to be looked at: ``--all`` takes them elsewhere."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


def main() -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, help="a folder for every page, width and scheme")
    args = parser.parse_args()
    target, pictures = (args.all, LOOKED_AT) if args.all else (FOLDER, PICTURES)
    target.mkdir(exist_ok=True, parents=True)
    with tempfile.TemporaryDirectory() as folder:
        Vault.open(ROOT / "vault").build(folder + "/site")
        handler = partial(_Quiet, directory=folder + "/site")
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as play:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = play.chromium.launch(executable_path=which("chromium"), args=list(ARGUMENTS))
            for picture in pictures:
                _take(browser, f"http://127.0.0.1:{server.server_port}", picture, target)
            browser.close()
            server.shutdown()


def _take(browser: Any, origin: str, picture: Picture, folder: Path) -> None:
    page = browser.new_page(
        viewport={"width": picture.width, "height": picture.height}, color_scheme=picture.scheme
    )
    page.goto(f"{origin}/{quote(picture.path, safe='/?=%')}")
    page.wait_for_load_state("networkidle")
    picture.act(page)
    page.wait_for_timeout(1000)  # the graph comes when it is seen
    page.screenshot(path=folder / f"{picture.name}.png")
    page.close()


if __name__ == "__main__":
    main()
