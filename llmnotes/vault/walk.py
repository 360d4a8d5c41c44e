"""Folder → paths: which files belong to a vault, in one order on every machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SITE_MARKER = ".llmnotes-site.json"
"""What a build leaves in the folder of a site; none of that is part of a vault."""

Remark = tuple[str, str]
"""A path and what is wrong with it: ``symlink``, ``unreadable`` or ``name``."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The files of a vault, sorted, with remarks on what was left out and should not surprise."""

    paths: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    """One file of ignore patterns. It speaks of paths below `folder`, which `above` leads down to.

    A ``.gitignore`` in ``a/`` has folder ``a/``; one two folders over the vault has `above`
    ``docs/vault/`` and folder ``""``.
    """

    spec: GitIgnoreSpec | None
    folder: str = ""
    above: str = ""

    def verdict(self, path: str) -> bool | None:
        """Return True for ignored, False for taken back by ``!``, None for not mentioned."""
        if self.spec is None or not path.startswith(self.folder):
            return None
        return self.spec.check_file(self.above + path[len(self.folder) :]).include


@dataclass(slots=True)
class _Walk:
    root: Path
    rules: list[_Rules]
    """The most important last."""
    own: _Rules
    remarks: list[Remark] = field(default_factory=list)

    def files(self, folder: str = "") -> list[str]:
        """Return every file below `folder` (``""`` or ending in ``/``) that belongs to the vault.

        A search walks too before it answers, so each of 10,000 files is asked as little as can be.
        """
        try:
            with os.scandir(self.root / folder) as found:
                entries = list(found)
        except OSError:
            self.remarks.append((folder.rstrip("/") or ".", "unreadable"))
            return []
        names = {entry.name for entry in entries}
        if SITE_MARKER in names:
            return []  # a site that we built into its own vault
        if ".gitignore" in names:
            self.rules.append(_Rules(_patterns(self.root / folder / ".gitignore"), folder))
        if not _is_unicode(folder + "".join(names)):
            entries = [entry for entry in entries if not self._has_bad_name(folder + entry.name)]
        files: list[str] = []
        has_rules = any(rules.spec for rules in (self.own, *self.rules))
        for entry in entries:
            name = entry.name
            if name[0] == ".":
                continue
            path = folder + name
            is_folder = entry.is_dir(follow_symlinks=False)
            if has_rules and self._is_ignored(path + "/" if is_folder else path):
                continue
            if is_folder:
                files += self.files(path + "/")
            elif self._is_readable_file(entry, path):
                files.append(path)
        return files

    def _is_ignored(self, path: str) -> bool:
        for rules in (self.own, *reversed(self.rules)):
            if (verdict := rules.verdict(path)) is not None:
                return verdict
        return False

    def _has_bad_name(self, path: str) -> bool:
        """Tell whether `path` is no Unicode, and so can stand in no link, page or JSON."""
        if _is_unicode(path):
            return False
        if not path.rpartition("/")[2].startswith("."):
            shown = path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            self.remarks.append((shown, "name"))
        return True

    def _is_readable_file(self, entry: os.DirEntry[str], path: str) -> bool:
        """Let regular files in, and links to regular files that are part of the vault."""
        if not entry.is_symlink():
            return entry.is_file()  # neither a pipe nor a socket
        if self._leads_inside(path):
            return True
        self.remarks.append((path, "symlink"))
        return False

    def _leads_inside(self, path: str) -> bool:
        """Tell whether a link ends at a file of the vault; the app follows no folder links either.

        A link must not bring in by the back door what is hidden, ignored or excluded.
        """
        target = Path(os.path.realpath(self.root / path))
        root = Path(os.path.realpath(self.root))
        if not target.is_relative_to(root) or not target.is_file():
            return False
        inside = target.relative_to(root)
        steps = [f"{parent.as_posix()}/" for parent in inside.parents if parent != Path()]
        return not any(part.startswith(".") for part in inside.parts) and not any(
            self._is_ignored(step) for step in (*steps, inside.as_posix())
        )


def walk(root: Path, exclude: Iterable[str] = ()) -> Tree:
    """List the files of the vault at `root`.

    Left out are hidden names (``.obsidian``, ``.trash``, ``.git``, ``.llmnotes``…), what a
    ``.gitignore`` in the vault or in its repository names, and what matches `exclude`.
    """
    own = _Rules(_spec(exclude))
    found = _Walk(root, _rules_above(root.resolve()), own)
    paths = sorted(found.files())
    return Tree(tuple(paths), tuple(sorted(found.remarks)))


def _rules_above(root: Path) -> list[_Rules]:
    """Return the ignore rules of the repository around `root`, unless they ignore all of `root`."""
    folders = (root, *root.parents)
    top = next((i for i, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    rules = []
    for folder in reversed(folders[1 : top + 1]):
        if (folder / ".gitignore").is_file():
            below = root.relative_to(folder).as_posix() + "/"
            rules.append(_Rules(_patterns(folder / ".gitignore"), above=below))
    if any(rule.verdict("") for rule in rules):
        return []
    return rules


def _is_unicode(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _patterns(file: Path) -> GitIgnoreSpec | None:
    try:
        return _spec(file.read_text("utf-8", "replace").splitlines())
    except (OSError, ValueError):
        return None


def _spec(lines: Iterable[str]) -> GitIgnoreSpec | None:
    """Return the patterns in `lines`, None where there are none, which is what most vaults have.

    Asking an empty one took a third of a walk, and importing the package a tenth of a search.
    """
    told = [line for line in lines if line.strip() and not line.startswith("#")]
    if not told:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(told)
