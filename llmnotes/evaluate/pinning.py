"""The winner → the file in which a vault keeps how its questions are answered."""

from __future__ import annotations

import json
from pathlib import Path

from llmnotes.ask.defaults import FILE
from llmnotes.evaluate.plan import Setting, Variant
from llmnotes.files import write_text


def pin(folder: Path, variant: Variant, why: str) -> Path:
    """Make `variant` the default of the vault whose own folder is `folder`; return the file.

    `why` is kept as a comment for whoever opens it.
    """
    path = folder / FILE
    rows = [f"# {line}".rstrip() for line in why.splitlines()]
    told: dict[str, object] = {"decoder": variant.decoder}
    told |= {"template": variant.template} if variant.template else {}
    sampling, usual = variant.setting.sampling, Setting().sampling
    for name in usual.__slots__:
        value = getattr(sampling, name)
        if value != getattr(usual, name):
            told[name] = list(value) if name == "stop" else value
    rows += (f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in told.items())
    write_text(path, "\n".join(rows) + "\n")
    return path
