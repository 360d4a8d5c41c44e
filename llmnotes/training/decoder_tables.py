"""The dev tables of the model card, from the exported weights and the runtime users get."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Outlook, log_softmax
from llmnotes.decoder.prompt import make_prompt
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.spans import best_spans
from llmnotes.decoder.tokenizer import BOS
from llmnotes.training.decoder_reading import best_sentence, overlap
from llmnotes.training.decoder_sources import Question, Sources

DEV = (("faquad", "pt"), ("squad_pt_v1", "pt"), ("wiki", "en"), ("pira", "pt"), ("pira", "en"))
Answerer = Callable[[Question], str]


def tables(decoder: Decoder, sources: Sources, every: int = 1) -> Iterator[str]:
    """Yield Markdown rows: F1 / exact match of each way to answer, and answerability."""
    yield "| set | n | best sentence | streamed | likeliest | expected overlap | answerable? |"
    yield "|---|---|---|---|---|---|---|"
    for name, lang in DEV:
        rows = [row for row in sources.dev(name) if row.lang == lang][::every]
        asked = [row for row in rows if row.answers]
        ways: tuple[Answerer, ...] = (
            lambda row: best_sentence(row.question, row.context),
            lambda row: streamed(decoder, row),
            lambda row: spanned(decoder, row, likeliest=True),
            lambda row: spanned(decoder, row, likeliest=False),
        )
        cells = [score(way, asked) for way in ways]
        yield f"| {name} {lang} | {len(asked)} | {' | '.join(cells)} | {decided(decoder, rows)} |"


def score(answer: Answerer, rows: Sequence[Question]) -> str:
    """Return mean F1 / exact match in percent."""
    marks = np.array([overlap(answer(row), row.answers) for row in rows])
    return " / ".join(f"{100 * mean:.1f}" for mean in marks.mean(0))


def streamed(decoder: Decoder, row: Question) -> str:
    """Answer as the stream does, greedily, but never with <none> or nothing at all."""
    prompt = make_prompt(decoder.tokenizer, row.question, [row.context])

    def steer(steps: Sequence[object], outlook: Outlook) -> Outlook:
        return outlook if steps else replace(outlook, gate=1.0)

    steps = decoder.write(decoder.read(prompt), Sampling(max_length=60), steer)
    return "".join(step.text for step in steps).strip()


def spanned(decoder: Decoder, row: Question, *, likeliest: bool) -> str:
    """Answer with the best span."""
    prompt = make_prompt(decoder.tokenizer, row.question, [row.context])
    best = best_spans(decoder, prompt, likeliest=likeliest).best[0]
    return row.context[best.start : best.end].strip()


def decided(decoder: Decoder, rows: Sequence[Question]) -> str:
    """Return the area under the ROC curve of P(nothing), and balanced accuracy at one half."""
    refused: dict[bool, list[float]] = {True: [], False: []}
    for row in rows:
        prompt = make_prompt(decoder.tokenizer, row.question, [row.context])
        refused[bool(row.answers)].append(best_spans(decoder, prompt, starts=1).nothing)
    yes, no = np.array(refused[True]), np.array(refused[False])
    if not len(yes) or not len(no):
        return "–"
    above = (no[:, None] > yes).mean() + 0.5 * (no[:, None] == yes).mean()
    balanced = ((yes < 0.5).mean() + (no >= 0.5).mean()) / 2
    return f"AUC {above:.2f}, balanced {100 * balanced:.1f}"


def prose_loss(decoder: Decoder, texts: Sequence[str], longest: int = 256) -> tuple[float, float]:
    """Return nats per token and bits per byte of `texts`, each cut to `longest` tokens."""
    nats = tokens = size = 0.0
    for text in texts:
        ids = np.array([BOS, *decoder.tokenizer.ids(text)[:longest]], np.int64)
        cache, _ = decoder.begin("")
        cache.rewind((0, np.zeros_like(cache.recent)))
        states = decoder.network.write(ids, np.full(len(ids), -1), cache)
        told = log_softmax(decoder.network.logits(states[:-1]))
        nats -= float(told[np.arange(len(ids) - 1), ids[1:]].sum())
        tokens += len(ids) - 1
        size += len(decoder.tokenizer.decode(map(int, ids[1:])).encode())
    return nats / tokens, nats / np.log(2) / size


def held_out_prose(sources: Sources) -> dict[str, list[str]]:
    """Return prose that no stage has seen: contexts of dev sets in pt, held-out ones in en."""
    pt = {row.context for name in ("faquad", "squad_pt_v1") for row in sources.dev(name)}
    return {"pt": sorted(pt), "en": sorted({row.context for row in sources.dev("wiki")})}
