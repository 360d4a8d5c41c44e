"""From a checkpoint to the int8 files that the package carries."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch

from llmnotes.decoder.shape import Shape
from llmnotes.decoder.weights import Floats, save
from llmnotes.training.decoder_train import load


def export(folder: Path, models: Path, stages: tuple[str, ...] = ("base", "tuned")) -> None:
    """Write every finished stage, the tokenizer they share, and what their training took."""
    models.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(folder / "tokenizer.json", models / "tokenizer.json")
    for stage in stages:
        state = load(folder / f"{stage}.pt")
        save(models / stage, Shape(**state["shape"]), as_arrays(state["network"]))
        kept = {key: state[key] for key in ("step", "tokens", "examples", "seconds")}
        text = json.dumps(kept | {"stage": stage}, indent=1) + "\n"
        (models / stage / "training.json").write_text(text, encoding="utf-8")


def as_arrays(state: Mapping[str, torch.Tensor]) -> dict[str, Floats]:
    """Return the weights as float32 arrays under the names of the torch network."""
    return {name: np.asarray(value.float().cpu().numpy()) for name, value in state.items()}
