"""Vault → a folder of pages and attachments, from which mkdocs makes the site.

Only what changed is written: each page has a digest of everything it is made from, and a page whose
digest is known and whose file is there is not even rendered.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

from llmnotes.site.asides import Asides
from llmnotes.site.askdata import ROOT as ASK
from llmnotes.site.askdata import write_ask
from llmnotes.site.decoderdata import decoder_stages, write_decoder
from llmnotes.site.files import Folder, Stamp
from llmnotes.site.glossarypage import Glossary
from llmnotes.site.places import CODE_FILES
from llmnotes.site.searchdata import ROOT as SEARCH
from llmnotes.site.searchdata import write_search
from llmnotes.site.tasks import tasks
from llmnotes.site.vaultsite import VaultSite

STATE = "pages.json"
MERMAID = "assets/llmnotes/mermaid.js"

_VENDORED = Path(__file__).parent / "vendor" / "mermaid.tiny.js.gz"
_DIAGRAM = re.compile(r"^[ \t>*+-]*(?:```+|~~~+)[ \t]*mermaid", re.M)


@dataclass(frozen=True, slots=True)
class Compiled:
    """What compiling did: all pages by path, and those whose file was written or removed."""

    pages: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    dated: bool = False
    """Whether anybody tells when notes changed."""


def compile_site(site: VaultSite, docs: Path) -> Compiled:
    """Bring the folder `docs` up to date with `site`, and return what had to change."""
    folder = Folder(docs)
    known, stamps = _read_state(docs)
    digests: dict[str, str] = {}
    copied: dict[str, Stamp] = {}
    pages: list[str] = []
    glossary = Glossary(site)
    asides = Asides(site, glossary.entries, docs.parent)
    for task in tasks(site, asides, glossary):
        if task.page:
            pages.append(task.page)
        digests[task.path] = task.digest
        if known.get(task.path) == task.digest and folder.keep(task.path):
            continue
        folder.write(task.path, task.make())
    if any(_DIAGRAM.search(note.source) for note in site.notes.values()):
        folder.write(MERMAID, gzip.decompress(_VENDORED.read_bytes()).decode("utf-8"))
    for file, path in site.places.files.items():
        if file.lower().endswith(CODE_FILES):
            continue
        if (stamp := folder.copy(site.vault.root / file, path, stamps.get(path))) is not None:
            copied[path] = stamp
    digests[SEARCH] = write_search(site, folder) if site.searches else ""
    digests[ASK] = write_ask(site, folder, digests[SEARCH]) if site.asks else ""
    stages = decoder_stages(site.notes.values(), asks=site.asks)
    copied |= write_decoder(folder, stages, stamps)
    removed = folder.remove_others()
    _write_state(docs, digests, copied)
    return Compiled(tuple(pages), tuple(folder.written), tuple(removed), bool(asides.dates))


def _read_state(docs: Path) -> tuple[dict[str, str], dict[str, Stamp]]:
    """Return the pages' digests and the attachments' stamps as of last time; {} if not known."""
    try:
        known = json.loads((docs.parent / STATE).read_text("utf-8"))
        stamps = {path: (size, time) for path, (size, time) in known["files"].items()}
        return dict(known["pages"]), stamps
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, {}


def _write_state(docs: Path, digests: dict[str, str], copied: dict[str, Stamp]) -> None:
    state = {"pages": digests, "files": copied}
    Folder(docs.parent).write(STATE, json.dumps(state, ensure_ascii=False, indent=0))
