"""Every value that travels between modules, in the order in which it is made.

files → Note → ConceptGraph → Passage → Index → Hit → Answer → Site

names.py    what a note and its lines are called by
notes.py    what stands in a vault
linked.py   what comes of many notes and the links between them
finding.py  what is searched, and what is found
asking.py   a question, what the notes have on it, and the answer
pages.py    what the site is made of

All values are frozen. Paths are relative to the vault and written with ``/``; lines count from 1
and name lines of the file as it is on disk.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from llmnotes.model.asking import (
        Answer,
        Asked,
        Citation,
        Claim,
        Decoder,
        Evidence,
        LeftOut,
        Rest,
        Sentence,
        Told,
        Usage,
        Written,
    )
    from llmnotes.model.finding import Encoder, Hit, Passage
    from llmnotes.model.finding import Vectors as Vectors
    from llmnotes.model.linked import (
        Backlink,
        Ghost,
        GlossaryEntry,
        Mention,
        ResolvedLink,
        TargetKind,
    )
    from llmnotes.model.names import Lines, NoteId
    from llmnotes.model.notes import (
        Block,
        Heading,
        Link,
        LinkKind,
        Note,
        Paragraph,
        Problem,
        Term,
    )
    from llmnotes.model.pages import Page

__all__ = [
    "Answer",
    "Asked",
    "Backlink",
    "Block",
    "Citation",
    "Claim",
    "Decoder",
    "Encoder",
    "Evidence",
    "Ghost",
    "GlossaryEntry",
    "Heading",
    "Hit",
    "LeftOut",
    "Lines",
    "Link",
    "LinkKind",
    "Mention",
    "Note",
    "NoteId",
    "Page",
    "Paragraph",
    "Passage",
    "Problem",
    "ResolvedLink",
    "Rest",
    "Sentence",
    "TargetKind",
    "Term",
    "Told",
    "Usage",
    "Written",
]

_HOMES = {
    **dict.fromkeys(("Encoder", "Hit", "Passage"), "finding"),
    **dict.fromkeys(
        ("Backlink", "Ghost", "GlossaryEntry", "Mention", "ResolvedLink", "TargetKind"), "linked"
    ),
    **dict.fromkeys(("Lines", "NoteId"), "names"),
    **dict.fromkeys(
        (
            "Answer",
            "Asked",
            "Citation",
            "Claim",
            "Decoder",
            "Evidence",
            "LeftOut",
            "Rest",
            "Sentence",
            "Told",
            "Usage",
            "Written",
        ),
        "asking",
    ),
    "Page": "pages",
}


def __getattr__(name: str) -> object:
    """Import values when they are asked for: making these classes took a tenth of a search."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'notes')}"), name)
    globals()[name] = value
    return value
