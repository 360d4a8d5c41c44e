"""The names of a term as a glossary shows them: without repetitions, by language if told.

Aliases are there so that links and searches find a note, so they hold slips and plurals too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from llmnotes.messages import Lang
from llmnotes.render.escape import names
from llmnotes.stemming import stem, words

MOST = 5
"""How many further names a term shows."""

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_LOOK = re.compile(
    r"[wky]|th|sh|ck|oo|ee|ea|gh|ph|ss|ll|tt|pp|ff|(?:ing|tion|ness|ship|ity|ble|ed|ers?)$"
    r"|[bcdfghjpqtvx]$|[bcdfghjknpqtvx]s$"
)
_ENGLISH_WORDS = names(
    "a ai algebra an bias biases by causal chain criteria data database descent divergence "
    "few for from gradient human in instance judge language large learning loss machine mask "
    "masked matrices matrix model models neuron neurons norm normal of one open or prompt "
    "question rate response rules sampling scale science sequence set shot small source "
    "statistics super temperature term test theorem to token tokens training use user value "
    "vector vectors video zero"
)
_PORTUGUESE_WORDS = names(
    "ao aos com da das de do dos e em entre esparsa na nas no nos ou para pela pelo por que rede "
    "redes sem sobre um uma valor agente agentes base chave classe fase fonte frase mente nome "
    "parte plano ponte pele sede série teste testes"
)
_PORTUGUESE_LOOK = re.compile(
    r"^(?=.*[^a-z]).*[^bcdfghjkpqtvx]$|[ao]s?$"
    r"|(?:cao|coes|oes|dade|agem|agens|mente|avel|ivel|[dnrtz]ar)$"
)


@dataclass(frozen=True, slots=True)
class TermNames:
    """The names of a term: how it is headed, its name in the other language, and further ones."""

    term: str
    other: str
    lang: Lang
    """The language of `other`."""
    more: tuple[str, ...]


def term_names(term: str, aliases: Iterable[str], lang: Lang) -> TermNames:
    """Sort out the names of a term in a glossary in `lang`.

    >>> term_names("Agente", ["agentes", "agnete", "AI agent", "agent"], "pt")
    TermNames(term='Agente', other='AI agent', lang='en', more=('agent',))
    """
    kept = [term, *distinct(term, aliases)]
    foreign: Lang = "en" if lang == "pt" else "pt"
    wanted = lang if language(term[:1].lower() + term[1:]) == foreign else foreign
    other = next((name for name in kept[1:] if language(name) == wanted and not _digits(name)), "")
    more = [name for name in kept[1:] if name != other]
    return TermNames(term, other, wanted, tuple(more[:MOST]))


def distinct(term: str, aliases: Iterable[str]) -> tuple[str, ...]:
    """Return the aliases that are names of their own, not slips or plurals of one before them.

    Nor is a path to such a name one: it is where the note once was.

    >>> distinct("Agente", ["agentes", "agnete", "AI agent"])
    ('AI agent',)
    >>> distinct("Apelidos", ["Vincular notas/Apelidos", "TCP/IP"])
    ('TCP/IP',)
    """
    kept = [term]
    for alias in aliases:
        last = alias.rpartition("/")[2]
        if not any(_repeats(alias, name) or _repeats(last, name) for name in kept):
            kept.append(alias)
    return tuple(kept[1:])


@lru_cache(maxsize=4096)
def language(name: str) -> str:
    """Return ``pt`` or ``en`` for a name whose spelling tells, ``""`` for all others.

    Capitals make a proper name, which belongs to no language.

    >>> [language(name) for name in ("rede neural", "neural network", "Claude", "LLM")]
    ['pt', 'en', '', '']
    """
    found: list[str] = _WORD.findall(name)
    if any(not (word.islower() or word.isupper()) for word in found):
        return ""
    lower = [word for word in found if word.islower()]
    if any(_is_portuguese(word) for word in lower):
        return "pt"
    if any(word in _ENGLISH_WORDS or _ENGLISH_LOOK.search(word) for word in lower):
        return "en"
    return ""


def _is_portuguese(word: str) -> bool:
    if word in _ENGLISH_WORDS:
        return False
    return word in _PORTUGUESE_WORDS or _PORTUGUESE_LOOK.search(word) is not None


def _repeats(alias: str, name: str) -> bool:
    """Tell whether two names are one in other accents, hyphens, number, or with a slip."""
    one, other = _bare(alias), _bare(name)
    if one == other:
        return True
    langs = {language(alias), language(name[:1].lower() + name[1:])}
    if langs == {"pt", "en"} or _digits(one) != _digits(other):
        return False
    if _stems(alias) == _stems(name):
        return True
    if alias.isupper() and name.isupper():
        return False
    shorter = min(len(one), len(other))
    return shorter >= 4 and _distance(one, other, 2) <= (2 if shorter >= 10 else 1)


def _bare(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).casefold()
    return "".join(c for c in plain if c.isalnum())


def _digits(bare: str) -> str:
    return "".join(c for c in bare if c.isdigit())


def _stems(name: str) -> list[str]:
    return [stem(word) for word in words(name)]


def _distance(one: str, other: str, most: int) -> int:
    """Count the letters added, lost, changed or swapped with the next, up to `most` + 1.

    >>> _distance("transformer", "tranfsormer", 2), _distance("abc", "xyz", 1)
    (1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)
