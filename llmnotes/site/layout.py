"""Where the nodes of the graph stand on the map: clusters first, then the nodes inside each.

Every cluster is a disc as large as its nodes need, so that clusters stay apart however many links
cross from one to another. All sums run in one fixed order, so one graph gives one map.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

_TURN = np.pi * (3 - np.sqrt(5.0))
"""The golden angle: points at its multiples lie evenly on a disc."""
_ROOM = 0.72
"""The radius of a disc per square root of its nodes, whose mean distance is about 1."""
_GAP = 5.2
_WIDE = 1.5
"""How much wider than high the map is: so are most screens."""
_FORCED = 120
"""So many of the largest clusters are placed by forces, whose cost grows with the square."""
_ROUNDS = 200
_STEPS = 90
_REACH = 1.7
"""Nodes closer than this push each other."""


def lay_out(sizes: Sequence[int], edges: Numbers) -> Points:
    """Return the place of each node; two neighbours in a cluster stand about 1 apart.

    The nodes are numbered cluster by cluster, the most central of each first. `sizes` says how many
    each cluster has, and `edges` has one row of two nodes for each link.
    """
    if not sum(sizes):
        return np.zeros((0, 2))
    cluster = np.repeat(np.arange(len(sizes)), sizes)
    count = np.array(sizes, dtype=np.float64)
    radius = _ROOM * np.sqrt(count) + 0.4
    centre = _place_discs(radius, _ties(cluster, edges, len(sizes)))
    return _place_nodes(cluster, centre, radius, edges)


def _ties(cluster: Numbers, edges: Numbers, n: int) -> dict[tuple[int, int], int]:
    """Return how many links join each two clusters."""
    ends = cluster[edges]
    across = ends[ends[:, 0] != ends[:, 1]]
    low, high = across.min(axis=1, initial=n), across.max(axis=1, initial=-1)
    keys, counts = np.unique(low * n + high, return_counts=True)
    return {
        (int(key) // n, int(key) % n): int(count) for key, count in zip(keys, counts, strict=True)
    }


def _place_discs(radius: Points, ties: dict[tuple[int, int], int]) -> Points:
    """Return the centres of discs that do not overlap, the much linked ones close together."""
    forced = min(len(radius), _FORCED)
    inner = radius[:forced]
    pull = np.zeros((forced, forced))
    for (a, b), count in ties.items():
        if a < forced and b < forced:
            pull[a, b] = pull[b, a] = count / (inner[a] * inner[b])
    pull /= max(float(pull.max()), 1e-9)
    middle = np.zeros((len(radius), 2))
    middle[:forced] = _push_discs(inner, pull)
    _ring_around(middle, radius, forced)
    return middle


def _push_discs(radius: Points, pull: Points) -> Points:
    """Let linked discs attract each other and overlapping ones push each other away."""
    n = len(radius)
    turn = np.arange(n) * _TURN
    far = np.sqrt(np.cumsum(radius**2) - radius**2 / 2) * 1.6
    at = np.stack((np.cos(turn) * far * _WIDE, np.sin(turn) * far), axis=1)
    apart = radius[:, None] + radius[None, :] + _GAP
    np.fill_diagonal(apart, 0.0)
    give = radius[None, :] ** 2 / (radius[:, None] ** 2 + radius[None, :] ** 2)
    for step in range(_ROUNDS):
        heat = 1.0 - step / _ROUNDS
        delta = at[None, :, :] - at[:, None, :]
        distance = np.sqrt((delta**2).sum(axis=2)) + 1e-9
        free = np.maximum(distance - apart, 0.0) / distance
        at = at + heat * 0.1 * ((pull * free)[:, :, None] * delta).sum(axis=1)
        at = at - heat * 0.03 * at * np.array([_WIDE**-2, _WIDE**2])
        for _ in range(2):
            at = at + _overlap(at, apart, give)
    for _ in range(120):
        at = at + _overlap(at, apart, give)
    return np.asarray(at - at.mean(axis=0))


def _overlap(at: Points, apart: Points, give: Points) -> Points:
    """Return how far each disc has to move to make room; the small one of two moves more."""
    delta = at[None, :, :] - at[:, None, :]
    distance = np.sqrt((delta**2).sum(axis=2)) + 1e-9
    over = np.maximum(apart - distance, 0.0) * give / distance
    return np.asarray(-0.5 * (over[:, :, None] * delta).sum(axis=1))


def _ring_around(at: Points, radius: Points, done: int) -> None:
    """Put the discs after the first `done` on rings around those."""
    if done == len(radius):
        return
    size = float(radius[done:].max())
    far = float(np.sqrt((at[:done] ** 2).sum(axis=1)).max() + radius.max()) + _GAP + size
    turn = 0.0
    for i in range(done, len(radius)):
        at[i] = far * np.cos(turn), far * np.sin(turn)
        turn += (2 * size + _GAP) / far
        if turn > 2 * np.pi - (2 * size + _GAP) / far:
            turn, far = 0.0, far + 2 * size + _GAP


def _place_nodes(cluster: Numbers, centre: Points, radius: Points, edges: Numbers) -> Points:
    """Let linked nodes draw near, close ones push, and none leave the disc of its cluster."""
    n = len(cluster)
    rank = np.arange(n) - np.searchsorted(cluster, cluster)
    size = np.bincount(cluster)[cluster]
    turn = rank * _TURN
    far = radius[cluster] * np.sqrt((rank + 0.5) / size)
    home = centre[cluster]
    at = home + np.stack((np.cos(turn), np.sin(turn)), axis=1) * far[:, None]
    inside = edges[cluster[edges[:, 0]] == cluster[edges[:, 1]]]
    across = edges[cluster[edges[:, 0]] != cluster[edges[:, 1]]]
    lean = _lean(n, across, cluster, centre)
    degree = np.maximum(_sum(n, inside, np.ones(len(inside))), 1.0)
    room = _node_room(n, edges)
    pairs = near_pairs(at, _REACH)
    for step in range(_STEPS):
        heat = 1.0 - step / _STEPS
        if step % 3 == 0:
            at = _spread(at, home, cluster, radius)
            pairs = near_pairs(at, _REACH)
        at = at + heat * (_springs(at, inside, degree) + 0.05 * lean)
        at = at + _repulsion(at, pairs, room)
        at = _confine(at, home, radius[cluster])
    for _ in range(12):
        at = at + _repulsion(at, near_pairs(at, _REACH), room)
        at = _confine(at, home, radius[cluster] * 1.08)
    return at


def near_pairs(at: Points, reach: float) -> Numbers:
    """Return all pairs of points closer than `reach` and some that are less than thrice as far.

    Points are sorted into square cells as wide as `reach`; a cell is compared with its neighbours.
    """
    cell = np.floor((at - at.min(axis=0)) / reach).astype(np.int64) + 1
    width = int(cell[:, 0].max()) + 2
    key = cell[:, 1] * width + cell[:, 0]
    order = np.argsort(key, kind="stable")
    key = key[order]
    index = np.arange(len(at))
    found = []
    for shift in (0, 1, width - 1, width, width + 1):
        low = np.searchsorted(key, key + shift, "left") if shift else index + 1
        high = np.searchsorted(key, key + shift, "right")
        count = high - low
        first = np.repeat(index, count)
        start = np.repeat(low - (np.cumsum(count) - count), count)
        found.append(np.stack((order[first], order[np.arange(len(first)) + start]), axis=1))
    return np.concatenate(found)


def _sum(n: int, pairs: Numbers, weight: Points) -> Points:
    """Add up `weight`, of which each pair has one, at both its ends."""
    first = np.bincount(pairs[:, 0], weight, n)
    return np.asarray(first + np.bincount(pairs[:, 1], weight, n))


def _pull(n: int, pairs: Numbers, force: Points) -> Points:
    """Add up `force` at the first node of each pair, and its opposite at the second."""
    columns = [
        np.bincount(pairs[:, 0], force[:, axis], n) - np.bincount(pairs[:, 1], force[:, axis], n)
        for axis in (0, 1)
    ]
    return np.stack(columns, axis=1)


def _springs(at: Points, edges: Numbers, degree: Points) -> Points:
    """Return a step from each node towards the middle of its neighbours, of bounded length."""
    way = _pull(len(at), edges, at[edges[:, 1]] - at[edges[:, 0]]) / degree[:, None]
    far = np.sqrt((way**2).sum(axis=1))
    return np.asarray(way * (0.4 / (1.0 + far))[:, None])


def _spread(at: Points, home: Points, cluster: Numbers, radius: Points) -> Points:
    """Draw each node towards the distance from the middle at which its disc is filled evenly.

    Springs alone would heap the nodes of a large cluster in its middle.
    """
    way = at - home
    far = np.sqrt((way**2).sum(axis=1))
    order = np.lexsort((far, cluster))
    rank = np.arange(len(at)) - np.searchsorted(cluster, cluster)
    want = np.empty(len(at))
    want[order] = radius[cluster] * np.sqrt((rank + 0.5) / np.bincount(cluster)[cluster])
    return np.asarray(at + way * (0.6 * (want / (far + 1e-9) - 1.0))[:, None])


def _repulsion(at: Points, pairs: Numbers, room: Points) -> Points:
    delta = at[pairs[:, 1]] - at[pairs[:, 0]]
    distance = np.sqrt((delta**2).sum(axis=1)) + 1e-6
    want = room[pairs[:, 0]] + room[pairs[:, 1]]
    push = np.minimum(np.maximum(want - distance, 0.0), 0.5) * 0.3 / distance
    return _pull(len(at), pairs, -delta * push[:, None])


def _node_room(n: int, edges: Numbers) -> Points:
    """Return half the distance that a node keeps; the much linked are drawn larger."""
    degree = _sum(n, edges, np.ones(len(edges)))
    return np.asarray(0.5 + 0.3 * np.sqrt(degree / max(float(degree.max(initial=0.0)), 1.0)))


def _lean(n: int, across: Numbers, cluster: Numbers, centre: Points) -> Points:
    """Return which way the links out of its cluster draw each node, at most 1 long."""
    way = centre[cluster[across[:, 1]]] - centre[cluster[across[:, 0]]]
    way = way / (np.sqrt((way**2).sum(axis=1)) + 1e-9)[:, None]
    count = np.maximum(_sum(n, across, np.ones(len(across))), 1.0)
    return _pull(n, across, way) / count[:, None]


def _confine(at: Points, home: Points, radius: Points) -> Points:
    way = at - home
    far = np.sqrt((way**2).sum(axis=1)) + 1e-9
    return np.asarray(home + way * np.minimum(1.0, radius / far)[:, None])
