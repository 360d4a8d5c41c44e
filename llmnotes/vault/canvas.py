"""``.canvas`` → Note: JSON Canvas 1.0, its cards as text and links, its arrows as relations."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from llmnotes.markdown import read_note
from llmnotes.model import Link, LinkKind, Note, NoteId, Paragraph

_ID = re.compile(r'"id"\s*:\s*"((?:[^"\\]|\\.)*)"')
_NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class CanvasNode:
    """A card: `type` is ``text``, ``file``, ``link`` or ``group``, and `content` what it shows.

    The content is Markdown, a path in the vault, a URL or a label, in this order of types.
    """

    id: str
    type: str
    content: str
    subpath: str = ""
    color: str = ""
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0
    line: int = 1

    @property
    def name(self) -> str:
        """What to call the card in a sentence."""
        if self.type == "file":
            path = PurePosixPath(self.content)
            return path.stem if path.suffix.lower() == ".md" else path.name
        first = next((line.strip("#*_ \t") for line in self.content.splitlines() if line), "")
        return first if len(first) <= _NAME_LENGTH else first[: _NAME_LENGTH - 1] + "…"


@dataclass(frozen=True, slots=True)
class CanvasEdge:
    """An arrow from the card with id `source` to the one with id `target`."""

    source: str
    target: str
    label: str = ""
    line: int = 1


@dataclass(frozen=True, slots=True)
class Canvas:
    """A canvas as drawn; every edge starts and ends at one of its nodes."""

    nodes: tuple[CanvasNode, ...] = ()
    edges: tuple[CanvasEdge, ...] = ()


def parse_canvas(source: str) -> Canvas:
    """Read a canvas; ValueError says why `source` is none. Cards of an unknown shape are skipped.

    >>> parse_canvas('{"nodes":[{"id":"a","type":"file","file":"A.md"}]}').nodes[0].name
    'A'
    """
    if not source.strip():
        return Canvas()  # a canvas just created in the app
    try:
        data = json.loads(source)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(data, dict):
        raise ValueError(f"a {type(data).__name__}; expected an object")
    lines = _lines_of_ids(source)
    nodes = tuple(
        node for item in _objects(data, "nodes") if (node := _node(item, lines)) is not None
    )
    known = {node.id for node in nodes}
    edges = tuple(
        CanvasEdge(start, end, _text(item, "label"), lines.get(_text(item, "id"), 1))
        for item in _objects(data, "edges")
        if (start := _text(item, "fromNode")) in known and (end := _text(item, "toNode")) in known
    )
    return Canvas(nodes, edges)


def read_canvas(id: NoteId, source: str) -> Note:
    """Read a canvas as a note, or raise ValueError: its texts are paragraphs, its files links."""
    canvas = parse_canvas(source)
    relations = _relations(canvas)
    links: list[Link] = []
    paragraphs: list[Paragraph] = []
    tags: dict[str, str] = {}
    for node in canvas.nodes:
        if node.type == "file":
            links.append(_file_link(node, relations.get(node.id, ())))
        elif node.type == "text":
            card, _ = read_note(id, node.content)
            links += [replace(link, line=node.line) for link in card.links]
            paragraphs += [
                replace(paragraph, lines=(node.line, node.line), heading=-1)
                for paragraph in card.paragraphs
            ]
            for tag in card.tags:
                tags.setdefault(tag.casefold(), tag)
        elif node.type == "group" and node.content:
            paragraphs.append(Paragraph(node.content, (node.line, node.line)))
    return Note(
        id=id,
        title=PurePosixPath(id).stem,
        source=source,
        tags=tuple(tags.values()),
        links=tuple(links),
        paragraphs=tuple(paragraphs),
    )


def _file_link(node: CanvasNode, relations: tuple[str, ...]) -> Link:
    context = "; ".join(relations)
    start = max(context.find(node.name), 0)
    return Link(
        target=node.content,
        heading=node.subpath.removeprefix("#") if node.subpath else None,
        line=node.line,
        kind=LinkKind.CANVAS,
        context=context,
        span=(start, start + len(node.name)) if context else (0, 0),
    )


def _relations(canvas: Canvas) -> dict[str, tuple[str, ...]]:
    """Return what the arrows at each card say: ``Atenção —usa→ Softmax``."""
    cards = {node.id: node for node in canvas.nodes}
    said: dict[str, tuple[str, ...]] = {}
    for edge in canvas.edges:
        arrow = f" —{edge.label}→ " if edge.label else " → "
        sentence = cards[edge.source].name + arrow + cards[edge.target].name
        for end in dict.fromkeys((edge.source, edge.target)):
            said[end] = (*said.get(end, ()), sentence)
    return said


def _node(item: Mapping[str, object], lines: Mapping[str, int]) -> CanvasNode | None:
    key = {"text": "text", "file": "file", "link": "url", "group": "label"}.get(_text(item, "type"))
    id = _text(item, "id")
    if key is None or not id:
        return None
    return CanvasNode(
        id=id,
        type=_text(item, "type"),
        content=_text(item, key),
        subpath=_text(item, "subpath"),
        color=_text(item, "color"),
        line=lines.get(id, 1),
        **{side: _number(item, side) for side in ("x", "y", "width", "height")},
    )


def _objects(data: Mapping[str, object], key: str) -> list[Mapping[str, object]]:
    found = data.get(key)
    return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []


def _text(item: Mapping[str, object], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""


def _number(item: Mapping[str, object], key: str) -> int:
    value = item.get(key)
    if not isinstance(value, int | float):
        return 0
    return int(value) if abs(value) < 1e9 else 0  # also false for NaN, which json lets in


def _lines_of_ids(source: str) -> dict[str, int]:
    """Return the line of each ``"id"`` in the file, by one pass over it."""
    lines: dict[str, int] = {}
    line, seen = 1, 0
    for match in _ID.finditer(source):
        line += source.count("\n", seen, match.start())
        seen = match.start()
        lines.setdefault(match[1], line)
    return lines
