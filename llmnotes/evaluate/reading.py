"""A YAML file of cases → a plan, or an error that names the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from llmnotes.decoder.sampling import Sampling
from llmnotes.errors import UsageError, VaultError
from llmnotes.evaluate.plan import Case, Criteria, Plan, Price, Setting
from llmnotes.messages import Lang, say

EXAMPLE = Path(__file__).with_name("example.yaml")
"""A file of cases to begin with."""
PREFER = ("accuracy", "seconds", "latency", "cost")


def read_plan(path: Path, lang: Lang = "en") -> Plan:
    """Read the cases file at `path`; raises VaultError with its line for the first fault."""
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: {error}") from error
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = error.problem or str(error)
        raise VaultError(path.name, mark.line + 1 if mark else 1, reason) from error
    except yaml.YAMLError as error:
        raise VaultError(path.name, 1, str(error)) from error
    return _Reader(path.name, lang).plan(node)


class _Reader:
    """Reads nodes of YAML, which know their lines."""

    def __init__(self, path: str, lang: Lang) -> None:
        self._path, self._lang = path, lang

    def plan(self, node: yaml.Node | None) -> Plan:
        if node is None:
            raise VaultError(self._path, 1, say("evaluate.no-cases", self._lang))
        known: dict[str, Callable[[yaml.Node], object]] = {
            "cases": lambda one: tuple(map(self._case, self._items(one))),
            "criteria": lambda one: self._value(Criteria, one),
            "price": lambda one: self._value(Price, one),
            "prefer": lambda one: self._one_of(one, PREFER),
            "decoders": self._texts,
            "templates": self._texts,
            "settings": lambda one: tuple(map(self._setting, self._items(one))),
        }
        values: dict[str, Any] = {
            key: read(value) for key, (read, value) in self._known(node, known).items()
        }
        if not values.get("cases"):
            self._fail(node, "evaluate.no-cases")
        for key in ("decoders", "templates", "settings"):
            if key in values and not values[key]:
                del values[key]
        return Plan(**values)

    def _case(self, node: yaml.Node) -> Case:
        known: dict[str, Callable[[yaml.Node], object]] = {
            "question": self._text,
            "notes": self._texts,
            "answer": self._text,
            "contains": self._texts,
            "refuse": self._flag,
        }
        values: dict[str, Any] = {
            key: read(value) for key, (read, value) in self._known(node, known).items()
        }
        if not values.get("question"):
            self._fail(node, "evaluate.no-question")
        demands = [key for key in ("notes", "answer", "contains") if values.get(key)]
        if bool(values.get("refuse")) == bool(demands):
            self._fail(node, "evaluate.demands")
        return Case(**values, line=node.start_mark.line + 1)

    def _setting(self, node: yaml.Node) -> Setting:
        pairs = self._pairs(node)
        name = self._text(pairs.pop("name")[1]) if "name" in pairs else ""
        known = [field.name for field in fields(Sampling)]
        values: dict[str, Any] = {}
        for key, (where, value) in pairs.items():
            if key not in known:
                self._unknown(where, key, ("name", *known))
            values[key] = self._texts(value) if key == "stop" else self._number(value)
            if key in ("max_length", "seed"):
                values[key] = int(values[key])
        try:
            usual: dict[str, Any] = {"max_length": Setting().sampling.max_length}
            sampling = Sampling(**(usual | values), lang=self._lang)
        except UsageError as error:
            raise VaultError(self._path, node.start_mark.line + 1, str(error)) from error
        told = ", ".join(f"{key} {value:g}" for key, value in values.items() if key != "stop")
        return Setting(name or told or "default", sampling)

    def _value(self, kind: type[Any], node: yaml.Node) -> object:
        """Read a table of numbers, none of them negative."""
        known = {field.name: self._number for field in fields(kind)}
        found = {}
        for key, (read, value) in self._known(node, known).items():
            found[key] = read(value)
            if found[key] < 0:
                self._fail(value, "evaluate.negative", found=found[key])
        return kind(**found)

    def _known(
        self, node: yaml.Node, known: Mapping[str, Callable[[yaml.Node], Any]]
    ) -> dict[str, tuple[Callable[[yaml.Node], Any], yaml.Node]]:
        found = {}
        for key, (where, value) in self._pairs(node).items():
            if key not in known:
                self._unknown(where, key, tuple(known))
            found[key] = known[key], value
        return found

    def _pairs(self, node: yaml.Node) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        if not isinstance(node, yaml.MappingNode):
            self._fail(node, "evaluate.table")
        found: dict[str, tuple[yaml.Node, yaml.Node]] = {}
        for key, value in node.value:
            name = self._text(key)
            if name in found:
                self._fail(key, "evaluate.twice", key=name)
            found[name] = key, value
        return found

    def _items(self, node: yaml.Node) -> list[yaml.Node]:
        if not isinstance(node, yaml.SequenceNode):
            self._fail(node, "evaluate.list")
        items: list[yaml.Node] = node.value
        return items

    def _texts(self, node: yaml.Node) -> tuple[str, ...]:
        if isinstance(node, yaml.ScalarNode):
            return (self._text(node),)
        return tuple(map(self._text, self._items(node)))

    def _text(self, node: yaml.Node) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self._fail(node, "evaluate.text")
        return str(node.value).strip()

    def _flag(self, node: yaml.Node) -> bool:
        return self._one_of(node, ("true", "false")) == "true"

    def _number(self, node: yaml.Node) -> float:
        text = self._text(node)
        try:
            return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            return float(self._fail(node, "evaluate.number", found=text))

    def _one_of(self, node: yaml.Node, allowed: tuple[str, ...]) -> str:
        text = self._text(node)
        if text not in allowed:
            self._unknown(node, text, allowed)
        return text

    def _unknown(self, node: yaml.Node, found: str, known: tuple[str, ...]) -> None:
        self._fail(node, "evaluate.unknown", found=found, known=", ".join(known))

    def _fail(self, node: yaml.Node, message: str, /, **values: object) -> Any:
        line = node.start_mark.line + 1
        raise VaultError(self._path, line, say(message, self._lang, **values))
