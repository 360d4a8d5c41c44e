"""What a note and its lines are called by."""

from __future__ import annotations

from typing import NewType

NoteId = NewType("NoteId", str)
"""The path of a note inside its vault, with its extension: ``Modelos/GPT-4.md``."""

Lines = tuple[int, int]
"""First and last line, both included."""
