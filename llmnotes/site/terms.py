"""Terms in a note's text, each explained where it is met first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from llmnotes.model import NoteId, TargetKind
from llmnotes.render import Target
from llmnotes.render.escape import tag, text
from llmnotes.search.plain import plain
from llmnotes.site.asides import Explained
from llmnotes.site.pageview import PageView
from llmnotes.site.sightings import Meant


class Explainer:
    """Implements `render.TermMarks` for one page: a term is a link that carries its definition.

    Without a script it is a link to where the vault says more; a script shows the definition.
    """

    def __init__(self, view: PageView, terms: Sequence[Explained]) -> None:
        self._view = view
        self._by_spelling = {said: term for term in terms for said in term.spellings}
        self._met: set[Meant] = set()
        longest = sorted(self._by_spelling, key=lambda said: (-len(said), said))
        spellings = "|".join(map(re.escape, longest))
        self._pattern = re.compile(rf"(?<!\w)({spellings})(?!\w)") if spellings else None

    def __call__(self, words: str, /) -> str:
        """Return `words` as HTML with the terms not met before marked."""
        if self._pattern is None:
            return text(words)
        parts = self._pattern.split(words)
        for i, part in enumerate(parts):
            term = self._by_spelling[part] if i % 2 else None
            if term is None or term.meant in self._met:
                parts[i] = text(part)
            else:
                self._met.add(term.meant)
                parts[i] = self._mark(part, term)
        return "".join(parts)

    def met(self, target: Target, /) -> None:
        """Take note of a link to a note: it explains the name as well."""
        if target.kind is TargetKind.NOTE:
            self._met.add(Meant(NoteId(target.name)))

    def _mark(self, said: str, term: Explained) -> str:
        href = self._view.to(self._view.site.places.notes[term.meant.note], term.anchor)
        shown = plain(term.definition)
        return tag("a", text(said), class_="ln-def", href=href, data_def=shown)
