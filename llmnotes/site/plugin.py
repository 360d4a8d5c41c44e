"""The mkdocs plugin: compiles the vault in `docs_dir` and lets mkdocs dress the result.

`llmnotes build` runs mkdocs with it; so do `mkdocs build` and `mkdocs serve` by hand.
"""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin

from llmnotes.render.words import word
from llmnotes.site.decoderdata import has_widgets
from llmnotes.site.dressing import THEME, dress, is_used
from llmnotes.site.graphdata import is_large
from llmnotes.site.markdown_page import put_back, set_aside
from llmnotes.site.marker import write_marker
from llmnotes.site.places import ASK_PAGE, FEED, RECENT
from llmnotes.site.prepare import Prepared, prepare
from llmnotes.site.scripts import slim

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.files import Files
    from mkdocs.structure.pages import Page

_GENERATED = frozenset({"404.html", "sitemap.xml", "sitemap.xml.gz"})


class Options(Config):  # type: ignore[no-untyped-call]  # mkdocs' own base
    """None: a vault's settings are in llmnotes.toml or pyproject.toml, for all commands at once."""


class LlmnotesPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # as above
    """Turns a vault of notes into what mkdocs expects; see the module."""

    def __init__(self) -> None:
        self.prepared: Prepared | None = None
        """What was compiled already, set by whoever runs mkdocs himself."""
        self.written = 0
        """How many pages mkdocs wrote in the last build."""
        self._expected: set[str] = set()
        self._blocks: list[str] = []
        self._vault: Path | None = None
        self._docs: Prepared | None = None

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Compile the vault, and point mkdocs at the outcome."""
        self._vault = Path(config.docs_dir)
        prepared = self.prepared or prepare(self._vault, name=config.site_name)
        self.prepared = None
        self._docs = prepared
        self.written = 0
        site = prepared.site
        settings = site.settings
        dress(config, prepared.name, settings.site_url, settings.site_description, site.lang)
        words = config.extra["llmnotes"]
        words["ask_graph"] = is_large(site)
        words["titles_only"] = not site.searches
        if not site.asks:
            words["links"] = [link for link in words["links"] if link[0] != ASK_PAGE]
        words["edit_url"] = settings.edit_url or _edit_url(config)
        if prepared.compiled.dated:
            words["links"].append((RECENT, word("page.recent", site.lang)))
            words["feed"] = FEED if settings.site_url else ""
        config.docs_dir = str(prepared.docs)
        return config

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Leave out what the theme brings and no page of ours loads; our scripts go slim."""
        used = self._used()
        for file in list(files):
            if file.src_dir != config.docs_dir and not used(file.src_uri):
                files.remove(file)
            elif file.src_dir == str(THEME) and file.src_uri.endswith(".js") and file.is_modified():
                file.content_string = slim(file.content_string)
        self._expected = {file.dest_uri for file in files} | _GENERATED
        return files

    def _used(self) -> Callable[[str], bool]:
        """Return what tells whether a file of the theme belongs on this site."""
        assert self._docs is not None  # mkdocs reads its settings before it lists files
        site = self._docs.site
        widgets = has_widgets(site.notes.values())
        return partial(is_used, searches=site.searches, asks=site.asks, widgets=widgets)

    def on_page_markdown(
        self, markdown: str, page: Page, config: MkDocsConfig, files: Files
    ) -> str:
        """Set our HTML aside: Python-Markdown would only read it twice to pass it through."""
        short, self._blocks = set_aside(markdown)
        return short

    def on_page_content(self, html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put our HTML back between the headings."""
        return put_back(html, self._blocks)

    def on_post_page(self, output: str, page: Page, config: MkDocsConfig) -> str:
        """Count the pages that are written."""
        self.written += 1
        return output

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Remove what is no longer part of the site, and the dates that mkdocs left in it."""
        out = Path(config.site_dir)
        _remove_others(out, self._expected)
        sitemap = out / "sitemap.xml"
        if sitemap.exists():
            data = gzip.compress(sitemap.read_bytes(), mtime=0)
            (out / "sitemap.xml.gz").write_bytes(data)
        if self._docs is not None:
            write_marker(out, self._docs, config)

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, builder: Any
    ) -> LiveReloadServer:
        """Watch the notes, not the pages made from them."""
        server.unwatch(config.docs_dir)
        if self._vault is not None:
            server.watch(str(self._vault))
        return server


def _edit_url(config: MkDocsConfig) -> str:
    """Return what mkdocs.yml says comes before the path of a note to edit it."""
    if not config.repo_url or not config.edit_uri:
        return ""
    return f"{config.repo_url.rstrip('/')}/{config.edit_uri.strip('/')}/"


def _remove_others(out: Path, expected: set[str]) -> None:
    """Remove files and empty folders that the site no longer has; hidden ones are not ours."""
    for place, _, names in os.walk(out, topdown=False):
        base = os.path.relpath(place, out).replace(os.sep, "/")
        prefix = "" if base == "." else base + "/"
        if any(part.startswith(".") for part in prefix.split("/") if part):
            continue
        for name in names:
            if prefix + name not in expected and not name.startswith("."):
                Path(place, name).unlink()
        if prefix and not any(os.scandir(place)):
            Path(place).rmdir()
