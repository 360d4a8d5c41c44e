"""Link → ResolvedLink: the rules in their order, and what is worth telling the writer."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from llmnotes.links.anchors import Anchors
from llmnotes.links.paths import Match, PathIndex, fold, relative
from llmnotes.messages import Lang, say
from llmnotes.model import Link, LinkKind, Note, NoteId, Problem, ResolvedLink, TargetKind

_SHOWN = 5


def ghost_key(name: str) -> str:
    """Return what two spellings of one missing note have in common."""
    return fold(name)


class Resolver:
    """Answers what a link means among these notes and files, in constant time for each link.

    `private` are the notes that exist but are not published: to a reader they are ghosts, to the
    writer a Problem says so. Problems are worded in `lang`.
    """

    def __init__(
        self,
        notes: Iterable[Note],
        files: Iterable[str] = (),
        private: Iterable[NoteId] = (),
        lang: Lang = "en",
    ) -> None:
        self._notes: dict[str, Note] = {note.id: note for note in notes}
        self.lang = lang
        self._paths = PathIndex((*self._notes, *files))
        self._private = PathIndex(private)
        self._aliases: dict[str, list[tuple[str, str]]] = {}
        for note in self._notes.values():
            for alias in note.aliases:
                self._aliases.setdefault(fold(alias.strip()), []).append((alias, note.id))
        self._anchors: dict[str, Anchors] = {}
        self._known: dict[tuple[str, str | None], tuple[TargetKind, str, str]] = {}
        """Target and heading → what they mean in every note, where nothing is wrong with them."""

    def resolve(self, source: NoteId, link: Link) -> ResolvedLink:
        """Find the note, file or ghost that `link`, written in the note `source`, points to."""
        known = self._known.get((link.target, link.heading))
        if known is not None:
            return ResolvedLink(source, link, *known)
        target = _trim(link.target)
        if not target:
            return self._to_file(source, link, Match(source), ())
        folder = source.rpartition("/")[0]
        if target.startswith(("./", "../", "/")) or target in (".", ".."):
            path = relative(target, folder)
            if match := self._paths.at(path):
                return self._to_file(source, link, match, ())
            return self._lost(source, link, path)
        if match := self._paths.match(target, folder):
            found = self._to_file(source, link, match, ())
            if match.everywhere and not found.problems:
                self._known[link.target, link.heading] = (found.kind, found.target, found.anchor)
            return found
        if match := self._by_alias(target, folder):
            return self._to_file(source, link, match, ("alias",))
        return self._ghost(source, link, target, folder)

    def _by_alias(self, target: str, folder: str) -> Match | None:
        """Find the note that gives itself this name; ranked as paths are."""
        named = self._aliases.get(fold(target))
        if named is None:
            return None

        def rank(entry: tuple[str, str]) -> tuple[bool, bool, int, str]:
            alias, path = entry
            return (alias != target, path.rpartition("/")[0] != folder, len(path), path)

        paths = tuple(dict.fromkeys(path for _, path in sorted(named, key=rank)))
        return Match(paths[0], paths if len(paths) > 1 else ())

    def _to_file(
        self, source: NoteId, link: Link, match: Match, kinds: tuple[str, ...]
    ) -> ResolvedLink:
        problems: tuple[Problem, ...] = ()
        if match.candidates or kinds:
            kinds = (*kinds, "ambiguous") if match.candidates else kinds
            problems = tuple(self._doubt(source, link, match, kind) for kind in kinds)
        note = self._notes.get(match.path)
        if note is None:
            return ResolvedLink(
                source, link, TargetKind.FILE, match.path, link.heading or "", problems
            )
        anchor = self._anchor(note, link.heading)
        if anchor is None:
            kind = "missing-block" if "^" in (link.heading or "") else "missing-heading"
            problems = (*problems, self._doubt(source, link, match, kind))
        return ResolvedLink(source, link, TargetKind.NOTE, match.path, anchor or "", problems)

    def _anchor(self, note: Note, heading: str | None) -> str | None:
        """Return the fragment, None where there is none of that name; a canvas has none to miss."""
        if not heading or not note.id.lower().endswith(".md"):
            return ""
        if note.id not in self._anchors:
            self._anchors[note.id] = Anchors(note)
        return self._anchors[note.id].find(heading)

    def _lost(self, source: NoteId, link: Link, path: str) -> ResolvedLink:
        """Return the ghost of an exact path at which there is nothing."""
        if self._private.at(path):
            return self._missing(source, link, path, "private")
        return self._missing(source, link, path, "dead-path")

    def _ghost(self, source: NoteId, link: Link, target: str, folder: str) -> ResolvedLink:
        if self._private.match(target, folder):
            return self._missing(source, link, target, "private")
        return self._missing(source, link, target, "")

    def _missing(self, source: NoteId, link: Link, name: str, kind: str) -> ResolvedLink:
        if link.kind is LinkKind.EMBED or (link.kind is LinkKind.CANVAS and not kind):
            kind = "missing-embed"
        problems = (self._problem(source, link, kind, target=link.target),) if kind else ()
        return ResolvedLink(source, link, TargetKind.GHOST, _without_md(name), "", problems)

    def _doubt(self, source: NoteId, link: Link, match: Match, kind: str) -> Problem:
        others = [path for path in match.candidates[:_SHOWN] if path != match.path]
        shown = ", ".join((match.path, *others)[:_SHOWN])
        return self._problem(
            source,
            link,
            kind,
            target=link.target,
            heading=link.heading,
            chosen=match.path,
            name=_without_md(match.path),
            candidates=shown + (", …" if len(match.candidates) > _SHOWN else ""),
        )

    def _problem(self, source: NoteId, link: Link, kind: str, **values: object) -> Problem:
        return Problem(source, link.line, kind, say(f"link.{kind}", self.lang, **values))


def _trim(target: str) -> str:
    """Return `target` as it is looked up: trimmed, in one normal form."""
    target = target.strip()
    return target if target.isascii() else unicodedata.normalize("NFC", target)


def _without_md(name: str) -> str:
    """Return the name of a note that does not exist: ``[x](Missing.md)`` asks for Missing."""
    return name[:-3] if name.lower().endswith(".md") and len(name) > 3 else name
