"""Examples of like length side by side, as tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np
import torch
from torch import Tensor

from llmnotes.decoder import features as glance
from llmnotes.training.decoder_examples import Example


@dataclass(frozen=True, slots=True)
class Batch:
    """Prompts (batch, tokens) with their answers; an empty `ids` means prose without a prompt.

    `gold` (batch, steps, tokens) marks where a step may copy from; `targets` are -1 past the end.
    """

    ids: Tensor
    features: Tensor
    real: Tensor
    copyable: Tensor
    inputs: Tensor
    sources: Tensor
    targets: Tensor
    gold: Tensor

    def to(self, device: torch.device) -> Batch:
        """Return the same on `device`."""
        return Batch(*(getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)))

    @property
    def tokens(self) -> int:
        """Return how many tokens, padding included, the network passes."""
        return self.ids.numel() + self.inputs.numel()


def collate(examples: Sequence[Example]) -> Batch:
    """Pad `examples` to one size."""
    count = len(examples)
    width = max(len(e.prompt.ids) for e in examples)
    steps = max(len(e.inputs) for e in examples)
    ids = np.zeros((count, width), np.int64)
    features = np.zeros((count, width, glance.COLUMNS), np.int64)
    real, copyable = np.zeros((2, count, width), bool)
    inputs = np.zeros((count, steps), np.int64)
    sources, targets = np.full((2, count, steps), -1, np.int64)
    gold = np.zeros((count, steps, width), bool)
    for row, e in enumerate(examples):
        size, length = len(e.prompt.ids), len(e.inputs)
        ids[row, :size], features[row, :size] = e.prompt.ids, e.prompt.features
        real[row, :size], copyable[row, :size] = True, e.prompt.copyable
        inputs[row, :length], sources[row, :length] = e.inputs, e.sources
        targets[row, :length] = e.targets
        for step, places in enumerate(e.gold):
            gold[row, step, list(places)] = True
    arrays = (ids, features, real, copyable, inputs, sources, targets, gold)
    return Batch(*map(torch.from_numpy, arrays))


def prose(rows: Sequence[Sequence[int]]) -> Batch:
    """Return rows of plain text, each token to be foretold from those before it."""
    ids = torch.tensor(np.array(rows, np.int64))
    inputs, targets = ids[:, :-1].contiguous(), ids[:, 1:].contiguous()
    none = torch.zeros(len(rows), 0, dtype=torch.int64)
    features = torch.zeros(len(rows), 0, glance.COLUMNS, dtype=torch.int64)
    empty = none.bool()
    gold = torch.zeros(len(rows), inputs.size(1), 0, dtype=torch.bool)
    return Batch(none, features, empty, empty, inputs, torch.full_like(inputs, -1), targets, gold)


def batches(examples: Sequence[Example], tokens: int, rng: random.Random) -> list[Batch]:
    """Group `examples` by length into batches of at most `tokens`, in random order."""
    found: list[list[Example]] = [[]]
    width = steps = 0
    for example in sorted(examples, key=lambda e: (len(e.prompt.ids) // 24, len(e.inputs))):
        width = max(width, len(example.prompt.ids))
        steps = max(steps, len(example.inputs))
        if found[-1] and (len(found[-1]) + 1) * (width + steps) > tokens:
            found.append([])
            width, steps = len(example.prompt.ids), len(example.inputs)
        found[-1].append(example)
    rng.shuffle(found)
    return [collate(group) for group in found if group]
