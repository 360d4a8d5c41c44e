"""Which notes a search may find."""

from __future__ import annotations

from dataclasses import dataclass

from llmnotes.index import NoteInfo
from llmnotes.stemming import fold


@dataclass(frozen=True, slots=True)
class Filters:
    """What a note must be; empty asks for nothing, and all that is asked must hold.

    A tag ``ai`` is also had by notes tagged ``ai/models``; `since` is an ISO date or the beginning
    of one. Case and accents make no difference.
    """

    tags: tuple[str, ...] = ()
    folder: str = ""
    lang: str = ""
    since: str = ""

    def __bool__(self) -> bool:
        return bool(self.tags or self.folder or self.lang or self.since)

    def along_with(self, other: Filters) -> Filters:
        """Return what asks for both; where only one can hold, this one's."""
        return Filters(
            (*self.tags, *other.tags),
            self.folder or other.folder,
            self.lang or other.lang,
            max(self.since, other.since),
        )

    def admits(self, note: NoteInfo) -> bool:
        """Tell whether `note` may be found.

        >>> Filters(tags=("#IA",)).admits(NoteInfo("a.md", "A", (), ("ia/modelos",), "pt", ""))
        True
        """
        folder = fold(self.folder.strip("/"))
        return (
            all(_has_tag(note, tag) for tag in self.tags)
            and (not folder or fold(note.path).startswith(folder + "/"))
            and (not self.lang or _language(note.lang) == _language(self.lang))
            and note.day >= self.since
        )


def _has_tag(note: NoteInfo, tag: str) -> bool:
    wanted = fold(tag.lstrip("#").strip("/"))
    return any(has == wanted or has.startswith(wanted + "/") for has in map(fold, note.tags))


def _language(lang: str) -> str:
    """Return a language without its region: ``pt-BR`` and ``pt_BR`` are ``pt``."""
    return lang.casefold().replace("_", "-").split("-")[0]
