"""Settings: one frozen value, read once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, NoReturn

from llmnotes.errors import ConfigError, UsageError
from llmnotes.messages import Lang, say

FILE = "llmnotes.toml"
PYPROJECT = "pyproject.toml"
VARIABLE = "LLMNOTES_VAULT"


@dataclass(frozen=True, slots=True)
class Config:
    """What a vault's owner settled, in ``llmnotes.toml`` or ``[tool.llmnotes]`` of pyproject.toml.

    `vault` is the folder of the notes. `exclude` holds patterns as in a ``.gitignore``, read from
    the vault's root. `planned` names ghosts that are meant to be missing. `lang` is the language of
    notes that name none. `home` is the note that opens the site. `edit_url` comes before a note's
    path to make a link that edits it. `underline_terms` says whether pages explain the terms of the
    glossary where a note uses them first. `site_search` says whether the search of the site reads
    whole notes rather than titles, `site_ask` whether the site answers questions, for which it
    searches. `source` is the file that the settings were read from.
    """

    vault: Path = Path()
    exclude: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    site_name: str = ""
    site_url: str = ""
    site_description: str = ""
    lang: str = ""
    home: str = ""
    edit_url: str = ""
    underline_terms: bool = True
    site_search: bool = True
    site_ask: bool = True
    source: Path | None = None


def load_config(
    argument: str | Path | None = None,
    start: Path | None = None,
    environ: Mapping[str, str] | None = None,
    lang: Lang = "en",
) -> Config:
    """Find the vault and return its settings; `lang` is the language of errors.

    The vault is `argument` (``--vault``), else ``LLMNOTES_VAULT``, else what the nearest settings
    above `start` (the current folder) name, else ``./vault``, else `start` when it holds notes.

    Settings that name a vault speak for that vault only, so that those of a project do not leak
    into another vault kept below it.
    """
    start = (start or Path.cwd()).resolve()
    environ = os.environ if environ is None else environ
    nearby = next(_settings_above(start, lang), None)
    vault = _find(argument, start, environ, nearby, lang)
    if nearby is not None and nearby.vault == vault:
        return nearby
    for settings in _settings_above(vault, lang):
        if settings.vault in (vault, Path()):
            return replace(settings, vault=vault)
    return Config(vault=vault)


def find_vault(
    argument: str | Path | None = None,
    start: Path | None = None,
    environ: Mapping[str, str] | None = None,
) -> Path:
    """Return the folder of the vault alone; see `load_config` for the order of places."""
    return load_config(argument, start, environ).vault


def read_config(file: Path, lang: Lang = "en") -> Config | None:
    """Read the settings in `file`, or return None where a pyproject.toml says nothing of us."""
    if file.name != PYPROJECT:
        return _config(file, read_toml(file, lang), lang)
    try:
        table = read_toml(file, lang).get("tool", {}).get("llmnotes")
    except ConfigError:
        return None  # other tools own that file; its faults are theirs to report
    if table is None:
        return None
    if not isinstance(table, dict):
        wrong(file, "settings.table", lang, key="tool.llmnotes", value=table)
    return _config(file, table, lang)


def read_toml(file: Path, lang: Lang) -> dict[str, Any]:
    """Read one TOML file; a fault is a ConfigError that names its line, where it has one."""
    import tomllib  # most vaults have no settings, and a search is over in half a second

    try:
        return tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        wrong(file, "settings.unreadable", lang, reason=error.strerror)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        place = f"{file}:{line[1]}" if line else file
        wrong(place, "settings.unreadable", lang, reason=error)


def wrong(place: object, message: str, lang: Lang, /, **values: object) -> NoReturn:
    """Raise what `message` says of the settings at `place`."""
    raise ConfigError(f"{place}: {say(message, lang, **values)}")


def _config(file: Path, table: Mapping[str, object], lang: Lang) -> Config:
    known = {field.name: field.default for field in fields(Config) if field.name != "source"}
    values: dict[str, object] = {"source": file}
    for key, value in table.items():
        if key not in known:
            wrong(file, "settings.unknown", lang, key=key, known=", ".join(sorted(known)))
        check_kind(file, key, value, known[key], lang)
        values[key] = _made(file, value, known[key])
    return Config(**values)  # type: ignore[arg-type]  # each was checked against its default


def check_kind(file: Path, key: str, value: object, default: object, lang: Lang) -> None:
    """Raise ConfigError unless the `value` of `key` is of the kind of its `default`."""
    if isinstance(default, tuple):
        kind = "list"
        right = isinstance(value, list) and all(isinstance(item, str) for item in value)
    elif isinstance(default, bool):
        kind, right = "flag", isinstance(value, bool)
    elif isinstance(default, int | float):
        kind = "whole" if isinstance(default, int) else "number"
        numbers = int if kind == "whole" else (int, float)
        right = isinstance(value, numbers) and not isinstance(value, bool)
    else:
        kind, right = "text", isinstance(value, str)
    if not right:
        wrong(file, f"settings.{kind}", lang, key=key, value=value)


def _made(file: Path, value: Any, default: object) -> object:
    """Return a checked `value` as `Config` holds it."""
    if isinstance(default, Path):
        return (file.parent / value).resolve()
    return tuple(value) if isinstance(default, tuple) else value


def _settings_above(folder: Path, lang: Lang) -> Iterator[Config]:
    """Yield the settings in `folder` and its ancestors, nearest first."""
    for place in (folder, *folder.parents):
        for name in (FILE, PYPROJECT):
            file = place / name
            if file.is_file() and (settings := read_config(file, lang)) is not None:
                yield settings


def _find(
    argument: str | Path | None,
    start: Path,
    environ: Mapping[str, str],
    nearby: Config | None,
    lang: Lang,
) -> Path:
    if argument is not None:
        return _folder(start / argument, "--vault", lang)
    if environ.get(VARIABLE):
        return _folder(start / environ[VARIABLE], VARIABLE, lang)
    if nearby is not None and nearby.vault != Path():
        if not nearby.vault.is_dir():
            wrong(nearby.source, "settings.folder", lang, key="vault", value=nearby.vault)
        return nearby.vault
    if (start / "vault").is_dir():
        return (start / "vault").resolve()
    if _holds_notes(start):
        return start
    raise UsageError(f"{start}: {say('settings.no-vault', lang)}")


def _folder(path: Path, origin: str, lang: Lang) -> Path:
    if not path.is_dir():
        raise UsageError(f"{origin}: {say('settings.no-folder', lang, path=path)}")
    return path.resolve()


def _holds_notes(folder: Path) -> bool:
    """Tell whether `folder` has a note in itself or one folder below."""
    return any(
        path.suffix.lower() == ".md" and path.is_file()
        for pattern in ("*.*", "*/*.*")
        for path in folder.glob(pattern)
        if not path.relative_to(folder).parts[0].startswith(".")
    )
