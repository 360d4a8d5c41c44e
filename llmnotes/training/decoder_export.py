"""From a checkpoint to the int8 files that the package carries."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.features import COLUMNS
from llmnotes.decoder.network import Network
from llmnotes.decoder.shape import Shape
from llmnotes.decoder.tokenizer import BOS
from llmnotes.decoder.weights import Floats, Ints, save
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


def agreement(folder: Path, models: Path, stage: str, texts: Sequence[str]) -> float:
    """Return how often int8 and float32 weights agree on the likeliest next token of `texts`."""
    state, shipped = load(folder / f"{stage}.pt"), Decoder.load(models / stage)
    exact = Network(Shape(**state["shape"]), as_arrays(state["network"]))
    same = tokens = 0
    for text in texts:
        ids = np.array([BOS, *shipped.tokenizer.ids(text)[:256]], np.int64)
        best = [best_tokens(network, ids) for network in (exact, shipped.network)]
        same += int((best[0] == best[1]).sum())
        tokens += len(ids)
    return same / tokens


def best_tokens(network: Network, ids: Ints) -> Ints:
    """Return the likeliest token after each of `ids`, read as plain text."""
    nothing = np.zeros(0, np.int64)
    cache = network.read(nothing, np.zeros((0, COLUMNS), np.int64), nothing.astype(np.bool_))
    states = network.write(ids, np.full(len(ids), -1), cache)
    return np.asarray(network.logits(states).argmax(-1), np.int64)


def as_arrays(state: Mapping[str, torch.Tensor]) -> dict[str, Floats]:
    """Return the weights as float32 arrays under the names of the torch network."""
    return {name: np.asarray(value.float().cpu().numpy()) for name, value in state.items()}
