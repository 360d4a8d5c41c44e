"""Muon for the matrices of the blocks, Adam for everything else."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn


def orthogonalise(gradient: Tensor, steps: int = 5) -> Tensor:
    """Return the nearest half-orthogonal matrix, by the quintic Newton-Schulz of Keller Jordan."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x: Tensor = gradient / (gradient.norm() + 1e-7)
    wide = x.size(0) <= x.size(1)
    x = x if wide else x.T
    for _ in range(steps):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x if wide else x.T


class Muon(torch.optim.Optimizer):
    """Momentum whose steps are made orthogonal (Jordan 2024); for matrices inside a network."""

    def __init__(
        self, parameters: Iterable[nn.Parameter], lr: float, momentum: float = 0.95
    ) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": 0.01})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]  # no closure here
        """Move every matrix along its orthogonalised momentum."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is None:
                    continue
                state = self.state[parameter]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(parameter)
                momentum = state["momentum"].lerp_(parameter.grad, 1 - group["momentum"])
                direction = parameter.grad.lerp(momentum, group["momentum"])
                size = max(1.0, parameter.size(0) / parameter.size(1)) ** 0.5
                parameter.mul_(1 - group["lr"] * group["weight_decay"])
                parameter.add_(orthogonalise(direction), alpha=-group["lr"] * size)


def optimizers(network: nn.Module, muon: float, adam: float) -> list[torch.optim.Optimizer]:
    """Return Muon over the matrices of the blocks and the pointer, Adam over the rest.

    The few numbers that act on everything (features, gate, follow) move eight times as fast: at the
    table's rate they would need hundreds of steps to matter.
    """
    matrices: list[nn.Parameter] = []
    table: list[nn.Parameter] = []
    few: list[nn.Parameter] = []
    for name, parameter in network.named_parameters():
        inner = parameter.ndim == 2 and name.endswith(".weight") and parameter.size(0) > 1
        kind = table if name.startswith(("embed", "prior")) else matrices if inner else few
        kind.append(parameter)
    groups = [{"params": table, "pace": 1.0}, {"params": few, "pace": 8.0}]
    return [Muon(matrices, muon), torch.optim.Adam(groups, adam, (0.9, 0.98), eps=1e-9)]
