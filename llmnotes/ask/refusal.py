"""What to say where the notes are silent: that they are, what comes nearest, and who asks too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from llmnotes.ask.evidence import Read
from llmnotes.ask.features import is_source
from llmnotes.index import Index
from llmnotes.model import Asked, Hit, NoteId
from llmnotes.stemming import name_key

if TYPE_CHECKING:
    from llmnotes.model import Ghost

NEAREST = 3
"""Passages named with a refusal."""
_WRITTEN = 2
"""Rank of the weakest name by which a note is asked for: an alias."""


def nearest(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return the best passages of the first few notes; references tell nothing and come last."""
    best: dict[NoteId, Hit] = {}
    for hit in sorted(hits, key=lambda hit: is_source(hit.passage.heading)):
        best.setdefault(hit.passage.note, hit)
    return tuple(best.values())[:NEAREST]


def is_unwritten(asked: Asked, index: Index) -> bool:
    """Tell whether a definition is asked of something that has no note and is in no list."""
    with index.snapshot():
        return asked.kind == "definition" and any(
            not index.named(name_key(one)) for one in asked.subjects
        )


def asked_ghost(question: str, hits: Iterable[Hit], index: Index, read: Read) -> Ghost | None:
    """Return what `question` names, notes of `hits` link to and nobody has written.

    Of several the longest name counts. Only the notes found are read, so of a ghost that very many
    ask for not all may be named.
    """
    text = f" {name_key(question)} "
    places: dict[str, dict[tuple[NoteId, int], str]] = {}
    for path in dict.fromkeys(hit.passage.note for hit in hits):
        note = read(path)
        for link in note.links if note else ():
            name = link.target.rsplit("/", 1)[-1].removesuffix(".md")
            key = name_key(name)
            if key and f" {key} " in text:
                places.setdefault(key, {})[path, link.line] = name
    with index.snapshot():
        unwritten = [
            key for key in places if not any(rank >= _WRITTEN for _, rank in index.named(key))
        ]
    if not unwritten:
        return None
    from llmnotes.model import Ghost  # an answer needs none of the values beside it

    found = places[max(unwritten, key=lambda key: (len(key), key))]
    return Ghost(next(iter(found.values())), tuple(found))
