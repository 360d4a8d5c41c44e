"""A file of questions about notes: those that people asked, or would.

``# note`` has a note's path or title, and below it stand questions, one a line. ``> sentence`` is
what answers the questions below it, each of several if they stand together; a bare ``>`` says that
the note does not answer them. In a vault such files are named ``*.asked.txt``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

SUFFIX = ".asked.txt"
"""How a file of a vault is named whose questions search and answers know."""
NOTE, SAID = "# ", ">"


@dataclass(frozen=True, slots=True)
class AskedOf:
    """A question, the note it is put to and the line it stands in.

    `said` has the sentences that answer it; it is empty if none does, None if the file names none.
    `note` is empty for a line above the first note.
    """

    note: str
    line: int
    text: str
    said: tuple[str, ...] | None


def is_asked(path: str) -> bool:
    """Tell whether a file of a vault holds questions."""
    return path.lower().endswith(SUFFIX)


def parse_asked(text: str) -> Iterator[AskedOf]:
    r"""Yield the questions of a file in their order.

    >>> [one.said for one in parse_asked("# A\n> It is one.\nWhat is A?\n>\nWho made it?")]
    [('It is one.',), ()]
    """
    note, said, below = "", None, False
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith(NOTE):
            note, said, below = line[len(NOTE) :].strip(), None, False
        elif note and line.startswith(SAID):
            one = line[len(SAID) :].strip()
            before = said or () if not below else ()
            said, below = ((*before, one) if one else before), False
        elif line:
            yield AskedOf(note, number, line, said)
            below = True
