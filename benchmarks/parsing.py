"""Text → note: our CPU time a note beside markdown-it's own, which makes tokens only.

    python -m benchmarks.parsing [--notes 500]

Both read the same made-up notes (`benchmarks.synthetic`) in turns; of all turns the least CPU time
counts, so that a busy machine matters less.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

from benchmarks.synthetic import write_vault
from llmnotes.markdown import read_note
from llmnotes.model import NoteId


def main() -> None:
    """Print milliseconds of CPU a note, ours and markdown-it's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--turns", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        write_vault(Path(folder), args.notes)
        notes = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).rglob("*.md"))]
    stock = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    ours, theirs = float("inf"), float("inf")
    for _ in range(args.turns):
        ours = min(ours, _milliseconds(lambda text: read_note(NoteId("a.md"), text), notes))
        theirs = min(theirs, _milliseconds(stock.parse, notes))
    words = sum(len(text.split()) for text in notes) / len(notes)
    links = sum(text.count("[[") for text in notes) / len(notes)
    print(f"{len(notes)} notes of {words:.0f} words and {links:.1f} wikilinks")
    print(f"llmnotes.markdown.read_note  {ours:.3f} ms of CPU a note")
    print(f"markdown-it-py, tokens only  {theirs:.3f} ms of CPU a note ({ours / theirs:.2f} x)")


def _milliseconds(read: Callable[[str], object], notes: list[str]) -> float:
    start = time.process_time()
    for text in notes:
        read(text)
    return (time.process_time() - start) / len(notes) * 1e3


if __name__ == "__main__":
    main()
