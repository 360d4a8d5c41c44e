"""The sentences of a note, with all that is asked of each more than once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llmnotes.ask.facets import headed_facets
from llmnotes.ask.soft import families
from llmnotes.ask.wanted import Floats, pairs_of
from llmnotes.encoder.static import Pieces
from llmnotes.model import Sentence
from llmnotes.stemming import content_words, fold, name_key, stem, stems, subject


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence with all that is asked of it more than once; `context` has title and headings."""

    sentence: Sentence
    keys: frozenset[str]
    around: frozenset[str]
    heading: frozenset[str]
    folded: str
    vector: Floats
    context: Floats
    near: frozenset[str]
    """The words of its paragraph and of what stands above it."""
    wide: frozenset[str]
    """The same of its section."""
    pairs: frozenset[tuple[str, str]]
    head: Floats
    """The vector of title and headings."""
    place: int
    """Its place in the note."""
    starts: bool
    """It begins its paragraph."""
    called: str
    """The key of what its heading names or asks what it is, empty above the first."""
    asks: bool
    """Its heading is such a question."""
    topic: tuple[str, ...]
    """The keys of the words of its heading that say something."""
    first: bool
    """It is the first of its section."""
    headed: frozenset[str]
    """The facets that its heading promises."""
    pieces: Pieces
    """Its pieces, for `llmnotes.encoder.matcher`."""
    above: Pieces
    """The pieces of title and headings; the same array for all sentences below these."""


def prepared(
    said: Sequence[Sentence],
    vectors: Floats,
    contexts: Floats,
    heads: Floats,
    pieces: Sequence[Pieces],
    aboves: Sequence[Pieces],
) -> tuple[Unit, ...]:
    """Return the sentences of one note with their words looked up.

    Of each there are the vectors of itself, of it below its headings and of these alone, and the
    pieces of itself and of these.
    """
    keys = [stems(one.text) for one in said]
    related = [frozenset(families(found)) for found in keys]
    paragraphs: dict[tuple[int, int], set[str]] = {}
    sections: dict[tuple[str, ...], set[str]] = {}
    for one, found in zip(said, related, strict=True):
        paragraphs.setdefault(one.lines, set()).update(found)
        sections.setdefault(one.heading, set()).update(found)
    above = {heading: frozenset(families(stems(" ".join(heading)))) for heading in sections}
    promised = {
        heading: headed_facets(heading[-1]) if heading else frozenset[str]() for heading in sections
    }
    topics = {
        heading: tuple(stem(word) for part in heading[-1:] for word in content_words(part))
        for heading in above
    }
    called = {heading: name_key(subject(heading[-1])) if heading else "" for heading in sections}
    titles = {one.title: frozenset(families(stems(one.title))) for one in said}
    shared: dict[frozenset[str], frozenset[str]] = {}  # equal sets are looked at once
    units = []
    for place, one in enumerate(said):
        heading = above[one.heading]
        around = heading | titles[one.title]
        near = frozenset(paragraphs[one.lines] | around)
        wide = frozenset(sections[one.heading] | around)
        before = said[place - 1] if place else None
        units.append(
            Unit(
                sentence=one,
                keys=related[place],
                around=around,
                heading=heading,
                folded=fold(one.text),
                vector=vectors[place],
                context=contexts[place],
                near=shared.setdefault(near, near),
                wide=shared.setdefault(wide, wide),
                pairs=pairs_of([key for key in keys[place] if len(key) > 2]),
                head=heads[place],
                place=place,
                starts=before is None or before.lines != one.lines,
                called=called[one.heading],
                asks=bool(one.heading) and called[one.heading] != name_key(one.heading[-1]),
                topic=topics[one.heading],
                first=before is None or before.heading != one.heading,
                headed=promised[one.heading],
                pieces=pieces[place],
                above=aboves[place],
            )
        )
    return tuple(units)
