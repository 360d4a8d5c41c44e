"""The dev tables of the model card, from the exported weights and the runtime users get."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Cache, Outlook, log_softmax
from llmnotes.decoder.prompt import FOCUS, make_prompt
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.spans import best_spans
from llmnotes.decoder.tokenizer import BOS
from llmnotes.training.decoder_reading import best_sentence, overlap
from llmnotes.training.decoder_sources import Question, Sources

DEV = (("faquad", "pt"), ("squad_pt_v1", "pt"), ("wiki", "en"), ("pira", "pt"), ("pira", "en"))
HEAD = (
    "| set | n | best sentence | streamed | likeliest | expected overlap | answerable? |\n"
    "|---|---|---|---|---|---|---|"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One question answered in each way; `nothing` is the probability of a refusal."""

    sentence: str
    streamed: str
    likeliest: str
    overlap: str
    nothing: float


def tables(decoder: Decoder, sources: Sources, every: int = 1) -> Iterator[str]:
    """Yield Markdown rows: F1 / exact match of each way to answer, and answerability."""
    yield HEAD
    for name, lang in DEV:
        rows = [row for row in sources.dev(name) if row.lang == lang][::every]
        read = [(row, read_one(decoder, row)) for row in rows]
        asked = [(row, reading) for row, reading in read if row.answers]
        cells = [
            score([(getattr(reading, way), row.answers) for row, reading in asked])
            for way in ("sentence", "streamed", "likeliest", "overlap")
        ]
        refused = decided([(reading.nothing, bool(row.answers)) for row, reading in read])
        yield f"| {name} {lang} | {len(asked)} | {' | '.join(cells)} | {refused} |"


def read_one(decoder: Decoder, row: Question) -> Reading:
    """Answer one question in each way, forced to answer."""
    prompt = make_prompt(decoder.tokenizer, row.question, [row.context], FOCUS)
    begun = decoder.read(prompt)
    spans = best_spans(decoder, prompt, k=sys.maxsize, begun=begun)
    best, likeliest = spans.best[0], max(spans.best, key=lambda span: span.score)
    return Reading(
        best_sentence(row.question, row.context),
        streamed(decoder, begun),
        row.context[likeliest.start : likeliest.end],
        row.context[best.start : best.end],
        spans.nothing,
    )


def streamed(decoder: Decoder, begun: tuple[Cache, Outlook]) -> str:
    """Answer as the stream does, greedily, but begin with a span."""

    def steer(steps: Sequence[object], outlook: Outlook) -> Outlook:
        return outlook if steps else replace(outlook, gate=1.0)

    steps = decoder.write(begun, Sampling(max_length=60), steer)
    return "".join(step.text for step in steps)


def score(answers: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Return mean F1 / exact match in percent."""
    marks = np.array([overlap(answer, truths) for answer, truths in answers])
    return " / ".join(f"{100 * mean:.1f}" for mean in marks.mean(0))


def decided(refusals: Sequence[tuple[float, bool]]) -> str:
    """Return the area under the ROC curve of P(nothing), and balanced accuracy at one half."""
    yes = np.array([nothing for nothing, answerable in refusals if answerable])
    no = np.array([nothing for nothing, answerable in refusals if not answerable])
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
