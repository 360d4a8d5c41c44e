"""What a reader moves over the network to search a site, and how long the first answer takes.

    python -m benchmarks.site_search 1000 10000           # synthetic vaults of these sizes
    python -m benchmarks.site_search --vault vault 1000   # also a vault of your own
    python -m benchmarks.site_search 1000 10000 --write   # also put the outcome into RESULTS.md

Needs chromium and playwright. Bytes are those of bodies, as a host without compression sends them;
scripts are counted. Seconds are those of a browser on this machine, the site served from it too; a
phone is the same browser held to a quarter of the speed, which searches where its pages are drawn,
since chromium slows no worker. Memory is what the search adds to the process that draws the page.
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.synthetic import write_vault
from llmnotes.config import Config
from llmnotes.site.dressing import THEME
from llmnotes.site.files import Folder
from llmnotes.site.scripts import slim
from llmnotes.site.searchdata import write_search
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

RESULTS = Path(__file__).parent / "RESULTS.md"
TITLE = "## Search on the site"
QUERIES = 7
NOTES = """\
Quartz 4.5.2 moves its whole index of **23.8 MB** before the first answer at 10,000 notes of the
same kind (200 words, 8 links each; ../shared/ANCHORS.md), and matches letters only. Ours moves
nothing until somebody types, and a second query only what the first did not. Answers are those of
`llmnotes search`: accents, slips, stems, meaning, Portuguese and English. *Site* is all that lies
on the server for it, 8.7 MB in 1,605 files of that the encoder, the same for every vault. Words of
the synthetic vaults are made up, so each is three or four pieces to the encoder, where one of a
language is one or two: the first row is nearer to what readers move. *Phone* is a quarter of this
machine's speed: the first search and the next, another query; *memory* is what both added."""

_ASK = """async ([base, query]) => {
  const begun = performance.now();
  const worker = new Worker(base + "assets/search/worker.js", { type: "module" });
  const answer = (text) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => data.type === 3 && resolve(data.data.items.length);
    worker.postMessage({ type: 2, data: text });
  });
  const found = await answer(query);
  const first = performance.now() - begun;
  worker.terminate();
  return { found, first };
}"""

_PHONE = """async ([base, queries]) => {
  const { open } = await import(base + "assets/search/search.js");
  const times = [];
  let begun = performance.now();
  const site = await open(base);
  for (const query of queries) {
    await site.search(query, { k: 10, complete: true });
    times.push(performance.now() - begun);
    begun = performance.now();
  }
  return times;
}"""
SLOWER = 4
"""How many times slower a phone is taken to be."""


def main() -> None:
    """Measure every vault asked for, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notes", nargs="*", type=int, default=[1000])
    parser.add_argument("--vault", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    args = parser.parse_args()
    rows = [measure_vault(vault) for vault in args.vault]
    rows += [measure_synthetic(notes) for notes in args.notes]
    text = report(rows, " ".join(sys.argv[1:]))
    print(text)
    if args.write:
        write_section(text)


def measure_vault(vault: Path) -> dict[str, object]:
    """Measure a vault as it is, by titles of its own notes and their first sentences."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "vault"
        shutil.copytree(vault, copy, ignore=shutil.ignore_patterns(".llmnotes"))
        return _measure(vault.name, copy, Path(folder))


def measure_synthetic(notes: int) -> dict[str, object]:
    """Measure a made-up vault."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        write_vault(vault, notes)
        return _measure("synthetic", vault, Path(folder))


def _measure(name: str, vault: Path, root: Path) -> dict[str, object]:
    settings = Config(vault=vault)
    site = open_site(read_vault(vault, settings), settings)
    begun = time.process_time()
    write_search(site, Folder(root / "docs"))
    seconds = time.process_time() - begun
    shutil.copytree(THEME / "assets", root / "docs" / "assets", dirs_exist_ok=True)
    for script in (root / "docs" / "assets").rglob("*.js"):
        script.write_text(slim(script.read_text("utf-8")), "utf-8")  # as a site has them
    (root / "docs" / "index.html").write_text("<!doctype html><title>.</title>", "utf-8")
    sizes = [path.stat().st_size for path in (root / "docs" / "assets/search").rglob("*.*")]
    size, files = sum(sizes), len(sizes)
    queries = _queries(site.notes.values())
    asked = [_ask(root / "docs", query) for query in queries]
    phone = [_phone(root / "docs", pair) for pair in pairwise(queries)]
    return {
        "vault": name,
        "notes": len(site.notes),
        "make": f"{seconds:.1f}",
        "site": f"{size / 1e6:.1f} in {files:,}",
        "first": f"{statistics.median(one['bytes'] for one in asked) / 1000:.0f}",
        "most": f"{max(one['bytes'] for one in asked) / 1000:.0f}",
        "files": f"{statistics.median(one['files'] for one in asked):.0f}",
        "ms": f"{statistics.median(one['ms'] for one in asked):.0f}",
        "phone": " / ".join(
            f"{statistics.median(one[key] for one in phone):.0f}" for key in ("first", "next")
        ),
        "memory": f"{statistics.median(one['memory'] for one in phone) / 1e6:.0f}",
    }


def _queries(notes: Any) -> list[str]:
    """Return titles, and words from the middle of texts: short and long by turns."""
    chance = random.Random(0)
    chosen = chance.sample(sorted(notes, key=lambda note: str(note.id)), QUERIES)
    queries = []
    for place, note in enumerate(chosen):
        words = re.findall(r"\w+", " ".join(p.text for p in note.paragraphs)) or [note.title]
        start = chance.randrange(len(words))
        queries.append(note.title if place % 2 else " ".join(words[start : start + 6]))
    return queries


def _ask(folder: Path, query: str) -> dict[str, float]:
    """Ask one question of a browser that has never seen the site."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    with served(folder) as (address, moved), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_load_state("networkidle")
        moved.clear()
        found = page.evaluate(_ASK, [f"{address}/", query])
        browser.close()
    assert found["found"], query
    return {"bytes": sum(moved), "files": len(moved), "ms": found["first"]}


def _phone(folder: Path, queries: Sequence[str]) -> dict[str, float]:
    """Ask questions one after another of a slow browser, and time the first and the last."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    with served(folder) as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"{address}/index.html")
        page.wait_for_load_state("networkidle")
        before = _memory(browser)
        slow = page.context.new_cdp_session(page)
        slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        times = page.evaluate(_PHONE, [f"{address}/", list(queries)])
        memory = _memory(browser) - before
        browser.close()
    return {"first": times[0], "next": times[-1], "memory": memory}


def _memory(browser: Any) -> int:
    """Return the bytes of memory of its own that the processes which draw pages have."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    session.detach()
    return sum(_own(one["id"]) for one in found if one["type"] == "renderer")


def _own(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    return 1024 * int(status.partition("RssAnon:")[2].split()[0])


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """Serve a folder, and count the bytes of every file that is asked for."""
    moved: list[int] = []

    class Counting(SimpleHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None: ...

        def send_header(self, keyword: str, value: str) -> None:
            if keyword == "Content-Length":
                moved.append(int(value))
            super().send_header(keyword, value)

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", moved
        server.shutdown()


def report(rows: Sequence[dict[str, object]], arguments: str) -> str:
    """Return the outcome as a section of RESULTS.md."""
    lines = [
        TITLE,
        "",
        f"`python -m benchmarks.site_search {arguments}`",
        "",
        "| vault | notes | CPU s to make | site MB | first search KB, median | most | requests "
        "| ms | phone, ms first / next | memory MB |",
        "|---" * 10 + "|",
        *("| " + " | ".join(str(value) for value in row.values()) + " |" for row in rows),
        "",
        NOTES,
    ]
    return "\n".join(lines)


def write_section(text: str, title: str = TITLE) -> None:
    """Put the section of this title into RESULTS.md in place of the last one."""
    old = RESULTS.read_text("utf-8")
    pattern = re.compile(rf"{re.escape(title)}\n.*?(?=\n## |\Z)", re.S)
    new = pattern.sub(lambda _: text, old) if pattern.search(old) else f"{old.rstrip()}\n\n{text}"
    RESULTS.write_text(new.rstrip() + "\n", "utf-8")


if __name__ == "__main__":
    main()
