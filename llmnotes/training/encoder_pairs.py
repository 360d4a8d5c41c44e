"""Make the pairs of texts that mean the same, kind by kind, from the training data."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from llmnotes.training import corpus
from llmnotes.training.asked import Lesson, Told

CROSS = "xx"
"""The language of a pair whose two sides are not in one language."""

_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\s\d])")
_MARK = re.compile(r"\s*\{[^{}]*\}\s*$")
_TEMPLATES = {
    "pt": ("Explique {}", "O que é {}?", "definição de {}", "O que significa {}?", "{}: definição"),
    "en": ("Explain {}", "What is {}?", "definition of {}", "What does {} mean?", "{} meaning"),
}
_LIST_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s+")
_DOMAIN = (
    "d2l-ai/d2l-pt",
    "d2l-ai/d2l-en",
    "tensorflow/docs",
    "tensorflow/docs-l10n",
    "huggingface/diffusers",
    "huggingface/agents-course",
    "simonw/llm",
    "neuml/txtai",
    "fastapi/fastapi",
    "open-telemetry/opentelemetry.io",
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sides that belong together; each side holds one or more spellings to draw from.

    Pairs of one `group` are no counter-examples of each other. Neighbours in a kind's order come
    from one document.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    lang: str
    group: int


PLACES = 100_000
"""More sentences than any note has."""

Kind = Callable[[Path, Random], Iterator[Pair]]


def parallel(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield a sentence and its translation; the left side is Portuguese."""
    del rng
    for number, row in enumerate(corpus.read_parallel(data)):
        yield Pair((row.pt,), (row.en,), CROSS, number)


def headings(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield a heading, bare or after its page's title, and the text that stands under it."""
    yield from _headings(_sections(data), rng)


def domain(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield the same for the books and manuals on our subject: a second helping of them."""
    yield from _headings((s for s in _sections(data) if s.source in _DOMAIN), rng)


def _headings(sections: Iterable[corpus.Section], rng: Random) -> Iterator[Pair]:
    for number, section in enumerate(sections):
        body = " ".join(section.paragraphs)
        names = heading_names(section.path)
        if not names or len(body) < 60:
            continue
        parts = [p for p in section.paragraphs if len(p) >= 80] or [body]
        yield Pair(names, (body, body, rng.choice(parts)), section.lang, number)


def sentences(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield a sentence and the rest of the section it was taken from."""
    for number, section in enumerate(_sections(data)):
        found = split_sentences(section.paragraphs)
        places = [i for i, text in enumerate(found) if 25 <= len(text) <= 250]
        if len(found) < 3:
            continue
        wanted = 1 + (len(found) > 8) + (len(found) > 20)
        for place in rng.sample(places, min(wanted, len(places))):
            rest = found[max(0, place - 5) : place] + found[place + 1 : place + 6]
            yield Pair((found[place],), (" ".join(rest),), section.lang, number)


def questions(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield a question and the passage that answers it."""
    del rng
    groups: dict[str, int] = {}
    for row in corpus.read_questions(data):
        if row.answerable:
            group = groups.setdefault(row.context, len(groups))
            yield Pair((row.question,), (row.context,), row.lang, group)


def definitions(data: Path, rng: Random) -> Iterator[Pair]:
    """Yield a term, as a word or as a question, and its definition."""
    groups: dict[str, int] = {}
    for row in corpus.read_definitions(data):
        ask = rng.choice(_TEMPLATES[row.lang]).format(row.term)
        others = row.synonyms[:1]
        group = groups.setdefault(row.term.lower(), len(groups))
        yield Pair((row.term, ask, *others), (row.definition,), row.lang, group)


KINDS: dict[str, Kind] = {
    "parallel": parallel,
    "headings": headings,
    "domain": domain,
    "sentences": sentences,
    "questions": questions,
    "definitions": definitions,
}


def heading_names(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return the ways in which one may ask for the section under `path`.

    >>> heading_names(("BERT", "Pré-treino", "Resumo {#resumo}"))
    ('Resumo', 'BERT: Resumo', 'BERT > Pré-treino > Resumo')
    """
    names = [name for title in path if (name := _MARK.sub("", title).strip())]
    if not names:
        return ()
    if len(names) == 1:
        return (names[0],)
    return (names[-1], f"{names[0]}: {names[-1]}", " > ".join(names))


def split_sentences(paragraphs: Iterable[str]) -> list[str]:
    """Return the sentences of `paragraphs` in order, without the marks of lists."""
    return [s for p in paragraphs for s in _SENTENCE.split(_LIST_ITEM.sub("", p)) if s]


def _sections(data: Path) -> Iterator[corpus.Section]:
    yield from corpus.read_sections(data, "pt")
    yield from corpus.read_sections(data, "en")


def asked(lessons: Iterable[Lesson]) -> Iterator[Pair]:
    """Yield each question with the sentence that answers it, below its headings and bare.

    Neighbours are of one note; those that the same sentence answers first are of one group.
    """
    for number, lesson in enumerate(lessons):
        answered = [(places, question) for question, places in lesson.asked if places]
        for places, question in sorted(answered, key=lambda one: one[0][0]):
            texts = tuple(text for place in places[:2] for text in _spellings(lesson.told[place]))
            group = number * PLACES + places[0]
            yield Pair((question,), texts, CROSS, group)


def _spellings(told: Told) -> tuple[str, str, str]:
    return f"{told.above}. {told.text}", f"{told.above}. {told.paragraph}", told.text
