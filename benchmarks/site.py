"""What a page of the site costs, beside mkdocs-material on the same pages in the same run.

    python -m benchmarks.site                  # 1,000 notes
    python -m benchmarks.site 1000 4000        # how it grows
    python -m benchmarks.site --default-nav    # also mkdocs-material as it comes, which takes long
    python -m benchmarks.site --write          # also put the outcome into RESULTS.md

Seconds are CPU seconds of a process of its own; bytes are those of the HTML files alone. "Bare"
builds the very pages that llmnotes compiled with mkdocs-material alone, without search: with an
empty nav partial, and if asked for with its default navigation, whose cost grows with the square.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.synthetic import write_vault

RESULTS = Path(__file__).parent / "RESULTS.md"
TITLE = "## Site"


def main() -> None:
    """Measure vaults of the sizes asked for, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notes", nargs="*", type=int, default=[1000])
    parser.add_argument("--write", action="store_true", help="put the table into RESULTS.md")
    parser.add_argument("--default-nav", action="store_true", help="also the theme as it comes")
    args = parser.parse_args()
    rows = [row for notes in args.notes for row in measure(notes, args.default_nav)]
    options = " --default-nav" if args.default_nav else ""
    text = report(rows, " ".join(map(str, args.notes)) + options)
    print(text)
    if args.write:
        write_section(text)


def measure(notes: int, default_nav: bool) -> list[dict[str, object]]:
    """Build a synthetic vault in every way, each in a fresh process."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        vault, out = root / "vault", root / "site"
        write_vault(vault, notes)
        rows = [_ours("llmnotes, first build", notes, vault, out)]
        rows.append(_ours("llmnotes, nothing changed", notes, vault, out))
        changed = sorted(vault.glob("[!.]*/*.md"))[notes // 2]
        changed.write_text(changed.read_text("utf-8") + "\nUma linha a mais.\n", "utf-8")
        rows.append(_ours("llmnotes, one note changed", notes, vault, out))
        shutil.rmtree(out)
        rows.append(_ours("llmnotes, its mkdocs part alone", notes, vault, out))
        docs = vault / ".llmnotes" / "site" / "docs"
        rows.append(_bare("mkdocs-material, empty nav", notes, docs, root / "bare", False))
        if default_nav:
            rows.append(_bare("mkdocs-material, default nav", notes, docs, root / "nav", True))
        return rows


def _ours(name: str, notes: int, vault: Path, out: Path) -> dict[str, object]:
    code = (
        "import json, sys; from pathlib import Path; from llmnotes.site.build import build_site\n"
        "r = build_site(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        "print(json.dumps({'pages': r.pages, 'written': r.written}))"
    )
    return _run(name, notes, out, [sys.executable, "-c", code, str(vault), str(out)])


def _bare(name: str, notes: int, docs: Path, root: Path, nav: bool) -> dict[str, object]:
    """Build compiled pages with mkdocs-material and nothing of ours."""
    (root / "theme" / "partials").mkdir(parents=True)
    if not nav:
        (root / "theme" / "partials" / "nav.html").write_text("")
    settings = {
        "site_name": "bare",
        "docs_dir": str(docs),
        "site_dir": str(root / "site"),
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False, "custom_dir": str(root / "theme")},
        "markdown_extensions": ["attr_list"],
        "plugins": [],
        "validation": {"nav": {"omitted_files": "ignore"}},
    }
    config = root / "mkdocs.yml"
    config.write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)]
    return _run(name, notes, root / "site", command)


def _run(name: str, notes: int, out: Path, command: list[str]) -> dict[str, object]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pages = [path.stat().st_size for path in out.rglob("*.html")]
    said = json.loads(done.stdout) if done.stdout.startswith("{") else {}
    return {
        "name": name,
        "notes": notes,
        "pages": len(pages),
        "written": said.get("written", len(pages)),
        "seconds": round(seconds, 2),
        "ms": round(1000 * seconds / len(pages), 2),
        "kb": round(sum(pages) / len(pages) / 1000, 1),
        "largest": round(max(pages) / 1000, 1),
    }


def report(rows: list[dict[str, object]], sizes: str) -> str:
    """Return the outcome as a section of RESULTS.md."""
    head = "| | notes | pages | written | CPU s | ms a page | KB a page | largest KB |"
    lines = [TITLE, "", f"`python -m benchmarks.site {sizes} --write`", "", head, "|---" * 8 + "|"]
    lines += ["| " + " | ".join(map(_cell, row.values())) + " |" for row in rows]
    return "\n".join([*lines, "", NOTES])


def _cell(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


NOTES = """Bare mkdocs-material gets the compiled pages, so that both dress the same headings
and HTML. A site has more pages than notes: tags, folders and notes not yet written have theirs.
Quartz could not be fetched here (1.5 GB with what it needs); ../shared/ANCHORS.md has its figures
from another machine."""


def write_section(text: str) -> None:
    """Replace the section of that title in RESULTS.md, or add it at the end."""
    old = RESULTS.read_text("utf-8") if RESULTS.exists() else "# Results\n"
    before, title, after = old.partition(TITLE + "\n")
    rest = after[after.find("\n## ") + 1 :] if title and "\n## " in after else ""
    after = f"\n{rest}" if rest else ""
    RESULTS.write_text(f"{before.rstrip()}\n\n{text}\n{after}", "utf-8")


if __name__ == "__main__":
    main()
