"""The matcher while it learns: tables, scores, losses, checkpoints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import torch
from torch.nn import functional

from llmnotes.training.matcher_data import Batch, Ids

if TYPE_CHECKING:
    from llmnotes.training.matcher import Recipe

Floats = npt.NDArray[np.float32]

ASKED, TOLD = 32, 40
"""Pieces of a question and of a sentence that training looks at."""
APART = 0.5
"""What choosing among the sentences of all contexts counts beside choosing within one."""


class Network:
    """Both tables, what each piece counts, and the optimizer; on a GPU where there is one."""

    def __init__(self, table: Floats, shares: Floats, recipe: Recipe) -> None:
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        self._asked, self._told = self._learnt(table), self._learnt(table)
        self._shares = self._learnt(shares)
        self._scale = self._learnt(np.log(np.float32(recipe.scale)))
        self._length = self._learnt(np.float32(0))
        self._rates = (recipe.rate, recipe.share_rate, recipe.share_rate)
        self._name = repr(recipe)
        groups = [[self._asked, self._told], [self._shares], [self._scale, self._length]]
        self._adam = torch.optim.Adam([{"params": group} for group in groups])

    def scores(self, questions: Sequence[Ids], sentences: Sequence[Ids]) -> torch.Tensor:
        """Return how well each sentence answers each question: (questions, sentences)."""
        with torch.no_grad():
            return self._scores(questions, sentences)

    def step(self, batch: Batch, share: float) -> float:
        """Learn from `batch` at `share` of the full rates; return the loss."""
        scores = self._scores(batch.questions, batch.sentences)
        right = torch.from_numpy(batch.right).to(self._device)
        loss = functional.cross_entropy(scores, right)
        if len(batch.questions) < len(batch.sentences):
            loss = self._within(scores, batch) + APART * loss
        for group, rate, falls in zip(
            self._adam.param_groups, self._rates, (True, True, False), strict=True
        ):
            group["lr"] = rate * share if falls else rate
        self._adam.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self._adam.step()
        return float(loss.detach())

    def tables(self) -> tuple[Floats, Floats, Floats, float]:
        """Return the table of questions, that of what answers, what pieces count, and the length.

        The last is what a sentence gains with the logarithm of its pieces.
        """
        arrays = [one.detach().cpu().numpy() for one in (self._asked, self._told, self._shares)]
        return arrays[0], arrays[1], np.exp(arrays[2]), float(self._length.detach())

    def save(self, path: Path, step: int) -> None:
        """Write a checkpoint; a reader never sees half of it."""
        held = {"tensors": [one.detach() for one in self._all()], "adam": self._adam.state_dict()}
        torch.save({**held, "recipe": self._name, "step": step}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def resume(self, path: Path) -> int:
        """Take up the checkpoint at `path` if it is of this recipe; return its step."""
        if not path.exists():
            return 0
        held = torch.load(path, map_location=self._device, weights_only=True)
        if held["recipe"] != self._name:
            return 0
        with torch.no_grad():
            for own, kept in zip(self._all(), held["tensors"], strict=True):
                own.copy_(kept)
        self._adam.load_state_dict(held["adam"])
        return int(held["step"])

    def _all(self) -> tuple[torch.Tensor, ...]:
        return self._asked, self._told, self._shares, self._scale, self._length

    def _learnt(self, start: Floats | np.float32) -> torch.Tensor:
        return torch.tensor(start, dtype=torch.float32, device=self._device, requires_grad=True)

    def _scores(self, questions: Sequence[Ids], sentences: Sequence[Ids]) -> torch.Tensor:
        asked, asking = self._padded(questions, ASKED)
        told, telling = self._padded(sentences, TOLD)
        one = functional.normalize(self._asked[asked[asking]], dim=-1)
        other = functional.normalize(self._told[told], dim=-1).flatten(0, 1)
        cosines = (one @ other.T).view(len(one), *told.shape)
        best = cosines.masked_fill(~telling, -1).amax(2)
        counts = torch.exp(self._shares[asked[asking]])
        of = torch.repeat_interleave(torch.arange(len(questions)), asking.sum(1).cpu())
        of = of.to(self._device)
        total = torch.zeros(len(questions), device=self._device).index_add(0, of, counts)
        found = torch.zeros(len(questions), len(sentences), device=self._device)
        found = found.index_add(0, of, best * counts[:, None]) / total[:, None]
        sizes = torch.log1p(telling.sum(1).float())
        return torch.exp(self._scale) * (found + self._length * sizes)

    def _within(self, scores: torch.Tensor, batch: Batch) -> torch.Tensor:
        own = torch.from_numpy(batch.own).to(self._device)
        rows = torch.arange(len(batch.questions), device=self._device)
        mine = scores.masked_fill(own != rows[:, None], -1e4)
        right = torch.from_numpy(batch.right).to(self._device)
        return (torch.logsumexp(mine, 1) - scores[rows, right]).mean()

    def _padded(self, texts: Sequence[Ids], most: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the pieces of texts, up to `most` of each, and which of them there are."""
        width = min(most, max(map(len, texts)))
        pieces = np.zeros((len(texts), width), dtype=np.int64)
        there = np.zeros((len(texts), width), dtype=np.bool_)
        for row, text in enumerate(texts):
            own = text[:width]
            pieces[row, : len(own)], there[row, : len(own)] = own, True
        return torch.from_numpy(pieces).to(self._device), torch.from_numpy(there).to(self._device)
