"""What a model writes as it likes, piece by piece → claims, one a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from llmnotes.ask.backends.attribute import attributed
from llmnotes.messages import say
from llmnotes.model import Claim, Evidence, Sentence, Usage, Written
from llmnotes.sentences import split_sentences
from llmnotes.stemming import name_key, words

Piece = Written | Usage
"""What comes out of a model: a token, or at the end the count of all."""

_NUMBERS = re.compile(r"\s*\[(?:\d+(?:\s*[,;–-]\s*\d+)*|\^\d+)\]")
_MARKUP = (
    (re.compile(r"^\s*(?:#{1,6}\s+|>\s?|[-*+•]\s+|\d{1,2}[.)]\s+)+"), ""),
    (re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]+)\]\]"), r"\1"),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~|==)(.+?)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"`+([^`]*)`+"), r"\1"),
    (re.compile(r"^\s*(?:```.*|[-*_]{3,}\s*|\|[-:| ]+\|)$"), ""),
    (re.compile(r"\s*\|\s*"), " "),
)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_THOUGHTS = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_REFUSALS = frozenset(name_key(say("ask.refusal", lang)) for lang in ("pt", "en"))


def claims(pieces: Iterable[Piece], evidence: Evidence) -> Iterator[Claim | Usage]:
    """Yield a claim for each sentence as soon as it is whole, with the lines that bear it out.

    What a model thinks aloud (``<think>``) is not said. A sentence that says that the notes are
    silent is none, so that nothing else is a refusal.
    """
    found = [sentence for sentence, _ in evidence.sentences]
    held: list[Written] = []
    for piece in pieces:
        if isinstance(piece, Usage):
            yield piece
            continue
        held.append(piece)
        text = _THOUGHT.sub("", _NUMBERS.sub("", "".join(one.text for one in held)))
        if end := _whole(text):
            rest = text[end:]
            last = held if rest.strip() != piece.text.strip() else held[:-1]
            yield from _said(text[:end], last, found)
            held = [] if not rest else [piece] if last is not held else [Written(rest, 1.0)]
    yield from _said(_NUMBERS.sub("", "".join(one.text for one in held)), held, found)


def plain(text: str) -> str:
    """Return `text` without Markdown and without the numbers of citations.

    >>> plain("- **Token** é um [[Pedaço|pedaço]] de `texto` [1, 2].")
    'Token é um pedaço de texto.'
    """
    text = _NUMBERS.sub("", text)
    for pattern, kept in _MARKUP:
        text = pattern.sub(kept, text)
    return " ".join(text.split())


def _whole(text: str) -> int:
    """Return where the last sentence that is surely over ends, 0 if none is.

    One is over where another begins, or at the end of its line.
    """
    if "<think>" in text and "</think>" not in text:
        return 0
    line = text.rfind("\n") + 1
    parts = list(split_sentences(" ".join(text[line:].split())))
    return line if len(parts) < 2 else _before_last(text, parts[-1])


def _before_last(text: str, last: str) -> int:
    """Return where the sentence `last`, white space aside, begins at the end of `text`."""
    left, at = len("".join(last.split())), len(text)
    while left and at:
        at -= 1
        left -= not text[at].isspace()
    return at


def _said(text: str, held: list[Written], found: list[Sentence]) -> Iterator[Claim]:
    """Yield the sentences of some whole text; the tokens go with the first."""
    tokens = tuple(held)
    for line in _THOUGHTS.sub("", text).split("\n"):
        for part in split_sentences(" ".join(plain(line).split())):
            if words(part) and name_key(part) not in _REFUSALS:
                yield Claim(part, attributed(part, found), tokens)
                tokens = ()
