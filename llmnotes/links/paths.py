"""Path in a link → file of the vault: the rules that look at nothing but paths."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

FOLDER_NOTES = ("index", "readme")
"""Besides the folder's own name, what a folder's note may be called."""

_SPACES = re.compile("[\u00a0\u202f]")


@dataclass(frozen=True, slots=True)
class Match:
    """The file that a link means; `candidates` are all it could mean, if there are several.

    `everywhere` is true where every folder sees the same.
    """

    path: str
    candidates: tuple[str, ...] = ()
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class _Choice:
    """What a name can mean, the best first, and what it means in some folders instead."""

    order: tuple[str, ...]
    own: Mapping[str, str]
    is_ambiguous: bool

    def seen_from(self, folder: str) -> Match:
        path = self.own.get(folder, self.order[0])
        return Match(path, self.order if self.is_ambiguous else (), not self.own)


def fold(text: str) -> str:
    """Return the key under which names are compared: any case, any normal form, accents kept.

    >>> fold("A\u0303o") == fold("ÃO"), fold("Coracao") == fold("Coração")
    (True, False)
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", _SPACES.sub(" ", text)).casefold()
    return unicodedata.normalize("NFC", folded)


class PathIndex:
    """The paths of a vault under each of their ``/``-suffixes: one look-up answers a link."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._suffixes: dict[str, list[str]] = {}
        self._choices: dict[str, _Choice | None] = {}
        for path in sorted(paths):
            key = fold(path)
            while key:
                self._suffixes.setdefault(key, []).append(path)
                key = key.partition("/")[2]

    def match(self, target: str, folder: str = "") -> Match | None:
        """Find what `target` means in a note of `folder`: a whole path, a suffix, a folder's note.

        `target` is neither empty nor relative. `folder` is ``""`` or ends without ``/``.
        """
        if target not in self._choices:
            self._choices[target] = self._choice(target.rstrip("/") or target)
        choice = self._choices[target]
        return choice.seen_from(folder) if choice else None

    def at(self, path: str) -> Match | None:
        """Find exactly `path`, or `path` with ``.md``; no suffix will do."""
        choice = self._whole(self._named(path))
        return choice.seen_from("") if choice else None

    def _choice(self, target: str) -> _Choice | None:
        name = target.rpartition("/")[2]
        for wanted in (target, *(f"{target}/{inside}.md" for inside in (name, *FOLDER_NOTES))):
            if named := self._named(wanted):
                return self._whole(named) or _rank(*named[0], is_ambiguous=True)
        return None

    def _named(self, target: str) -> list[tuple[str, list[str]]]:
        """Return `target` and `target` with ``.md``, each with the paths that end in it, if any."""
        key = fold(target)
        names = ((target, key), (f"{target}.md", f"{key}.md"))
        return [(name, found) for name, key in names if (found := self._suffixes.get(key))]

    def _whole(self, named: list[tuple[str, list[str]]]) -> _Choice | None:
        """Choose among those that are paths from the vault's root on."""
        for name, found in named:
            depth = name.count("/")
            if whole := [path for path in found if path.count("/") == depth]:
                return _rank(name, whole, is_ambiguous=False)
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


def _rank(name: str, paths: Sequence[str], is_ambiguous: bool) -> _Choice:
    """Order candidates for `name`: exact case, the writer's own folder, shorter path, alphabet."""
    if len(paths) == 1:
        return _Choice(tuple(paths), {}, False)  # nearly always
    depth = name.count("/") + 1
    wanted = _nfc(name).removesuffix(".md")

    def other_case(path: str) -> bool:
        return _nfc("/".join(path.split("/")[-depth:])).removesuffix(".md") != wanted

    order = sorted(paths, key=lambda path: (other_case(path), len(path), path))
    own: dict[str, str] = {}
    for path in order:
        if other_case(path) == other_case(order[0]):
            own.setdefault(path.rpartition("/")[0], path)
            own.setdefault("/".join(path.split("/")[:-depth]), path)
    return _Choice(tuple(order), own, is_ambiguous)


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)
