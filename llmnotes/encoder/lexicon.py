"""Words in the other language, so that a Portuguese word also looks for the English one."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Protocol

BUNDLED = Path(__file__).parent.parent / "models" / "lexicon" / "lexicon.json"
"""What ``python -m llmnotes.training.lexicon`` learned from sentence pairs."""

Translations = tuple[tuple[str, float], ...]
"""Words with the share of sentences in which each stood for the word, likeliest first."""


class Entries(Protocol):
    """Words of one language, each with its translations: ``other share other share …``."""

    def get(self, word: str, default: str, /) -> str:
        """Return what stands beside `word`, or `default`."""
        ...


class Lexicon:
    """Folded words of Portuguese and English with what they are in the other language.

    A word may be of both languages (``data``); it then has the translations of both, since a query
    of two words seldom tells its language.
    """

    def __init__(self, words: Mapping[str, Entries]) -> None:
        self._words = words

    def translate(self, word: str) -> Translations:
        """Return what the folded `word` is in the other language; nothing if it is unknown.

        >>> Lexicon({"pt": {"rede": "network 90 net 10"}, "en": {}}).translate("rede")
        (('network', 0.9), ('net', 0.1))
        """
        found: dict[str, float] = {}
        for known in self._words.values():
            parts = known.get(word, "").split()
            for other, share in zip(parts[::2], parts[1::2], strict=True):
                found[other] = max(found.get(other, 0), int(share) / 100)
        return tuple(sorted(found.items(), key=lambda item: (-item[1], item[0])))


class Lines:
    """Entries as the file has them, one a line and sorted: a search looks up a few of 32,000.

    Parsing all of them took a twentieth of the time of ``llmnotes search``.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def get(self, word: str, default: str, /) -> str:
        r"""Return the translations of `word` by halving the lines between which it must stand.

        >>> Lines(b'"a": "x 9",\n"b": "y 8"\n').get("b", "")
        'y 8'
        """
        wanted, data = word.encode("utf-8", "replace"), self._data
        low, high = 0, len(data)
        while low < high:
            start = data.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = data.find(b"\n", start)
            key, _, value = data[start:end].partition(b'": "')
            if key[1:] == wanted:
                return value.rstrip(b'",').decode()
            if key[1:] < wanted:
                low = end + 1
            else:
                high = start
        return default


@cache
def load_lexicon(path: Path = BUNDLED) -> Lexicon:
    """Read the lexicon: ``{"pt": {word: "other share …"}, "en": …}``, shares in hundredths.

    It is JSON with an entry a line, the words sorted, as `llmnotes.training.lexicon` writes it.
    """
    data = path.read_bytes()
    languages = {}
    for lang in ("en", "pt"):
        start = data.index(b'\n"%s": {\n' % lang.encode()) + len(lang) + 6
        languages[lang] = Lines(data[start : data.index(b"}", start)])
    return Lexicon(languages)
