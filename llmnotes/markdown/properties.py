"""YAML → plain values, by YAML 1.2's rules for plain words and with a line for every fault."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml

MAX_NODES = 20_000
"""More values than this, or aliases that multiply to more, are no list of properties."""

_MAX_DEPTH = 100
_WORDS = {"": None, "~": None, "null": None, "true": True, "false": False}
_INT = re.compile(r"[-+]?[0-9]{1,18}")
_FLOAT = re.compile(r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?")
_KEY = re.compile(r"""([^\s#:'"\[\]{},&*!|>%@`-][^:\n]*|"[^"\n]*"|'[^'\n]*')[ \t]*:(?=[ \t\n]|$)""")


class YamlFault(Exception):  # noqa: N818 (a finding, turned into a Problem)
    """YAML that cannot be read; `line` counts from 0 in the text."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line, self.reason = line, reason


def read_properties(text: str) -> dict[str, object]:
    r"""Read a YAML mapping, or raise `YamlFault`.

    >>> read_properties("lang: no\ntags: [a, 1, true]\ndate: 2024-01-02")
    {'lang': 'no', 'tags': ['a', 1, True], 'date': '2024-01-02'}
    """
    import yaml  # an eighth of the start of `ask`, and most notes do without

    _refuse_depth(text)
    try:
        node = yaml.compose(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlFault(mark.line if mark else 0, error.problem or "invalid YAML") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlFault(0, str(error).splitlines()[0] or "invalid YAML") from None
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode):
        raise YamlFault(node.start_mark.line, "expected 'name: value'")
    value = _Reader().mapping(node, 0)
    return {name: _unquoted_link(held) for name, held in value.items()}


def salvage(text: str) -> dict[str, object]:
    r"""Read broken YAML property by property; what even then is refused stays as it is written.

    >>> salvage("a: [[A]], [[B]]\nb: 2\nb: 3\nauthor:\n- @me")
    {'a': '[[A]], [[B]]', 'b': [2, 3], 'author': '- @me'}
    """
    found: dict[str, object] = {}
    for name, chunk in _chunks(text):
        try:
            value = next(iter(read_properties(chunk).values()), None)
        except YamlFault:
            value = chunk.partition(":")[2].strip() if name else chunk.strip()
        if name not in found:
            found[name] = value
        elif value is not None:
            found[name] = _as_list(found[name]) + _as_list(value)
    return found


@cache
def _loader() -> Any:
    """Return a loader that leaves every scalar a string: `_scalar` decides what it means."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return type("_Loader", (base,), {"yaml_implicit_resolvers": {}})


class _Reader:
    """Turns nodes into values and counts them, so that aliases cannot multiply."""

    def __init__(self) -> None:
        self.left = MAX_NODES

    def value(self, node: Any, depth: int) -> object:
        self.left -= 1
        if self.left < 0 or depth > _MAX_DEPTH:
            raise YamlFault(node.start_mark.line, f"expected at most {MAX_NODES} values")
        if node.id == "scalar":
            return _scalar(node)
        if node.id == "sequence":
            return [self.value(child, depth + 1) for child in node.value]
        return self.mapping(node, depth)

    def mapping(self, node: Any, depth: int) -> dict[str, object]:
        found: dict[str, object] = {}
        for key, held in node.value:
            if key.id != "scalar":
                raise YamlFault(key.start_mark.line, "expected a word before ':'")
            name = str(key.value)
            if name in found:
                raise YamlFault(key.start_mark.line, f"duplicate key '{name}'")
            found[name] = self.value(held, depth + 1)
        return found


def _scalar(node: yaml.ScalarNode) -> object:
    text = str(node.value)
    # None in Python's loader and "" in C's say that there are no quotes.
    if node.style:
        return text
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INT.fullmatch(text) and (text.lstrip("+-") == "0" or text.lstrip("+-")[0] != "0"):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def _unquoted_link(value: object) -> object:
    """Turn an unquoted ``[[A]]``, to YAML a list in a list, back into the link it means."""
    match value:
        case [[str(name)]]:
            return f"[[{name}]]"
        case list():
            return [_unquoted_link(item) for item in value]
    return value


def _chunks(text: str) -> Iterator[tuple[str, str]]:
    """Cut YAML before every line that begins a property; text ahead of the first has no name."""
    name, lines = "", list[str]()
    for line in text.splitlines(keepends=True):
        match = _KEY.match(line)
        if match:
            if "".join(lines).strip():
                yield name, "".join(lines)
            name, lines = match[1].strip().strip("'\""), []
        lines.append(line)
    if "".join(lines).strip():
        yield name, "".join(lines)


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _refuse_depth(text: str) -> None:
    """Refuse nesting that could exhaust the stack of the YAML library: no error could be caught."""
    if text.count("[") + text.count("{") + text.count("- -") > _MAX_DEPTH:
        depth = 0
        for number, line in enumerate(text.split("\n")):
            depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
            if depth + line.count("- -") > _MAX_DEPTH or line.count("[") > MAX_NODES:
                raise YamlFault(number, f"expected at most {_MAX_DEPTH} levels")
