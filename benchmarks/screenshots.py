"""The pictures of the README: ``python -m benchmarks.screenshots`` (needs Debian's chromium).

Builds the site of the shipped vault and takes each page of `PICTURES` as a reader sees it.
"""

from __future__ import annotations

import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any, Literal
from urllib.parse import quote

from llmnotes import Vault

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "tests" / "browser" / "screenshots"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")

Picture = tuple[str, str, int, int, Literal["light", "dark"]]
PICTURES: tuple[Picture, ...] = (
    ("note", "Tokens e geração/Temperatura.html", 1280, 820, "light"),
    ("graph", "graph.html", 1280, 820, "dark"),
    ("glossary", "glossary.html", 1280, 820, "light"),
    ("phone", "Tokens e geração/Top-p.html", 390, 820, "dark"),
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


def main() -> None:
    """Take the pictures."""
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        Vault.open(ROOT / "vault").build(folder + "/site")
        handler = partial(_Quiet, directory=folder + "/site")
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as play:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = play.chromium.launch(executable_path=which("chromium"), args=list(ARGUMENTS))
            for picture in PICTURES:
                _take(browser, f"http://127.0.0.1:{server.server_port}", picture)
            browser.close()
            server.shutdown()


def _take(browser: Any, origin: str, picture: Picture) -> None:
    name, path, width, height, scheme = picture
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(f"{origin}/{quote(path)}")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)  # the graph comes when it is seen
    page.screenshot(path=FOLDER / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
