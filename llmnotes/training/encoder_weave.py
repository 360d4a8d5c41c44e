"""Put sections into the other language sentence by sentence, from the sentence pairs we have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

from llmnotes.training import corpus
from llmnotes.training.encoder_pairs import CROSS, Pair, heading_names, split_sentences

_BLANKS = re.compile(r"\W+")
_FEWEST = 2
"""Sentences that must have a translation before a section counts as translated."""


def weave_pairs(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield heading → text and sentence → text across the languages, for sections in pieces.

    The sentence pairs come shuffled and without their headings; the sections say which of them
    stand together. What has no translation is left out.
    """
    into_en, into_pt = _translations(data)
    number = 0
    for lang, known in (("pt", into_en), ("en", into_pt)):
        for section in corpus.read_sections(data, lang):
            told = translate_section(section, known)
            if len(told) < _FEWEST:
                continue
            number += 1
            whole = " ".join(told)
            names = heading_names(section.path)
            if names:
                yield Pair(names, (whole,), CROSS, number)
                theirs = [known[key] for name in names[:1] if (key := _key(name)) in known]
                body = (" ".join(section.paragraphs),)
                if theirs:
                    yield Pair((theirs[0],), body, CROSS, number)
            place = rng.randrange(len(told))
            rest = [*told[max(0, place - 6) : place], *told[place + 1 : place + 7]]
            found = [s for s in split_sentences(section.paragraphs) if _key(s) in known]
            if len(" ".join(rest)) > 60:
                yield Pair((found[place],), (" ".join(rest),), CROSS, number)


def translate_section(section: corpus.Section, known: Mapping[str, str]) -> list[str]:
    """Return the sentences of `section` that have a translation, translated."""
    found = split_sentences(section.paragraphs)
    return [known[key] for sentence in found if (key := _key(sentence)) in known]


def _translations(data: Path) -> tuple[dict[str, str], dict[str, str]]:
    into_en: dict[str, str] = {}
    into_pt: dict[str, str] = {}
    for row in corpus.read_parallel(data):
        pt, en = split_sentences([row.pt]), split_sentences([row.en])
        sides = zip(pt, en, strict=True) if len(pt) == len(en) else [(row.pt, row.en)]
        for mine, theirs in sides:
            into_en.setdefault(_key(mine), theirs)
            into_pt.setdefault(_key(theirs), mine)
    into_en.pop("", None)
    into_pt.pop("", None)
    return into_en, into_pt


def _key(text: str) -> str:
    return _BLANKS.sub(" ", text.lower()).strip()
