"""Files → graph: our CPU time and memory beside those of obsidiantools.

    python -m benchmarks.graph --obsidiantools /path/to/its/venv/bin/python

Every measurement is a process of its own. Its CPU seconds run from the end of its imports to the
finished graph, by its own account; of several turns the quickest counts, since on a busy machine a
CPU second holds less work. The memory is the largest resident size of the whole process by the
kernel's account. Both graphs are asked for what they found, so that none gets away with less.
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
import sys, time
from pathlib import Path
from llmnotes.graph import ConceptGraph
from llmnotes.vault import read_vault
read_vault, ConceptGraph
start = time.process_time()
graph = ConceptGraph.of(read_vault(Path(sys.argv[1])))
seconds = time.process_time() - start
links = [link for links in graph.resolved.values() for link in links]
print(seconds, len(graph.notes), len(links), len(graph.ghosts()))
"""

THEIRS = """
import sys, time
from pathlib import Path
import obsidiantools.api as api
start = time.process_time()
vault = api.Vault(Path(sys.argv[1])).connect()
seconds = time.process_time() - start
edges = vault.graph.number_of_edges()
print(seconds, len(vault.md_file_index), edges, len(vault.nonexistent_notes))
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one process took; `found` is what it said of the graph."""

    tool: str
    notes: int
    cpu: float
    megabytes: float
    found: str


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 3000, 10000])
    parser.add_argument("--obsidiantools", metavar="PYTHON", help="a Python that has obsidiantools")
    parser.add_argument("--their-sizes", type=int, nargs="+", default=[1000])
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    rows: list[Measured] = []
    for size in sorted({*asked.sizes, *(asked.their_sizes if asked.obsidiantools else ())}):
        with tempfile.TemporaryDirectory() as folder:
            write_vault(Path(folder), size)
            if size in asked.sizes:
                command = [sys.executable, "-c", OURS, folder]
                rows.append(quickest("llmnotes", command, size, asked.turns))
            if asked.obsidiantools and size in asked.their_sizes:
                command = [asked.obsidiantools, "-c", THEIRS, folder]
                rows.append(quickest("obsidiantools", command, size, asked.turns))
    print(table(rows))


def quickest(tool: str, command: list[str], notes: int, turns: int) -> Measured:
    """Run `command` several times and return the turn that took the least CPU time."""
    return min((measure(tool, command, notes) for _ in range(turns)), key=lambda one: one.cpu)


def measure(tool: str, command: list[str], notes: int) -> Measured:
    """Run `command` to its end and return what it took."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read().strip()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{tool} failed with status {process.returncode}")
    seconds, _, found = printed.partition(" ")
    return Measured(tool, notes, float(seconds), usage.ru_maxrss / 1024, found)


def table(rows: list[Measured]) -> str:
    """Lay out the rows as Markdown."""
    lines = [
        "| tool | notes | CPU s | ms a note | peak MB | found: notes links ghosts |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {row.tool} | {row.notes} | {row.cpu:.2f} | {row.cpu * 1000 / row.notes:.2f} "
        f"| {row.megabytes:.0f} | {row.found} |"
        for row in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
