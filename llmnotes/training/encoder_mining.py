"""Find sections that are each other's translation, and make pairs across the languages of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.wordpiece import Tokenize
from llmnotes.training import corpus
from llmnotes.training.corpus import Section
from llmnotes.training.encoder_lexicon import Lexicon
from llmnotes.training.encoder_pairs import CROSS, Pair, heading_names, split_sentences

_FAMILIES = {
    "d2l-ai/d2l-pt": "d2l",
    "d2l-ai/d2l-en": "d2l",
    "tensorflow/docs-l10n": "tensorflow",
    "tensorflow/docs": "tensorflow",
    "reactjs/pt-br.react.dev": "react",
    "reactjs/react.dev": "react",
    "rust-br/rust-book-pt-br": "rust",
    "rust-lang/book": "rust",
    "jdanielnd/architecture-center.pt-br": "architecture",
    "mspnp/architecture-center": "architecture",
    "elixirschool/elixirschool": "elixir",
    "OWASP/Top10": "owasp",
    "huggingface/diffusers": "diffusers",
}
"""Sources that hold the same book in two languages."""
_WIDTH = 1024
_ALIKE = 0.45
_MARGIN = 0.08
_LIMIT = 300
_SHORTEST = 25
Vectors = npt.NDArray[np.float32]


def mine_pairs(data: Path, tokenize: Tokenize, lexicon: Lexicon, rng: Random) -> Iterator[Pair]:
    """Yield heading → text and sentence → text across the languages, for sections of both."""
    for number, (pt, en) in enumerate(mine_sections(data, tokenize, lexicon)):
        for asked, told in ((pt, en), (en, pt)):
            body = " ".join(told.paragraphs)
            names = heading_names(asked.path)
            if names:
                yield Pair(names, (body,), CROSS, number)
            said = [s for s in split_sentences(asked.paragraphs) if 25 <= len(s) <= 250]
            if said:
                yield Pair((rng.choice(said),), (body,), CROSS, number)


def mine_sections(
    data: Path, tokenize: Tokenize, lexicon: Lexicon
) -> Iterator[tuple[Section, Section]]:
    """Yield (Portuguese, English) sections that choose each other among all of their family."""
    held: dict[str, tuple[list[Section], list[Section]]] = defaultdict(lambda: ([], []))
    for place, lang in enumerate(("pt", "en")):
        for section in corpus.read_sections(data, lang):
            if section.source in _FAMILIES:
                held[_FAMILIES[section.source]][place].append(section)
    for _, (pt, en) in sorted(held.items()):
        if pt and en:
            for row, column in match_sections(pt, en, tokenize, lexicon):
                yield pt[row], en[column]


def match_sections(
    pt: Sequence[Section], en: Sequence[Section], tokenize: Tokenize, lexicon: Lexicon
) -> list[tuple[int, int]]:
    """Return the (row, column) of sections that are each other's best match by a clear margin.

    The Portuguese bag of pieces is put into English piece by piece; both are weighted by rarity
    and thrown on random axes, which keeps cosines to about 0.03.
    """
    first = [lexicon.into[_tokens(section, tokenize), 0] for section in pt]
    second = [_tokens(section, tokenize) for section in en]
    size = len(lexicon.into)
    spread = np.zeros(size, dtype=np.float32)
    for bag in (*first, *second):
        spread[np.unique(bag)] += 1
    rarity = np.log((len(first) + len(second)) / np.maximum(spread, 1)).astype(np.float32)
    axes = np.random.default_rng(0).standard_normal((size, _WIDTH), dtype=np.float32)
    axes *= rarity[:, None]
    alike = _project(first, axes) @ _project(second, axes).T
    matches = []
    columns = alike.argmax(1)
    for row, column in enumerate(columns):
        score = alike[row, column]
        if score < _ALIKE or alike[:, column].argmax() != row:
            continue
        rivals = max(np.delete(alike[row], column).max(initial=0), 0)
        if score - rivals >= _MARGIN:
            matches.append((row, int(column)))
    return matches


def _tokens(section: Section, tokenize: Tokenize) -> npt.NDArray[np.int64]:
    text = " ".join((*section.path[-1:], *section.paragraphs))
    ids = tokenize(text)[:_LIMIT]
    return np.array(ids if len(ids) >= _SHORTEST else [], dtype=np.int64)


def _project(bags: Sequence[npt.NDArray[np.int64]], axes: Vectors) -> Vectors:
    rows = np.zeros((len(bags), axes.shape[1]), dtype=np.float32)
    for row, bag in zip(rows, bags, strict=True):
        pieces, counts = np.unique(bag, return_counts=True)
        if len(pieces):
            row += np.sqrt(counts.astype(np.float32)) @ axes[pieces]
            row /= np.linalg.norm(row)
    return rows
