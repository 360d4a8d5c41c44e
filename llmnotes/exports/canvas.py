"""ConceptGraph → JSON Canvas: one card per note, one group per community."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence

from llmnotes.graph import ConceptGraph, NodeKind

WIDTH, HEIGHT = 260, 100
GAP = 60
MARGIN = 40

Card = dict[str, object]


def to_canvas(graph: ConceptGraph) -> str:
    """Write notes as file cards and ghosts as text cards, laid out in one grid per community.

    Between two cards there is one arrow, however many links there are.
    """
    groups = [(one.name, list(one.members)) for one in graph.communities]
    ghosts = [node for node in sorted(graph.network) if graph.kind(node) is NodeKind.GHOST]
    if ghosts:
        groups.append(("?", ghosts))
    cards: list[Card] = []
    x = y = row_height = 0
    row_width = _row_width([len(members) for _, members in groups])
    for name, members in groups:
        width, height = _size(len(members))
        if x and x + width > row_width:
            x, y, row_height = 0, y + row_height + 2 * GAP, 0
        cards.append(_group(name, members, x, y))
        cards += [_card(graph, node, i, members, x, y) for i, node in enumerate(members)]
        x, row_height = x + width + 2 * GAP, max(row_height, height)
    drawing = {"nodes": cards, "edges": _arrows(graph)}
    return json.dumps(drawing, ensure_ascii=False, indent=1) + "\n"


def _arrows(graph: ConceptGraph) -> list[Card]:
    shown = (NodeKind.NOTE, NodeKind.GHOST)
    pairs = sorted(
        {
            (source, target)
            for source, target in graph.network.edges()
            if source != target and graph.kind(source) in shown and graph.kind(target) in shown
        }
    )
    return [
        {
            "id": _id(f"{source}\0{target}"),
            "fromNode": _id(source),
            "toNode": _id(target),
        }
        for source, target in pairs
    ]


def _card(
    graph: ConceptGraph, node: str, place: int, members: Sequence[str], x: int, y: int
) -> Card:
    row, column = divmod(place, _columns(len(members)))
    is_note = graph.kind(node) is NodeKind.NOTE
    return {
        "id": _id(node),
        "type": "file" if is_note else "text",
        "file" if is_note else "text": node,
        "x": x + MARGIN + column * (WIDTH + GAP),
        "y": y + MARGIN + row * (HEIGHT + GAP),
        "width": WIDTH,
        "height": HEIGHT,
    }


def _group(name: str, members: Sequence[str], x: int, y: int) -> Card:
    width, height = _size(len(members))
    id = _id("\0".join(("group", *members)))
    box = {"x": x, "y": y, "width": width, "height": height}
    return {"id": id, "type": "group", "label": name, **box}


def _size(count: int) -> tuple[int, int]:
    """Return width and height of a group of `count` cards."""
    columns = _columns(count)
    rows = math.ceil(count / columns)
    return (
        columns * (WIDTH + GAP) - GAP + 2 * MARGIN,
        rows * (HEIGHT + GAP) - GAP + 2 * MARGIN,
    )


def _columns(count: int) -> int:
    return max(1, math.ceil(math.sqrt(count)))


def _row_width(counts: Sequence[int]) -> int:
    """Return the width at which the whole drawing comes out about square."""
    area = sum(width * height for width, height in map(_size, counts))
    return max([math.isqrt(area) * 3 // 2, *(_size(count)[0] for count in counts)], default=0)


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:16]
