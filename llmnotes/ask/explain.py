"""What lies behind an answer, for a terminal: its tokens, and the scores of what was found."""

from __future__ import annotations

from collections.abc import Iterator

from llmnotes.ask.shown import SENTENCES
from llmnotes.messages import Lang, say
from llmnotes.model import Answer, Told, Written

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDE = 8
_COLUMN = 18
_OTHERS = 3
_LONGEST = 88


def explanation(answer: Answer, lang: Lang) -> str:
    """Return the whole explanation as lines."""
    return "\n".join(_lines(answer, lang))


def bar(share: float, width: int = _WIDE) -> str:
    """Return `share` (0 to 1) as a bar of eighths.

    >>> bar(0.5, 4)
    '██  '
    """
    eighths = round(max(0.0, min(1.0, share)) * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def _lines(answer: Answer, lang: Lang) -> Iterator[str]:
    yield say("explain.confidence", lang, share=f"{answer.confidence:.3f}")
    for one in answer.sentences:
        if one.tokens:
            yield ""
            yield say("explain.tokens", lang, text=_short(one.text))
            yield from _tokens(one)
    found = answer.evidence
    if found is None:
        return
    yield ""
    yield say("explain.hits", lang)
    for hit in found.hits:
        passage = hit.passage
        title = " › ".join((passage.title, *passage.heading))
        yield f"  {hit.score:8.3f}  {passage.note}:{passage.lines[0]}  {title}"
    yield ""
    yield say("explain.sentences", lang)
    for sentence, score in found.sentences[:SENTENCES]:
        place = f"{sentence.note}:{sentence.lines[0]}"
        yield f"  {score:8.3f}  {place}  {_short(sentence.text)}"


def _tokens(told: Told) -> Iterator[str]:
    for one in told.tokens:
        cell = _visible(one.text).ljust(_COLUMN)
        share = f"{one.probability:6.1%} {bar(one.probability)}"
        yield f"  {cell} {share} {_source(one)}  {_others(one)}".rstrip()


def _source(one: Written) -> str:
    return (f"{one.origin[0]}–{one.origin[1]}" if one.origin else "–").rjust(9)


def _others(one: Written) -> str:
    return "  ".join(f"{_visible(text)} {share:.1%}" for text, share in one.alternatives[:_OTHERS])


def _visible(text: str) -> str:
    """Return a token with its white space to be seen."""
    return text.replace(" ", "·").replace("\n", "⏎")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
