"""How a vault's questions are answered unless the command line says otherwise: its ask.toml.

``llmnotes evaluate --pin`` writes the file; a person may as well.
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from llmnotes.ask.manner import Manner
from llmnotes.config import check_kind, read_toml, wrong
from llmnotes.decoder.sampling import Sampling
from llmnotes.errors import ConfigError, UsageError
from llmnotes.messages import Lang

FILE = "ask.toml"
"""Inside the vault's own folder, ``.llmnotes``."""
_TEXTS = ("decoder", "template")


def read_defaults(folder: Path, lang: Lang = "en") -> Manner:
    """Return what ``ask.toml`` in `folder` settles; the usual manner where there is none.

    Raises ConfigError, worded in `lang`, for a file that is not understood.
    """
    path = folder / FILE
    return _manner(path, read_toml(path, lang), lang) if path.exists() else Manner()


def _manner(path: Path, table: dict[str, Any], lang: Lang) -> Manner:
    usual = Manner()
    controls = {field.name: getattr(usual.sampling, field.name) for field in fields(Sampling)}
    told: dict[str, Any] = {}
    for name, value in table.items():
        if name not in (*_TEXTS, *controls):
            known = ", ".join((*_TEXTS, *controls))
            wrong(path, "settings.unknown", lang, key=name, known=known)
        check_kind(path, name, value, controls.get(name, ""), lang)
        told[name] = tuple(value) if isinstance(value, list) else value
    texts = {name: told.pop(name) for name in _TEXTS if name in told}
    try:
        sampling = replace(usual.sampling, **told, lang=lang)
    except UsageError as error:
        raise ConfigError(f"{path}: {error}") from error
    return replace(usual, sampling=sampling, **texts)
