"""Train the table of piece vectors: symmetric InfoNCE over in-batch counter-examples."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from llmnotes.training.encoder_batches import BLOCK, Batch, Batches
from llmnotes.training.encoder_tokens import Ids

if TYPE_CHECKING:
    import torch

Table = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides the result, given the pairs; `dims`: Matryoshka sizes, longest first.

    `scale` makes the softmax over a batch sharp, `exact` that of exact kinds. Tables of one `seed`
    start alike, whatever their `order` of pairs and `block` of neighbours, so they can be averaged.
    """

    pieces: int = 17_000
    dims: tuple[int, ...] = (512,)
    scale: float = 12.0
    exact: float = 12.0
    rate: float = 0.03
    steps: int = 1_400
    spread: float = 0.1
    seed: int = 1
    order: int = 1
    block: int = BLOCK


@dataclass(frozen=True, slots=True)
class Watch:
    """Called every `every` steps with the step, the mean loss since the last call and the table."""

    every: int
    call: Callable[[int, float, Table], None]


def train(
    batches: Batches,
    recipe: Recipe,
    minutes: float,
    checkpoint: Path,
    watch: Watch,
    start: Table | None = None,
) -> Table:
    """Train until the recipe's steps are done or `minutes` are over, whichever is first.

    The learning rate falls to nothing at whichever end comes first, so a run that is cut short by
    the clock is a whole run. A checkpoint is written with each call of `watch` and taken up again.
    `start` is the table to begin with, else chance.
    """
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(recipe.seed)
    table = torch.randn(recipe.pieces, recipe.dims[0]) * recipe.spread
    if start is not None:
        table = torch.from_numpy(start.astype(np.float32))
    table = table.to(device).requires_grad_(True)
    adam = torch.optim.Adam([table], lr=recipe.rate, fused=True)
    first, spent = _resume(checkpoint, table, adam, recipe)
    started = time.monotonic() - spent
    total, since = 0.0, 0
    for step, batch in enumerate(batches.start(first), start=first):
        done = max(step / recipe.steps, (time.monotonic() - started) / (60 * minutes))
        if done >= 1:
            break
        for group in adam.param_groups:
            group["lr"] = recipe.rate * min(1.0, (step + 1) / 50, (1 - done) / 0.8)
        adam.zero_grad()
        # the whole row at every step, the shorter ones by turns
        shorter = recipe.dims[1:][step % max(1, len(recipe.dims) - 1) :][:1]
        loss = _loss(table, batch, recipe.dims[:1] + shorter, recipe)
        loss.backward()  # type: ignore[no-untyped-call]
        adam.step()
        total, since = total + loss.item(), since + 1
        if (step + 1) % watch.every == 0:
            watch.call(step + 1, total / since, table.detach().cpu().numpy())
            total, since = 0.0, 0
            _save(checkpoint, table, adam, recipe, step + 1, time.monotonic() - started)
    return table.detach().cpu().numpy()


def _loss(table: torch.Tensor, batch: Batch, dims: tuple[int, ...], recipe: Recipe) -> torch.Tensor:
    """Return the mean over both directions and the Matryoshka sizes `dims`."""
    import torch
    from torch.nn import functional

    from llmnotes.training.encoder_loss import symmetric_loss

    left, right = (
        functional.embedding_bag(
            torch.from_numpy(tokens.astype(np.int64)).to(table.device),
            table,
            torch.from_numpy(offsets).to(table.device),
            mode="mean",
        )
        for tokens, offsets in (batch.left, batch.right)
    )
    rows, columns = (torch.from_numpy(side).to(table.device) for side in find_alike(batch.group))
    losses = [
        symmetric_loss(
            functional.normalize(left[:, :dim], dim=1),
            functional.normalize(right[:, :dim], dim=1),
            (rows, columns),
            recipe.exact if batch.exact else recipe.scale,
        )
        for dim in dims
    ]
    return torch.stack(losses).mean()


def find_alike(group: npt.NDArray[np.int64]) -> tuple[Ids, Ids]:
    """Return rows and columns, row by row a pair of different places that hold one group.

    >>> [side.tolist() for side in find_alike(np.array([7, 5, 7]))]
    [[0, 2], [2, 0]]
    """
    order = np.argsort(group, kind="stable")
    ordered = group[order]
    rows, columns = [], []
    for gap in range(1, len(group)):
        first = np.flatnonzero(ordered[gap:] == ordered[:-gap])
        if not len(first):
            break
        rows += [order[first], order[first + gap]]
        columns += [order[first + gap], order[first]]
    nothing = [np.zeros(0, dtype=np.int64)]
    return np.concatenate(rows or nothing), np.concatenate(columns or nothing)


def _save(
    path: Path,
    table: torch.Tensor,
    adam: torch.optim.Optimizer,
    recipe: Recipe,
    step: int,
    spent: float,
) -> None:
    import torch

    path.parent.mkdir(parents=True, exist_ok=True)
    held = {"table": table.detach(), "adam": adam.state_dict(), "recipe": repr(recipe)}
    torch.save({**held, "step": step, "spent": spent}, path.with_suffix(".new"))
    path.with_suffix(".new").replace(path)


def _resume(
    path: Path, table: torch.Tensor, adam: torch.optim.Optimizer, recipe: Recipe
) -> tuple[int, float]:
    """Take up the checkpoint at `path` if it is of this recipe; return its step and seconds."""
    import torch

    if not path.exists():
        return 0, 0.0
    held = torch.load(path, map_location=table.device, weights_only=True)
    if held["recipe"] != repr(recipe):
        return 0, 0.0
    with torch.no_grad():
        table.copy_(held["table"])
    adam.load_state_dict(held["adam"])
    return int(held["step"]), float(held["spent"])
