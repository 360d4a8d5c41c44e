"""The graph as the site draws it: one small script that the map and every local graph share."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from llmnotes.graph import NodeKind
from llmnotes.links import fold
from llmnotes.model import NoteId
from llmnotes.render.media import is_media
from llmnotes.site.digest import program_digest
from llmnotes.site.layout import Numbers, lay_out
from llmnotes.site.vaultsite import VaultSite

GRAPH = "assets/llmnotes/graph-data.js"

SMALLEST = 3
"""Communities of fewer notes have no name on the map; all of them together are the loose notes."""

LARGE = 3000
"""Of a vault of more notes a page loads the graph only when asked: it weighs 26 bytes a note."""

_GRID = 65535
_LETTERS = {NodeKind.NOTE: "n", NodeKind.GHOST: "g", NodeKind.FILE: "f"}


@dataclass(frozen=True, slots=True)
class MapNode:
    """A node of the map; `path` is its page, `kind` is n, c, g or f: note, canvas, ghost, file."""

    id: str
    title: str
    path: str
    kind: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cluster:
    """Nodes that belong together, the most central first; the loose ones have no name."""

    name: str
    members: tuple[MapNode, ...]


def is_large(site: VaultSite) -> bool:
    """Tell whether the graph is too much for a reader who has not asked for it."""
    return len(site.notes) > LARGE


class GraphMap:
    """The map of a site's graph; nothing is computed before it is asked for."""

    def __init__(self, site: VaultSite) -> None:
        self._site = site

    @cached_property
    def nodes(self) -> tuple[MapNode, ...]:
        """All that the map shows, by id. Tags are no nodes: they are what the map filters by."""
        found = (self._node(id, kind) for id, kind in self._site.graph.network.nodes(data="kind"))
        return tuple(sorted((node for node in found if node), key=lambda node: node.id))

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Every two nodes that a link joins, once."""
        shown = {node.id for node in self.nodes}
        edges = self._site.graph.network.edges()
        pairs = {(min(a, b), max(a, b)) for a, b in edges if a in shown and b in shown and a != b}
        return tuple(sorted(pairs))

    @cached_property
    def digest(self) -> str:
        """The digest of everything that the map is made from."""
        parts = (program_digest(), self.nodes, self.links)
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The communities of notes with the ghosts and files that they use, the loose ones last."""
        graph = self._site.graph
        found: list[tuple[str, list[str]]] = []
        loose: list[str] = []
        for one in graph.communities:
            if len(one.members) < SMALLEST:
                loose.extend(one.members)
            else:
                found.append((one.name, list(one.members)))
        groups = [members for _, members in found] + [loose]
        home = {id: n for n, members in enumerate(groups) for id in members}
        for id, n in _join(self.nodes, self.links, home, len(found)).items():
            groups[n].append(id)
        by_id = {node.id: node for node in self.nodes}
        names = [name for name, _ in found] + [""]
        return tuple(
            Cluster(name, tuple(by_id[id] for id in members))
            for name, members in zip(names, groups, strict=True)
            if members
        )

    def script(self) -> str:
        """Return the map as a script, since a script also loads from a folder on disk."""
        data = json.dumps(self.data(), ensure_ascii=False, separators=(",", ":"))
        return f"globalThis.llmnotesGraph={data};\n"

    def data(self) -> dict[str, object]:
        """Return the map as graph-read.js expects it.

        Nodes are numbered cluster by cluster, so neighbours have close numbers. `paths` holds only
        those that do not follow from folder and title. What is packed are varints in base64:
        `links` has for each node how many of a higher number it is joined with, and the gaps to
        each; `tagged` how many tags, and which. `at` holds x and y as 16 bits each, on a square
        `span` wide.
        """
        nodes = [node for cluster in self.clusters for node in cluster.members]
        folders = sorted({_folder(node) for node in nodes})
        every = {tag for node in nodes for tag in node.tags}
        tags = sorted(every, key=lambda tag: (fold(tag), tag))
        edges = self._edges(nodes)
        sizes = [len(cluster.members) for cluster in self.clusters]
        at = lay_out(sizes, edges)
        at = at - at.min(axis=0, initial=0.0)
        span = max(float(at.max(initial=0.0)), 1.0)
        return {
            "span": round(span, 3),
            "titles": [node.title for node in nodes],
            "paths": {str(i): n.path for i, n in enumerate(nodes) if n.path != _usual_path(n)},
            "kinds": "".join(node.kind for node in nodes),
            "clusters": [[c.name, len(c.members)] for c in self.clusters],
            "folders": folders,
            "tags": tags,
            "at": b64encode(np.rint(at / span * _GRID).astype("<u2").tobytes()).decode(),
            "in": _pack(map(_places(folders).__getitem__, map(_folder, nodes))),
            "tagged": _pack(_runs([node.tags for node in nodes], tags)),
            "links": _pack(_gaps(edges, len(nodes))),
        }

    def _edges(self, nodes: Sequence[MapNode]) -> Numbers:
        place = {node.id: i for i, node in enumerate(nodes)}
        pairs = sorted(sorted((place[a], place[b])) for a, b in self.links)
        return np.array(pairs, dtype=np.int64).reshape(-1, 2)

    def _node(self, id: str, kind: NodeKind) -> MapNode | None:
        places = self._site.places
        title = self._site.graph.title(id)
        if (note := self._site.notes.get(NoteId(id))) is not None:
            letter = "c" if id.lower().endswith(".canvas") else "n"
            return MapNode(id, title, places.notes[note.id], letter, note.tags)
        path = places.ghosts.get(id) if kind == NodeKind.GHOST else places.files.get(id)
        if path is None or (kind == NodeKind.GHOST and is_media(id)):
            return None
        return MapNode(id, title, path, _LETTERS[NodeKind(kind)])


def _join(
    nodes: Iterable[MapNode], links: Iterable[tuple[str, str]], home: dict[str, int], loose: int
) -> dict[str, int]:
    """Return the cluster of each node that is no note: the one from which most links lead to it."""
    votes: dict[str, Counter[int]] = {}
    for a, b in links:
        for one, other in ((a, b), (b, a)):
            if one not in home and other in home:
                votes.setdefault(one, Counter())[home[other]] += 1
    found = {}
    for node in nodes:
        if node.id not in home:
            vote = votes.get(node.id, Counter([loose]))
            found[node.id] = min(vote, key=lambda n: (-vote[n], n))
    return found


def _folder(node: MapNode) -> str:
    return node.id.rpartition("/")[0] if node.kind != "g" else ""


def _usual_path(node: MapNode) -> str:
    """Return the page that graph-read.js takes a node to have."""
    folder = "ghosts" if node.kind == "g" else _folder(node)
    return f"{folder}/{node.title}.html".removeprefix("/")


def _places(names: Sequence[str]) -> dict[str, int]:
    return {name: i for i, name in enumerate(names)}


def _runs(rows: Iterable[Sequence[str]], names: Sequence[str]) -> Iterable[int]:
    place = _places(names)
    for row in rows:
        yield len(row)
        yield from (place[name] for name in row)


def _gaps(edges: Numbers, n: int) -> Iterable[int]:
    """Yield for each node how many edges lead on to higher numbers, and the gaps between those."""
    rows: list[list[int]] = [[] for _ in range(n)]
    for a, b in edges.tolist():
        rows[a].append(b)
    for last, row in enumerate(rows):
        yield len(row)
        for other in row:
            yield other - last
            last = other


def _pack(numbers: Iterable[int]) -> str:
    """Return `numbers` as varints, seven bits a byte, the low ones first, in base64."""
    packed = bytearray()
    for number in numbers:
        while number > 127:
            packed.append(number & 127 | 128)
            number >>= 7
        packed.append(number)
    return b64encode(packed).decode()
