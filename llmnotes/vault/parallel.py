"""Files → notes in several processes, for vaults of thousands of notes."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

from llmnotes.config import Config
from llmnotes.messages import Lang
from llmnotes.vault.reading import VaultFiles, read_files


def read_together(
    root: Path, runs: Sequence[Sequence[str]], settings: Config, lang: Lang, jobs: int
) -> VaultFiles:
    """Read each run of paths in one of `jobs` processes; the same as reading them one by one."""
    read = partial(read_files, root, settings=settings, lang=lang)
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        parts = list(pool.map(read, runs))
    return VaultFiles(
        root=root,
        notes=tuple(chain.from_iterable(part.notes for part in parts)),
        files=tuple(chain.from_iterable(part.files for part in parts)),
        private=tuple(chain.from_iterable(part.private for part in parts)),
        problems=tuple(sorted(chain.from_iterable(part.problems for part in parts))),
    )
