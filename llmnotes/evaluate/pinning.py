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
    rows.append(f"decoder = {json.dumps(variant.decoder)}")
    if variant.template:
        rows.append(f"template = {json.dumps(variant.template)}")
    sampling, usual = variant.setting.sampling, Setting().sampling
    for name in usual.__slots__:
        value = getattr(sampling, name)
        if value != getattr(usual, name):
            rows.append(f"{name} = {json.dumps(list(value) if name == 'stop' else value)}")
    write_text(path, "\n".join(rows) + "\n")
    return path
