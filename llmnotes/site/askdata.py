"""What a browser needs to find answers: the sentences of each note with their vectors, and rules.

    rules.json    constants, patterns, word lists and fitted numbers (see `askrules`), and a digest
                  of the other files, by which browsers tell old ones from new ones
    pieces.bin    the rows of pieces of sentences that many notes use (see `askpieces`)
    N.bin         the note whose number is N among the notes of the search, sorted by path

A note's file is deflated: the length of a JSON text in four bytes, the text, and behind it numbers
low byte first. These are float32 scales of the vectors, float32 pairs that make the vector of
``title. headings. sentence`` out of those of its two parts, and the vectors themselves as int8: of
the title, of the sentences, and of each ``title. headings``. Then come the vectors of the questions
that the note is known to answer (see `askknown`), at last the pieces of the sentences and of each
``title. headings``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

import llmnotes
from llmnotes.ask.refusal import _WRITTEN
from llmnotes.encoder import TextEncoder
from llmnotes.index import Index
from llmnotes.index.codec import unpack
from llmnotes.model import Note, NoteId, Sentence
from llmnotes.sentences import sentences
from llmnotes.site.askknown import note_questions
from llmnotes.site.askpieces import common_pieces, note_pieces, pieces_of, told_rows
from llmnotes.site.askrules import ask_rules
from llmnotes.site.files import Folder
from llmnotes.site.places import href
from llmnotes.site.searchdata_bytes import deflated
from llmnotes.site.searchdata_index import site_index
from llmnotes.site.searchdata_texts import fragment
from llmnotes.site.vaultsite import VaultSite
from llmnotes.stemming import name_key

ROOT = "assets/ask/data/"
STATE = "ask.json"

Floats = npt.NDArray[np.float32]
Known = tuple[list[int], int, bytes]
"""What `note_questions` returns."""
Passages = list[list[int]]
"""The first and the last line of each passage of a note."""


class _Cut(NamedTuple):
    """A note in sentences, with the headings above them and what is encoded of each of these."""

    note: Note
    passages: Passages
    said: tuple[Sentence, ...]
    heads: list[tuple[str, ...]]
    above: list[str]


def write_ask(site: VaultSite, folder: Folder, search: str) -> str:
    """Bring the files of answering in `folder` up to date, and return a digest of their makings.

    `search` is the digest of the search data, which names every note and the encoder.
    """
    if not search:
        return ""
    key = hashlib.sha256(f"{search} {_program()}".encode()).hexdigest()[:32]
    workshop = folder.root.parent
    known = _read_state(workshop)
    if known.get("key") == key and all(map(folder.keep, known["files"])):
        return key
    names = []
    for name, data in ask_files(site, workshop):
        names.append(ROOT + name)
        folder.write_bytes(ROOT + name, data)
    Folder(workshop).write(STATE, json.dumps({"key": key, "files": names}, indent=0))
    return key


def ask_files(site: VaultSite, workshop: Path) -> Iterator[tuple[str, bytes]]:
    """Yield every file with its name."""
    index, encoder = site_index(site, workshop)
    digest = hashlib.sha256()
    with closing(index), index.snapshot():
        rows = index.db.execute("SELECT path, text FROM note JOIN body ON note = id ORDER BY path")
        cuts = [_cut(site.notes[NoteId(path)], unpack(body)) for path, body in rows.fetchall()]
        pieces = pieces_of([[*(one.text for one in cut.said), *cut.above] for cut in cuts])
        common = common_pieces(pieces)
        for number, (cut, own) in enumerate(zip(cuts, pieces, strict=True)):
            known = note_questions(index.questions(), number, cut.said)
            data = _packed(site, index, encoder, cut, known) + note_pieces(own, common)
            data = deflated(data)
            digest.update(data)
            yield f"{number}.bin", data
    data = deflated(told_rows(common))
    digest.update(data)
    yield "pieces.bin", data
    rules = {"digest": digest.hexdigest()[:12]} | ask_rules()
    yield "rules.json", json.dumps(rules, ensure_ascii=False, separators=(",", ":")).encode()


def _cut(note: Note, body: Sequence[Any]) -> _Cut:
    said = sentences(note)
    heads = list(dict.fromkeys(one.heading for one in said))
    above = [". ".join((note.title, *head)) for head in heads]
    return _Cut(note, [list(passage[1]) for passage in body], said, heads, above)


def _packed(site: VaultSite, index: Index, encoder: TextEncoder, cut: _Cut, known: Known) -> bytes:
    note, passages, said, heads, _ = cut
    of, width, asked = known
    first = [next(one.lines[0] for one in said if one.heading == head) for head in heads]
    facts = {
        "path": note.id,
        "url": href(site.places.notes[note.id]),
        "title": note.title,
        "names": sorted(set(filter(None, map(name_key, (note.title, *note.aliases))))),
        "lang": note.lang,
        "passages": passages,
        "asked": [of, width],
        "ghosts": list(_ghosts(index, note)),
        "headings": [
            [list(head), fragment(note, head, line)]
            for head, line in zip(heads, first, strict=True)
        ],
        "sentences": [
            [
                *(one.text, "" if one.quote == one.text else one.quote),
                *(*one.lines, heads.index(one.heading), one.kind, one.depth),
            ]
            for one in said
        ],
    }
    text = json.dumps(facts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return len(text).to_bytes(4, "little") + text + _vectors(encoder, cut) + asked


def _vectors(encoder: TextEncoder, cut: _Cut) -> bytes:
    note, _, said, heads, above = cut
    texts = [one.text for one in said]
    whole = [f"{above[heads.index(one.heading)]}. {one.text}" for one in said]
    found = np.asarray(encoder.passages([note.title, *texts, *above, *whole]), np.float32)
    kept = 1 + len(texts) + len(above)
    parts = np.array(
        [
            _parts_of(context, found[1 + n], found[1 + len(texts) + heads.index(one.heading)])
            for n, (one, context) in enumerate(zip(said, found[kept:], strict=True))
        ],
        np.float32,
    )
    scales = np.abs(found[:kept]).max(axis=1) / np.float32(127)
    safe = np.where(scales > 0, scales, np.float32(1))[:, None]
    codes = np.rint(found[:kept] / safe).astype(np.int8)
    return b"".join(
        (scales.astype("<f4").tobytes(), parts.astype("<f4").tobytes(), codes.tobytes())
    )


def _parts_of(whole: Floats, sentence: Floats, head: Floats) -> tuple[float, float]:
    """Return how much of `sentence` and of `head` makes up `whole`.

    The bundled encoder adds up words, so a text of two parts lies between their vectors.
    """
    both = np.stack([sentence, head], axis=1).astype(np.float64)
    shares = np.linalg.lstsq(both, whole.astype(np.float64), rcond=None)[0]
    return float(shares[0]), float(shares[1])


def _ghosts(index: Index, note: Note) -> Iterator[tuple[str, int]]:
    """Yield the names to which `note` links and that nobody has written, with their lines."""
    for link in note.links:
        name = link.target.rsplit("/", 1)[-1].removesuffix(".md")
        key = name_key(name)
        if key and not any(rank >= _WRITTEN for _, rank in index.named(key)):
            yield name, link.line


def _program() -> str:
    """Return a digest of the code and the numbers that decide the files."""
    root = Path(llmnotes.__file__).parent
    files = [
        *(path for path in (root / "ask").rglob("*.*") if "__pycache__" not in path.parts),
        *(root / "site").glob("ask*.py"),
        *(root / "stemming.py", root / "sentences.py", root / "markdown" / "collect.py"),
    ]
    data = [path.read_bytes() for path in sorted(files) if path.is_file()]
    return hashlib.sha256(b"\0".join(data)).hexdigest()


def _read_state(workshop: Path) -> dict[str, Any]:
    try:
        found = json.loads((workshop / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "files" in found else {}
