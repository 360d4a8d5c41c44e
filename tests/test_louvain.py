"""Communities: as good as networkx finds them, the same every time, and quickly."""

from __future__ import annotations

import random
import time
from collections import Counter

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.graph.louvain import louvain

PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=60)


def weights_of(pairs: list[tuple[int, int]]) -> dict[tuple[int, int], float]:
    counted = Counter((min(pair), max(pair)) for pair in pairs if pair[0] != pair[1])
    return {pair: float(weight) for pair, weight in sorted(counted.items())}


def graph_of(n: int, weights: dict[tuple[int, int], float]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_weighted_edges_from((a, b, weight) for (a, b), weight in weights.items())
    return graph


def planted(n: int, groups: int, seed: int = 1) -> dict[tuple[int, int], float]:
    """Return eight links a node, three in four of them inside its group: `i` modulo `groups`."""
    chance = random.Random(seed)
    pairs = []
    for i in range(n):
        for _ in range(8):
            near = chance.randrange(n // groups) * groups + i % groups
            pairs.append((i, near if chance.random() < 0.75 else chance.randrange(n)))
    return weights_of(pairs)


@given(PAIRS)
def test_every_node_is_in_one_community_and_linked_ones_gain(pairs: list[tuple[int, int]]) -> None:
    weights = weights_of(pairs)
    parts = louvain(20, weights)
    assert sorted(node for part in parts for node in part) == list(range(20))
    if weights:
        graph = graph_of(20, weights)
        alone = nx.community.modularity(graph, [{i} for i in range(20)])
        assert nx.community.modularity(graph, parts) >= alone


@given(PAIRS)
def test_no_community_falls_apart_into_strangers(pairs: list[tuple[int, int]]) -> None:
    weights = weights_of(pairs)
    graph = graph_of(20, weights)
    for part in louvain(20, weights):
        for node in part:
            assert len(part) == 1 or set(graph[node]) & set(part)


def test_planted_groups_are_found() -> None:
    parts = louvain(600, planted(600, 6))
    assert len(parts) == 6
    for part in parts:  # chance gives a node or two more links outside their group than inside
        ((_, own),) = Counter(node % 6 for node in part).most_common(1)
        assert own >= 0.98 * len(part)


def test_it_is_as_good_as_networkx_and_quicker() -> None:
    weights = planted(1500, 15, seed=4)
    graph = graph_of(1500, weights)
    start = time.process_time()
    parts = louvain(1500, weights)
    ours = time.process_time() - start
    start = time.process_time()
    theirs = nx.community.louvain_communities(graph, seed=0)
    theirs_seconds = time.process_time() - start
    quality = nx.community.modularity
    assert quality(graph, parts) >= quality(graph, theirs) - 0.01
    assert ours < theirs_seconds
