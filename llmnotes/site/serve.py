"""`llmnotes serve`: build, show on this machine alone, and build again when a note changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from llmnotes.config import Config
from llmnotes.errors import LlmnotesError, SiteError
from llmnotes.messages import Lang, say
from llmnotes.site.build import build_site
from llmnotes.site.prepare import WORKSHOP

HOST = "127.0.0.1"
EVENTS = "/-/changes"
"""Where a page hears that it should load again; no page of a site has this path."""

_RELOAD = f"""<script>
new EventSource("{EVENTS}").onmessage = () => location.reload();
</script>
</body>""".encode()
_HEARTBEAT = 15.0
"""Seconds after which an idle connection is written to, to learn whether anybody still listens."""


class Changes:
    """Counts the builds, and lets others wait for the next one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self.count = 0

    def announce(self) -> None:
        """Say that the site has changed."""
        with self._condition:
            self.count += 1
            self._condition.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there is more than was `seen`, at most so many seconds."""
        with self._condition:
            self._condition.wait_for(lambda: self.count != seen, seconds)
            return self.count


class SiteServer(ThreadingHTTPServer):
    """Serves a folder on the loopback address; `changes` tells its pages to load again."""

    daemon_threads = True

    def __init__(self, out: Path, port: int, changes: Changes) -> None:
        self.changes = changes
        try:
            super().__init__((HOST, port), partial(_Handler, directory=str(out)))
        except OSError as error:
            raise SiteError(f"{HOST}:{port}: {error.strerror}") from error

    @property
    def url(self) -> str:
        """The address of the home page."""
        return f"http://{HOST}:{self.server_address[1]}/"


def serve(
    vault: Path,
    out: Path,
    port: int = 8000,
    settings: Config | None = None,
    lang: Lang = "en",
    tell: Callable[[str], None] = lambda words: None,
    stop: threading.Event | None = None,
) -> None:
    """Build, serve, and build again on every change until `stop` is set or Ctrl+C is pressed.

    `tell` hears, in `lang`, where the site is, and of every later build. One that fails says why
    and leaves the old pages up.
    """
    stop = stop or threading.Event()
    build_site(vault, out, settings, lang)
    changes = Changes()
    with SiteServer(out, port, changes) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        tell(say("serve.ready", lang, url=server.url))
        try:
            for _ in _watch(vault, stop):
                tell(_rebuild(vault, out, settings, lang))
                changes.announce()
        except KeyboardInterrupt:
            pass
        finally:
            server.shutdown()


def _rebuild(vault: Path, out: Path, settings: Config | None, lang: Lang) -> str:
    """Build again and return what to tell the person who watches."""
    try:
        done = build_site(vault, out, settings, lang)
    except LlmnotesError as error:
        return str(error)
    return say("serve.rebuilt", lang, written=done.written, seconds=done.seconds)


def _watch(vault: Path, stop: threading.Event) -> Iterator[object]:
    """Yield each time that files of the vault, and not of our workshop in it, have changed."""
    from watchfiles import watch

    workshop = str(vault.resolve() / WORKSHOP)

    def is_theirs(_: object, path: str) -> bool:
        return not path.startswith(workshop)

    yield from watch(vault, watch_filter=is_theirs, stop_event=stop, raise_interrupt=False)


class _Handler(SimpleHTTPRequestHandler):
    """Serves files as they are, but for HTML, which learns to load itself again."""

    server: SiteServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the events, with a page, or with a file."""
        if self.path == EVENTS:
            self._events()
        elif not self._page():
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: a terminal full of requests hides what went wrong with a note."""

    def end_headers(self) -> None:
        """Let no browser keep what may change at any moment."""
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def _page(self) -> bool:
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            if not self.path.split("?")[0].endswith("/"):
                return False  # http.server knows how to redirect
            path /= "index.html"
        if path.suffix != ".html":
            return False
        status = 200 if path.is_file() else 404
        if status == 404:
            path = Path(self.directory) / "404.html"
        try:
            data = path.read_bytes().replace(b"</body>", _RELOAD, 1)
        except OSError:
            return False
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)
        return True

    def _events(self) -> None:
        """Keep the connection, and write a line whenever the site has changed."""
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        changes, seen = self.server.changes, self.server.changes.count
        try:
            while True:
                now = changes.wait(seen, _HEARTBEAT)
                self.wfile.write(b"data: changed\n\n" if now != seen else b": still here\n\n")
                self.wfile.flush()
                seen = now
        except OSError:
            pass  # the reader has gone
