"""Path in a link → file of the vault: the rules that look at nothing but paths."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FOLDER_NOTES = ("index", "readme")
"""Besides the folder's own name, what a folder's note may be called."""

_SPACES = re.compile("[\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Match:
    """The file that a link means; `others` could have been meant as well."""

    path: str
    others: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Return the key under which names are compared: any case, any normal form, accents kept.

    >>> fold("A\u0303o") == fold("ÃO"), fold("Coracao") == fold("Coração")
    (True, False)
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", _SPACES.sub(" ", text)).casefold()
    return unicodedata.normalize("NFC", folded)


Candidates = list[tuple[str, tuple[str, ...]]]
"""A name and the paths that end in it."""


class PathIndex:
    """The paths of a vault under each of their ``/``-suffixes: one look-up answers a link."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._suffixes: dict[str, tuple[str, ...]] = {}
        self._settled: dict[str, Match | None] = {}
        """What was looked up before and means the same in every folder."""
        for path in sorted(paths):
            key = fold(path)
            while key:
                self._suffixes[key] = (*self._suffixes.get(key, ()), path)
                key = key.partition("/")[2]

    def match(self, target: str, folder: str = "") -> Match | None:
        """Find what `target` means in a note of `folder`: a whole path, a suffix, a folder's note.

        `target` is neither empty nor relative. `folder` is ``""`` or ends without ``/``.
        """
        target = target.rstrip("/") or target
        if target in self._settled:
            return self._settled[target]
        name = target.rpartition("/")[2]
        for wanted in (target, *(f"{target}/{inside}.md" for inside in (name, *FOLDER_NOTES))):
            if candidates := self._candidates(wanted):
                match = self._best(candidates, folder)
                if all(len(paths) == 1 for _, paths in candidates):
                    self._settled[target] = match
                return match
        self._settled[target] = None
        return None

    def at(self, path: str) -> Match | None:
        """Find exactly `path`, or `path` with ``.md``; no suffix will do."""
        return self._whole(self._candidates(path), "")

    def _best(self, candidates: Candidates, folder: str) -> Match:
        if whole := self._whole(candidates, folder):
            return whole
        name, found = candidates[0]
        best, *others = _ranked(found, name, folder)
        return Match(best, tuple(others))

    def _candidates(self, target: str) -> Candidates:
        """Return `target` and `target` with ``.md``, each with the paths that end in it, if any."""
        key = fold(target)
        names = ((target, key), (f"{target}.md", f"{key}.md"))
        return [(name, found) for name, key in names if (found := self._suffixes.get(key))]

    def _whole(self, candidates: Candidates, folder: str) -> Match | None:
        """Return the first candidate that is a path from the vault's root on."""
        for name, found in candidates:
            depth = name.count("/")
            if whole := [path for path in found if path.count("/") == depth]:
                return Match(_ranked(whole, name, folder)[0])
        return None


def relative(target: str, folder: str) -> str:
    """Return the path from the vault's root that ``./x``, ``../x`` or ``/x`` names in `folder`.

    It starts with ``..`` where it leaves the vault.

    >>> relative("../b/C", "a/d"), relative("/C", "a/d"), relative("../C", "")
    ('a/b/C', 'C', '../C')
    """
    if target.startswith("/"):
        return posixpath.normpath(target.lstrip("/") or ".")
    return posixpath.normpath(posixpath.join(folder, target))


def _ranked(paths: Sequence[str], name: str, folder: str) -> Sequence[str]:
    if len(paths) == 1:
        return paths  # nearly always
    return sorted(paths, key=lambda path: _rank(path, name, folder))


def _rank(path: str, name: str, folder: str) -> tuple[bool, bool, int, str]:
    """Order candidates: exact case, the writer's own folder, the shorter path, the alphabet."""
    ending = "/".join(path.split("/")[-name.count("/") - 1 :])
    same_case = _nfc(ending).removesuffix(".md") == _nfc(name).removesuffix(".md")
    parent = path.rpartition("/")[0]
    own = parent == folder or path == f"{folder}/{ending}"
    return (not same_case, not own, len(path), path)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
