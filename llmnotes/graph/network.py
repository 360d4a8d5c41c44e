"""Notes and their resolved links → one networkx graph with a node for all that can be named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

import networkx as nx

from llmnotes.links import fold
from llmnotes.model import LinkKind, Note, NoteId, ResolvedLink, TargetKind
from llmnotes.vault import parse_canvas


class NodeKind(StrEnum):
    """What a node of the graph is; the value is its ``kind``."""

    NOTE = "note"
    GHOST = "ghost"
    TAG = "tag"
    FILE = "file"


def build_network(
    notes: Iterable[Note], resolved: Mapping[NoteId, Sequence[ResolvedLink]]
) -> nx.MultiDiGraph:
    """Build the graph; nodes have ``kind`` and ``title``, edges ``kind``, ``line`` and ``context``.

    The id of a note or file is its path, of a ghost its name, of a tag the tag after a ``#``.
    Edges of kind tag lead from a note to its tags and from a nested tag to its parent.
    """
    network = nx.MultiDiGraph()
    notes = tuple(notes)
    network.add_nodes_from(
        (note.id, {"kind": NodeKind.NOTE.value, "title": note.title}) for note in notes
    )
    spelling: dict[str, str] = {}
    for note in notes:
        for found in resolved[note.id]:
            link, target = found.link, found.target
            if target not in network:
                network.add_node(target, kind=found.kind.value, title=_title(found))
            _connect(network, note.id, target, link.kind, link.line, link.context)
        for tag in note.tags:
            node = _add_tag(network, tag, spelling)
            _connect(network, note.id, node, LinkKind.TAG, _line_of_tag(note, tag))
        if note.id.lower().endswith(".canvas"):
            _add_arrows(network, note, resolved[note.id])
    return network


def _connect(
    network: nx.MultiDiGraph, source: str, target: str, kind: LinkKind, line: int, context: str = ""
) -> None:
    network.add_edge(source, target, kind=kind.value, line=line, context=context)


def _add_tag(network: nx.MultiDiGraph, tag: str, spelling: dict[str, str]) -> str:
    """Add `tag` and its parents as first spelled; return the id of its node."""
    key = fold(tag)
    if key in spelling:
        return spelling[key]
    node = spelling[key] = f"#{tag}"
    network.add_node(node, kind=NodeKind.TAG.value, title=node)
    parent = tag.rpartition("/")[0]
    if parent:
        _connect(network, node, _add_tag(network, parent, spelling), LinkKind.TAG, 1)
    return node


def _add_arrows(network: nx.MultiDiGraph, note: Note, links: Sequence[ResolvedLink]) -> None:
    """Add what the arrows of a canvas say of the notes and files they join."""
    target = {link.link.target: link.target for link in links if link.link.kind is LinkKind.CANVAS}
    try:
        canvas = parse_canvas(note.source)
    except ValueError:
        return  # `vault` has made a Problem of it
    cards = {node.id: node for node in canvas.nodes if node.type == "file"}
    for edge in canvas.edges:
        if edge.source in cards and edge.target in cards:
            start, end = cards[edge.source], cards[edge.target]
            _connect(
                network,
                target[start.content],
                target[end.content],
                LinkKind.CANVAS,
                edge.line,
                edge.label,
            )


def _line_of_tag(note: Note, tag: str) -> int:
    """Return the line on which the note first has `tag`: in its text, else in its properties."""
    place = note.source.find(f"#{tag}")
    if place < 0:
        place = max(note.source.find(tag), 0)
    return note.source.count("\n", 0, place) + 1


def _title(found: ResolvedLink) -> str:
    """Return a file's name; a ghost keeps every word it was asked for by, as in ``TCP/IP``."""
    return found.target if found.kind is TargetKind.GHOST else found.target.rpartition("/")[2]
