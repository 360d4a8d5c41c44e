"""How a sentence of a note is worded when it is said alone: readable, and in the note's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from llmnotes.model import Sentence
from llmnotes.search.plain import readable

_JOINING = re.compile(
    r"(?:E|Mas|Assim|Portanto|Logo|Daí|Por isso|Por outro lado|Além disso|Ou seja|Aliás|Já"
    r"|Porém|Contudo|No entanto|Também|Então|And|But|So|Thus|Hence|However|Therefore|Moreover"
    r"|Also|Still)(?:, | )(?=\w)"
)
"""Words at the head of a sentence that only join it to the one before."""
_POINTING = re.compile(
    r"(?:el[ea]s?|iss[oa]|ist[oa]|ess[ea]s?|est[ea]s?|aquel[ea]s?|dess[ea]s?|dest[ea]s?|del[ea]s?"
    r"|diss[oa]|niss[oa]|ness[ea]s?|nel[ea]s?|daí|ali|lá|o mesmo|a mesma|ambos|ambas|outr[oa]s?"
    r"|seus?|suas?|(?:é|são|foi|foram|era|eram) (?:uma?|uns|umas|[oa]s?|ess[ea]s?|el[ea]s?)"
    r"|(?:com|para|por|sem|sobre) (?:el[ea]s?|iss[oa]|ist[oa])|(?:for|with|without) (?:it|them)"
    r"|it|its|this|that|these|those|they|their|both|such|there)\b",
    re.IGNORECASE,
)
"""Words that cannot open an answer: what they mean was said before."""
_NOT_JOINING = re.compile(r"(?:E|Já|So|Still|Also|Então) (?:é|que|são|is|are|se|foi)\b")


def worded(sentence: Sentence, near: Sequence[Sentence], said: Sequence[Sentence] = ()) -> Sentence:
    """Return `sentence` so that it can be read by itself, or after what is `said`.

    A word that only joins it to what came before is left out. If it points back (*isso*, *it*), the
    sentence before it in the same paragraph, found in `near`, comes along, with its quote; it
    stays as it is if that has just been said.
    """
    if said and _follows(sentence, said[-1]):
        return replace(sentence, text=readable(sentence.text))
    text = joined_no_more(sentence.text)
    if _POINTING.match(text):
        for one in near:
            if _follows(sentence, one):
                before = joined_no_more(one.text)
                return replace(
                    one,
                    text=f"{readable(before)} {readable(sentence.text)}",
                    quote=f"{one.quote} {sentence.quote}",
                )
    return replace(sentence, text=readable(text))


def joined_no_more(text: str) -> str:
    """Return `text` without the word at its head that joins it to another sentence.

    >>> joined_no_more("Assim um token procura outro."), joined_no_more("E é isso.")
    ('Um token procura outro.', 'E é isso.')
    """
    match = _JOINING.match(text)
    if not match or _NOT_JOINING.match(text) or _POINTING.match(text, match.end()):
        return text
    return text[match.end()].upper() + text[match.end() + 1 :]


def ended(text: str) -> str:
    """Return `text` with a full stop where it led to something that is not said.

    >>> ended("Divide só pela raiz:")
    'Divide só pela raiz.'
    """
    return f"{text[:-1].rstrip()}." if text.endswith((":", ";")) else text


def _follows(one: Sentence, other: Sentence) -> bool:
    """Tell whether `one` stands right after `other` in a paragraph."""
    same = one.note == other.note and one.lines == other.lines and one.kind == other.kind
    return same and one.kind != "table" and one.place == other.place + 1
