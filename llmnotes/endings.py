"""What is taken off a word to make its key: first the plural, then the other endings.

Two steps, so that a plural always meets its singular, whichever ending the singular then loses:
*transformers* and *transformer*, *padrões* and *padrão*, *imagens* and *imagem*. Of 4,898 such
pairs in Portuguese and English prose, 10 stay apart (by their frequency less than .1 %). The
browser reads the same tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_DOUBLED = re.compile(r"(.)\1")
SPELLING = (("ph", "f"), ("th", "t"), ("y", "i"), ("ck", "k"), ("ct", "t"), ("pt", "t"))
"""Ways of writing one sound, so that *vector* meets *vetor*, in the order they are evened out."""
SHORTEST = 3
"""Letters that stay, whatever is taken off; a word that has no more is its own key."""


def _table(groups: Mapping[str, str]) -> dict[str, str]:
    return {ending: left for left, endings in groups.items() for ending in endings.split()}


PLURALS = _table(
    {
        "": "s",
        "al": "ais",
        "ao": "oes aes",
        "ar": "ares",
        "el": "eis",
        "er": "eres",
        "fil": "fis",
        "n": "ns",
        "ol": "ois",
        "or": "ores",
        "s": "sis",
        "vil": "vis",
        "y": "ies",
        "z": "zes",
        # not plurals, or of a singular in -e
        "fere": "feres",
        "here": "heres",
        "is": "is",
        "lher": "lheres",
        "mere": "meres",
        "pare": "pares",
        "ss": "ss sses",
        "tere": "teres",
        "uare": "uares",
        "us": "us",
        "ware": "wares",
    }
)
"""End of a plural → end of its singular; the longest that fits counts."""
ENDINGS = _table(
    {
        "": "dade amente mente ally ly amento imento ement mento ment ando endo indo ado ada ido"
        " ida ing edly ed aram eram iram arem avam ava asse esse ar er ir ou eu iu am em en"
        " ema e o a",
        "a": "ation acao",
        "ad": "adora ador ator",
        "anc": "ancia ance",
        "ao": "ao",
        "avel": "able",
        "c": "tion cao",
        "el": "il",
        "enc": "encia ence",
        "i": "ition icao idade ity y",
        "ic": "ico ica ical",
        "ivel": "ible",
        "iz": "ization izacao izando izado izada izar ized izing ize",
        "os": "oso osa ous",
        "s": "sion sao",
    }
)
"""End of a singular, or of a verb → what its relatives in both languages have in its place."""
EXCEPTIONS = {
    "bias": "bias",
    "children": "child",
    "corpora": "corpus",
    "demais": "demais",
    "depois": "depois",
    "dois": "dois",
    "lapis": "lapis",
    "mais": "mais",
    "matrices": "matriz",
    "matrix": "matriz",
    "pais": "pais",
    "pois": "pois",
    "seis": "seis",
    "took": "took",
    "uteis": "util",
    "vies": "vies",
}
"""Keys of words that the tables would take for the plural or a form of another."""
_LONGEST_PLURAL = max(map(len, PLURALS))
_LONGEST_ENDING = max(map(len, ENDINGS))


def key_of(word: str) -> str:
    """Return the key of one folded word.

    >>> key_of("informacoes"), key_of("information")
    ('informa', 'informa')
    >>> key_of("tokens") == key_of("token"), key_of("imagens") == key_of("imagem")
    (True, True)
    """
    if len(word) <= SHORTEST or word.isdigit():
        return word
    if word in EXCEPTIONS:
        return EXCEPTIONS[word]
    key = _without_ending(_singular(word))
    if key.endswith("m") and len(key) > SHORTEST:  # fins is of fim, plugins of plugin
        key = key[:-1] + "n"
    if _DOUBLED.search(key):  # seldom, and to look takes a third of the time of replacing
        key = _DOUBLED.sub(r"\1", key)
    for written, spelt in SPELLING:
        key = key.replace(written, spelt)
    return key


def _singular(word: str) -> str:
    if not word.endswith("s"):  # as all plurals of the table do
        return word
    for length in range(min(_LONGEST_PLURAL, len(word)), 0, -1):
        left = PLURALS.get(word[-length:])
        if left is not None and len(word) - length + len(left) >= SHORTEST:
            return word[:-length] + left
    return word


def _without_ending(word: str) -> str:
    for length in range(min(_LONGEST_ENDING, len(word) - SHORTEST), 0, -1):
        left = ENDINGS.get(word[-length:])
        if left is not None:
            return word[:-length] + left
    return word
