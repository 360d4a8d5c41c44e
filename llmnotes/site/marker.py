"""The mark on a folder that llmnotes built a site there, and from what."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING

from llmnotes.errors import SiteError
from llmnotes.site.decoderdata import has_widgets
from llmnotes.site.dressing import THEME, makers
from llmnotes.site.graphdata import is_large
from llmnotes.site.prepare import Prepared
from llmnotes.vault.walk import SITE_MARKER

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def read_marker(out: Path) -> dict[str, str]:
    """Return what the folder was built from; {} if llmnotes did not build it."""
    try:
        found = json.loads((out / SITE_MARKER).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def mark_unfinished(out: Path) -> None:
    """Say that a build of ours has begun here: one that is cut short must not pass for whole."""
    out.mkdir(parents=True, exist_ok=True)
    (out / SITE_MARKER).write_text(json.dumps({"unfinished": "yes"}), "utf-8")


def write_marker(out: Path, prepared: Prepared, config: MkDocsConfig) -> None:
    """Say from what the site in `out` was built."""
    mark = {"pages": prepared.digest(), "dress": dress_digest(config, prepared)}
    (out / SITE_MARKER).write_text(json.dumps(mark), "utf-8")


def dress_digest(config: MkDocsConfig, prepared: Prepared) -> str:
    """Return a digest of what every page has besides its own content."""
    files = [path for path in sorted(THEME.rglob("*")) if path.is_file()]
    theme = [(str(path.relative_to(THEME)), path.read_bytes()) for path in files]
    site, settings = prepared.site, prepared.site.settings
    written = Path(config.config_file_path or "")
    parts = (
        theme,
        makers(),
        written.read_bytes() if written.is_file() else b"",
        prepared.name,
        site.lang,
        is_large(site),
        prepared.compiled.dated,
        site.searches,
        site.asks,
        has_widgets(site.notes.values()),
        settings.edit_url,
        settings.site_url,
        settings.site_description,
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def refuse_foreign(out: Path) -> None:
    """Raise SiteError if `out` holds files that llmnotes did not write: a build removes others."""
    if not out.exists():
        return
    if not out.is_dir():
        raise SiteError(f"{out} is a file; expected a folder")
    if read_marker(out):
        return
    strangers = [path.name for path in sorted(out.iterdir()) if not path.name.startswith(".")]
    if strangers:
        raise SiteError(
            f"{out} holds {strangers[0]!r} and no site of llmnotes; name another, or --clean"
        )
