"""How a vault's questions are answered unless the command line says otherwise: its ask.toml.

``llmnotes evaluate --pin`` writes the file; a person may as well.
"""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from llmnotes.ask.manner import Manner
from llmnotes.decoder.sampling import Sampling
from llmnotes.errors import ConfigError, UsageError

FILE = "ask.toml"
"""Inside the vault's own folder, ``.llmnotes``."""
_TEXTS = ("decoder", "template")


def read_defaults(folder: Path) -> Manner:
    """Return what ``ask.toml`` in `folder` settles; the usual manner where there is none.

    Raises ConfigError for a file that is not understood.
    """
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return Manner()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    return _manner(path, table)


def _manner(path: Path, table: dict[str, Any]) -> Manner:
    usual = Manner()
    controls = {field.name: getattr(usual.sampling, field.name) for field in fields(Sampling)}
    told: dict[str, Any] = {}
    for name, value in table.items():
        if name not in (*_TEXTS, *controls):
            known = ", ".join((*_TEXTS, *controls))
            raise ConfigError(f"{path}: unknown setting {name!r}; expected one of {known}")
        if name in _TEXTS and not isinstance(value, str):
            raise ConfigError(f"{path}: {name} is {value!r}; expected a string")
        told[name] = tuple(value) if isinstance(value, list) else value
    texts = {name: told.pop(name) for name in _TEXTS if name in told}
    try:
        return replace(usual, sampling=replace(usual.sampling, **told), **texts)
    except (UsageError, TypeError) as error:
        raise ConfigError(f"{path}: {error}") from error
