"""ConceptGraph → the files that other programs read; the same graph always gives the same bytes."""

from __future__ import annotations

from llmnotes.exports.canvas import to_canvas
from llmnotes.exports.formats import to_csv, to_dot, to_gexf, to_graphml, to_json
from llmnotes.exports.skos import to_skos
from llmnotes.graph import ConceptGraph

FORMATS = ("json", "graphml", "gexf", "dot", "csv", "skos", "canvas")


def export(graph: ConceptGraph, format: str, base: str = "", lang: str = "") -> str:
    """Return `graph` in one of `FORMATS`; only SKOS asks for a `base` address and a `lang`."""
    if format == "skos":
        return to_skos(graph, base, lang)
    writers = {
        "json": to_json,
        "graphml": to_graphml,
        "gexf": to_gexf,
        "dot": to_dot,
        "csv": to_csv,
        "canvas": to_canvas,
    }
    return writers[format](graph)


__all__ = [
    "FORMATS",
    "export",
    "to_canvas",
    "to_csv",
    "to_dot",
    "to_gexf",
    "to_graphml",
    "to_json",
    "to_skos",
]
