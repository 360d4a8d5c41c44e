"""Train the decoder, one command a stage, on a CPU or on CUDA.

    python -m llmnotes.training.decoder tokenizer    # pieces, corpora as ids, first vectors
    python -m llmnotes.training.decoder base  --minutes 30
    python -m llmnotes.training.decoder tuned --minutes 90
    python -m llmnotes.training.decoder report       # dev tables of what stands
    python -m llmnotes.training.decoder export       # int8 files into llmnotes/models/decoder

A stage that was stopped goes on from its checkpoint when it is called again.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from llmnotes.decoder.engine import MODELS, STAGES, Decoder
from llmnotes.decoder.shape import PRESETS
from llmnotes.decoder.tokenizer import Tokenizer
from llmnotes.training.decoder_corpus import cut_corpora
from llmnotes.training.decoder_export import agreement, export
from llmnotes.training.decoder_prose import cut_prose
from llmnotes.training.decoder_sources import Sources
from llmnotes.training.decoder_tables import held_out_prose, prose_loss, tables
from llmnotes.training.decoder_tokenizer import train_tokenizer
from llmnotes.training.decoder_train import Plan, Run
from llmnotes.training.decoder_vectors import make_vectors


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of this command."""
    parser = argparse.ArgumentParser(prog="python -m llmnotes.training.decoder")
    parser.add_argument("stage", choices=("tokenizer", "base", "tuned", "report", "export"))
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--folder", type=Path, default=Path(".training/decoder"))
    parser.add_argument("--models", type=Path, default=MODELS)
    parser.add_argument("--every", type=int, default=1, help="report on each n-th question only")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--size", choices=sorted(PRESETS), default="small")
    parser.add_argument("--tokens", type=int, default=6_144, help="tokens of a batch")
    parser.add_argument("--muon", type=float, default=0.02)
    parser.add_argument("--adam", type=float, default=0.002)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=0, help="processes that make the batches")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--sample", type=int, default=600, help="pieces of a sampled softmax")
    parser.add_argument("--dev-questions", type=int, default=100)
    parser.add_argument("--report-minutes", type=float, default=15.0)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one stage."""
    args = make_parser().parse_args(argv)
    torch.set_num_threads(args.threads)
    sources, folder = Sources(args.data), args.folder
    folder.mkdir(parents=True, exist_ok=True)
    if args.stage == "tokenizer":
        train_tokenizer(sources, folder / "tokenizer.json")
        tokenizer = Tokenizer.load(folder / "tokenizer.json")
        cut_corpora(sources, tokenizer, folder)
        cut_prose(sources, tokenizer, folder)
        make_vectors(folder, len(tokenizer), PRESETS[args.size].width)
    elif args.stage in ("base", "tuned"):
        Run(_plan(args), sources, folder).train()
    elif args.stage == "export":
        export(folder, args.models)
        _report(args.models, sources, folder)
    else:
        _report(args.models, sources, None, args.every)
    return 0


def _report(models: Path, sources: Sources, folder: Path | None, every: int = 1) -> None:
    """Print what the model card says about the exported weights."""
    for stage in STAGES:
        decoder = Decoder.load(models / stage)
        for lang, texts in held_out_prose(sources).items():
            nats, bits = prose_loss(decoder, texts[::every])
            same = f", int8 agrees {agreement(folder, models, stage, texts):.2%}" if folder else ""
            print(f"{stage} {lang}: {nats:.3f} nats/token, {bits:.3f} bits/byte{same}", flush=True)
    for line in tables(Decoder.load(models / "tuned"), sources, every):
        print(line, flush=True)


def _plan(args: argparse.Namespace) -> Plan:
    return Plan(
        stage=args.stage,
        minutes=args.minutes,
        shape=PRESETS[args.size],
        tokens=args.tokens,
        muon=args.muon,
        adam=args.adam,
        device=args.device,
        workers=args.workers,
        seed=args.seed,
        sample=args.sample,
        report_minutes=args.report_minutes,
        dev_questions=args.dev_questions,
    )


if __name__ == "__main__":
    raise SystemExit(main())
