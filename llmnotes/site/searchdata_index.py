"""The index that a site is made with: the vault's own if it can be, fed with notes read already."""

from __future__ import annotations

import os
from pathlib import Path

from llmnotes.encoder import TextEncoder
from llmnotes.index import FOLDER, Index, VaultSource, load_by_name, update
from llmnotes.index.reader import Columns
from llmnotes.index.schema import connect, database, is_current, read_meta
from llmnotes.index.source import Reading
from llmnotes.model import NoteId
from llmnotes.site.vaultsite import VaultSite


class SiteSource(VaultSource):
    """The files of a vault whose notes the site has read already."""

    def __init__(self, site: VaultSite) -> None:
        super().__init__(site.vault.root, site.settings)
        self._site = site

    def read(self, path: str, data: bytes) -> Reading:
        """Return the note at `path`; a private one is none."""
        note = self._site.notes.get(NoteId(path))
        return Reading(note) if note is not None else Reading(None, "private")


def site_index(site: VaultSite, workshop: Path) -> tuple[Index, TextEncoder]:
    """Bring an index by the bundled encoder up to date, and return both.

    It is the one that ``llmnotes search`` reads, unless that was made by another encoder, which no
    browser can run, or cannot be written: then one in `workshop`.
    """
    encoder = load_by_name("")
    own = site.vault.root / FOLDER
    folder = own if _may_use(own) else workshop / "index"
    update(folder, SiteSource(site), lambda name: encoder, "")
    return Index(folder), encoder


def published(site: VaultSite, columns: Columns) -> bool:
    """Tell whether the index holds the notes of `site` and no others."""
    return columns.paths == sorted(site.notes)


def _may_use(folder: Path) -> bool:
    """Tell whether the vault's own index is, or will be, by the bundled encoder."""
    if not os.access(folder if folder.exists() else folder.parent, os.W_OK):
        return False
    file = database(folder)
    if not file.exists():
        return True
    db = connect(file)
    try:
        return not is_current(db) or read_meta(db).get("encoder", "") in ("", "bundled")
    finally:
        db.close()
