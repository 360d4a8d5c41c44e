"""Adapt, judge, and keep only what is better."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import mean

from llmnotes.config import Config
from llmnotes.encoder.static import StaticEncoder
from llmnotes.encoder.tuned import tuned, write_tuned
from llmnotes.files import write_text
from llmnotes.graph import ConceptGraph
from llmnotes.index import FOLDER, TUNED, TUNED_FOLDER, load_by_name, refresh
from llmnotes.index.schema import clusters_file, database
from llmnotes.tune.cases import make_cases
from llmnotes.tune.fitting import fit
from llmnotes.tune.judging import by_chance, ranks
from llmnotes.vault.asked import AskedOf

FEWEST = 20
"""Held-out questions below which nothing can be told."""
LUCK = 0.05
"""How likely chance alone may make the gain."""
LEAST = 0.005
"""The gain in the mean of one over the rank that is worth a change: as if one question in two
hundred had gone from not found to first."""
_NOTE = "tuning.json"
Stage = Callable[[str, float], None]
"""Told what is being done, and the share of it that is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it; `before` and `after` are the mean of one over the rank of the right note.

    `chance` is how likely luck alone makes as many held-out questions better.
    """

    pairs: int
    held_out: int
    before: float
    after: float
    better: int
    worse: int
    chance: float
    kept: bool


def tune(
    root: Path,
    settings: Config,
    graph: ConceptGraph,
    minutes: float = 5.0,
    stage: Stage | None = None,
    asked: Sequence[AskedOf] = (),
) -> Outcome:
    """Adapt the bundled encoder to the vault at `root`; keep it only if held-out questions gain.

    `asked` are questions that people put to the vault, learned from and judged by like its own.
    Learning takes up to `minutes` of CPU. A result that is kept is used by the index from then on;
    one that is not leaves everything as it was.
    """
    tell = stage or (lambda name, share: None)
    tell("cases", 0.0)
    base = load_by_name("")
    cases = make_cases(graph, asked)
    if not isinstance(base, StaticEncoder) or len(cases.held_out) < FEWEST:
        return Outcome(len(cases.pairs), len(cases.held_out), 0.0, 0.0, 0, 0, 1.0, False)
    pieces, rows = fit(base, cases.pairs, 60 * minutes, lambda share: tell("fit", share))
    adapted = tuned(base, pieces, rows)
    tell("before", 0.0)
    before = ranks(root, settings, base, cases.held_out)
    tell("after", 0.0)
    after = ranks(root, settings, adapted, cases.held_out)
    chance = by_chance(before, after)
    outcome = Outcome(
        pairs=len(cases.pairs),
        held_out=len(cases.held_out),
        before=mean(before),
        after=mean(after),
        better=sum(b > a for a, b in zip(before, after, strict=True)),
        worse=sum(b < a for a, b in zip(before, after, strict=True)),
        chance=chance,
        kept=mean(after) - mean(before) >= LEAST and chance <= LUCK,
    )
    if outcome.kept:
        tell("keep", 0.0)
        folder = root / FOLDER / TUNED_FOLDER
        write_tuned(folder, base, pieces, rows)
        write_text(folder / _NOTE, json.dumps(asdict(outcome), indent=1) + "\n")
        refresh(root, settings, TUNED).close()
    return outcome


def undo(root: Path, settings: Config) -> bool:
    """Go back to the bundled encoder; return whether there was anything to undo.

    The index is made from nothing, so that it is what it would be had there been no tuning.
    """
    folder = root / FOLDER / TUNED_FOLDER
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    index = database(root / FOLDER)
    for file in (*index.parent.glob(f"{index.name}*"), clusters_file(root / FOLDER)):
        file.unlink(missing_ok=True)
    refresh(root, settings, "").close()
    return True
