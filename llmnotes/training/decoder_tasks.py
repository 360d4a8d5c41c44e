"""Questions made by code: blanks to fill, definitions and differences."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from llmnotes.decoder import features as glance
from llmnotes.decoder.tokenizer import Tokenizer
from llmnotes.training.decoder_examples import Example, Span, make_example, window
from llmnotes.training.decoder_sources import Definition

BLANK = "____"
DEFINE = {
    "pt": (
        "O que é {}?", "O que significa {}?", "Defina {}.", "O que quer dizer {}?", "{}",
        "Explique o que é {}.", "Qual é a definição de {}?", "o que e {}",
    ),
    "en": (
        "What is {}?", "What does {} mean?", "Define {}.", "What is meant by {}?", "{}",
        "Explain {}.", "What is the definition of {}?", "what is {}",
    ),
}  # fmt: skip
DIFFER = {
    "pt": (
        "Qual é a diferença entre {} e {}?", "Quais são as diferenças entre {} e {}?",
        "Compare {} e {}.", "O que distingue {} de {}?", "{} e {}: qual a diferença?",
    ),
    "en": (
        "What is the difference between {} and {}?", "How do {} and {} differ?",
        "Compare {} and {}.", "What distinguishes {} from {}?", "{} versus {}?",
    ),
}  # fmt: skip
SHAPES = ("{}: {}", "# {}\n{}", "{}\n{}", "- **{}:** {}", "{} > {}")


def blank(tokenizer: Tokenizer, text: str, rng: random.Random) -> Example | None:
    """Ask for a span that recurs in `text`, with one of its sentences as the question.

    Recurring spans teach a reader to select before it has seen one question (Ram et al. 2021,
    "Few-Shot Question Answering by Pretraining Span Selection"). None where nothing recurs.
    """
    start, end = window(text, None, rng.choice((350, 600, 900)), rng)
    text = text[start:end]
    found = list(re.finditer(r"\w+", text))
    spots: dict[str, list[tuple[int, int]]] = {}
    for length in (1, 2, 3):
        for at in range(len(found) - length + 1):
            a, b = found[at].start(), found[at + length - 1].end()
            if worthy(text[a:b], length):
                spots.setdefault(text[a:b], []).append((a, b))
    places = glance.sentences(text)
    choices = []
    for span, held in spots.items():
        homes = sorted({max(i for i, (x, _) in enumerate(places) if x <= a) for a, _ in held})
        if len(homes) > 1:
            choices.append((span, held, homes))
    if not choices:
        return None
    span, held, homes = rng.choices(choices, [len(span.split()) ** 2 for span, _, _ in choices])[0]
    a, b = places[rng.choice(homes)]
    question = re.sub(rf"(?<!\w){re.escape(span)}(?!\w)", BLANK, text[a:b].strip())
    passage = text[:a] + text[b:]
    starts = [x if x < a else x - (b - a) for x, _ in held if not a <= x < b]
    first = rng.choice(starts)
    also = tuple(x for x in starts if x != first)
    return make_example(tokenizer, question, [passage], [Span(0, first, first + len(span), also)])


def worthy(span: str, length: int) -> bool:
    """Tell whether a span of `length` words is worth asking for: dull at neither end."""
    if "\n" in span or "_" in span:
        return False
    parts = [glance.fold(part) for part in re.findall(r"\w+", span)]
    if any(glance.common(part) for part in (parts[0], parts[-1])):
        return False
    return length > 1 or span[0].isupper() or span[0].isdigit() or len(span) > 6


def define(
    tokenizer: Tokenizer, rows: Sequence[Definition], rng: random.Random, *, known: bool
) -> Example:
    """Ask what the first of `rows` means, among the others; `known` False leaves it out."""
    asked, shape = rows[0], rng.choice(SHAPES)
    shown = list(rows if known else rows[1:])
    rng.shuffle(shown)
    passages = _grouped(shown, shape, rng)
    question = rng.choice(DEFINE[asked.lang]).format(asked.term)
    spans = [_place(passages, shape, asked)] if known else []
    return make_example(tokenizer, question, passages, spans)


def differ(tokenizer: Tokenizer, rows: Sequence[Definition], rng: random.Random) -> Example:
    """Ask how the first two of `rows` differ; the answer states both definitions in that order."""
    one, two = rows[:2]
    shape, shown = rng.choice(SHAPES), list(rows)
    rng.shuffle(shown)
    passages = _grouped(shown, shape, rng)
    question = rng.choice(DIFFER[one.lang]).format(one.term, two.term)
    spans = [_place(passages, shape, row) for row in (one, two)]
    return make_example(tokenizer, question, passages, spans)


def _grouped(rows: Sequence[Definition], shape: str, rng: random.Random) -> list[str]:
    """Write definitions one to a passage, or all in one."""
    written = [shape.format(row.term, row.definition) for row in rows]
    return written if rng.random() < 0.6 else ["\n".join(written)]


def _place(passages: Sequence[str], shape: str, row: Definition) -> Span:
    whole = shape.format(row.term, row.definition)
    for number, passage in enumerate(passages):
        if (at := passage.find(whole)) >= 0:
            start = at + len(whole) - len(row.definition)
            return Span(number, start, at + len(whole))
    raise ValueError(f"{row.term}: not in the passages")
