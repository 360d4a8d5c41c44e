"""Frames per second of the map of the graph in headless chromium, and the bytes that it moves.

    python -m benchmarks.graph_page                  # 1,000 and 10,000 notes
    python -m benchmarks.graph_page --write          # also put the outcome into RESULTS.md

The map is dragged for a second and zoomed for a second in turn, for six seconds. A frame's CPU time
is that of the page's main thread, which draws the canvas where there is no GPU; unlike frames per
second it does not depend on what else the machine does.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.site import RESULTS
from benchmarks.synthetic import write_vault
from llmnotes.config import Config
from llmnotes.site.build import build_site
from llmnotes.site.graphdata import GRAPH, GraphMap
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

TITLE = "## The map of the graph"

_DRIVE = """async () => {
  const canvas = document.querySelector('.ln-map-canvas');
  const map = canvas.llmnotesMap;
  const box = canvas.getBoundingClientRect();
  canvas.setPointerCapture = () => {};
  const at = (i, more) => ({
    pointerId: 1, pointerType: 'mouse', bubbles: true, cancelable: true, ...more,
    clientX: box.left + 400 + Math.sin(i / 15) * 200,
    clientY: box.top + 300 + Math.cos(i / 20) * 90,
  });
  canvas.dispatchEvent(new PointerEvent('pointerdown', at(0)));
  const start = performance.now();
  const before = map.frames;
  let seen = 0;
  await new Promise((done) => {
    const step = () => {
      const now = performance.now() - start;
      seen++;
      const wheel = at(0, { deltaY: Math.sin(now / 160) * 60 });
      const drags = Math.floor(now / 1000) % 2 === 0;
      canvas.dispatchEvent(
        drags ? new PointerEvent('pointermove', at(seen)) : new WheelEvent('wheel', wheel),
      );
      now < 6000 ? requestAnimationFrame(step) : done();
    };
    requestAnimationFrame(step);
  });
  return { seconds: (performance.now() - start) / 1000, frames: map.frames - before };
}"""


def main() -> None:
    """Measure the sizes asked for, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notes", nargs="*", type=int, default=[1000, 10000])
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    args = parser.parse_args()
    rows = [row for notes in args.notes for row in measure(notes)]
    text = report(rows)
    print(text)
    if args.write:
        write_section(text)


def measure(notes: int) -> list[dict[str, Any]]:
    """Lay out a synthetic vault, and drive its map at two zooms."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_vault(root / "few", 3)
        build_site(root / "few", root / "site", Config(vault=root / "few"))
        script, seconds = _script(root / "vault", notes)
        (root / "site" / GRAPH).write_bytes(script)
        shown = {"notes": notes, "kB": len(script) / 1000, "gz": len(gzip.compress(script)) / 1000}
        return [
            shown | {"layout": seconds, "zoom": zoom, **drive(root / "site" / "graph.html", zoom)}
            for zoom in (1, 4)
        ]


def drive(page: Path, zoom: int) -> dict[str, float]:
    """Drag and zoom the map for six seconds."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        tab = browser.new_page(viewport={"width": 1440, "height": 900})
        tab.goto(page.as_uri())
        tab.wait_for_selector(".ln-map[data-ready]", timeout=120_000)
        tab.evaluate(f"document.querySelector('.ln-map-canvas').llmnotesMap.view.k *= {zoom}")
        tab.wait_for_timeout(2000)
        session = tab.context.new_cdp_session(tab)
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        before = _task_seconds(session)
        found = tab.evaluate(_DRIVE)
        cost = (_task_seconds(session) - before) * 1000 / found["frames"]
        browser.close()
    return {"fps": found["frames"] / found["seconds"], "ms": cost}


def report(rows: list[dict[str, Any]]) -> str:
    """Return the section of RESULTS.md."""
    load = os.getloadavg()[0]
    lines = [
        TITLE,
        "",
        "    python -m benchmarks.graph_page --write",
        "",
        "Headless chromium without a GPU, 1440 by 900, while the map is dragged and zoomed for six",
        f"seconds; zoom 1 shows the whole map. The machine: {os.cpu_count()} cores, load average",
        f"**{load:.0f}** at the end, so frames per second are a lower bound; the CPU time of a",
        "frame on the page's main thread is what the map itself costs. The script is loaded once,",
        "by the map and the local graphs; layout is the CPU time to make it, communities included.",
        "",
        "| notes | script kB (gzip) | layout CPU s | zoom | frames a second | CPU ms a frame |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {r['notes']} | {r['kB']:.0f} ({r['gz']:.0f}) | {r['layout']:.1f} | {r['zoom']} "
        f"| {r['fps']:.0f} | {r['ms']:.1f} |"
        for r in rows
    ]
    return "\n".join(lines) + "\n"


def write_section(text: str) -> None:
    """Replace the section of that title in RESULTS.md, or add it at the end."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Results\n"
    before, title, after = old.partition(TITLE + "\n")
    rest = after[after.find("\n## ") + 1 :] if title and "\n## " in after else ""
    RESULTS.write_text(f"{before.rstrip()}\n\n{text}{chr(10) + rest if rest else ''}", "utf-8")


def _script(vault: Path, notes: int) -> tuple[bytes, float]:
    write_vault(vault, notes)
    settings = Config(vault=vault)
    site = open_site(read_vault(vault, settings), settings)
    start = time.process_time()
    script = GraphMap(site).script().encode()
    return script, time.process_time() - start


def _task_seconds(session: Any) -> float:
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))


if __name__ == "__main__":
    main()
