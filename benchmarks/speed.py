"""How fast the index and the search are: ``python -m benchmarks.speed``.

Makes a vault of 10,000 notes (`benchmarks.synthetic`) and an index of 100,000 passages of random
words, and measures CPU seconds, which a busy machine changes less than the clock. Each bar is
printed with what was measured over what is allowed: below 1 passes.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.synthetic import write_vault
from llmnotes.encoder import BUNDLED
from llmnotes.index import FOLDER, Index, Stamp, load_by_name, refresh, status, update
from llmnotes.index.neighbours import Clusters
from llmnotes.index.schema import clusters_file
from llmnotes.index.source import Reading
from llmnotes.model import Note, NoteId, Paragraph
from llmnotes.search import search

QUERY = "como a rede aprende"
SENTENCE_TRANSFORMERS = """
import sys
from sentence_transformers import SentenceTransformer
SentenceTransformer(sys.argv[1], device="cpu").encode([sys.argv[2]])
"""


@dataclass(frozen=True)
class Bar:
    """One figure that has to stay below (or above) a limit."""

    name: str
    value: float
    limit: float
    unit: str
    more_is_better: bool = False

    @property
    def ratio(self) -> float:
        """Return measured over allowed, or the other way round where more is better."""
        return self.limit / self.value if self.more_is_better else self.value / self.limit

    def __str__(self) -> str:
        sign = "≥" if self.more_is_better else "≤"
        verdict = "pass" if self.ratio <= 1 else "FAIL"
        return (
            f"| {self.name} | {self.value:.3g} {self.unit} | {sign} {self.limit:g} {self.unit} "
            f"| {self.ratio:.2f} | {verdict} |"
        )


class Words:
    """Notes of random words by Zipf's law, ten passages each, without files."""

    def __init__(self, passages: int, seed: int = 1) -> None:
        self.notes, self.rng = passages // 10, np.random.default_rng(seed)
        chance = random.Random(seed)
        letters = "bcdfglmnprstv"
        self.words = [
            "".join(chance.choice(letters) + chance.choice("aeiou") for _ in range(3)) + str(i % 7)
            for i in range(60_000)
        ]

    def text(self, length: int = 90) -> str:
        """Return random words, common ones more often."""
        ranks = self.rng.zipf(1.25, length) % len(self.words)
        return " ".join(self.words[rank] for rank in ranks)

    def query(self) -> str:
        """Return four words, none of the hundred commonest: search leaves small words out."""
        ranks = self.rng.zipf(1.25, 400)
        telling = [rank for rank in ranks % len(self.words) if rank >= 100][:4]
        return " ".join(self.words[rank] for rank in telling)

    def stamps(self) -> list[Stamp]:
        """Return one stamp per note."""
        return [Stamp(f"{number:06}.md", 1, 1) for number in range(self.notes)]

    def data(self, path: str) -> bytes:
        """Return what stands for the bytes of the note."""
        return path.encode()

    def read(self, path: str, data: bytes) -> Reading:
        """Return a note of ten paragraphs."""
        paragraphs = tuple(Paragraph(self.text(), (line, line)) for line in range(1, 11))
        return Reading(Note(NoteId(path), path[:6], paragraphs=paragraphs))


@contextmanager
def cpu(into: list[float]) -> Iterator[None]:
    """Append the CPU seconds of the block, its children included."""
    start = _cpu()
    yield
    into.append(_cpu() - start)


def _cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.RUSAGE_CHILDREN
    theirs = resource.getrusage(children)
    return own.ru_utime + own.ru_stime + theirs.ru_utime + theirs.ru_stime


def best(times: int, run: Callable[[], object]) -> float:
    """Return the least CPU seconds of several runs: what the others had too much was not ours."""
    spent: list[float] = []
    for _ in range(times):
        with cpu(spent):
            run()
    return min(spent)


def process(*command: str) -> Callable[[], object]:
    """Return a run of a new Python process."""

    def run() -> object:
        # Processes of one thread each: what is measured is work, not waiting of idle threads.
        # And with compiled modules, as they are installed: else each run compiles what was edited.
        one = {
            "OMP_NUM_THREADS": "1",
            "OPENBLAS_NUM_THREADS": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "PYTHONDONTWRITEBYTECODE": "",
        }
        return subprocess.run(
            [sys.executable, *command],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **one, "HF_HUB_OFFLINE": "1"},
        )

    return run


def vault_bars(root: Path, notes: int) -> Iterator[Bar]:
    """Measure a vault of many notes as its writer meets it."""
    write_vault(root, notes)
    spent: list[float] = []
    with cpu(spent):
        refresh(root).close()
    yield Bar(f"index {notes:,} notes", spent[0], 30 * notes / 10_000, "CPU s")
    covered = status(root)
    yield Bar("index size", covered.bytes / covered.passages / 1000, 1.2, "KB a passage")
    ours = process("-m", "llmnotes", "search", QUERY, "--vault", str(root), "--json")
    cold = best(5, ours)
    yield Bar("`llmnotes search`, new process", cold, 0.6, "CPU s")
    note = next(path for path in sorted(root.rglob("*.md")))
    changed: list[float] = []
    for i in range(3):
        with note.open("a", encoding="utf-8") as file:
            file.write(f"\nMais uma linha {i}.\n")
        with cpu(changed):
            ours()
    yield Bar("the same after one change, more by", min(changed) - cold, 1.0, "CPU s")
    theirs = best(2, process("-c", SENTENCE_TRANSFORMERS, str(BUNDLED), QUERY))
    yield Bar("sentence-transformers, new process, over ours", theirs / cold, 12, "times", True)


def warm_bars(folder: Path, passages: int) -> Iterator[Bar]:
    """Measure a running process over many passages."""
    source, encoder = Words(passages), load_by_name("")
    update(folder, source, lambda name: encoder)
    with Index(folder) as index:
        with index.snapshot() as columns:
            floats = columns.vectors.floats()
            Clusters.build(floats, columns.numbers).write(clusters_file(folder))
            queries = [source.query() for _ in range(200)]
        for mode in ("lexical", "semantic", "hybrid"):
            search(index, queries[0], encoder, mode=mode)
            times = []
            for query in queries:
                start = time.process_time()
                search(index, query, encoder, mode=mode)
                times.append(time.process_time() - start)
            name = f"{mode} search of {passages:,} passages, warm, median"
            yield Bar(name, 1000 * median(times), 15, "CPU ms")
        found = 0
        with index.snapshot() as columns:
            vectors = encoder.queries(queries)
            for vector in vectors:
                exact = np.argsort(-columns.vectors.cosines(vector), kind="stable")[:10]
                places, cosines = index.nearest(vector, 500)
                near = places[np.argsort(-cosines, kind="stable")[:10]]
                found += len(set(exact.tolist()) & set(near.tolist()))
        yield Bar("recall@10 of FAISS against flat", found / (10 * len(queries)), 0.98, "", True)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--passages", type=int, default=100_000)
    args = parser.parse_args(argv)
    print("| | measured | bar | ratio | |", "|---|---|---|---|---|", sep="\n")
    with tempfile.TemporaryDirectory() as folder:
        for bar in vault_bars(Path(folder) / "vault", args.notes):
            print(bar, flush=True)
        for bar in warm_bars(Path(folder) / FOLDER, args.passages):
            print(bar, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
