"""Sites built once for all tests, and a reader that walks through every page of one."""

from __future__ import annotations

import shutil
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from graph_helpers import write_vault

from llmnotes.config import Config
from llmnotes.site.build import BuildReport, build_site
from llmnotes.site.prepare import Prepared, prepare

ROOT = Path(__file__).parent
VAULT = ROOT / "vaults" / "site"
SHIPPED = ROOT.parent / "vault"


def copy_vault(source: Path, target: Path) -> Path:
    """Copy a vault without what was made in it."""
    return Path(shutil.copytree(source, target, ignore=shutil.ignore_patterns(".llmnotes")))


def build(vault: Path, out: Path, **settings: Any) -> BuildReport:
    """Build a vault with `settings` and no others."""
    return build_site(vault, out, Config(vault=vault, **settings))


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file that a visitor can ask for."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def pages_of(site: Path) -> list[Path]:
    """Return the pages of a site: neither 404.html, nor those that only lead on to another."""
    return [
        path
        for path in sorted(site.rglob("*.html"))
        if path.name != "404.html" and 'http-equiv="refresh"' not in path.read_text("utf-8")
    ]


def compiled(folder: Path, notes: dict[str, str], **settings: Any) -> Prepared:
    """Write a vault of `notes` below `folder` and compile it."""
    vault = write_vault(folder / "v", notes)
    return prepare(vault, Config(vault=vault, **{"lang": "pt-BR", **settings}))


def page(prepared: Prepared, path: str) -> str:
    """Return a compiled file."""
    return (prepared.docs / path).read_text("utf-8")


class PageReader(HTMLParser):
    """The ids of a page, and every address that it names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.addresses: list[tuple[str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for key, value in attrs:
            if key == "id" and value:
                self.ids.append(value)
            if key in {"href", "src", "poster", "data", "action", "srcset"} and value is not None:
                self.addresses.append((f"{tag} {key}", value))


def dead_addresses(site: Path, base: str = "/") -> list[str]:
    """Return every address at which there is nothing, with the page of the site that names it.

    `base` is the path under which the site is served; only 404.html has addresses from the root.
    """
    pages = {path: PageReader(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    dead = []
    for page, reader in pages.items():
        for where, address in reader.addresses:
            if not _opens(
                site, page, address.removeprefix(base) if address[:1] == "/" else address, pages
            ):
                dead.append(f"{page.relative_to(site)}: {where} {address}")
    return dead


def _opens(site: Path, page: Path, address: str, pages: dict[Path, PageReader]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return parts.scheme in {"http", "https", "mailto"}
    path = unquote(parts.path)
    target = (page.parent / path) if path else page
    target = Path(*_normal(target.parts))
    if not target.is_file():
        return False
    if not parts.fragment or target not in pages:
        return True
    return unquote(parts.fragment) in pages[target].ids


def _normal(parts: tuple[str, ...]) -> list[str]:
    normal: list[str] = []
    for part in parts:
        if part == "..":
            normal.pop()
        elif part != ".":
            normal.append(part)
    return normal
