"""The two operations that cost most on a CPU, with gradients by hand.

Composed of torch's own operations, RMSNorm took a third of a step and the loss over the vocabulary
ran at a third of the speed of its matrix products, waiting for memory.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from llmnotes.decoder.shape import EPSILON

CHUNK = 256
"""Rows whose logits (16 MB at 16,000 pieces) are alive at one time."""
COMMON = 1_500
"""Pieces that are never left to chance in a sampled loss."""


class _Norm(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor) -> Tensor:
        inverse = (torch.linalg.vector_norm(x, dim=-1, keepdim=True).square() / x.size(-1)
                   + EPSILON).rsqrt()  # fmt: skip
        y: Tensor = x * inverse
        ctx.save_for_backward(y, inverse)
        return y

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Tensor:
        y, inverse = ctx.saved_tensors
        (gradient,) = gradients
        along = torch.linalg.vecdot(gradient, y).unsqueeze(-1) / y.size(-1)
        found: Tensor = torch.addcmul(gradient, y, along, value=-1).mul_(inverse)
        return found


def norm_on_cpu(x: Tensor) -> Tensor:
    """Scale the last dimension to a root mean square of one."""
    y: Tensor = _Norm.apply(x)  # type: ignore[no-untyped-call]  # torch has no types here
    return y


class _WordLosses(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, states: Tensor, rows: Tensor, prior: Tensor, targets: Tensor) -> Tensor:
        losses = states.new_empty(len(states))
        logs = states.new_empty(len(states))
        for at in range(0, len(states), CHUNK):
            some = slice(at, at + CHUNK)
            logits = torch.addmm(prior, states[some], rows.T)
            logs[some] = logits.logsumexp(-1)
            losses[some] = logs[some] - logits.gather(1, targets[some, None]).squeeze(1)
        ctx.save_for_backward(states, rows, prior, targets, logs)
        return losses

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        states, rows, prior, targets, logs = ctx.saved_tensors
        (gradient,) = gradients
        to_states = torch.empty_like(states)
        to_rows, to_prior = torch.zeros_like(rows), torch.zeros_like(prior)
        for at in range(0, len(states), CHUNK):
            some = slice(at, at + CHUNK)
            share = torch.addmm(prior, states[some], rows.T).sub_(logs[some, None]).exp_()
            share.scatter_add_(1, targets[some, None], -torch.ones_like(share[:, :1]))
            share.mul_(gradient[some, None])
            torch.mm(share, rows, out=to_states[some])
            to_rows.addmm_(share.T, states[some])
            to_prior += share.sum(0)
        return to_states, to_rows, to_prior, None


def word_losses(states: Tensor, rows: Tensor, prior: Tensor, targets: Tensor) -> Tensor:
    """Return the cross entropy of each target under ``states · rowsᵀ + prior``."""
    losses: Tensor = _WordLosses.apply(states, rows, prior, targets)  # type: ignore[no-untyped-call]
    return losses


def sampled_word_losses(
    states: Tensor, rows: Tensor, prior: Tensor, targets: Tensor, sample: int
) -> Tensor:
    """Return `word_losses` with the rest of the vocabulary estimated from `sample` of its pieces.

    The commonest pieces and all targets of the batch are summed exactly; those drawn from the rest,
    each as likely, stand for the others by a higher prior (log (rest / sample)). The sum that
    normalises is right in expectation, unlike that of a batch's own targets alone.
    """
    exact = torch.zeros(len(rows), dtype=torch.bool)
    exact[targets] = True
    exact[prior.detach().topk(min(COMMON, len(rows))).indices] = True
    rest = (~exact).nonzero().squeeze(1)
    drawn = rest[torch.randperm(len(rest))[:sample]]
    chosen = torch.cat([exact.nonzero().squeeze(1), drawn])
    place = torch.empty(len(rows), dtype=torch.int64)
    place[chosen] = torch.arange(len(chosen))
    raised = torch.zeros(len(chosen))
    if len(drawn):
        raised[-len(drawn) :] = math.log(len(rest) / len(drawn))
    return word_losses(states, rows[chosen], prior[chosen] + raised, place[targets])
