"""How results look: one JSON document on stdout, or text for people; remarks go to stderr."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmnotes.model import Problem

_BOLD, _DIM, _RESET = "\033[1m", "\033[2m", "\033[0m"


def print_json(document: object) -> None:
    """Print one JSON document, one line per top-level item where that reads well."""
    print(json.dumps(document, ensure_ascii=False, indent=2))


def print_json_line(document: object) -> None:
    """Print one document of a JSON Lines stream and flush it."""
    print(json.dumps(document, ensure_ascii=False), flush=True)


def remark(text: str) -> None:
    """Tell the person at the terminal something that is not a result."""
    print(text, file=sys.stderr)


def colour(text: str, code: str = _BOLD) -> str:
    """Return `text` in a terminal style where stdout is a terminal that wants it."""
    return f"{code}{text}{_RESET}" if _wants_colour() and text else text


def dim(text: str) -> str:
    """Return `text` in the faint style of secondary matter."""
    return colour(text, _DIM)


def _wants_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def table(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """Return `rows` as left-aligned columns.

    >>> print(table([("a", "1"), ("bcd", "2")]))
      a    1
      bcd  2
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        indent + "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems by file: line, kind and what is wrong."""
    for path, found in groupby(problems, key=lambda problem: problem.path):
        print(colour(path))
        print(table([(f"{one.line}", one.kind, one.message) for one in found]))
        print()
