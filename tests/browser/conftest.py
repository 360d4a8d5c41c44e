"""A real browser, which is off the network but for the site that it opens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from browser_helpers import Watched, rest, serve_folder, window
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's chromium."""
    from playwright.sync_api import sync_playwright

    path = which("chromium")
    if path is None:  # whoever asks for these tests (-m browser) must not think that they ran
        pytest.fail("needs Debian's chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, served: str) -> Iterator[Any]:
    """A function that opens a page of the small site in a window of a given width."""
    contexts = []

    def opened(path: str, width: int = 1280, scheme: str = "light", origin: str = "") -> Watched:
        context = window(chromium, viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        watched = Watched(context.new_page(), origin or served)
        watched.page.goto(f"{origin or served}/{path}")
        rest(watched.page)
        return watched

    yield opened
    for context in contexts:
        context.close()
