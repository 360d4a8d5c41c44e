"""The decoder's network in torch, as it is trained; `llmnotes.decoder.network` runs the same one.

A Llama-style block with what small models learn faster with: QK-norm, ReLU² (Primer), projections
back into the stream that start at zero, and queries and keys that start alike, so that from the
first step on attention means similarity (Trockman and Kolter 2023, "Mimetic initialization").

A prompt is *read* in both directions; the answer is *written* token by token. A pointer over the
prompt and a gate mix copying with generating: p = g · copy + (1 - g) · vocabulary. A token copied
from place i enters with what the reader understood at i, and the pointer knows that i + 1 follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own habit)
from torch import Tensor, nn

from llmnotes.decoder.shape import EPSILON, FEATURE_ROWS, SHARPNESS, Shape
from llmnotes.training.decoder_kernels import norm_on_cpu as _norm_on_cpu

Memory = list[tuple[Tensor, Tensor]]
"""Keys and values of every layer, (batch, kv heads, tokens, head)."""


class Reading(NamedTuple):
    """A prompt as understood: the memory, the last layer's states, and which tokens are real."""

    memory: Memory
    states: Tensor
    real: Tensor


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may come next: pointer scores over the prompt, the gate's logit, the states."""

    scores: Tensor
    gate: Tensor
    states: Tensor


def norm(x: Tensor) -> Tensor:
    """Scale the last dimension to a root mean square of one."""
    return F.rms_norm(x, (x.size(-1),), eps=EPSILON) if x.is_cuda else _norm_on_cpu(x)


class Block(nn.Module):
    """One layer: attention, then a ReLU² network, each added to the stream."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        queries, keys = shape.heads * shape.head, shape.kv_heads * shape.head
        self.query = nn.Linear(shape.width, queries, bias=False)
        self.key = nn.Linear(shape.width, keys, bias=False)
        self.value = nn.Linear(shape.width, keys, bias=False)
        self.out = nn.Linear(queries, shape.width, bias=False)
        self.up = nn.Linear(shape.width, shape.hidden, bias=False)
        self.down = nn.Linear(shape.hidden, shape.width, bias=False)
        for layer in (self.query, self.key, self.value, self.up):
            nn.init.normal_(layer.weight, std=shape.width**-0.5)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.down.weight)
        groups = self.key.weight.data.view(shape.kv_heads, shape.head, shape.width)
        alike = groups.repeat_interleave(shape.heads // shape.kv_heads, 0)
        self.query.weight.data.copy_(alike.reshape(queries, shape.width))

    def forward(
        self,
        x: Tensor,
        turn: tuple[Tensor, Tensor],
        mask: Tensor,
        past: tuple[Tensor, Tensor] | None,
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """Return the stream after this layer, and the keys and values including `past`."""
        shape, (batch, length, _) = self.shape, x.shape
        y = norm(x)
        q = self.query(y).view(batch, length, shape.heads, shape.head).transpose(1, 2)
        k = self.key(y).view(batch, length, shape.kv_heads, shape.head).transpose(1, 2)
        v = self.value(y).view(batch, length, shape.kv_heads, shape.head).transpose(1, 2)
        q, k = rotate(norm(q), turn), rotate(norm(k), turn)
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        share = shape.heads // shape.kv_heads
        keys, values = k.repeat_interleave(share, 1), v.repeat_interleave(share, 1)
        mixed = F.scaled_dot_product_attention(
            q.to(v.dtype), keys.to(v.dtype), values, attn_mask=mask, scale=SHARPNESS / shape.head
        )
        x = x + self.out(mixed.transpose(1, 2).reshape(batch, length, -1))
        x = x + self.down(F.relu(self.up(norm(x))).square())
        return x, (k, v)


def rotate(x: Tensor, turn: tuple[Tensor, Tensor]) -> Tensor:
    """Turn the first dimensions of each head by its position: pairs (i, i + rotary/2)."""
    cos, sin = turn
    half = cos.size(-1)
    a, b, rest = x[..., :half], x[..., half : 2 * half], x[..., 2 * half :]
    return torch.cat([a * cos - b * sin, a * sin + b * cos, rest], -1)


class Network(nn.Module):
    """The whole decoder."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.embed = nn.Embedding(shape.vocabulary, shape.width)
        self.features = nn.Parameter(torch.randn(FEATURE_ROWS, shape.width) * 0.5)
        self.before = nn.Parameter(torch.zeros(2, shape.width))
        self.source = nn.Linear(shape.width, shape.width, bias=False)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.layers))
        self.point_from = nn.Linear(shape.width, shape.copy)
        self.point_to = nn.Linear(shape.width, shape.copy, bias=False)
        self.follow = nn.Parameter(torch.tensor(10.0))
        self.gate = nn.Linear(shape.width, 1)
        self.prior = nn.Parameter(torch.zeros(shape.vocabulary))
        nn.init.normal_(self.embed.weight, std=1.0)
        nn.init.normal_(self.point_to.weight, std=shape.width**-0.5)
        nn.init.normal_(self.point_from.weight, std=shape.width**-0.5)
        for zero in (self.source.weight, self.point_from.bias, self.gate.weight, self.gate.bias):
            nn.init.zeros_(zero)
        angles = shape.theta ** -(
            torch.arange(0, shape.rotary, 2, dtype=torch.float32) / shape.rotary
        )
        self.angles: Tensor
        self.register_buffer("angles", angles, persistent=False)

    def read(self, ids: Tensor, features: Tensor, real: Tensor) -> Reading:
        """Read prompts (batch, tokens) in both directions; `features` (batch, tokens, columns)."""
        x = self._rows(ids) + F.embedding(features, self._feature_rows()).sum(2)
        positions = torch.arange(ids.size(1), device=ids.device).expand_as(ids)
        memory, states = self._run(x, positions, real[:, None, None, :], None)
        return Reading(memory, states, real)

    def write(self, ids: Tensor, sources: Tensor, reading: Reading | None) -> Tensor:
        """Return the states of written tokens; `sources` are places in the prompt, -1 for none."""
        x, length = self._rows(ids), ids.size(1)
        causal = torch.ones(length, length, dtype=torch.bool, device=ids.device).tril()
        positions = torch.arange(length, device=ids.device).expand_as(ids)
        if reading is None:
            return self._run(x, positions, causal[None, None], None)[1]
        places = sources.clamp(min=0).unsqueeze(-1).expand(-1, -1, x.size(-1))
        read = torch.gather(reading.states, 1, places) * (sources >= 0).unsqueeze(-1)
        x = x + self.source(read.to(x.dtype))
        real = reading.real[:, None, None, :].expand(-1, 1, length, -1)
        mask = torch.cat([real, causal.expand(ids.size(0), 1, length, length)], -1)
        positions = positions + reading.real.sum(1, keepdim=True)
        return self._run(x, positions, mask, reading.memory)[1]

    def outlook(
        self, states: Tensor, sources: Tensor, reading: Reading, copyable: Tensor
    ) -> Outlook:
        """Score every copyable place of the prompt for the token after each written one."""
        to = self.point_to(reading.states)
        scores = self.point_from(states) @ to.transpose(1, 2) * self.shape.copy**-0.5
        places = torch.arange(to.size(1), device=to.device)
        follows = (places == (sources + 1).unsqueeze(-1)) & (sources >= 0).unsqueeze(-1)
        scores = (scores + self.follow * follows).masked_fill(~copyable[:, None, :], -1e4)
        return Outlook(scores.float(), self.gate(states).squeeze(-1).float(), states)

    def logits(self, states: Tensor) -> Tensor:
        """Score the whole vocabulary; the table of the input is the output's too."""
        states = states * self.shape.width**-0.5
        return F.linear(states, self.embed.weight.to(states.dtype)).float() + self.prior

    def _feature_rows(self) -> Tensor:
        return torch.cat([torch.zeros_like(self.features[:1]), self.features[1:]])

    def _rows(self, ids: Tensor) -> Tensor:
        rows = norm(self.embed(ids))
        first, second = self.before[0], self.before[1]
        shifted = F.pad(rows, (0, 0, 2, 0))
        return rows + first * shifted[:, 1:-1] + second * shifted[:, :-2]

    def _run(
        self, x: Tensor, positions: Tensor, mask: Tensor, memory: Memory | None
    ) -> tuple[Memory, Tensor]:
        turns = (positions.unsqueeze(-1) * self.angles).unsqueeze(1)
        turn = (turns.cos(), turns.sin())
        kept: Memory = []
        for number, block in enumerate(self.blocks):
            x, past = block(x, turn, mask, None if memory is None else memory[number])
            kept.append(past)
        return kept, norm(x)
