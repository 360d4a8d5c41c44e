"""ConceptGraph → SKOS in Turtle: the notes as concepts of one scheme."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from llmnotes.graph import ConceptGraph, NodeKind
from llmnotes.links import fold
from llmnotes.model import LinkKind, Note, NoteId

DEFAULT_BASE = "urn:llmnotes:"

_PREFIXES = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
_PROPERTIES = {
    "broader": ("broader", "parent", "up", "mais amplo", "mais geral", "pai"),
    "narrower": ("narrower", "child", "children", "down", "mais específico", "filho", "filhos"),
    "related": ("related", "see also", "relacionado", "relacionados", "veja também"),
}
_RELATION = {fold(name): relation for relation, names in _PROPERTIES.items() for name in names}
_INVERSE = {"broader": "narrower", "narrower": "broader", "related": "related"}
_LANG = re.compile(r"[a-zA-Z]+(-[a-zA-Z0-9]+)*")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}

Relations = dict[str, dict[str, set[str]]]
"""Concept → relation → concepts."""


def to_skos(graph: ConceptGraph, base: str = "", lang: str = "") -> str:
    """Write every note and ghost as a ``skos:Concept``.

    The properties broader, narrower and related (or what they are called in Portuguese) become
    relations, together with their inverses. Labels are in the note's language, else in `lang`.
    `base` is put before a concept's path to make its IRI.
    """
    base = base or DEFAULT_BASE
    related = concept_relations(graph)
    concepts = sorted(
        node for node in graph.network if graph.kind(node) in (NodeKind.NOTE, NodeKind.GHOST)
    )
    blocks = [_PREFIXES, f"{_iri(base, '')} a skos:ConceptScheme .\n"]
    for node in concepts:
        note = graph.notes.get(NoteId(node))
        facts = [("a", ["skos:Concept"]), ("skos:inScheme", [_iri(base, "")])]
        facts += _labels(note, graph.title(node), lang)
        facts += [
            (f"skos:{relation}", [_iri(base, other) for other in sorted(others)])
            for relation, others in sorted(related.get(node, {}).items())
            if others
        ]
        if not related.get(node, {}).get("broader"):
            facts.append(("skos:topConceptOf", [_iri(base, "")]))
        blocks.append(_statement(_iri(base, node), facts))
    return "\n".join(blocks)


def concept_relations(graph: ConceptGraph) -> Relations:
    """Return what the properties say of notes, closed: A broader B holds with B narrower A.

    Where two notes are both related and one broader, the hierarchy wins: SKOS allows only one.
    """
    found: Relations = {}
    for links in graph.resolved.values():
        for link in links:
            relation = _RELATION.get(fold(link.link.name).replace("_", " ").replace("-", " "))
            if link.link.kind is not LinkKind.PROPERTY or relation is None:
                continue
            if link.source != link.target and graph.kind(link.target) is not NodeKind.FILE:
                _add(found, link.source, relation, link.target)
                _add(found, link.target, _INVERSE[relation], link.source)
    for relations in found.values():
        ranked = relations.get("broader", set()) | relations.get("narrower", set())
        relations["related"] = relations.get("related", set()) - ranked
    return found


def _add(found: Relations, source: str, relation: str, target: str) -> None:
    found.setdefault(source, {}).setdefault(relation, set()).add(target)


def _labels(note: Note | None, title: str, lang: str) -> list[tuple[str, list[str]]]:
    """Return preferred label, other labels and definition; no label may stand twice."""
    lang = note.lang or lang if note else lang
    facts = [("skos:prefLabel", [_literal(title, lang)])]
    if note is not None:
        others = sorted({alias.strip() for alias in note.aliases} - {"", title})
        if others:
            facts.append(("skos:altLabel", [_literal(alias, lang) for alias in others]))
        if note.description:
            facts.append(("skos:definition", [_literal(note.description, lang)]))
    return facts


def _statement(subject: str, facts: Iterable[tuple[str, list[str]]]) -> str:
    lines = [f"    {predicate} {', '.join(objects)}" for predicate, objects in facts]
    return f"{subject}\n" + " ;\n".join(lines) + " .\n"


def _iri(base: str, node: str) -> str:
    """Return the IRI of a node; what has no place in an IRI is percent-encoded."""
    name = node[:-3] if node.lower().endswith(".md") else node
    return f"<{quote(base, safe=':/?#[]@!$&()*+,;=%')}{quote(name, safe='/')}>"


def _literal(text: str, lang: str) -> str:
    escaped = "".join(_ESCAPES.get(character, character) for character in text)
    tag = f"@{lang}" if _LANG.fullmatch(lang) else ""
    return f'"{escaped}"{tag}'
