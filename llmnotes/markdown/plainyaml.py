"""The front matter most notes have, scalars and lists of them, read without a YAML library.

PyYAML with libyaml took 0.13 ms for five properties: an eighth of what a whole note may cost, and
70 ms of the start of a process to import it.
"""

from __future__ import annotations

import re

_LONGEST = 10_000
"""Characters; what is longer may hold more values than a note may have."""
_QUOTED = r"\"[^\"\\]*\"|'[^'\\]*'"
_NUMBER = r"[0-9][0-9-]*"
_WORD = r"[^\W\d_][\w .,!?()/+-]*"
_ITEM = re.compile(rf"[ ]*({_QUOTED}|{_NUMBER}|[^\W\d_][\w ./+-]*)[ ]*")
_LINE = re.compile(
    rf"(?P<name>[A-Za-z][\w-]*):(?:[ ]+(?:(?P<value>{_QUOTED}|{_NUMBER}|{_WORD})"
    rf"|\[(?P<items>(?:[\w ,./+-]|{_QUOTED})*)\]))?[ ]*"
    rf"|(?P<indent>[ ]*)-[ ]+(?P<item>{_QUOTED}|{_NUMBER}|{_WORD})[ ]*"
)
_MEANT = {"null": None, "true": True, "false": False}


def read_plain(text: str) -> dict[str, object] | None:
    r"""Return the properties of `text`, or None if it takes a YAML library to be sure of them.

    >>> read_plain("title: Rede neural\ntags: [a, \"b, c\"]\naliases:\n- c")
    {'title': 'Rede neural', 'tags': ['a', 'b, c'], 'aliases': ['c']}
    """
    found: dict[str, object] = {}
    last, indent = "", ""
    if len(text) > _LONGEST or not text.replace("\n", " ").isprintable():
        return None  # control characters and blanks that YAML has rules for
    for line in text.rstrip("\n").split("\n"):
        match = _LINE.fullmatch(line)
        if match is None:
            return None
        name, value, items, item = match.group("name", "value", "items", "item")
        if item is not None:
            if last and found[last] is None:
                indent = match["indent"]
            if not last or indent != match["indent"]:
                return None
            _append(found, last, item)
            continue
        if name in found:
            return None
        last = ""
        if items is not None:
            if (listed := _list(items)) is None:
                return None
            found[name] = listed
        elif value is not None:
            found[name] = _scalar(value)
        else:
            found[name], last = None, name
    return found


def _scalar(text: str) -> object:
    """Return what a quoted or bare scalar means, by the rules of `properties`."""
    if text[0] in "\"'":
        return text[1:-1]
    text = text.rstrip()
    if text.isdecimal() and len(text) <= 18 and (text == "0" or text[0] != "0"):
        return int(text)
    return _MEANT.get(text.lower(), text)


def _append(found: dict[str, object], name: str, item: str) -> None:
    items = found[name]
    if isinstance(items, list):
        items.append(_scalar(item))
    else:
        found[name] = [_scalar(item)]


def _list(text: str) -> list[object] | None:
    """Return the items between the brackets of a list, None where one is not plain."""
    items: list[object] = []
    place = 0
    while text.strip():
        match = _ITEM.match(text, place)
        if match is None:
            return None
        items.append(_scalar(match[1]))
        place = match.end()
        if place == len(text):
            break
        if text[place] != ",":
            return None
        place += 1
    return items
