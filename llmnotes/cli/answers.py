"""How an answer looks on a terminal: sentences as they come, then where each of them stands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from llmnotes.cli.output import colour, dim, remark
from llmnotes.cli.terminal import linked
from llmnotes.messages import Lang, say

if TYPE_CHECKING:
    from llmnotes.model import Answer, Ghost, Hit, Lines, Told


class Printer:
    """Prints one answer after another; `__call__` hears their sentences."""

    def __init__(self, root: Path, lang: Lang) -> None:
        self._root, self._lang = root, lang
        self._last: Told | None = None

    def __call__(self, told: Told) -> None:
        """Print a sentence at once, behind those before it."""
        from llmnotes.ask.verify import joint, shown

        print(f"{joint(told, self._last)}{shown(told)}", end="", flush=True)
        self._last = told

    def finish(self, answer: Answer) -> None:
        """Print what belongs below the sentences: citations, or what comes nearest."""
        print("" if self._last else answer.text)
        self._last = None
        if answer.left_out:
            from llmnotes.ask.lists import told_left_out

            print(told_left_out(answer.left_out, self._lang))
        self.sources(answer)
        if any(one.n is None for one in answer.sentences):
            remark(say("ask.unsupported", self._lang))
        if answer.free:
            remark(say("ask.free", self._lang))
        if answer.ghost is not None:
            remark(_asked_by(answer.ghost, self._lang))
        if answer.nearest:
            remark(say("ask.nearest", self._lang))
            for hit in answer.nearest:
                remark(f"  {_hit(hit)}")
        sys.stdout.flush()

    def sources(self, answer: Answer) -> None:
        """Print the citations of an answer, each with a link to its file."""
        for one in answer.citations:
            place = linked(_place(one.path, one.lines), self._root / one.path)
            print(f"\n[{one.n}] {colour(_title(one.title, one.heading))}  {dim(place)}")
            print(f"    {dim(f'“{one.quote}”')}")


def _asked_by(ghost: Ghost, lang: Lang) -> str:
    places = ", ".join(f"{path}:{line}" for path, line in ghost.asked_by)
    return say("ask.ghost", lang, name=ghost.name, places=places)


def _hit(hit: Hit) -> str:
    passage = hit.passage
    return f"{_title(passage.title, passage.heading)}  {_place(passage.note, passage.lines)}"


def _title(title: str, heading: tuple[str, ...]) -> str:
    from llmnotes.search import plain

    return plain(" › ".join((title, *heading)))


def _place(path: str, lines: Lines) -> str:
    """Return a place as editors open it; the last line where there are several."""
    first, last = lines
    return f"{path}:{first}" if first == last else f"{path}:{first}-{last}"
