"""Files → graph: our CPU time and memory beside those of obsidiantools.

    python -m benchmarks.graph --obsidiantools /path/to/its/venv/bin/python

Every measurement is a process of its own, from its start to the finished graph. CPU seconds are
those of the process by the kernel's account, so that a busy machine matters less; the memory is its
largest resident size. Both graphs are asked for what they found, so that none gets away with less.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.synthetic import write_vault

OURS = """
import sys
from pathlib import Path
from llmnotes.graph import ConceptGraph
from llmnotes.vault import read_vault
graph = ConceptGraph.of(read_vault(Path(sys.argv[1])))
links = [link for links in graph.resolved.values() for link in links]
print(len(graph.notes), len(links), len(graph.ghosts()))
"""

OURS_START = """
from llmnotes.graph import ConceptGraph
from llmnotes.vault import read_vault
"""

THEIRS_START = "import obsidiantools.api"

THEIRS = """
import sys
from pathlib import Path
import obsidiantools.api as api
vault = api.Vault(Path(sys.argv[1])).connect()
print(len(vault.md_file_index), vault.graph.number_of_edges(), len(vault.nonexistent_notes))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one process took; `printed` is what it said of the graph."""

    tool: str
    notes: int
    cpu: float
    megabytes: float
    printed: str


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000, 10000])
    parser.add_argument("--obsidiantools", metavar="PYTHON", help="a Python that has obsidiantools")
    parser.add_argument("--their-sizes", type=int, nargs="+", default=[1000])
    asked = parser.parse_args()
    rows = [measure("llmnotes", [sys.executable, "-c", OURS_START], 0)]
    if asked.obsidiantools:
        rows.append(measure("obsidiantools", [asked.obsidiantools, "-c", THEIRS_START], 0))
    for size in sorted({*asked.sizes, *(asked.their_sizes if asked.obsidiantools else ())}):
        with tempfile.TemporaryDirectory() as folder:
            write_vault(Path(folder), size)
            if size in asked.sizes:
                rows.append(measure("llmnotes", [sys.executable, "-c", OURS, folder], size))
            if asked.obsidiantools and size in asked.their_sizes:
                command = [asked.obsidiantools, "-c", THEIRS, folder]
                rows.append(measure("obsidiantools", command, size))
    print(table(rows))


def measure(tool: str, command: list[str], notes: int) -> Measured:
    """Run `command` to its end and return what it took."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read().strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{tool} failed with status {process.returncode}")
    cpu = usage.ru_utime + usage.ru_stime
    return Measured(tool, notes, cpu, usage.ru_maxrss / 1024, printed)


def table(rows: list[Measured]) -> str:
    """Lay out the rows as Markdown; the time per note leaves out what the imports alone take."""
    start = {row.tool: row.cpu for row in rows if not row.notes}
    lines = [
        "| tool | notes | CPU s | ms a note, imports apart | peak MB | found: notes links ghosts |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        each = f"{(row.cpu - start[row.tool]) * 1000 / row.notes:.2f}" if row.notes else "–"
        lines.append(
            f"| {row.tool} | {row.notes or 'imports alone'} | {row.cpu:.2f} | {each} "
            f"| {row.megabytes:.0f} | {row.printed or '–'} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
