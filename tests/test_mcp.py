"""`llmnotes mcp`, spoken to by the SDK's own client over a real process's stdin and stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

NOTES = {
    "Token.md": "---\naliases: [tokens]\n---\n# Token\n\nUm token é a menor unidade de texto que "
    "um modelo lê. %%segredo%%\n\nVeja [[Temperatura]].\n",
    "Temperatura.md": "# Temperatura\n\nA temperatura regula o acaso da escolha do [[token]].\n",
    "Diário.md": "---\npublish: false\n---\n# Diário\n\nNada que interesse: xilofone.\n",
}
TOOLS = {
    "search_notes",
    "ask_notes",
    "read_note",
    "list_notes",
    "define_term",
    "linked_notes",
    "similar_notes",
    "check_notes",
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


def talk(vault: Path, talk: Callable[[Client], Awaitable[None]]) -> None:
    async def session() -> None:
        server = StdioServerParameters(
            command=sys.executable, args=["-m", "llmnotes", "mcp", "--vault", str(vault)]
        )
        async with Client(stdio_client(server)) as client:
            await talk(client)

    asyncio.run(asyncio.wait_for(session(), 120))


async def call(client: Client, name: str, **arguments: Any) -> Any:
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    return json.loads(result.content[0].text)


def test_an_assistant_reads_the_vault(vault: Path) -> None:
    async def session(client: Client) -> None:
        listed = await client.list_tools()
        assert {tool.name for tool in listed.tools} == TOOLS
        assert all(tool.description and tool.annotations.read_only_hint for tool in listed.tools)

        hits = (await call(client, "search_notes", query="menor unidade"))["hits"]
        assert hits[0]["path"] == "Token.md"
        note = await call(client, "read_note", note="tokens")
        assert note["title"] == "Token"
        assert note["passages"][0]["lines"][0] >= 4
        links = await call(client, "linked_notes", note="Token")
        assert [link["path"] for link in links["backlinks"]] == ["Temperatura.md"]
        answer = await call(client, "ask_notes", question="O que é um token?")
        assert answer["citations"][0]["path"] == "Token.md"
        assert (await call(client, "check_notes"))["notes"] == 2

    talk(vault, session)


def test_a_changed_note_is_read_again(vault: Path) -> None:
    async def session(client: Client) -> None:
        assert len((await call(client, "list_notes"))["notes"]) == 2
        (vault / "Top-p.md").write_text("# Top-p\n\nTop-p corta a cauda.\n", "utf-8")
        names = [note["path"] for note in (await call(client, "list_notes"))["notes"]]
        assert names == ["Temperatura.md", "Token.md", "Top-p.md"]

    talk(vault, session)


def test_private_notes_and_comments_stay_private(vault: Path) -> None:
    async def session(client: Client) -> None:
        seen = json.dumps(
            [
                await call(client, "list_notes"),
                (await call(client, "search_notes", query="xilofone segredo"))["hits"],
                await call(client, "read_note", note="Token"),
                await call(client, "check_notes"),
            ],
            ensure_ascii=False,
        )
        assert "menor unidade" in seen
        assert not [word for word in ("xilofone", "segredo", "Diário") if word in seen]
        refused = await client.call_tool("read_note", {"note": "../Diário.md"})
        assert refused.is_error
        private = await client.call_tool("read_note", {"note": "Diário"})
        assert private.is_error and "Diário: no note" in private.content[0].text

    talk(vault, session)
