"""Which notes a search may find."""

from __future__ import annotations

from dataclasses import dataclass

from llmnotes.index import NoteInfo


@dataclass(frozen=True, slots=True)
class Filters:
    """What a note must be; empty asks for nothing, and all that is asked must hold.

    A tag ``ai`` is also had by notes tagged ``ai/models``; `since` is an ISO date.
    """

    tags: tuple[str, ...] = ()
    folder: str = ""
    lang: str = ""
    since: str = ""

    def __bool__(self) -> bool:
        return bool(self.tags or self.folder or self.lang or self.since)

    def admits(self, note: NoteInfo) -> bool:
        """Tell whether `note` may be found.

        >>> Filters(tags=("#IA",)).admits(NoteInfo("a.md", "A", (), ("ia/modelos",), "pt", ""))
        True
        """
        folder = self.folder.strip("/").casefold()
        return (
            all(_has_tag(note, tag) for tag in self.tags)
            and (not folder or note.path.casefold().startswith(folder + "/"))
            and (not self.lang or _same_language(note.lang, self.lang))
            and note.day >= self.since
        )


def _has_tag(note: NoteInfo, tag: str) -> bool:
    wanted = tag.lstrip("#").strip("/").casefold()
    return any(
        has == wanted or has.startswith(wanted + "/") for has in map(str.casefold, note.tags)
    )


def _same_language(one: str, other: str) -> bool:
    """Compare without regions: ``pt-BR`` is ``pt``."""
    return one.casefold().split("-")[0] == other.casefold().replace("_", "-").split("-")[0]
