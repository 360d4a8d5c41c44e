"""The command line: parse, call one function, print. The only place where parts are wired."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from llmnotes.errors import ConfigError, LlmnotesError, UsageError

if TYPE_CHECKING:
    import argparse

_LITTLE = 200_000
"""Objects made between two looks for garbage. A search makes fewer: looking after every 700, as
Python does, took a sixth of its time."""

DONE, FINDINGS, WRONG_USE, COULD_NOT, INTERRUPTED = 0, 1, 2, 3, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command named on the command line and return its exit status."""
    if argv is not None:
        return _guarded(argv)
    gc.set_threshold(_LITTLE, 10, 10)
    status = _guarded(sys.argv[1:])
    gc.freeze()  # the process ends: nothing is worth being looked for once more
    return status


def _guarded(argv: Sequence[str]) -> int:
    try:
        return run(argv)
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
