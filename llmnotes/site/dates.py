"""When notes changed, by what they say or by git: never by the times of files, which copying sets.

A property that tells of a change goes before git, and git before one that tells of a beginning.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

from llmnotes.messages import Lang
from llmnotes.model import Note, NoteId
from llmnotes.render.escape import names

_CHANGED = names(
    "updated modified lastmod last_modified last-modified date_modified changed "
    "atualizado atualizada atualização modificado modificada"
)
_BEGUN = names("date data created criado criada date_created published publicado")
_MONTHS = {
    "pt": (
        *("janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto"),
        *("setembro", "outubro", "novembro", "dezembro"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June", "July", "August"),
        *("September", "October", "November", "December"),
    ),
}
_GIT = ("git", "-c", "core.fsmonitor=false", "-c", "log.showSignature=false")
"""Settings of a repository may name programs to run; a vault from elsewhere must not run any."""
_SECONDS = 120


def note_dates(root: Path, notes: Iterable[Note]) -> dict[NoteId, datetime]:
    """Return when each note last changed, in UTC; notes of which nobody tells are left out."""
    notes = tuple(notes)
    commits = _commits(root) if notes else {}
    found: dict[NoteId, datetime] = {}
    for note in notes:
        told = _told(note, _CHANGED) or commits.get(note.id) or _told(note, _BEGUN)
        if told is not None:
            found[note.id] = told
    return found


def shown_date(moment: datetime, lang: Lang) -> str:
    """Return the day as a reader writes it.

    >>> shown_date(datetime(2026, 3, 9, tzinfo=UTC), "pt")
    '9 de março de 2026'
    """
    month = _MONTHS[lang][moment.month - 1]
    joint = " de " if lang == "pt" else " "
    return f"{moment.day}{joint}{month}{joint}{moment.year}"


def _told(note: Note, keys: frozenset[str]) -> datetime | None:
    """Return the latest day that a property of `note` tells."""
    told = [_read(value) for key, value in note.properties.items() if str(key).lower() in keys]
    return max((moment for moment in told if moment is not None), default=None)


def _read(value: object) -> datetime | None:
    """Read a day or a moment as YAML and people write them; its time of day is taken for UTC's."""
    if isinstance(value, datetime):
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    try:
        return _read(datetime.fromisoformat(value.strip())) if isinstance(value, str) else None
    except ValueError:
        return None


def _commits(root: Path) -> dict[str, datetime]:
    """Return when each file below `root` was last committed; {} where there is no git."""
    command = (
        *(*_GIT, "-C", str(root), "-c", "core.quotePath=false"),
        *("log", "--format=%x01%ct", "--name-only", "--no-renames", "--relative", "--", "."),
    )
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
        )
    except (OSError, subprocess.SubprocessError):
        return {}
    found: dict[str, datetime] = {}
    moment = datetime.fromtimestamp(0, UTC)
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if line.startswith("\x01"):
            moment = datetime.fromtimestamp(int(line[1:]), UTC)
        elif line:
            found[line] = max(moment, found.get(line, moment))
    return found
