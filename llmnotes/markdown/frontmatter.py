"""Front matter: YAML between ``---`` lines at byte 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .plainyaml import read_plain
from .properties import YamlFault, read_properties, salvage
from .wikilink import Written, find_wikilinks


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The properties of a note; lines are those of the file.

    `faults` are pairs of line and reason; `links` are name of the property, link and line.
    """

    properties: dict[str, object]
    faults: tuple[tuple[int, str], ...] = ()
    links: tuple[tuple[str, Written, int], ...] = ()


def split_front_matter(source: str) -> tuple[str | None, int]:
    r"""Return the YAML at the top of `source`, or None, and the offset at which the body begins.

    >>> split_front_matter("---\na: 1\n---\ntext")
    ('a: 1\n', 13)
    """
    begin = source.find("\n") + 1
    if begin == 0 or not source.startswith("---") or source[3:begin].strip():
        return None, 0
    end = begin - 1
    while (end := source.find("\n---", end)) >= 0:
        stop = source.find("\n", end + 4) + 1 or len(source)
        if not source[end + 4 : stop].strip():
            return source[begin : end + 1], stop
        end += 1
    return None, 0


def read_front_matter(text: str) -> FrontMatter:
    """Read YAML; what YAML refuses is a fault, and is kept as it is written."""
    faults: tuple[tuple[int, str], ...] = ()
    try:
        properties = read_plain(text)
        if properties is None:
            properties = read_properties(text)
    except YamlFault as fault:
        # The first line of the file is the "---" above the text.
        faults = ((fault.line + 2, fault.reason),)
        properties = salvage(text)
    links = tuple(_links(properties, text)) if "[[" in text else ()
    return FrontMatter(properties, faults, links)


def _links(properties: dict[str, object], text: str) -> Iterator[tuple[str, Written, int]]:
    """Yield the wikilinks of all properties; they stand in the text in the same order."""
    place, line = 0, 2
    for name, value in properties.items():
        for words in _strings(value):
            for start, written in find_wikilinks(words):
                opened = words[start : words.index("]]", start)]
                found = text.find(opened, place)
                if found >= 0:
                    line += text.count("\n", place, found)
                    place = found + 2
                yield name, written, line


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _strings(item)
