"""The vault as MCP tools over stdio (https://modelcontextprotocol.io), for assistants and editors.

Every tool is one function of `Vault`, and none can write to the notes. The protocol is spoken by
the official SDK (extra ``mcp``); stdout belongs to it, so remarks go to stderr.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from threading import Lock
from typing import TYPE_CHECKING, Literal, ParamSpec, TypeVar

from llmnotes import __version__
from llmnotes.api import Vault
from llmnotes.errors import LlmnotesError, ModelError, UsageError
from llmnotes.messages import say

if TYPE_CHECKING:
    from mcp.server import MCPServer

    from llmnotes.index.source import Stamp

Found = dict[str, object]
P = ParamSpec("P")
T = TypeVar("T")


class VaultTools:
    """What an assistant may ask of a vault; the docstrings are what it reads to choose."""

    def __init__(self, vault: Vault) -> None:
        self._vault, self._seen = vault, self._stamps(vault)

    def search_notes(
        self, query: str, k: int = 10, mode: Literal["hybrid", "lexical", "semantic"] = "hybrid"
    ) -> Found:
        """Find passages by words and by meaning, in Portuguese or English, best first.

        Each hit has the note's path, its title and headings, the lines it stands on, and its text.
        """
        from llmnotes.search import hit_json

        return {"query": query, "hits": [hit_json(h) for h in self._now().search(query, k, mode)]}

    def ask_notes(self, question: str) -> Found:
        """Answer from the notes alone, every sentence cited by path, lines and literal quote.

        `refused` is true where the notes do not say; the nearest passages are listed then.
        """
        from llmnotes.ask import answer_json

        return answer_json(self._now().ask(question))

    def read_note(self, note: str) -> Found:
        """Read one note, named by path, title or alias: its passages with headings and lines."""
        from llmnotes.passages import split

        vault = self._now()
        found = vault.graph.find(note)
        for one in vault.notes:
            if one.id == found:
                rows = [
                    {"heading": list(p.heading), "lines": list(p.lines), "text": p.text}
                    for p in split(one)
                ]
                return {
                    "path": one.id,
                    "title": one.title,
                    "aliases": list(one.aliases),
                    "passages": rows,
                }
        raise UsageError(f"{note}: not a note")

    def list_notes(self, folder: str = "") -> Found:
        """List the notes, or those of one folder: path, title and aliases."""
        prefix = folder.rstrip("/") + "/" if folder else ""
        return {
            "notes": [
                {"path": n.id, "title": n.title, "aliases": list(n.aliases)}
                for n in self._now().notes
                if n.id.startswith(prefix)
            ]
        }

    def define_term(self, term: str) -> Found:
        """Look a term or an alias up in the glossary: definition, where it stands, related terms.

        Without an entry of that name, `entries` is empty.
        """
        from llmnotes.glossary import as_data, lookup

        return {"entries": as_data(lookup(self._now().glossary, term))}

    def linked_notes(self, note: str, depth: int = 1) -> Found:
        """Say what is at most `depth` links away from a note, and which sentences link to it."""
        graph = self._now().graph
        found = graph.find(note)
        return {
            "note": found,
            "near": [
                {"id": n, "title": graph.title(n), "kind": graph.kind(n), "distance": far}
                for n, far in graph.near(found, depth)
            ],
            "backlinks": [
                {"path": b.source, "line": m.line, "text": m.text}
                for b in graph.backlinks(found)
                for m in b.mentions
            ],
        }

    def similar_notes(self, note: str, k: int = 10) -> Found:
        """Find the notes most like one note in meaning and in links."""
        from llmnotes.search import hit_json

        vault = self._now()
        return {"hits": [hit_json(hit) for hit in vault.similar(vault.graph.find(note), k)]}

    def check_notes(self) -> Found:
        """List dead and ambiguous links, missing embeds, and notes that others ask for."""
        report: Found = self._now().report.as_data()
        return report

    def _now(self) -> Vault:
        """Return the vault as it is: the one at hand, unless a file changed since it was read."""
        stamps = self._stamps(self._vault)
        if stamps != self._seen:
            self._vault, self._seen = self._vault.reopened(), stamps
        return self._vault

    @staticmethod
    def _stamps(vault: Vault) -> Sequence[Stamp]:
        from llmnotes.index.source import VaultSource

        return VaultSource(vault.root, vault.config).stamps()


def make_server(vault: Vault) -> MCPServer:
    """Return a server of the vault's tools. Raises ModelError if the SDK is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise ModelError(say("mcp.extra", vault.lang)) from error
    server = MCPServer(
        "llmnotes",
        version=__version__,
        instructions="A vault of linked notes. Search or ask it first; cite path and lines.",
        log_level="WARNING",
    )
    tools, lock = VaultTools(vault), Lock()
    for tool in (
        tools.search_notes,
        tools.ask_notes,
        tools.read_note,
        tools.list_notes,
        tools.define_term,
        tools.linked_notes,
        tools.similar_notes,
        tools.check_notes,
    ):
        server.add_tool(
            _alone(tool, lock),
            annotations=ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )
    return server


def _alone(tool: Callable[P, T], lock: Lock) -> Callable[P, T]:
    """Return `tool` one call at a time (the SDK calls from threads), its errors fit to be read."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        with lock:
            try:
                return tool(*args, **kwargs)
            except LlmnotesError as error:
                raise ToolError(str(error)) from error

    return call
