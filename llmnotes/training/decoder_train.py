"""One stage of training: on a budget of minutes, resumable, with readings of the dev sets."""

from __future__ import annotations

import math
import time
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.utils.data import DataLoader

from llmnotes.decoder.shape import Shape
from llmnotes.decoder.tokenizer import SPECIALS, Tokenizer
from llmnotes.training.decoder_batches import Batch
from llmnotes.training.decoder_loss import Loss, loss_of
from llmnotes.training.decoder_mix import Mix
from llmnotes.training.decoder_muon import optimizers
from llmnotes.training.decoder_network import Network
from llmnotes.training.decoder_reading import report
from llmnotes.training.decoder_sources import Question, Sources

WHOLE_FROM = 0.97
"""The share of the budget from which the loss of prose is not sampled any more."""
DEV = ("faquad", "squad_pt_v1", "wiki", "pira")


@dataclass(frozen=True, slots=True)
class Plan:
    """What the command line asks of a stage; rates are those of its plateau."""

    stage: str
    minutes: float
    shape: Shape
    tokens: int = 6_144
    muon: float = 0.02
    adam: float = 0.002
    device: str = "cpu"
    workers: int = 0
    seed: int = 0
    sample: int = 0
    """Pieces that stand for the uncommon ones in the loss of prose; 0: the whole vocabulary."""
    save_minutes: float = 10.0
    report_minutes: float = 15.0
    dev_questions: int = 100


class Run:
    """The state of a stage, and what moves it forward."""

    def __init__(self, plan: Plan, sources: Sources, folder: Path) -> None:
        torch.manual_seed(plan.seed)
        self.plan, self.folder = plan, folder
        self.path = folder / f"{plan.stage}.pt"
        self.device = torch.device(plan.device)
        self.tokenizer = Tokenizer.load(folder / "tokenizer.json")
        self.network = Network(plan.shape).to(self.device)
        self.optimizers = optimizers(self.network, plan.muon, plan.adam)
        self.step = self.pool = self.tokens = self.examples = 0
        self.seconds = 0.0
        self.mix = Mix(sources, folder, plan.stage, plan.tokens, plan.seed)
        self.dev: dict[str, list[Question]] = {
            name: list(sources.dev(name))[
                :: max(1, len(list(sources.dev(name))) // plan.dev_questions)
            ]
            for name in DEV
        }
        self._begin()

    def train(self) -> None:
        """Train until the budget is spent; save on the way and at the end."""
        self.network.train()
        saved = reported = time.monotonic()
        loader = DataLoader(
            self.mix, batch_size=None, sampler=count(self.pool), num_workers=self.plan.workers
        )
        means = np.zeros(4)
        begun, clock = self.step, saved
        for pool in loader:
            for batch in pool:
                loss = self.learn(batch.to(self.device))
                clock = self._count(clock)
                means += (loss.total.item(), loss.first, loss.copied, loss.generated)
            self.pool += 1
            if self.pool % 2 == 0:
                self._say(
                    "loss {:.3f} start {:.3f} copy {:.3f} word {:.3f}".format(
                        *(means / max(1, self.step - begun))
                    )
                )
                means, begun = np.zeros(4), self.step
            now = clock
            if now - saved > 60 * self.plan.save_minutes:
                self.save()
                saved = now
            if now - reported > 60 * self.plan.report_minutes:
                self.report()
                reported = clock = time.monotonic()
            if self.share >= 1:
                break
        self.save()
        self.report()

    @property
    def share(self) -> float:
        """Return how much of the budget is spent."""
        return self.seconds / (60 * self.plan.minutes)

    @property
    def sample(self) -> int:
        """Return the sample of this step; the last steps see the whole vocabulary."""
        return self.plan.sample if self.share < WHOLE_FROM else 0

    def _count(self, since: float) -> float:
        """Add the time since `since`, making of batches included, to the budget; return now."""
        now = time.monotonic()
        self.seconds += now - since
        return now

    def learn(self, batch: Batch) -> Loss:
        """Take one step."""
        rate = min(1.0, (self.step + 1) / 20) * min(1.0, max(0.02, 2 * (1 - self.share)))
        for optimizer, base in zip(self.optimizers, (self.plan.muon, self.plan.adam), strict=True):
            for group in optimizer.param_groups:
                group["lr"] = base * rate * group.get("pace", 1.0)
        cuda = self.device.type == "cuda"
        with torch.autocast(self.device.type, torch.bfloat16, enabled=cuda):
            loss = loss_of(self.network, batch, self.sample)
        if not math.isfinite(loss.total.item()):
            raise FloatingPointError(f"step {self.step}: loss is {loss.total.item()}")
        loss.total.backward()  # type: ignore[no-untyped-call]  # torch has no types here
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.step += 1
        self.tokens += batch.tokens
        self.examples += len(batch.inputs)
        return loss

    def report(self) -> None:
        """Say how well the dev sets are read."""
        for name, rows in self.dev.items():
            self._say(f"{name}: {report(self.network, self.tokenizer, rows)}")

    def save(self) -> None:
        """Write the checkpoint in one move."""
        state = {
            "shape": asdict(self.plan.shape),
            "network": self.network.state_dict(),
            "optimizers": [optimizer.state_dict() for optimizer in self.optimizers],
            "step": self.step,
            "pool": self.pool,
            "tokens": self.tokens,
            "examples": self.examples,
            "seconds": self.seconds,
        }
        part = self.path.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.path)

    def _begin(self) -> None:
        """Go on from this stage's checkpoint, else from the stage before, else from the vectors."""
        if self.path.is_file():
            state = load(self.path)
            self.network.load_state_dict(state["network"])
            for optimizer, kept in zip(self.optimizers, state["optimizers"], strict=True):
                optimizer.load_state_dict(kept)
            self.step, self.pool = state["step"], state["pool"]
            self.tokens, self.examples = state["tokens"], state["examples"]
            self.seconds = state["seconds"]
        elif self.plan.stage == "tuned" and (self.folder / "base.pt").is_file():
            self.network.load_state_dict(load(self.folder / "base.pt")["network"])
        elif (self.folder / "vectors.npy").is_file():
            vectors = torch.from_numpy(np.load(self.folder / "vectors.npy"))
            prior = torch.from_numpy(np.load(self.folder / "prior.npy"))
            with torch.no_grad():
                self.network.embed.weight[:, : vectors.size(1)].copy_(vectors)
                self.network.prior.copy_(prior)
                # No prose holds a special piece: left to its count it would never be written.
                self.network.prior[: len(SPECIALS)] = -4.0

    def _say(self, text: str) -> None:
        print(
            f"{time.strftime('%H:%M:%S')} {self.plan.stage} step {self.step} "
            f"{self.seconds / 60:.1f} min {self.tokens / 1e6:.2f}M tokens "
            f"{self.examples} examples | {text}",
            flush=True,
        )


def load(path: Path) -> dict[str, Any]:
    """Read a checkpoint; only tensors and plain values, no code."""
    state: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return state


def shape_of(path: Path) -> Shape:
    """Return the shape of the network in a checkpoint."""
    return Shape(**load(path)["shape"])
