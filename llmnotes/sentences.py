"""Note → the sentences that an answer may say, each with its lines and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from llmnotes.model import Heading, Note, Paragraph, Sentence

_END = re.compile(r"(?<=[.!?…])[\"'”’»)\]]*\s+(?=[\"'“‘«(\[¿¡]*[^\W\d_a-zà-ÿ])")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-ZÀ-Ý]|et al|p\. ?ex|ex|e\.g|i\.e|vs|cf|dra?|sra?|prof|art|fig|cap|vol)\.$",
    re.IGNORECASE,
)
_REFERS = re.compile(r"(?:veja|ver|vide|confira|see|cf\.?)\b", re.IGNORECASE)
POINTER = 12
"""Words of the longest sentence that only points elsewhere."""
LEAD = 7
"""Words of the longest first sentence of an item that is only its name."""
_SILENT = frozenset({"code", "math"})
"""Kinds of paragraphs that are not said: an answer is prose."""
_MARKS = re.compile(r"(?<=\s)#(?=\w)|\s?\[\^[^\]\s]+\]|^[-–•](?=[^\W\d_])")
"""What is no word: the sign of a tag, a footnote that nobody wrote, a dash meant for an item."""


def sentences(note: Note) -> tuple[Sentence, ...]:
    """Return what `note` says, sentence by sentence, in its order.

    A row of a table is one sentence, told with the names of its columns. What only points to
    another note is none.
    """
    above = _breadcrumbs(note.headings)
    found: list[Sentence] = []
    for paragraph, head in _with_headers(note.paragraphs):
        if paragraph.kind in _SILENT:
            continue
        heading = above[paragraph.heading] if paragraph.heading >= 0 else ()
        for text, quote in _parts(paragraph, head):
            if _REFERS.match(text) and len(text.split()) <= POINTER:
                continue
            lines = paragraph.lines if head is None else (head.lines[0], paragraph.lines[1])
            where = (note.title, heading, paragraph.kind, len(found), paragraph.depth)
            found.append(Sentence(note.id, text, quote, lines, *where))
    return tuple(found)


def split_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of `text`, whose white space is single.

    >>> list(split_sentences("Vaswani et al. propuseram isso. Foi em 2017."))
    ['Vaswani et al. propuseram isso.', 'Foi em 2017.']
    """
    start = 0
    for end in _END.finditer(text):
        part = text[start : end.start()]
        if not _ABBREVIATION.search(part):
            yield text[start : end.end()].strip()
            start = end.end()
    if rest := text[start:].strip():
        yield rest


def single_spaced(text: str) -> str:
    """Return `text` with its white space made single, as quotes are compared."""
    return " ".join(text.split())


def _parts(paragraph: Paragraph, head: Paragraph | None) -> Iterator[tuple[str, str]]:
    """Yield each sentence as it is shown, and as it stands in the note's plain text."""
    plain = single_spaced(paragraph.text)
    if paragraph.kind == "table":
        if text := _row(plain, single_spaced(head.text) if head else ""):
            yield text, plain
        return
    parts = split_sentences(plain)
    if paragraph.kind == "item":
        parts = _with_lead(parts)
    for part in parts:
        yield _MARKS.sub("", part), part


def _with_lead(parts: Iterator[str]) -> Iterator[str]:
    """Yield the sentences of an item; what is only its name stays with what is said of it.

    >>> list(_with_lead(iter(("Token e palavra.", "Um token pode ser um pedaço.", "Ou não."))))
    ['Token e palavra. Um token pode ser um pedaço.', 'Ou não.']
    """
    lead = next(parts, "")
    if len(lead.split()) <= LEAD and not lead.endswith("?") and (told := next(parts, "")):
        lead = f"{lead} {told}"
    if lead:
        yield lead
    yield from parts


def _row(row: str, head: str) -> str:
    """Return a row of a table as a sentence, the names of its columns before its cells.

    Plain text has lost an empty first cell of `head`, so columns are told from the right.

    >>> _row("preço | alto | zero", " | API | local")
    'preço: API: alto; local: zero'
    """
    cells, names = _cells(row), _cells(head)
    names = [""] * (len(cells) - len(names)) + names
    told = [
        f"{name}: {cell}" if name and name != cell else cell
        for cell, name in zip(cells[1:], names[1:], strict=False)
        if cell
    ]
    first = cells[0]
    if not told or not first:
        return "; ".join(told) or first
    return f"{first}: " + "; ".join(told)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.split("|")]


def _with_headers(
    paragraphs: Sequence[Paragraph],
) -> Iterator[tuple[Paragraph, Paragraph | None]]:
    """Yield each paragraph with the first row of its table; that row itself is left out.

    Below the first row stands the line of dashes, so the second is two lines further.
    """
    head: Paragraph | None = None
    last = -1
    for at, paragraph in enumerate(paragraphs):
        if paragraph.kind != "table":
            head = None
            yield paragraph, None
            continue
        if head is None or paragraph.lines[0] - last > 2:
            head = paragraph
            below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
            if below is None or below.kind != "table":
                yield paragraph, None
        else:
            yield paragraph, head
        last = paragraph.lines[1]


def _breadcrumbs(headings: Sequence[Heading]) -> list[tuple[str, ...]]:
    """Return for each heading the texts from the outermost one above it down to its own."""
    found: list[tuple[str, ...]] = []
    above: list[Heading] = []
    for heading in headings:
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
        found.append(tuple(one.text for one in above))
    return found
