"""Answer questions with the torch network, and score the answers as SQuAD does."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  (torch's own habit)

from llmnotes.decoder import features as glance
from llmnotes.decoder.prompt import FOCUS
from llmnotes.decoder.tokenizer import ANSWER, NONE, Tokenizer, number
from llmnotes.training.decoder_batches import collate
from llmnotes.training.decoder_examples import Example, make_example
from llmnotes.training.decoder_network import Network, Reading
from llmnotes.training.decoder_sources import Question

_ARTICLES = re.compile(r"\b(a|an|the|o|os|as|um|uma|uns|umas)\b")
STARTS, LONGEST = 6, 40


@dataclass(frozen=True, slots=True)
class Report:
    """Means over a dev set, in percent; f1 and exact over the questions that have an answer."""

    questions: int
    f1: float
    exact: float
    decided: float
    """How often the network is right about whether there is an answer (balanced over both)."""
    lead: float
    """F1 of the best-matching sentence."""

    def __str__(self) -> str:
        return (
            f"F1 {self.f1:.1f} EM {self.exact:.1f} answerability {self.decided:.1f} "
            f"(best sentence F1 {self.lead:.1f}, {self.questions} questions)"
        )


def normal(text: str) -> list[str]:
    """Return the words of an answer as the SQuAD script does; articles of both languages go."""
    text = re.sub(r"[^\w\s]", "", text.lower())
    return _ARTICLES.sub(" ", text).split()


def overlap(answer: str, truths: Sequence[str]) -> tuple[float, float]:
    """Return F1 and exact match against the nearest of `truths`."""
    return max(_f1(normal(answer), normal(t)) for t in truths), float(
        any(normal(answer) == normal(t) for t in truths)
    )


def _f1(found: list[str], truth: list[str]) -> float:
    if not found or not truth:
        return float(found == truth)
    same = sum((Counter(found) & Counter(truth)).values())
    return 2 * same / (len(found) + len(truth))


def best_sentence(question: str, context: str) -> str:
    """Answer with the sentence that shares most with the question; the baseline."""
    asked = glance.words(question)
    found = glance.sentence_scores(asked, [context], [glance.words(context)])[0]
    start, end, _ = max(found, key=lambda sentence: sentence[2])
    return context[start:end].strip()


@torch.no_grad()
def report(network: Network, tokenizer: Tokenizer, rows: Sequence[Question]) -> Report:
    """Answer every question of `rows`, forced to choose a span, and score the answers."""
    network.eval()
    f1: list[float] = []
    exact: list[float] = []
    lead: list[float] = []
    right: dict[bool, list[float]] = {True: [], False: []}
    for row in rows:
        answer, nothing = answer_of(network, tokenizer, row.question, row.context)
        right[bool(row.answers)].append(float((nothing < 0.5) == bool(row.answers)))
        if row.answers:
            near, same = overlap(answer, row.answers)
            f1.append(near)
            exact.append(same)
            lead.append(overlap(best_sentence(row.question, row.context), row.answers)[0])
    network.train()
    decided = [sum(marks) / len(marks) for marks in right.values() if marks]
    means = [100 * sum(v) / max(1, len(v)) for v in (f1, exact, decided, lead)]
    return Report(len(f1), *means)


def answer_of(
    network: Network, tokenizer: Tokenizer, question: str, context: str
) -> tuple[str, float]:
    """Return the likeliest span, and the probability that the network would rather say <none>."""
    device = network.prior.device
    example = make_example(tokenizer, question, [context], (), FOCUS)
    batch = collate([example]).to(device)
    reading = network.read(batch.ids, batch.features, batch.real)
    opening = torch.tensor([[ANSWER]], device=device)
    nowhere = torch.full_like(opening, -1)
    states = network.write(opening, nowhere, reading)
    outlook = network.outlook(states, nowhere, reading, batch.copyable)
    nothing = F.logsigmoid(-outlook.gate[0, 0]) + network.logits(states)[0, 0].log_softmax(-1)[NONE]
    begin = outlook.scores[0, 0].log_softmax(-1)
    starts = begin.topk(min(STARTS, int(batch.copyable.sum()))).indices
    start, end = _span(network, example, reading, starts, begin)
    places = example.prompt.places
    first, last = places[start], places[end]
    assert first is not None and last is not None
    return context[first.start : last.end].strip(), float(nothing.exp())


def _span(
    network: Network,
    example: Example,
    reading: Reading,
    starts: torch.Tensor,
    begin: torch.Tensor,
) -> tuple[int, int]:
    """Return the first and last token of the span that the network would most likely write."""
    ids = torch.tensor(example.prompt.ids, device=starts.device)
    places = starts[:, None] + torch.arange(LONGEST, device=starts.device)
    inside = places < len(ids)
    places = places.clamp(max=len(ids) - 1)
    many = len(starts)
    memory = [(k.expand(many, -1, -1, -1), v.expand(many, -1, -1, -1)) for k, v in reading.memory]
    read = Reading(memory, reading.states.expand(many, -1, -1), reading.real.expand(many, -1))
    opening = torch.full((many, 1), ANSWER, device=starts.device)
    sources = torch.cat([torch.full_like(opening, -1), places], 1)
    states = network.write(torch.cat([opening, ids[places]], 1), sources, read)[:, 1:]
    copyable = torch.tensor(example.prompt.copyable, device=starts.device).expand(many, -1)
    outlook = network.outlook(states, places, read, copyable)
    following = (places + 1).clamp(max=len(ids) - 1)
    on = F.logsigmoid(outlook.gate) + outlook.scores.log_softmax(-1).gather(
        2, following.unsqueeze(-1)
    ).squeeze(-1)
    stop = F.logsigmoid(-outlook.gate) + network.logits(states).log_softmax(-1)[..., number(1)]
    score = begin[starts, None] + F.pad(on.cumsum(1), (1, 0))[:, :-1] + stop
    best = int(score.masked_fill(~inside, -1e9).argmax())
    return int(starts[best // LONGEST]), int(places[best // LONGEST, best % LONGEST])
