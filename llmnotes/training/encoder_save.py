"""Write a trained table as a sentence-transformers model directory, and its int8 copy."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from llmnotes.encoder.static import DIGEST, table_digest

Table = npt.NDArray[np.float32]

_MODULES = ("StaticEmbedding", "Normalize")
_TYPE = "sentence_transformers.models.{}"
INT8 = "int8.safetensors"


def save_encoder(table: Table, tokenizer: Path, target: Path) -> None:
    """Write the model directory `target`; a reader never sees half of a file."""
    target.mkdir(parents=True, exist_ok=True)
    half = scale_rows(table).astype(np.float16)
    scales, rows = quantize(half.astype(np.float32))
    write_tensors(target / "model.safetensors", {"embedding.weight": half}, table_digest(half))
    write_tensors(target / INT8, {"embedding.weight": rows, "embedding.scale": scales})
    modules = [
        {
            "idx": place,
            "name": str(place),
            "path": "" if place == 0 else f"{place}_{name}",
            "type": _TYPE.format(name),
        }
        for place, name in enumerate(_MODULES)
    ]
    for module in modules[1:]:
        (target / str(module["path"])).mkdir(exist_ok=True)
        _write_json(target / str(module["path"]) / "config.json", {})
    settings: dict[str, object] = {
        "prompts": {},
        "default_prompt_name": None,
        "similarity_fn_name": "cosine",
    }
    _write_json(target / "config_sentence_transformers.json", settings)
    _write_json(target / "modules.json", modules)
    _replace(target / "tokenizer.json", lambda new: shutil.copyfile(tokenizer, new))


def scale_rows(table: Table) -> Table:
    """Return `table` times the one number that suits half precision; directions stay.

    The row of the unknown piece becomes zero: a sign that no training text has says nothing.
    """
    scaled = np.array(table / np.abs(table).max() * 16, dtype=np.float32)
    scaled[0] = 0
    return scaled


def quantize(table: Table) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.int8]]:
    """Return a scale for each row, and rows of int8 which times their scale give `table`."""
    scales = np.abs(table).max(1, keepdims=True) / 127
    rows = np.rint(table / np.where(scales > 0, scales, 1)).astype(np.int8)
    return scales[:, 0].astype(np.float32), rows


def write_tensors(path: Path, tensors: dict[str, npt.NDArray[Any]], digest: str = "") -> None:
    """Write `tensors` as safetensors, replacing `path` in one step; `digest` is of the table."""
    from safetensors.numpy import save_file

    metadata = {"format": "pt"} | ({DIGEST: digest} if digest else {})
    _replace(path, lambda new: save_file(tensors, new, metadata=metadata))


def _write_json(path: Path, value: object) -> None:
    _replace(path, lambda new: new.write_text(json.dumps(value, indent=2) + "\n", "utf-8"))


def _replace(path: Path, write: Any) -> None:
    new = path.with_name(path.name + ".new")
    write(new)
    new.chmod(0o644)
    new.replace(path)
