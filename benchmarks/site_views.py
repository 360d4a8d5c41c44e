"""What a reader moves and waits for on a site: first view, first search, first question.

    python -m benchmarks.site_views                          # 1,000 notes
    python -m benchmarks.site_views --vault vault 1000 10000 # also a vault of your own
    python -m benchmarks.site_views 1000 --write             # also put the outcome into RESULTS.md

Needs chromium and playwright. Bytes are those of bodies, as a host without compression sends them,
by a browser that has never seen the site. A phone is chromium at a quarter of its speed behind a
slow mobile network (1.6 Mbit/s, 150 ms), as Lighthouse takes it; a page is interactive when it has
loaded and its last task of more than 50 ms is over.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from benchmarks.graph_page import drive
from benchmarks.site_search import SLOWER, served, write_section
from benchmarks.synthetic import write_vault

TITLE = "## What a reader moves and waits for"
TIMES = 3
IDLE = 2.0
"""Seconds without a request after which a page has all that it asks for."""
_PHONE_NET = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
_TASKS = """globalThis.lastTask = 0;
new PerformanceObserver((list) => {
  for (const one of list.getEntries()) globalThis.lastTask = one.startTime + one.duration;
}).observe({ type: "longtask", buffered: true });"""
_INTERACTIVE = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return Math.max(page.domContentLoadedEventEnd, globalThis.lastTask);
}"""
_BUILD = (
    "import sys; from pathlib import Path; from llmnotes.site.build import build_site; "
    "build_site(Path(sys.argv[1]), Path(sys.argv[2]))"
)
NOTES = """\
Beside them Quartz 4.5.2 at 10,000 notes of the same kind (../shared/ANCHORS.md): **23.8 MB** of one
index are moved for the first search, and for the graph. The first question moves the decoder's
weights, 8.4 MB, once for all visits; what is found in the notes stands there before. Frames a
second are those of the whole map while it is dragged and zoomed, without a GPU."""


def main() -> None:
    """Measure every vault asked for, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notes", nargs="*", type=int, default=[1000])
    parser.add_argument("--vault", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    args = parser.parse_args()
    rows = []
    for source in [*args.vault, *args.notes]:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(measure(source, Path(folder)))
        print(rows[-1], file=sys.stderr, flush=True)
    text = report(rows, " ".join(sys.argv[1:]))
    print(text)
    if args.write:
        write_section(text, TITLE)


def measure(source: Path | int, root: Path) -> dict[str, object]:
    """Build the site of a vault, or of one made up, and read it."""
    if isinstance(source, int):
        write_vault(root / "vault", source)
    else:
        ignored = shutil.ignore_patterns(".llmnotes")
        shutil.copytree(source, root / "vault", ignore=ignored)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", _BUILD, str(root / "vault"), str(root / "site")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    found = (path.relative_to(root / "vault") for path in (root / "vault").rglob("*.md"))
    notes = sorted(path for path in found if not path.parts[0].startswith("."))
    chosen = notes[len(notes) // 2]
    page = quote(chosen.with_suffix(".html").as_posix())
    sizes = [path.stat().st_size for path in (root / "site").rglob("*") if path.is_file()]
    return {
        "vault": source.name if isinstance(source, Path) else "synthetic",
        "notes": f"{len(notes):,}",
        "build": f"{seconds:.0f}",
        "site": f"{sum(sizes) / 1e6:.0f} in {len(sizes):,}",
        **_read(root / "site", page, chosen.stem),
        "fps": f"{drive(root / 'site' / 'graph.html', 1)['fps']:.0f}",
    }


def _read(site: Path, page: str, title: str) -> dict[str, str]:
    """Open a note, search for it, and ask what it is: each in a browser that has seen nothing."""
    with served(site) as (origin, moved), _chromium() as browser:
        view = _opened(browser, f"{origin}/{page}", moved)
        whole = sum(moved)
        view.locator(".md-search__input").focus()
        view.keyboard.type(title)
        view.locator(".md-search-result__item").first.wait_for(timeout=120_000)
        _settle(moved)
        search = sum(moved) - whole
        view.context.close()
        moved.clear()
        asked = _opened(browser, f"{origin}/ask.html?q={quote(f'O que é {title}?')}", moved)
        done = '.ln-ask-answer[data-by="decoder"], .ln-ask-answer[data-by="refusal"]'
        asked.wait_for_selector(done, timeout=240_000)
        _settle(moved)
        by = asked.locator(".ln-ask-answer").get_attribute("data-by")
        asked.context.close()
        ask = sum(moved)
        waits = [_phone(browser, f"{origin}/{page}") for _ in range(TIMES)]
    return {
        "view": f"{whole / 1000:.0f}",
        "interactive": f"{statistics.median(waits):.0f}",
        "search": f"{search / 1000:.0f}",
        "ask": f"{ask / 1000:.0f}" + (" (refused)" if by == "refusal" else ""),
    }


def _opened(browser: Any, address: str, moved: list[int]) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    _settle(moved)
    return page


def _settle(moved: list[int]) -> None:
    """Wait until nothing has been asked for during a while."""
    known, since = len(moved), time.monotonic()
    while time.monotonic() - since < IDLE:
        time.sleep(0.05)
        if len(moved) != known:
            known, since = len(moved), time.monotonic()


def _phone(browser: Any, address: str) -> float:
    """Return the milliseconds until a phone may use the page."""
    page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", _PHONE_NET)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_TASKS)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1000)
    waited = float(page.evaluate(_INTERACTIVE))
    page.context.close()
    return waited


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


def report(rows: list[dict[str, object]], arguments: str) -> str:
    """Return the outcome as a section of RESULTS.md."""
    lines = [
        TITLE,
        "",
        f"`python -m benchmarks.site_views {arguments}`, load average {os.getloadavg()[0]:.0f} on "
        f"{os.cpu_count()} cores: times are upper bounds.",
        "",
        "| vault | notes | build CPU s | site MB, files | first view KB | phone may use it, ms "
        "| first search KB | first question KB | map fps |",
        "|---" * 9 + "|",
        *("| " + " | ".join(str(value) for value in row.values()) + " |" for row in rows),
        "",
        NOTES,
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
