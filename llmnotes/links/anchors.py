"""Heading or block named in a link → fragment on the target's page."""

from __future__ import annotations

from collections.abc import Sequence

from llmnotes.markdown import heading_key, heading_keys
from llmnotes.model import Note


class Anchors:
    """The headings and blocks of one note, ready to be looked up."""

    def __init__(self, note: Note) -> None:
        self._headings = note.headings
        self._blocks = {block.id.casefold(): block.id for block in note.blocks}
        self._slugs = {heading.slug for heading in note.headings}
        self._places: dict[str, list[int]] = {}
        for place, heading in enumerate(note.headings):
            for key in heading_keys(heading):
                self._places.setdefault(key, []).append(place)

    def find(self, wanted: str) -> str | None:
        """Return the fragment for what follows the first ``#`` of a link, None if nothing fits.

        ``""`` is the whole note, ``h1#h2`` the first h2 inside an h1, ``^id`` a block.
        """
        steps = [step.strip() for step in wanted.split("#") if step.strip()]
        if not steps:
            return ""
        if steps[-1].startswith("^"):
            block = self._blocks.get(steps[-1][1:].casefold())
            return None if block is None else f"^{block}"
        found = self._chain([heading_key(step) for step in steps], 0, len(self._headings))
        if found is None and len(steps) == 1 and steps[0] in self._slugs:
            return steps[0]  # copied from the address of a published page
        return found

    def _chain(self, keys: Sequence[str], start: int, end: int) -> str | None:
        """Find `keys` one inside the other; levels only grow, so this goes six deep at most."""
        for place in self._places.get(keys[0], ()):
            if not start <= place < end:
                continue
            if len(keys) == 1:
                return self._headings[place].slug
            if slug := self._chain(keys[1:], place + 1, self._end_of(place, end)):
                return slug
        return None

    def _end_of(self, place: int, end: int) -> int:
        level = self._headings[place].level
        return next((i for i in range(place + 1, end) if self._headings[i].level <= level), end)
