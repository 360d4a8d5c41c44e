"""The command that serves the vault to assistants."""

from __future__ import annotations

import argparse

from llmnotes.api import Vault
from llmnotes.cli import DONE


def serve(args: argparse.Namespace) -> int:
    """Speak MCP on stdin and stdout until the assistant hangs up."""
    from llmnotes.mcp import make_server

    make_server(Vault.open(args.vault, args.lang)).run("stdio")
    return DONE
