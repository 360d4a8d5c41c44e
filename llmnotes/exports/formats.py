"""Graph formats that know nodes and edges: JSON, GraphML, GEXF, DOT and CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection

import networkx as nx

from llmnotes.graph import ConceptGraph, NodeKind

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SHAPES = {
    NodeKind.NOTE: "box",
    NodeKind.GHOST: "ellipse",
    NodeKind.TAG: "plaintext",
    NodeKind.FILE: "note",
}


def graph_data(graph: ConceptGraph, only: Collection[str] | None = None) -> dict[str, object]:
    """Return nodes and edges as plain data, sorted; those of the nodes in `only`, else all."""
    network = graph.network
    chosen = set(network if only is None else only)
    nodes = sorted(chosen)
    edges = sorted(
        (source, target, data["kind"], data["line"])
        for source in nodes
        for target, parallel in network.succ[source].items()
        if target in chosen
        for data in parallel.values()
    )
    return {
        "nodes": [
            {"id": node, "title": graph.title(node), "kind": graph.kind(node).value}
            for node in nodes
        ],
        "edges": [
            {"source": source, "target": target, "kind": kind, "line": line}
            for source, target, kind, line in edges
        ],
    }


def to_json(graph: ConceptGraph) -> str:
    """Write nodes and edges as one JSON object."""
    return json.dumps(graph_data(graph), ensure_ascii=False, indent=1) + "\n"


def to_graphml(graph: ConceptGraph) -> str:
    """Write GraphML."""
    return "\n".join(nx.generate_graphml(_for_xml(graph))) + "\n"


def to_gexf(graph: ConceptGraph) -> str:
    """Write GEXF 1.2, without the date of today that networkx puts in."""
    written = "\n".join(nx.generate_gexf(_for_xml(graph)))
    return re.sub(r' lastmodifieddate="[^"]*"', "", written, count=1) + "\n"


def to_dot(graph: ConceptGraph) -> str:
    """Write DOT, for graphviz to draw."""
    data = graph_data(graph)
    # Layers, graphviz's own choice, were not done in ten minutes for 252 notes; springs took 0.4 s.
    lines = [
        "digraph llmnotes {",
        "  graph [layout=sfdp, overlap=scale];",
        "  node [fontname=sans];",
    ]
    for node in _rows(data, "nodes"):
        shape = _SHAPES[NodeKind(str(node["kind"]))]
        label = _quoted(str(node["title"]))
        lines.append(f"  {_quoted(str(node['id']))} [label={label}, shape={shape}];")
    for edge in _rows(data, "edges"):
        ends = f"{_quoted(str(edge['source']))} -> {_quoted(str(edge['target']))}"
        lines.append(f"  {ends} [class={_quoted(str(edge['kind']))}];")
    return "\n".join([*lines, "}"]) + "\n"


def to_csv(graph: ConceptGraph) -> str:
    """Write one line per edge."""
    out = io.StringIO()
    rows = csv.DictWriter(out, ("source", "target", "kind", "line"), lineterminator="\n")
    rows.writeheader()
    rows.writerows(_rows(graph_data(graph), "edges"))
    return out.getvalue()


def _rows(data: dict[str, object], key: str) -> list[dict[str, object]]:
    rows = data[key]
    assert isinstance(rows, list)
    return rows


def _quoted(text: str) -> str:
    r"""Return `text` as a DOT string.

    A last ``\`` would swallow the closing quote, and labels read ``\n`` as an escape: doubling
    every backslash serves both.
    """
    clean = _NOT_XML.sub("", text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + clean.replace("\r", " ").replace("\n", " ") + '"'


def _for_xml(graph: ConceptGraph) -> nx.MultiDiGraph:
    """Return the graph with attributes that XML can hold, in sorted order, ids as they are."""
    result = nx.MultiDiGraph()
    data = graph_data(graph)
    for node in _rows(data, "nodes"):
        title = _clean(str(node["title"]))
        result.add_node(_clean(str(node["id"])), label=title, title=title, kind=node["kind"])
    for number, edge in enumerate(_rows(data, "edges")):
        result.add_edge(
            _clean(str(edge["source"])),
            _clean(str(edge["target"])),
            key=number,
            kind=edge["kind"],
            line=edge["line"],
        )
    return result


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
