"""Settings: one frozen value, read once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from llmnotes.errors import ConfigError, UsageError

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
) -> Config:
    """Find the vault and return its settings.

    The vault is `argument` (``--vault``), else ``LLMNOTES_VAULT``, else what the nearest settings
    above `start` (the current folder) name, else ``./vault``, else `start` when it holds notes.

    Settings that name a vault speak for that vault only, so that those of a project do not leak
    into another vault kept below it.
    """
    start = (start or Path.cwd()).resolve()
    environ = os.environ if environ is None else environ
    nearby = next(_settings_above(start), None)
    vault = _find(argument, start, environ, nearby)
    if nearby is not None and nearby.vault == vault:
        return nearby
    for settings in _settings_above(vault):
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


def read_config(file: Path) -> Config | None:
    """Read the settings in `file`, or return None where a pyproject.toml says nothing of us."""
    import tomllib  # most vaults have no settings, and a search is over in half a second

    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        if file.name == PYPROJECT:
            return None  # other tools own that file; its faults are theirs to report
        raise ConfigError(f"{file}: {error}") from error
    if file.name == PYPROJECT:
        table = table.get("tool", {}).get("llmnotes")
        if table is None:
            return None
        if not isinstance(table, dict):
            raise ConfigError(f"{file}: tool.llmnotes is {table!r}; expected a table")
    return _config(file, table)


def _config(file: Path, table: Mapping[str, object]) -> Config:
    known = {field.name: field.default for field in fields(Config) if field.name != "source"}
    values: dict[str, object] = {"source": file}
    for key, value in table.items():
        if key not in known:
            raise ConfigError(f"{file}: unknown setting {key!r}; expected one of {_names(known)}")
        values[key] = _value(file, key, value, known[key])
    return Config(**values)  # type: ignore[arg-type]  # each was checked against its default


def _value(file: Path, key: str, value: object, default: object) -> object:
    """Check `value` against the kind of its default, and make it what `Config` holds."""
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        raise ConfigError(f"{file}: {key} is {value!r}; expected a list of strings")
    if isinstance(default, bool):
        if isinstance(value, bool):
            return value
        raise ConfigError(f"{file}: {key} is {value!r}; expected true or false")
    if not isinstance(value, str):
        raise ConfigError(f"{file}: {key} is {value!r}; expected a string")
    return (file.parent / value).resolve() if isinstance(default, Path) else value


def _settings_above(folder: Path) -> Iterator[Config]:
    """Yield the settings in `folder` and its ancestors, nearest first."""
    for place in (folder, *folder.parents):
        for name in (FILE, PYPROJECT):
            file = place / name
            if file.is_file() and (settings := read_config(file)) is not None:
                yield settings


def _find(
    argument: str | Path | None, start: Path, environ: Mapping[str, str], nearby: Config | None
) -> Path:
    if argument is not None:
        return _folder(start / argument, "--vault")
    if environ.get(VARIABLE):
        return _folder(start / environ[VARIABLE], VARIABLE)
    if nearby is not None and nearby.vault != Path():
        if not nearby.vault.is_dir():
            raise ConfigError(f"{nearby.source}: vault is {nearby.vault}; expected a folder")
        return nearby.vault
    if (start / "vault").is_dir():
        return (start / "vault").resolve()
    if _holds_notes(start):
        return start
    raise UsageError(f"{start}: no notes here and no folder named vault; name one with --vault")


def _folder(path: Path, origin: str) -> Path:
    if not path.is_dir():
        raise UsageError(f"{origin}: {path} is not a folder")
    return path.resolve()


def _holds_notes(folder: Path) -> bool:
    """Tell whether `folder` has a note in itself or one folder below."""
    return any(
        path.suffix.lower() == ".md" and path.is_file()
        for pattern in ("*.*", "*/*.*")
        for path in folder.glob(pattern)
        if not path.relative_to(folder).parts[0].startswith(".")
    )


def _names(known: Iterable[str]) -> str:
    return ", ".join(sorted(known))
