"""The front matter most notes have, words and lists of words, read without a YAML library.

PyYAML with libyaml took 0.13 ms for five properties: an eighth of what a whole note may cost.
"""

from __future__ import annotations

import re

_WORD = r"[^\W\d_][\w .,!?()/+-]*"
_LINE = re.compile(
    rf"(?P<name>[A-Za-z][\w-]*):[ ]*(?:(?P<word>{_WORD})|\[(?P<items>[\w ,./+-]*)\][ ]*)?"
    rf"|(?P<indent>[ ]*)-[ ]+(?P<item>{_WORD})"
)
_ITEM = re.compile(r"[^\W\d_][\w ./+-]*")
_MEANT = frozenset(("null", "true", "false"))


def read_plain(text: str) -> dict[str, object] | None:
    r"""Return the properties of `text`, or None if it takes a YAML library to be sure of them.

    >>> read_plain("title: Rede neural\ntags: [a, b]\naliases:\n- c")
    {'title': 'Rede neural', 'tags': ['a', 'b'], 'aliases': ['c']}
    """
    found: dict[str, object] = {}
    last, indent = "", ""
    for line in text.rstrip("\n").split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        name, word, items, item = match.group("name", "word", "items", "item")
        if item is not None:
            if last and found[last] is None:
                indent = match["indent"]
            if not last or indent != match["indent"] or not _append(found, last, item):
                return None
            continue
        if name in found or line.startswith(name + ":" + (word or "[")):
            return None
        value = _list(items) if items is not None else word and _word(word)
        if value is None and (items is not None or word):
            return None
        found[name] = value
        last = name if value is None else ""
    return found


def _word(text: str) -> str | None:
    text = text.rstrip()
    return None if text.lower() in _MEANT else text


def _append(found: dict[str, object], name: str, item: str) -> bool:
    word, items = _word(item), found[name]
    if word is None:
        return False
    if isinstance(items, list):
        items.append(word)
    else:
        found[name] = [word]
    return True


def _list(text: str) -> list[str] | None:
    if not text.strip():
        return []
    items = [item.strip() for item in text.split(",")]
    plain = all(_ITEM.fullmatch(item) and item.lower() not in _MEANT for item in items)
    return items if plain else None
