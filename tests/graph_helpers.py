"""What the tests of vault, links, graph, glossary and check share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from llmnotes.graph import ConceptGraph
from llmnotes.links import Resolver
from llmnotes.markdown import read_note
from llmnotes.model import Note, NoteId

CASES = Path(__file__).parent / "cases"


def cases(name: str) -> list[tuple[str, str, str]]:
    """Read a table: title, '.', input, '.', expected, '.', blank line."""
    found = []
    parts: list[str] = [""]
    for line in (CASES / name).read_text("utf-8").splitlines():
        if line == ".":
            parts.append("")
        elif len(parts) > 1 or (line.strip() and not line.startswith("#")):
            parts[-1] += line + "\n"
        if len(parts) == 4:
            found.append((parts[0].strip(), parts[1].strip("\n"), parts[2].strip("\n")))
            parts = [""]
    assert parts == [""], f"{name}: the last case is not closed: {parts}"
    return found


def notes_of(texts: Mapping[str, str]) -> list[Note]:
    return [read_note(NoteId(id), text)[0] for id, text in texts.items()]


def graph_of(
    texts: Mapping[str, str], files: Iterable[str] = (), private: Iterable[str] = ()
) -> ConceptGraph:
    notes = notes_of(texts)
    resolver = Resolver(notes, files, map(NoteId, private))
    return ConceptGraph.build(notes, files, resolver)


def write_vault(root: Path, texts: Mapping[str, str | bytes]) -> Path:
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return root
