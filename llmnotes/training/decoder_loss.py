"""How wrong the network is about a batch."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own habit)
from torch import Tensor

from llmnotes.training.decoder_batches import Batch
from llmnotes.training.decoder_kernels import sampled_word_losses, word_losses
from llmnotes.training.decoder_network import Network, Outlook, Reading


@dataclass(frozen=True, slots=True)
class Loss:
    """The loss to descend, and in words: what it is made of (nats, detached)."""

    total: Tensor
    first: float = 0.0
    copied: float = 0.0
    generated: float = 0.0


def loss_of(network: Network, batch: Batch, sample: int = 0) -> Loss:
    """Return the mean loss: per token for prose, per answer for prompts.

    With a `sample`, prose is held against the common pieces and so many of the others.

    A copied token must come from one of its places, a generated one from the vocabulary: an upper
    bound of -log(g · copy + (1 - g) · vocabulary) that needs no vocabulary where text is copied.
    """
    if batch.ids.size(1) == 0:
        states = network.write(batch.inputs, batch.sources, None)
        flat = states.flatten(0, 1), batch.targets.flatten()
        total = _words(network, *flat, sample).mean()
        return Loss(total, generated=total.item())
    reading = network.read(batch.ids, batch.features, batch.real)
    states = network.write(batch.inputs, batch.sources, reading)
    outlook = network.outlook(states, batch.sources, reading, batch.copyable)
    return _answer_loss(network, batch, reading, outlook)


def _answer_loss(network: Network, batch: Batch, reading: Reading, outlook: Outlook) -> Loss:
    copied = batch.gold.any(-1)
    generated = (batch.targets >= 0) & ~copied
    pointed = outlook.scores.masked_fill(~batch.gold, -1e4).logsumexp(-1)
    copy = -(F.logsigmoid(outlook.gate) + pointed - outlook.scores.logsumexp(-1)) * copied
    word = _words(network, outlook.states[generated], batch.targets[generated])
    free = ~batch.copyable.any(-1, keepdim=True).expand_as(generated)[generated]
    word = word - torch.where(free, 0.0, F.logsigmoid(-outlook.gate[generated]))
    # A blank to fill from the vocabulary counts as much as an answer, however many tokens it has.
    weight = torch.where(free, 0.1, 1.0)
    count = batch.ids.size(0)
    total = (copy.sum() + (word * weight).sum()) / count
    first = copy[:, 0].sum() / copied[:, 0].sum().clamp(min=1)
    return Loss(total, first.item(), copy.sum().item() / count, word.sum().item() / count)


def _words(network: Network, states: Tensor, targets: Tensor, sample: int = 0) -> Tensor:
    """Return the loss of each generated token."""
    if states.is_cuda:
        return F.cross_entropy(network.logits(states), targets, reduction="none")
    states = states * network.shape.width**-0.5
    table = states, network.embed.weight, network.prior, targets
    return sampled_word_losses(*table, sample) if sample else word_losses(*table)
