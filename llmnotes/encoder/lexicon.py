"""Words in the other language, so that a Portuguese word also looks for the English one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

BUNDLED = Path(__file__).parent.parent / "models" / "lexicon" / "lexicon.json"
"""What ``python -m llmnotes.training.lexicon`` learned from sentence pairs."""

Translations = tuple[tuple[str, float], ...]
"""Words with the share of sentences in which each stood for the word, likeliest first."""


class Lexicon:
    """Folded words of Portuguese and English with what they are in the other language.

    A word may be of both languages (``data``); it then has the translations of both, since a query
    of two words seldom tells its language.
    """

    def __init__(self, words: Mapping[str, Mapping[str, str]]) -> None:
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


@cache
def load_lexicon(path: Path = BUNDLED) -> Lexicon:
    """Read the lexicon: ``{"pt": {word: "other share …"}, "en": …}``, shares in hundredths."""
    return Lexicon(json.loads(path.read_bytes()))
