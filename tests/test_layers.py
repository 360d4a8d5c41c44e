"""The flow is one way: a module imports only from modules above it in `LAYERS`."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "llmnotes"

LAYERS = (
    "errors",
    "model",
    "messages",
    "files",
    "config",
    "markdown",
    "vault",
    "links",
    "graph",
    "exports",
    "glossary",
    "endings",
    "stemming",
    "sentences",
    "stale",
    "check",
    "passages",
    "encoder",
    "index",
    "search",
    "related",
    "decoder",
    "ask",
    "evaluate",
    "tune",
    "render",
    "site",
    "api",
    "mcp",
    "cli",
    "training",
)
"""Rooms of the package in import order; a folder counts as one room."""


def modules() -> list[Path]:
    return sorted(p for p in ROOT.rglob("*.py") if p.name != "__main__.py")


def room(path: Path) -> str:
    relative = path.relative_to(ROOT)
    return relative.parts[0].removesuffix(".py")


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms of llmnotes that `path` imports at run time, lazily or not."""
    package = ("llmnotes", *path.relative_to(ROOT).parent.parts)
    rooms: set[str] = set()
    for node in ast.walk(_without_type_checking(ast.parse(path.read_text("utf-8")))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            stem = ".".join((*base, *((node.module or "").split("."))))
            names = [f"{stem.rstrip('.')}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "llmnotes" and len(parts) > 1 and parts[1] in LAYERS:
                rooms.add(parts[1])
    return rooms


def _without_type_checking(tree: ast.Module) -> ast.Module:
    tree.body = [
        node
        for node in tree.body
        if not (isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"))
    ]
    return tree


def test_every_module_has_a_place_in_the_order() -> None:
    unplaced = {room(path) for path in modules()} - {*LAYERS, "__init__"}
    assert unplaced == set()


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_imports_only_from_those_above_it(path: Path) -> None:
    own = room(path)
    if own == "__init__":
        return
    allowed = set(LAYERS[: LAYERS.index(own) + 1])
    assert imported_rooms(path) <= allowed, f"{path} reaches down the flow"


def test_the_rule_sees_a_wrong_import(tmp_path: Path) -> None:
    tree = "from llmnotes.cli import main\nfrom ..site import build\n"
    wrong = ROOT / "markdown" / "__init__.py"
    assert imported_rooms_of(tree, wrong) == {"cli", "site"}


def imported_rooms_of(source: str, pretend: Path) -> set[str]:
    class Fake(type(pretend)):  # type: ignore[misc]
        def read_text(self, *args: object, **kwargs: object) -> str:
            return source

    return imported_rooms(Fake(pretend))
