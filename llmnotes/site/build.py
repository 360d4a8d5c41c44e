"""`llmnotes build`: compile the vault and let mkdocs dress what changed."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from llmnotes.config import Config
from llmnotes.errors import SiteError
from llmnotes.messages import Lang
from llmnotes.model import Problem
from llmnotes.site.prepare import Prepared, prepare

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from llmnotes.site.plugin import LlmnotesPlugin


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: how many pages there are, were written and stayed as they were."""

    pages: int
    written: int
    unchanged: int
    seconds: float
    problems: tuple[Problem, ...] = ()


def build_site(
    vault: Path,
    out: Path,
    settings: Config | None = None,
    lang: Lang | None = None,
    clean: bool = False,
    jobs: int = 1,
) -> BuildReport:
    """Build the site of `vault` into `out`, writing only what changed since the last time.

    `lang` is the language of problems. The site's own words are in the vault's language, so that
    one vault makes one site, whoever builds it.
    With `clean`, whatever `out` held is removed first, unless its name is hidden. As many processes
    as `jobs` says read a large vault.
    """
    start = time.perf_counter()
    prepared = prepare(vault, settings, lang, _name_in_mkdocs_yml(vault), jobs)
    written = dress_site(vault, prepared, out, clean)
    pages = len(prepared.compiled.pages)
    seconds = time.perf_counter() - start
    return BuildReport(pages, written, pages - written, seconds, prepared.problems)


def dress_site(vault: Path, prepared: Prepared, out: Path, clean: bool = False) -> int:
    """Make `out` the site of the compiled pages, and return how many pages had to be written."""
    from llmnotes.site.marker import dress_digest, mark_unfinished, read_marker, refuse_foreign

    if not clean:
        refuse_foreign(out)
    with _quiet():
        config = _config(vault, prepared, out)
        mark = read_marker(out)
        fresh = clean or mark.get("dress") != dress_digest(config, prepared)
        if not fresh and mark.get("pages") == prepared.digest() and _is_whole(prepared, out):
            return 0
        mark_unfinished(out)
        return _run_mkdocs(config, prepared, fresh)


def _is_whole(prepared: Prepared, out: Path) -> bool:
    return all((out / page).is_file() for page in prepared.compiled.pages)


def _run_mkdocs(config: MkDocsConfig, prepared: Prepared, fresh: bool) -> int:
    from mkdocs.commands.build import build
    from mkdocs.exceptions import MkDocsException

    plugin = cast("LlmnotesPlugin", config.plugins["llmnotes"])
    plugin.prepared = prepared
    try:
        config.plugins.on_startup(command="build", dirty=not fresh)
        build(config, dirty=not fresh)
    except MkDocsException as error:
        raise SiteError(str(error)) from error
    except OSError as error:
        raise SiteError(f"{error.filename}: {error.strerror}") from error
    finally:
        config.plugins.on_shutdown()
    return plugin.written


def _config(vault: Path, prepared: Prepared, out: Path) -> MkDocsConfig:
    """Return mkdocs' settings: those of the project's mkdocs.yml if it is about this vault."""
    from mkdocs.config.defaults import MkDocsConfig

    file = _own_mkdocs_yml(vault)
    config = MkDocsConfig(config_file_path=str(file) if file else None)
    if file is None:
        config.load_dict(
            {
                "site_name": prepared.name,
                "theme": {"name": "material", "font": False},
                "plugins": ["llmnotes"],
            }
        )
    else:
        with file.open("rb") as stream:
            config.load_file(stream)
    config.load_dict({"docs_dir": str(prepared.docs), "site_dir": str(out.resolve())})
    errors, _ = config.validate()
    if errors:
        key, error = errors[0]
        raise SiteError(f"{file or 'mkdocs'}: {key}: {error}")
    if "llmnotes" not in config.plugins:
        raise SiteError(f"{file}: plugins does not name llmnotes")
    return config


def _name_in_mkdocs_yml(vault: Path) -> str:
    file = _own_mkdocs_yml(vault)
    return str(_read_yaml(file).get("site_name", "")) if file is not None else ""


def _read_yaml(file: Path) -> dict[str, object]:
    from mkdocs.utils.yaml import yaml_load

    with file.open("rb") as stream:
        try:
            found = yaml_load(stream)
        except Exception as error:  # yaml's and mkdocs' own kinds, none of them LlmnotesError
            raise SiteError(f"{file}: {error}") from error
    return found if isinstance(found, dict) else {}


def _own_mkdocs_yml(vault: Path) -> Path | None:
    """Return the mkdocs.yml beside or above the vault whose `docs_dir` is the vault."""
    vault = vault.resolve()
    for folder in (vault, *vault.parents):
        file = folder / "mkdocs.yml"
        if file.is_file():
            docs = _read_yaml(file).get("docs_dir", "docs")
            return file if (folder / str(docs)).resolve() == vault else None
    return None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep mkdocs from telling what the report tells; warnings and errors still pass."""
    logger = logging.getLogger("mkdocs")
    level = logger.level
    logger.setLevel(logging.ERROR)
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    try:
        yield
    finally:
        logger.setLevel(level)
