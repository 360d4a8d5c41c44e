"""The search of a site as files that a browser loads piece by piece; made from the vault's index.

    searchdata_index.py    the index
    searchdata_words.py    terms, lists of places, translations, words in use
    searchdata_alike.py    words that people use for one another
    searchdata_encoder.py  the encoder's pieces and rows
    searchdata_vectors.py  rough vectors to look through, exact ones to compare
    searchdata_texts.py    notes and passages, to show
    searchdata_filters.py  what typed filters need
    searchdata_rules.py    the constants of stemming and scoring
    searchdata_bytes.py    how numbers and texts are packed

``head.bin`` says what there is, as JSON; theme/assets/search/ reads it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import llmnotes
from llmnotes.encoder.lexicon import BUNDLED as LEXICON_FILE
from llmnotes.encoder.matcher import FOLDER as MATCHER
from llmnotes.encoder.matcher import load_matcher
from llmnotes.encoder.questions import FOLDER as QUESTIONS
from llmnotes.encoder.questions import load_question_encoder
from llmnotes.encoder.static import StaticEncoder
from llmnotes.encoder.thesaurus import FILE as THESAURUS_FILE
from llmnotes.encoder.wordlist import BUNDLED as WORDS_FILE
from llmnotes.encoder.wordpiece import _WORDS as PIECE_WORDS
from llmnotes.index import Index
from llmnotes.index.reader import Columns
from llmnotes.site.files import Folder
from llmnotes.site.searchdata_alike import alike_files
from llmnotes.site.searchdata_bytes import Files, deflated, floats16, varints
from llmnotes.site.searchdata_encoder import FREQUENCIES, bands, encoder_files
from llmnotes.site.searchdata_filters import facts_file, typed_rules
from llmnotes.site.searchdata_index import site_index
from llmnotes.site.searchdata_rules import rules
from llmnotes.site.searchdata_texts import TEXTS, text_files
from llmnotes.site.searchdata_vectors import (
    Vectors,
    looked_at,
    vectors_for_browser,
)
from llmnotes.site.searchdata_words import (
    LIST_BYTES,
    common_files,
    lexicon_files,
    term_files,
)
from llmnotes.site.vaultsite import VaultSite

ROOT = "assets/search/data/"
STATE = "search.json"
FORMAT = 6


def write_search(site: VaultSite, folder: Folder) -> str:
    """Bring the files of the search in `folder` up to date, and return a digest of their makings.

    Nothing is made if that is what it was.
    """
    workshop = folder.root.parent
    index, encoder = site_index(site, workshop)
    with closing(index), index.snapshot() as columns:
        if not columns.passages:
            return ""
        key = _key(site, index, encoder.fingerprint)
        known = _read_state(workshop)
        if known.get("key") == key and all(map(folder.keep, known["files"])):
            return key
        bundled = cast("StaticEncoder", encoder)  # site_index takes no other
        names = []
        for path, data in search_files(site, index, columns, bundled):
            names.append(ROOT + path)
            folder.write_bytes(ROOT + path, data)
    state = {"key": key, "files": names}
    Folder(workshop).write(STATE, json.dumps(state, indent=0))
    return key


def search_files(
    site: VaultSite, index: Index, columns: Columns, encoder: StaticEncoder
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the search with its path."""
    terms, lists, held = term_files(index, columns)
    pieces, rows = encoder_files(encoder)
    vectors = vectors_for_browser(columns.vectors)
    texts, counts = text_files(site, index, columns)
    groups = (
        Files("codes", vectors.codes),
        Files("rows", vectors.rows),
        Files(TEXTS, texts),
    )
    tables: dict[str, object] = {}
    spoken = (lexicon_files(held), alike_files(held, columns.passages), common_files())
    for kind in (terms, lists, *spoken, pieces, rows, *groups):
        own = hashlib.sha256()
        for number, data in enumerate(kind.files):
            own.update(data)
            yield f"{kind.folder}/{number}.bin", data
        tables[kind.folder] = {"digest": own.hexdigest()[:12], "firsts": kind.firsts}
    facts = _columns_file(columns, vectors, counts)
    yield "columns.bin", facts
    notes = facts_file(index)
    yield "facts.bin", notes
    head = {
        "format": FORMAT,
        "digest": hashlib.sha256(facts).hexdigest()[:12],
        "facts": hashlib.sha256(notes).hexdigest()[:12],
        "passages": columns.passages,
        "notes": len(columns.paths),
        "dim": columns.dim,
        "alike": load_question_encoder().dim,
        "asked": load_matcher().asked.shape[1],
        "groups": len(vectors.codes),
        "bits": vectors.bits,
        "spread": vectors.spread,
        "reach": vectors.reach,
        "lookedAt": looked_at(columns.passages),
        "block": vectors.block,
        "encoderBands": bands(len(encoder.table)),
        "listBytes": LIST_BYTES,
        "words": PIECE_WORDS.pattern,
        "tables": tables,
        "rules": rules(),
        "typed": typed_rules(),
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    yield "head.bin", deflated(text.encode("utf-8", "surrogatepass"))


def _columns_file(columns: Columns, vectors: Vectors, counts: tuple[int, ...]) -> bytes:
    """Return the facts of all notes and passages; numbers that are no varints come last."""
    starts = columns.starts.tolist()
    numbers = [b - a for a, b in pairwise(starts)]
    numbers += columns.inbound.astype(int).tolist()
    numbers += columns.lengths.astype(int).tolist()
    numbers += [len(counts), *counts]
    numbers += vectors.group_of.tolist() if len(vectors.codes) > 1 else []
    return deflated(varints(numbers) + floats16(vectors.steps) + vectors.middles)


def _key(site: VaultSite, index: Index, fingerprint: str) -> str:
    """Return the digest of everything that the files are made from."""
    rows = index.db.execute("SELECT path, hash, lang, inbound FROM note ORDER BY path")
    notes = [(*row, site.places.notes[row[0]], site.notes[row[0]].title) for row in rows]
    asked = index.db.execute("SELECT path, key FROM question ORDER BY path").fetchall()
    parts = (_program(), fingerprint, notes, asked)
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _program() -> str:
    """Return a digest of the code and the words that decide the files."""
    root = Path(llmnotes.__file__).parent
    sources = [
        *(root / "site").glob("searchdata*.py"),
        *(path for name in ("index", "search", "encoder") for path in (root / name).glob("*.py")),
        *(root / name for name in ("stemming.py", "passages.py")),
        LEXICON_FILE,
        THESAURUS_FILE,
        WORDS_FILE,
        FREQUENCIES,
        MATCHER / "model.safetensors",
        QUESTIONS / "model.safetensors",
    ]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _read_state(workshop: Path) -> dict[str, Any]:
    try:
        found = json.loads((workshop / STATE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and "files" in found else {}
