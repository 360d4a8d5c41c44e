"""Resolved links → ConceptGraph, and the questions one asks it."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property

import networkx as nx

from llmnotes.errors import UsageError
from llmnotes.graph.network import NodeKind, build_network
from llmnotes.graph.ranks import Community, communities, page_rank
from llmnotes.links import Resolver, fold, ghost_key
from llmnotes.markdown import sentence
from llmnotes.messages import Lang, say
from llmnotes.model import (
    Backlink,
    Ghost,
    Link,
    Mention,
    Note,
    NoteId,
    ResolvedLink,
    TargetKind,
)
from llmnotes.vault import VaultFiles
from llmnotes.vault.sweeping import sweeping


class ConceptGraph:
    """Notes, ghosts, tags and files, and every link between them.

    `network` is the networkx graph (see `network.build_network`), `notes` the notes by id,
    `resolved` the links of each note in their order, `files` all attachments of the vault.
    A ghost goes by its first spelling in the order of notes.
    """

    def __init__(
        self,
        notes: Sequence[Note],
        files: Sequence[str],
        resolver: Resolver,
        resolved: dict[NoteId, tuple[ResolvedLink, ...]],
    ) -> None:
        self.notes = {note.id: note for note in notes}
        self.files = tuple(files)
        self.resolved = resolved
        self.network = build_network(notes, resolved)
        self._resolver = resolver
        self._incoming: dict[str, list[ResolvedLink]] = {}
        for links in resolved.values():
            for link in links:
                self._incoming.setdefault(link.target, []).append(link)

    @classmethod
    def build(cls, notes: Iterable[Note], files: Iterable[str], resolver: Resolver) -> ConceptGraph:
        """Resolve every link of `notes` and join them into a graph."""
        ordered = sorted(notes, key=lambda note: note.id)
        with sweeping():
            resolved = dict(_resolve_all(ordered, resolver))
            return cls(ordered, sorted(files), resolver, resolved)

    @classmethod
    def of(cls, vault: VaultFiles, lang: Lang = "en") -> ConceptGraph:
        """Build the graph of a vault as it was read; problems are worded in `lang`."""
        resolver = Resolver(vault.notes, vault.files, vault.private, lang)
        return cls.build(vault.notes, vault.files, resolver)

    def find(self, name: str) -> str:
        """Return the node that a person calls `name`: an id, what a link would find, or a title.

        UsageError if there is none; it names what comes closest.
        """
        if name in self.network:
            return name
        link = self._resolver.resolve(NoteId(""), Link(target=name))
        if link.kind is not TargetKind.GHOST and link.target in self.network:
            return link.target
        names = self._names
        if found := names.get(fold(name)):
            return found
        close = get_close_matches(fold(name), names, n=3, cutoff=0.6)
        lang = self._resolver.lang
        hint = "".join(say("graph.close", lang, name=names[key]) for key in close[:1])
        raise UsageError(f"{name}: {say('graph.unknown', lang)}{hint}")

    def kind(self, node: str) -> NodeKind:
        """Return what `node` is."""
        return NodeKind(self.network.nodes[node]["kind"])

    def title(self, node: str) -> str:
        """Return how `node` is shown to a reader."""
        return str(self.network.nodes[node]["title"])

    def links_to(self, target: str) -> tuple[ResolvedLink, ...]:
        """Return every link to a note, file or ghost, by note and then in their order."""
        return tuple(self._incoming.get(target, ()))

    def backlinks(self, target: str) -> tuple[Backlink, ...]:
        """Return the other notes that link to `target`, each once with its sentences, by id."""
        mentions: dict[NoteId, dict[Mention, None]] = {}
        for link in self.links_to(target):
            if link.source != target:
                mentions.setdefault(link.source, {})[_mention(link.link)] = None
        return tuple(Backlink(source, tuple(found)) for source, found in mentions.items())

    def near(self, start: str, depth: int = 1) -> tuple[tuple[str, int], ...]:
        """Return the nodes at most `depth` links from `start` either way, with their distance.

        Tags join what has little in common, so the way leads through none, unless `start` is one.
        The nearest come first, then the alphabet decides. `start` is not among them.
        """
        distance = {start: 0}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if distance[node] == depth:
                continue
            for other in self._neighbours(node):
                if other not in distance:
                    distance[other] = distance[node] + 1
                    queue.append(other)
        del distance[start]
        return tuple(sorted(distance.items(), key=lambda item: (item[1], item[0])))

    def path(self, start: str, end: str) -> tuple[str, ...]:
        """Return a shortest way from `start` to `end` along links either way, () if there is none.

        Of several the alphabetically first wins. The way leads through no tag but its ends.
        """
        came_from: dict[str, str] = {start: start}
        queue = deque([start])
        while queue and end not in came_from:
            node = queue.popleft()
            for other in self._neighbours(node, end):
                if other not in came_from:
                    came_from[other] = node
                    queue.append(other)
        if end not in came_from:
            return ()
        way = [end]
        while way[-1] != start:
            way.append(came_from[way[-1]])
        return tuple(reversed(way))

    def orphans(self) -> tuple[NoteId, ...]:
        """Return the notes that no other note links to and that link to none, existing or not."""
        ideas = (NodeKind.NOTE, NodeKind.GHOST)
        return tuple(
            note
            for note in self.notes
            if not any(self.kind(other) in ideas for other in self._neighbours(note))
        )

    def ghosts(self) -> tuple[Ghost, ...]:
        """Return what is linked to and not written, the most wanted first."""
        found = [
            Ghost(target, tuple((link.source, link.link.line) for link in links))
            for target, links in self._incoming.items()
            if links[0].kind is TargetKind.GHOST
        ]
        return tuple(sorted(found, key=lambda ghost: (-len(ghost.asked_by), ghost.name)))

    def used_files(self) -> tuple[str, ...]:
        """Return the attachments that a note points to: no others should be published."""
        return tuple(path for path in self.files if path in self.network)

    def unused_files(self) -> tuple[str, ...]:
        """Return the attachments that no note points to."""
        return tuple(path for path in self.files if path not in self.network)

    @cached_property
    def ranks(self) -> dict[NoteId, float]:
        """The PageRank of every note among the notes."""
        return page_rank(tuple(self.notes), self._note_edges())

    @cached_property
    def communities(self) -> tuple[Community, ...]:
        """The communities of notes, the largest first."""
        titles = {note.id: note.title for note in self.notes.values()}
        return communities(titles, self._note_edges(), self.ranks)

    def stats(self) -> dict[str, object]:
        """Return the graph in numbers, ready for JSON."""
        kinds = Counter(kind for _, kind in self.network.nodes(data="kind"))
        edges = Counter(kind for _, _, kind in self.network.edges(data="kind"))
        central = sorted(self.ranks.items(), key=lambda item: (-round(item[1], 12), item[0]))
        return {
            "nodes": {kind.value: kinds[kind.value] for kind in NodeKind},
            "edges": dict(sorted(edges.items())),
            "orphans": len(self.orphans()),
            "components": nx.number_weakly_connected_components(self.network),
            "unused_files": len(self.unused_files()),
            "central": [{"id": id, "rank": round(rank, 6)} for id, rank in central[:10]],
            "communities": [
                {"name": one.name, "notes": len(one.members)} for one in self.communities[:10]
            ],
        }

    def _neighbours(self, node: str, *ends: str) -> Iterator[str]:
        """Yield what `node` is linked with, sorted; no tags but `ends`, unless `node` is a tag."""
        every = self.kind(node) is NodeKind.TAG
        for other in sorted({*self.network.succ[node], *self.network.pred[node]} - {node}):
            if every or other in ends or self.kind(other) is not NodeKind.TAG:
                yield other

    def _note_edges(self) -> list[tuple[NoteId, NoteId]]:
        return [
            (source, target)
            for source, target in self.network.edges()
            if source != target and source in self.notes and target in self.notes
        ]

    @cached_property
    def _names(self) -> dict[str, str]:
        """What people may call a node, folded → its id; the first node of a name has it."""
        names: dict[str, str] = {}
        for node, title in self.network.nodes(data="title"):
            for name in (title, node):
                names.setdefault(fold(name), node)
        return names


def _resolve_all(
    notes: Iterable[Note], resolver: Resolver
) -> Iterator[tuple[NoteId, tuple[ResolvedLink, ...]]]:
    """Yield the links of each note, every ghost in the spelling in which it came first."""
    first: dict[str, str] = {}
    for note in notes:
        links = []
        for link in note.links:
            found = resolver.resolve(note.id, link)
            if found.kind is TargetKind.GHOST:
                name = first.setdefault(ghost_key(found.target), found.target)
                if name != found.target:
                    found = replace(found, target=name)
            links.append(found)
        yield note.id, tuple(links)


def _mention(link: Link) -> Mention:
    text, span = sentence(link)
    return Mention(text, span, link.line, link.kind)
