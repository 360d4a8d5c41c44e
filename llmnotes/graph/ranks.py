"""Which notes are central, and which belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np

from llmnotes.model import NoteId

_DAMPING = 0.85
_TOLERANCE = 1e-9
_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Community:
    """Notes that link to each other more than to the rest, the most central first."""

    name: str
    members: tuple[NoteId, ...]


def page_rank(
    nodes: Sequence[NoteId], edges: Iterable[tuple[NoteId, NoteId]]
) -> dict[NoteId, float]:
    """Return the PageRank of each node; the values add up to 1. Repeated edges count each time.

    networkx computes the same, but only where scipy is installed.
    """
    if not nodes:
        return {}
    place = {node: i for i, node in enumerate(nodes)}
    pairs = np.array([(place[a], place[b]) for a, b in edges], dtype=np.int64).reshape(-1, 2)
    source, target = pairs[:, 0], pairs[:, 1]
    out = np.bincount(source, minlength=len(nodes)).astype(np.float64)
    share = np.divide(1.0, out, out=np.zeros_like(out), where=out > 0)
    rank = np.full(len(nodes), 1.0 / len(nodes))
    for _ in range(_ROUNDS):
        flow = np.bincount(target, weights=(rank * share)[source], minlength=len(nodes))
        spread = rank[out == 0].sum() / len(nodes)
        new = _DAMPING * (flow + spread) + (1.0 - _DAMPING) / len(nodes)
        done = np.abs(new - rank).sum() < _TOLERANCE
        rank = new
        if done:
            break
    return dict(zip(nodes, rank.tolist(), strict=True))


def communities(
    titles: Mapping[NoteId, str],
    edges: Iterable[tuple[NoteId, NoteId]],
    ranks: Mapping[NoteId, float],
) -> tuple[Community, ...]:
    """Part the notes into communities, the largest first, each named by its central note.

    Louvain's method walks over sets, whose order for strings differs from run to run; so the notes
    are numbered first.
    """
    nodes = sorted(titles)
    place = {node: i for i, node in enumerate(nodes)}
    weights = Counter(
        (min(place[a], place[b]), max(place[a], place[b])) for a, b in edges if a != b
    )
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    parts = nx.community.louvain_communities(graph, seed=0)
    found = []
    for part in parts:
        members = sorted((nodes[i] for i in part), key=lambda node: (-round(ranks[node], 12), node))
        found.append(Community(titles[members[0]], tuple(members)))
    return tuple(sorted(found, key=lambda one: (-len(one.members), one.members)))
