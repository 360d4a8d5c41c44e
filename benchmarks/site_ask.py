"""What the decoder costs in a browser: bytes moved, seconds to wait, tokens a second.

python -m benchmarks.site_ask                   # builds the shipped vault first
python -m benchmarks.site_ask --site site       # measures a site that is built already
python -m benchmarks.site_ask --write           # also puts the outcome into RESULTS.md
"""

from __future__ import annotations

import argparse
import contextlib
import gzip
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.graph_page import RESULTS

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

TITLE = "## The decoder in a browser"
QUESTION = "O que é a temperatura de um modelo?"
TOKENS = 64

_SPEED = """async ([base, plain, tokens]) => {
  const { Decoder } = await import(`${base}engine.js`);
  const start = performance.now();
  const decoder = await Decoder.load(base, "base", { plain });
  const loaded = performance.now();
  const text = "O modelo de linguagem";
  decoder.complete(text, { maxLength: 4 });
  const times = [];
  for (let i = 0; i < 3; i++) {
    const begin = performance.now();
    const sampling = { temperature: 1, seed: i, maxLength: tokens };
    const written = [...decoder.write(decoder.begin(text), sampling)].length;
    times.push((performance.now() - begin) / written);
  }
  const ids = decoder.tokenizer.ids("Um token é um pedaço de texto que o modelo lê. ".repeat(25));
  const prompt = ids.slice(0, 256);
  const reading = performance.now();
  decoder.network.read(prompt, prompt.map(() => [1, 11, 15, 20]), prompt.map(() => true));
  return { load: loaded - start, token: Math.min(...times), read: performance.now() - reading };
}"""


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site")
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    args = parser.parse_args()
    with contextlib.ExitStack() as stack:
        site = args.site or _built(Path(stack.enter_context(tempfile.TemporaryDirectory())))
        text = report(measure(site), site)
    print(text)
    if args.write:
        write_section(text)


def measure(site: Path) -> dict[str, Any]:
    """Drive one chromium over a served site."""
    from browser_helpers import serve_folder
    from playwright.sync_api import sync_playwright

    served = serve_folder(site)
    origin = next(served)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        speeds = {}
        for name, plain in (("wasm", False), ("plain", True)):
            page = browser.new_page()
            page.goto(f"{origin}/404.html")
            speeds[name] = page.evaluate(_SPEED, [f"{origin}/assets/decoder/", plain, TOKENS])
            page.close()
        asked = _ask(browser, origin)
        idle = _idle(browser, origin)
        browser.close()
    return {"speeds": speeds, "ask": asked, "idle": idle}


def _ask(browser: Any, origin: str) -> dict[str, float]:
    """Ask one question on a fresh page; count what is moved, and what one waits for."""
    page = browser.new_page()
    moved = _watch(page)
    page.goto(f"{origin}/ask.html")
    page.wait_for_load_state("networkidle")
    before = moved["bytes"]
    page.fill("#ln-ask-question", QUESTION)
    start = page.evaluate("performance.now()")
    page.keyboard.press("Enter")
    at_once = 'document.querySelector(".ln-ask-answer").dataset.by'
    page.wait_for_function(at_once, timeout=120_000)
    first = page.evaluate("performance.now()") - start
    page.wait_for_function(f'{at_once} === "decoder"', timeout=120_000)
    done = page.evaluate("performance.now()") - start
    page.wait_for_load_state("networkidle")
    weights = sum(size for url, size in moved["files"] if url.endswith(".safetensors"))
    found = {"first": first, "done": done, "weights": weights}
    found["rest"] = moved["bytes"] - before - weights
    page.close()
    return found


def _idle(browser: Any, origin: str) -> dict[str, float]:
    """Open a note with a widget, and count what it loads of ours."""
    page = browser.new_page()
    moved = _watch(page)
    page.goto(f"{origin}/Tokens%20e%20gera%C3%A7%C3%A3o/Temperatura.html")
    page.wait_for_load_state("networkidle")
    own = [
        one for one in moved["files"] if "/assets/llmnotes/" in one[0] and one[0].endswith(".js")
    ]
    heavy = ("/assets/decoder/", "/assets/widgets/", "/assets/ask/")
    page.close()
    return {
        "scripts": len(own),
        "heavy": sum(any(part in url for part in heavy) for url, _ in moved["files"]),
    }


def _watch(page: Any) -> dict[str, Any]:
    moved: dict[str, Any] = {"bytes": 0, "files": []}

    def finished(request: Any) -> None:
        size = request.sizes()["responseBodySize"]
        moved["bytes"] += size
        moved["files"].append((request.url, size))

    page.on("requestfinished", finished)
    return moved


def _built(folder: Path) -> Path:
    from llmnotes.config import load_config
    from llmnotes.site.build import build_site

    shutil.copytree(ROOT / "vault", folder / "vault", ignore=shutil.ignore_patterns(".llmnotes"))
    build_site(folder / "vault", folder / "site", load_config(ROOT / "vault"))
    return folder / "site"


def _packed(site: Path, *folders: str) -> Iterator[int]:
    for folder in folders:
        for path in sorted((site / "assets" / folder).glob("*")):
            if path.suffix in (".js", ".wasm"):
                yield len(gzip.compress(path.read_bytes()))


def report(found: dict[str, Any], site: Path) -> str:
    """Return the section of RESULTS.md."""
    fast, slow = found["speeds"]["wasm"], found["speeds"]["plain"]
    ask, idle = found["ask"], found["idle"]
    code = sum(_packed(site, "decoder", "widgets", "ask")) / 1000
    loader = sum(
        len(gzip.compress((site / "assets" / "llmnotes" / f"{name}.js").read_bytes()))
        for name in ("widgets", "ask")
    )
    lines = [
        TITLE,
        "",
        "    python -m benchmarks.site_ask --write",
        "",
        f"Headless chromium on a machine of {os.cpu_count()} cores with a load average of "
        f"**{os.getloadavg()[0]:.0f}**: times are",
        "upper bounds, and the ratio of the two columns is what tells. One thread, one worker.",
        "",
        "| | WebAssembly SIMD | plain JavaScript |",
        "|---|---|---|",
        f"| load the base decoder, ms | {fast['load']:.0f} | {slow['load']:.0f} |",
        f"| tokens written a second | {1000 / fast['token']:.0f} | {1000 / slow['token']:.0f} |",
        f"| read a prompt of 256 tokens, ms | {fast['read']:.0f} | {slow['read']:.0f} |",
        "",
        "| first question on the shipped vault | |",
        "|---|---|",
        f"| until the instant answer, ms | {ask['first']:.0f} |",
        f"| until the decoder's answer, its loading included, ms | {ask['done']:.0f} |",
        f"| moved: weights, kB | {ask['weights'] / 1000:.0f} |",
        f"| moved: all else (search data, scripts), kB | {ask['rest'] / 1000:.0f} |",
        f"| scripts of decoder, widgets and questions, all together, kB gzipped | {code:.1f} |",
        f"| loaders on a page with a widget, or for questions, kB gzipped | {loader / 1000:.1f} |",
        f"| files of them that a note with an untouched widget loads | {idle['heavy']} |",
    ]
    return "\n".join(lines) + "\n"


def write_section(text: str) -> None:
    """Replace the section of that title in RESULTS.md, or add it at the end."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Results\n"
    before, title, after = old.partition(TITLE + "\n")
    rest = after[after.find("\n## ") + 1 :] if title and "\n## " in after else ""
    RESULTS.write_text(f"{before.rstrip()}\n\n{text}{chr(10) + rest if rest else ''}", "utf-8")


if __name__ == "__main__":
    main()
