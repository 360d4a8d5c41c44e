"""Every value that travels between modules, in the order in which it is made.

files → Note → ConceptGraph → Passage → Index → Hit → Answer → Site

notes.py    what stands in a vault
finding.py  what is searched, and what is found
asking.py   a question, what the notes have on it, and the answer
pages.py    what the site is made of

All values are frozen. Paths are relative to the vault and written with ``/``; lines count from 1
and name lines of the file as it is on disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from llmnotes.model.asking import (
    Answer,
    Asked,
    Citation,
    Claim,
    Decoder,
    Evidence,
    Sentence,
    Told,
    Usage,
    Written,
)
from llmnotes.model.finding import Encoder, Hit, Passage
from llmnotes.model.notes import (
    Backlink,
    Block,
    Ghost,
    GlossaryEntry,
    Heading,
    Lines,
    Link,
    LinkKind,
    Mention,
    Note,
    NoteId,
    Paragraph,
    Problem,
    ResolvedLink,
    TargetKind,
    Term,
)
from llmnotes.model.pages import Page

if TYPE_CHECKING:
    from llmnotes.model.finding import Vectors as Vectors

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
    "Sentence",
    "TargetKind",
    "Term",
    "Told",
    "Usage",
    "Written",
]
