"""Vault folder → notes, attachments and problems; private notes stay outside."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import is_normalized, normalize

from llmnotes.config import Config
from llmnotes.errors import VaultError
from llmnotes.markdown import read_note
from llmnotes.messages import Lang, say
from llmnotes.model import Note, NoteId, Problem
from llmnotes.vault.decoding import LFS_SIZE, decode, is_lfs_pointer
from llmnotes.vault.sweeping import sweeping
from llmnotes.vault.walk import Remark, walk

_BATCH = 1000
_NO = frozenset({"false", "no", "off", "n", "0"})
_YES = frozenset({"true", "yes", "on", "y", "1"})
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_PROPERTY = re.compile(r"""^(publish|draft)[ \t]*:[ \t]*["']?(\w+)""", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VaultFiles:
    """All that was read from a vault's folder.

    `notes` are sorted by id; canvases are among them. `files` are the paths of everything else,
    sorted; publish only those that a note points to, since some may belong to private notes alone.
    `private` holds the ids of the notes that must not be published; nothing else is known of them.
    """

    root: Path
    notes: tuple[Note, ...] = ()
    files: tuple[str, ...] = ()
    private: tuple[NoteId, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_vault(
    root: Path, settings: Config | None = None, lang: Lang = "en", jobs: int = 1
) -> VaultFiles:
    """Read every file of the vault at `root`; what cannot be read becomes a Problem in `lang`.

    With `jobs` above 1 as many processes share the work; the outcome is the same.
    """
    if not root.is_dir():
        raise VaultError(str(root), 1, "not a folder")
    settings = settings or Config()
    tree = walk(root, settings.exclude)
    if jobs == 1 or len(tree.paths) < 2 * _BATCH:
        return read_files(root, tree.paths, settings, lang, tree.remarks)
    from llmnotes.vault.parallel import read_together  # needs multiprocessing: slow to import

    runs = [tree.paths[i : i + _BATCH] for i in range(0, len(tree.paths), _BATCH)]
    files = read_together(root, runs, settings, lang, jobs)
    remarked = read_files(root, (), settings, lang, tree.remarks)
    return replace(files, problems=tuple(sorted((*files.problems, *remarked.problems))))


def read_files(
    root: Path,
    paths: Iterable[str],
    settings: Config | None = None,
    lang: Lang = "en",
    remarks: Iterable[Remark] = (),
) -> VaultFiles:
    """Read only the files at `paths`, in the order given; `remarks` become problems as well."""
    reader = _Reader(root, (settings or Config()).lang, lang)
    for path, kind in remarks:
        reader.remark(path, kind)
    with sweeping() as sweep:
        for count, path in enumerate(paths, start=1):
            reader.add(path)
            if count % _BATCH == 0:
                sweep()
    return VaultFiles(
        root=root,
        notes=tuple(reader.notes),
        files=tuple(reader.files),
        private=tuple(reader.private),
        problems=tuple(sorted(reader.problems)),
    )


def note_of(path: str, data: bytes, note_lang: str = "") -> Note | None:
    """Return the note that the bytes of the file at `path` hold, None if it is private.

    `note_lang` is the language of a note that names none.
    """
    reader = _Reader(Path(), note_lang, "en")
    reader.add_text(path, data)
    return reader.notes[0] if reader.notes else None


def is_private(note: Note) -> bool:
    """Tell whether the author keeps `note` out of everything that is published.

    The raw lines count beside the properties: a mistake in the YAML must not publish a note that
    says ``publish: false``.
    """
    front = _FRONT_MATTER.match(note.source)
    said = [*note.properties.items(), *(_PROPERTY.findall(front[1]) if front else ())]
    return any(
        (key.casefold() == "publish" and _words(value) & _NO)
        or (key.casefold() == "draft" and _words(value) & _YES)
        for key, value in said
    )


def _words(value: object) -> set[str]:
    """Return the words of a value; a property written twice has a list of them."""
    values = value if isinstance(value, list) else [value]
    return {str(one).strip().casefold() for one in values}


class _Reader:
    """Gathers what the files turn out to be."""

    def __init__(self, root: Path, note_lang: str, lang: Lang) -> None:
        self.root, self.note_lang, self.lang = root, note_lang, lang
        self.notes: list[Note] = []
        self.files: list[str] = []
        self.private: list[NoteId] = []
        self.problems: list[Problem] = []

    def add(self, path: str) -> None:
        """Read one file; a fault in it is remarked and ends only its own reading."""
        try:
            if path.lower().endswith((".md", ".canvas")):
                with open(f"{self.root}/{path}", "rb") as file:  # noqa: PTH123 - 10,000 of them
                    self.add_text(path, file.read())
            else:
                self._add_file(path)
        except OSError:
            self.remark(path, "unreadable")

    def add_text(self, path: str, data: bytes) -> None:
        """Read a note or a canvas from the bytes of its file."""
        source, remarks = decode(data)
        for kind in remarks:
            self.remark(path, kind)
        if path[-3:].lower() == ".md":
            self._add_note(path, source)
        else:
            self._add_canvas(path, source)

    def remark(self, path: str, kind: str, line: int = 1, **values: object) -> None:
        """Note a Problem of this `kind`, whose words stand under ``vault.<kind>``."""
        message = say(f"vault.{kind}", self.lang, **values)
        self.problems.append(Problem(path, line, kind, message))

    def _add_note(self, path: str, source: str) -> None:
        note, problems = read_note(NoteId(path), source, self.lang)
        if is_private(note):
            self.private.append(note.id)
            return
        if self.note_lang and not note.lang:
            note = replace(note, lang=self.note_lang)
        if not is_normalized("NFC", note.title):
            note = replace(note, title=normalize("NFC", note.title))  # from a name made by macOS
        self.notes.append(note)
        self.problems += problems

    def _add_canvas(self, path: str, source: str) -> None:
        from llmnotes.vault.canvas import read_canvas  # few vaults have one

        try:
            self.notes.append(read_canvas(NoteId(path), source))
        except ValueError as error:
            line = getattr(error, "lineno", 1)
            self.remark(path, "canvas", line, reason=str(error))
            self.notes.append(Note(NoteId(path), path[path.rfind("/") + 1 : -7], source))

    def _add_file(self, path: str) -> None:
        file = self.root / path
        if file.stat().st_size < LFS_SIZE and is_lfs_pointer(file.read_bytes()):
            self.remark(path, "lfs")
        self.files.append(path)
