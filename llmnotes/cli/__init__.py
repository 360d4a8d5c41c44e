"""The command line: parse, call one function, print. The only place where parts are wired."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from llmnotes.errors import ConfigError, LlmnotesError, UsageError

if TYPE_CHECKING:
    import argparse

DONE, FINDINGS, WRONG_USE, COULD_NOT, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named on the command line and return its exit status."""
    try:
        return run(sys.argv[1:] if argv is None else argv)
    except BrokenPipeError:  # the reader of a pipe left early: `llmnotes graph | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED


def run(argv: Sequence[str]) -> int:
    """Run one command and return its exit status: 0, 1 findings, 2 wrong use, 3 could not."""
    from llmnotes.cli.parser import make_parser

    args = make_parser(argv).parse_args(argv)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        return command(args)
    except (ConfigError, UsageError) as error:
        print(f"llmnotes: {error}", file=sys.stderr)
        return WRONG_USE
    except LlmnotesError as error:
        print(f"llmnotes: {error}", file=sys.stderr)
        return COULD_NOT
