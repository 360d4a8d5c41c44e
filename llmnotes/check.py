"""VaultFiles and ConceptGraph → Report: all that a writer can mend, in one list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from llmnotes.graph import ConceptGraph
from llmnotes.links import ghost_key
from llmnotes.messages import Lang, say
from llmnotes.model import Ghost, Problem, TargetKind
from llmnotes.stale import stale_questions
from llmnotes.vault import VaultFiles

ADVICE = frozenset({"alias"})
"""Kinds of problems worth knowing that are no fault here: they never fail a check."""


@dataclass(frozen=True, slots=True)
class Report:
    """The state of a vault. `links` counts every link, `resolved` those that lead somewhere.

    `planned` are the names of ghosts that the settings declare to be missing on purpose.
    """

    notes: int
    links: int
    resolved: int
    ghosts: tuple[Ghost, ...]
    problems: tuple[Problem, ...]
    planned: frozenset[str] = frozenset()

    @property
    def faults(self) -> tuple[Problem, ...]:
        """The problems that fail a strict check."""
        return tuple(problem for problem in self.problems if problem.kind not in ADVICE)

    @property
    def passes(self) -> bool:
        """Whether a strict check succeeds: no faults, and no ghost but planned ones."""
        return not self.faults and all(ghost.name in self.planned for ghost in self.ghosts)

    def as_data(self) -> dict[str, object]:
        """Return the report ready for JSON."""
        return {
            "notes": self.notes,
            "links": self.links,
            "resolved": self.resolved,
            "ghosts": [
                {
                    "target": ghost.name,
                    "count": len(ghost.asked_by),
                    "planned": ghost.name in self.planned,
                    "asked_by": [{"path": path, "line": line} for path, line in ghost.asked_by],
                }
                for ghost in self.ghosts
            ],
            "problems": [
                {"path": one.path, "line": one.line, "kind": one.kind, "message": one.message}
                for one in self.problems
            ],
        }


def check(
    vault: VaultFiles, graph: ConceptGraph, planned: Iterable[str] = (), lang: Lang = "en"
) -> Report:
    """Gather the problems of files, links, graph and known questions, sorted by place."""
    wanted = {ghost_key(name) for name in planned}
    links = [link for found in graph.resolved.values() for link in found]
    problems = list(vault.problems)
    for link in links:
        is_planned = link.kind is TargetKind.GHOST and ghost_key(link.target) in wanted
        if not is_planned:
            problems += link.problems
    problems += [Problem(note, 1, "orphan", say("check.orphan", lang)) for note in graph.orphans()]
    problems += stale_questions(vault, lang)
    ghosts = graph.ghosts()
    return Report(
        notes=len(vault.notes),
        links=len(links),
        resolved=sum(link.kind is not TargetKind.GHOST for link in links),
        ghosts=ghosts,
        problems=tuple(sorted(problems)),
        planned=frozenset(ghost.name for ghost in ghosts if ghost_key(ghost.name) in wanted),
    )
