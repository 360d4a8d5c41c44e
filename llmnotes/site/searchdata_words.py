"""Words → where they stand, what they are in the other language, and which are in use at all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np

from llmnotes.encoder.lexicon import BUNDLED, Lexicon
from llmnotes.encoder.wordlist import load_words
from llmnotes.index import Index
from llmnotes.index.codec import decode_ids, encode_ids
from llmnotes.index.reader import Columns
from llmnotes.site.searchdata_bytes import (
    Entry,
    Files,
    cut,
    deflated,
    lists_in_files,
    order_of,
    table_file,
    varints,
)
from llmnotes.stemming import stem

TERMS, LISTS, LEXICON, COMMON = "terms", "lists", "lexicon", "common"
"""The folders of the files."""

LIST_BYTES = 3000
"""Bytes of lists that share a file, before they are deflated."""
KEYS, WORDS = 128, 150
"""Keys of a file of terms on average, and words of a file of translations."""

_NONE = np.empty(0, dtype=np.int64)


@dataclass(slots=True)
class _Term:
    """What is known of a key: how many passages hold it, the list of them, what it names."""

    holders: int = 0
    data: bytes = b""
    names: tuple[tuple[int, int], ...] = ()


class Held(NamedTuple):
    """How many passages hold a key, and where the list of them is: its file, and how far in."""

    holders: int
    file: int
    at: int


def term_files(index: Index, columns: Columns) -> tuple[Files, Files, dict[str, Held]]:
    """Return the terms with the names, the lists of places, and all keys that have a list."""
    known = _terms(index, columns)
    keys = sorted(known, key=order_of)
    places = lists_in_files((len(known[key].data) for key in keys), LIST_BYTES)
    ranges = cut(keys, KEYS)
    tables = tuple(
        table_file([Entry(key, _value(known[key])) for key in keys[start:end]], places[start])
        for start, end in ranges
    )
    lists: list[bytearray] = []
    for key, (file, _) in zip(keys, places, strict=True):
        if file == len(lists):
            lists.append(bytearray())
        lists[file] += known[key].data
    held = {
        key: Held(known[key].holders, *place)
        for key, place in zip(keys, places, strict=True)
        if known[key].holders
    }
    firsts = tuple(keys[start] for start, _ in ranges)
    return Files(TERMS, tables, firsts), Files(LISTS, tuple(map(_packed, lists))), held


def lexicon_files(held: Collection[str]) -> Files:
    """Return the words of the lexicon with their translations by key, those that the vault holds.

    The files begin at the same words for every vault.
    """
    entries = _lexicon()
    words = list(entries)
    ranges = [(start, start + WORDS) for start in range(0, len(words), WORDS)]
    files = tuple(
        deflated("\n".join(_held(entries, words[start:end], held)).encode())
        for start, end in ranges
    )
    return Files(LEXICON, files, tuple(words[start] for start, _ in ranges))


def common_files() -> Files:
    """Return the list of words in use, part by part as it lies in its file."""
    listed = load_words()
    return Files(COMMON, listed.parts, listed.firsts)


def _terms(index: Index, columns: Columns) -> dict[str, _Term]:
    found: dict[str, _Term] = {}
    rows = index.db.execute("SELECT word, ids, counts FROM term ORDER BY word").fetchall()
    lists = [columns.place_of[decode_ids(ids)] for _, ids, _ in rows]
    orders = [np.argsort(places, kind="stable") for places in lists]
    sorted_lists = [places[order] for places, order in zip(lists, orders, strict=True)]
    starts = np.cumsum([0, *map(len, lists)])[:-1].astype(np.int64)
    gaps, ends = encode_ids(np.concatenate([_NONE, *sorted_lists]), starts)
    bounds = [0, *ends.tolist()]
    for i, (word, _, counts) in enumerate(rows):
        weights = np.frombuffer(counts, dtype=np.uint8)[orders[i]]
        data = gaps[bounds[i] : bounds[i + 1]].tobytes() + weights.tobytes()
        found[word] = _Term(len(weights), data)
    named: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, number, rank in index.db.execute("SELECT key, passage, rank FROM name"):
        named[key].append((int(columns.place_of[number]), rank))
    for key, places in named.items():
        found.setdefault(key, _Term()).names = tuple(sorted(places))
    return found


def _value(term: _Term) -> bytes:
    names = [number for name in term.names for number in name]
    return varints([term.holders, len(term.data), len(term.names), *names])


def _packed(data: bytearray) -> bytes:
    return deflated(bytes(data))


@cache
def _lexicon() -> dict[str, tuple[tuple[str, float], ...]]:
    """Return the words of both languages in order, each with its translations by key."""
    shares: Mapping[str, Mapping[str, str]] = json.loads(BUNDLED.read_bytes())
    lexicon = Lexicon(shares)
    words = sorted({word for known in shares.values() for word in known}, key=order_of)
    return {word: _translations(lexicon, word) for word in words}


def _translations(lexicon: Lexicon, word: str) -> tuple[tuple[str, float], ...]:
    own, found = stem(word), dict[str, float]()
    for other, share in lexicon.translate(word):
        if (its := stem(other)) != own:
            found[its] = max(found.get(its, 0.0), share)
    return tuple(found.items())


def _held(
    entries: Mapping[str, tuple[tuple[str, float], ...]], words: list[str], held: Collection[str]
) -> Iterator[str]:
    """Yield a line for each word that has a translation in the vault."""
    for word in words:
        found = [f"{its} {round(share * 100)}" for its, share in entries[word] if its in held]
        if found:
            yield " ".join([word, *found])
