"""A real browser, which is off the network but for the site that it opens."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent.parent))

from site_helpers import VAULT, build, copy_vault

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small vault, built."""
    folder = tmp_path_factory.mktemp("browser")
    build(copy_vault(VAULT, folder / "vault"), folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address at which the small site is served."""
    yield from serve_folder(site)


def serve_folder(folder: Path) -> Iterator[str]:
    """Serve a folder on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's chromium."""
    path = which("chromium")
    if path is None:
        pytest.skip("needs chromium")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


class Watched:
    """A page with all that went wrong on it: errors, dialogs, requests to elsewhere."""

    def __init__(self, page: Any, origin: str) -> None:
        self.page, self.wrong = page, []
        page.on("pageerror", lambda error: self.wrong.append(f"error {error}"))
        page.on("dialog", lambda dialog: (self.wrong.append("dialog"), dialog.dismiss()))
        page.on("console", lambda said: said.type == "error" and self.wrong.append(said.text))
        page.route("**/*", lambda route: self._pass(route, origin))

    def _pass(self, route: Any, origin: str) -> None:
        own = (origin, "data:", "blob:", "chrome://", "chrome-extension://")  # its PDF viewer's
        if route.request.url.startswith(own):
            route.continue_()
        else:
            self.wrong.append(f"request {route.request.url}")
            route.abort()


@pytest.fixture
def open_page(chromium: Any, served: str) -> Iterator[Any]:
    """A function that opens a page of the small site in a window of a given width."""
    contexts = []

    def opened(path: str, width: int = 1280, scheme: str = "light", origin: str = "") -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme
        )
        contexts.append(context)
        watched = Watched(context.new_page(), origin or served)
        watched.page.goto(f"{origin or served}/{path}")
        watched.page.wait_for_load_state("networkidle")
        return watched

    yield opened
    for context in contexts:
        context.close()
