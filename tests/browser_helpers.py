"""A page that is watched, and a folder that is served to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

AXE = Path(__file__).parent / "browser" / "vendor" / "axe.min.js"
_FINDINGS = """axe.run(document, { resultTypes: ["violations"] }).then((found) => ({
  passes: found.passes.length,
  serious: found.violations
    .filter((one) => ["serious", "critical"].includes(one.impact))
    .map((one) => [one.id, one.nodes.slice(0, 4).map((node) => node.html.slice(0, 160))]),
}))"""

_PATIENCE = 90_000  # milliseconds, as below
_COUNTED = 15_000
_QUIET = """() => {
  const ends = performance.getEntriesByType("resource").map((one) => one.responseEnd);
  return document.readyState === "complete" && performance.now() - Math.max(0, ...ends) > 2000;
}"""


def serve_folder(folder: Path, policy: str = "") -> Iterator[str]:
    """Serve a folder on this machine.

    `policy` is the Content-Security-Policy of every answer.
    """

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None: ...

        def end_headers(self) -> None:
            if policy:
                self.send_header("Content-Security-Policy", policy)
            super().end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def window(chromium: Any, **options: Any) -> Any:
    """Return an empty window (a browser context) that waits as long as a busy machine needs."""
    context = chromium.new_context(**options)
    context.set_default_timeout(_PATIENCE)
    return context


def rest(page: Any) -> None:
    """Wait until a page has loaded and asks for nothing more.

    Playwright counts the requests, and on a busy machine it now and then misses the end of one
    (a page that changes its own address while it loads): then the page's own account is taken.
    """
    from playwright.sync_api import TimeoutError as Late

    page.wait_for_load_state("load")
    try:
        page.wait_for_load_state("networkidle", timeout=_COUNTED)
    except Late:
        page.wait_for_function(_QUIET, polling=250)


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


def serious_findings(watched: Watched) -> list[Any]:
    """Return what axe finds serious on the page as it is now."""
    watched.page.add_script_tag(content=AXE.read_text("utf-8"))
    found = watched.page.evaluate(_FINDINGS)
    assert found["passes"] > 10  # it did look
    return list(found["serious"])
