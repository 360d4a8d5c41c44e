"""From a vault's folder to compiled pages: all that happens before mkdocs starts."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from llmnotes.config import Config, load_config
from llmnotes.messages import Lang
from llmnotes.model import Problem
from llmnotes.site.compile import STATE, Compiled, compile_site
from llmnotes.site.vaultsite import VaultSite, open_site
from llmnotes.vault import read_vault

WORKSHOP = ".llmnotes"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A compiled vault: the folder of its pages, and what there is to say about them."""

    site: VaultSite
    compiled: Compiled
    docs: Path
    name: str
    problems: tuple[Problem, ...]

    def digest(self) -> str:
        """Return a digest of every compiled page and attachment."""
        return hashlib.sha256((self.docs.parent / STATE).read_bytes()).hexdigest()[:32]


def prepare(
    vault: Path,
    settings: Config | None = None,
    lang: Lang | None = None,
    name: str = "",
    jobs: int = 1,
) -> Prepared:
    """Read the vault and compile it into its workshop; `lang` words the problems.

    `name` is what the site is called where the settings do not say; `jobs` processes read.
    """
    vault = vault.resolve()
    settings = settings or load_config(vault, lang=lang or "en")
    files = read_vault(vault, settings, lang or "en", jobs)
    site = open_site(files, settings, lang or "en")
    docs = workshop(vault) / "docs"
    compiled = compile_site(site, docs)
    doubts = {
        doubt for links in site.graph.resolved.values() for one in links for doubt in one.problems
    }
    problems = tuple(sorted({*files.problems, *doubts}))
    return Prepared(site, compiled, docs, settings.site_name or name or site.name, problems)


def workshop(vault: Path) -> Path:
    """Return the folder in which a vault's pages are made: in it, else among temporary files."""
    inside = vault / WORKSHOP / "site"
    try:
        inside.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=inside):
            return inside
    except OSError:  # a vault that may only be read
        key = hashlib.sha256(str(vault).encode()).hexdigest()[:16]
        outside = Path(tempfile.gettempdir()) / f"llmnotes-{key}" / "site"
        outside.mkdir(parents=True, exist_ok=True)
        return outside
