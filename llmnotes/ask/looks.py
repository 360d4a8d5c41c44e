"""What a sentence looks like: a definition, a reason, a number, a year, a name."""

from __future__ import annotations

import re
from functools import lru_cache

from llmnotes.ask.parts import begins_with
from llmnotes.ask.units import Unit
from llmnotes.model import Asked
from llmnotes.stemming import stems

BECAUSE = re.compile(
    r"\b(?:porque|pois|por isso|para que|serve|servem|evita|permite|assim|because|so that|since|"
    r"therefore|to avoid)\b"
)
COPULA = re.compile(r"\b(?:e|sao|chama|chamam|consiste|significa|is|are|means)\b")
IS_A = re.compile(
    r"\b(?:(?:e|is) (?:uma?|os?|as?|an?|the|any|one|qualquer)\b"
    r"|(?:sao|are) (?!(?:also|not|now|only|always|usually|often|tambem|supported)\b"
    r"|\w+(?:ad[oa]s|id[oa]s)\b)\w"
    r"|(?:chama|chamam|consiste|significa|means)\b)"
)
NUMBER = re.compile(
    r"\d|\b(?:um|dois|duas|tres|quatro|cinco|dez|cem|mil|milhao|milhoes|bilhoes|one|two|three)\b"
)
MONEY = re.compile(r"[$€£]|\b(?:reais|real|dolar(?:es)?|euros?|dollars?|centavos?|cents?)\b")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")
NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-ZÀ-Ý]\w+")
NAMED = (
    r'\({0}\)|\b{0}[*"”»]? ?(?:=|:|→)'
    r"|\b(?:chama\w*(?:-se)?|nome (?:(?:disso|disto|del[ea]|dess[ea]) )?e"
    r"|conhecid[oa]s? (?:como|por)|called|known as|named)"
    r'(?: (?:de|d[ao]|an?|the|uma?|o|a))? [“«*"]?{0}\b'
)
"""What names a thing inside of a sentence, ``{0}``, that tells what it is: folded text."""
DEFINED = re.compile(r"^[^.:]{2,60}:\s")
NEAR_START = 8
"""Words of a definition before its verb, at most."""
BESIDE = 4
"""Words after a number among which stands what it counts."""


def says_what(unit: Unit) -> bool:
    """Tell whether the sentence looks like a definition: a verb of being near its start."""
    start = " ".join(unit.folded.split()[:NEAR_START])
    return bool(COPULA.search(start)) or bool(DEFINED.match(unit.sentence.text))


def defines_asked(unit: Unit, asked: Asked) -> bool:
    """Tell whether the sentence begins with what is asked about and goes on to say what it is.

    Or whether it says what something is and that this is its name.
    """
    start = " ".join(unit.folded.split()[:NEAR_START])
    if IS_A.search(start) and any(begins_with(unit.sentence, side) for side in asked.subjects):
        return True
    return any(_named(side).search(unit.folded) for side in asked.subjects)


@lru_cache(maxsize=64)
def _named(side: str) -> re.Pattern[str]:
    r"""Return what finds a sentence that names `side`, words with single spaces.

    >>> bool(_named("ettr").search("expose to the right (ettr) means as bright as possible"))
    True
    >>> bool(_named("memoizacao").search("o nome disso e memoizacao."))
    True
    >>> bool(_named("token").search("um token custa pouco"))
    False
    """
    return re.compile(NAMED.replace("{0}", r"\W+".join(map(re.escape, side.split()))))


def term_named(unit: Unit, asked: Asked) -> float:
    """Return how much of what stands before a colon the question names."""
    if unit.sentence.kind != "item" or not unit.starts:
        return 0.0
    found = DEFINED.match(unit.sentence.text)
    if found is None:
        return 0.0
    keys = set(stems(found[0]))
    return len(keys & set(stems(asked.text))) / len(keys) if keys else 0.0


def counts(unit: Unit, counted: frozenset[str]) -> bool:
    """Tell whether a number stands beside what the question wants to know the number of."""
    said = unit.folded.split()
    places = [at for at, word in enumerate(said) if NUMBER.search(word)]
    return any(
        counted & set(stems(" ".join(said[max(0, at - 1) : at + BESIDE])))  # the number comes first
        for at in places
    )
