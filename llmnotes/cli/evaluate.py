"""The command that tries prompts, settings and decoders on cases, and says which is best."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from llmnotes.api import Vault
from llmnotes.cli import DONE, FINDINGS
from llmnotes.cli.output import colour, print_json, remark, table
from llmnotes.errors import UsageError
from llmnotes.messages import Lang, say

if TYPE_CHECKING:
    from llmnotes.evaluate import Evaluation
    from llmnotes.evaluate.running import Result


MEASURES = (
    "accuracy", "note", "f1", "refusal", "cited", "tokens", "cost", "seconds", "latency",
)  # fmt: skip
"""What `--json` tells of each variant."""


def evaluate(args: argparse.Namespace) -> int:
    """Print how each way to answer does, and which wins; 1 if none does and that was asked for."""
    from llmnotes.evaluate import EXAMPLE, read_plan, winner
    from llmnotes.evaluate import evaluate as run

    if args.example:
        print(EXAMPLE.read_text("utf-8"), end="")
        return DONE
    if args.cases is None:
        raise UsageError(say("evaluate.one", args.lang))
    plan = read_plan(Path(args.cases), args.lang)
    vault = Vault.open(args.vault, args.lang)
    progress = _progress if sys.stderr.isatty() else None
    done = run(vault.asker, plan, args.k, progress, args.lang)
    best = winner(done)
    if args.json:
        print_json(_document(done, best))
    else:
        _print(done, best, args.lang)
    _write(args, vault, done, best)
    return FINDINGS if best is None and (args.strict or args.pin) else DONE


def _write(args: argparse.Namespace, vault: Vault, done: Evaluation, best: Result | None) -> None:
    from llmnotes.evaluate import pin, report
    from llmnotes.files import write_text

    name = Path(args.cases).name
    if args.report:
        write_text(Path(args.report), report(done, name, args.lang))
        remark(say("graph.written", args.lang, path=args.report))
    if args.pin and best is not None:
        accuracy = f"{100 * best.accuracy:.0f} %"
        why = say("evaluate.pinned-by", args.lang, name=name, accuracy=accuracy)
        path = pin(vault.root / ".llmnotes", best.variant, why)
        remark(say("evaluate.pinned", args.lang, path=path, name=best.variant.name))


def _print(done: Evaluation, best: Result | None, lang: Lang) -> None:
    from llmnotes.evaluate import missed
    from llmnotes.evaluate.report import columns, shown

    names = columns(done)
    rows = [["", *(say(f"evaluate.{name}", lang) for name in names), ""]]
    for name, result in zip(done.names, done.results, strict=True):
        faults = missed(done, result)
        mark = "★" if result is best else "" if not faults else "✗"
        told = ", ".join(say(f"evaluate.{one}", lang) for one in faults)
        own = [f"{shown(result, one)}{' !' if one in faults else ''}" for one in names]
        rows.append([f"{mark:1} {name}", *own, told])
    print(table(rows, indent=""))
    print()
    if best is None:
        print(colour(say("evaluate.no-winner", lang)))
    else:
        print(colour(say("evaluate.winner", lang, name=best.variant.name)))


def _document(done: Evaluation, best: Result | None) -> dict[str, object]:
    from llmnotes.evaluate import missed

    return {
        "winner": best.variant.name if best else None,
        "variants": [_variant(one) | {"missed": list(missed(done, one))} for one in done.results],
    }


def _variant(result: Result) -> dict[str, object]:
    variant = result.variant
    return {
        "name": variant.name,
        "decoder": variant.decoder,
        "template": variant.template or None,
        "setting": variant.setting.name,
        **{
            name: None if (value := getattr(result, name)) is None else round(value, 6)
            for name in MEASURES
        },
        "cases": [
            {
                "question": one.case.question,
                "line": one.case.line,
                "answer": one.answer,
                "right": one.right,
                "faults": list(one.faults),
                "refused": one.refused,
                "note": one.note,
                "f1": None if one.f1 is None else round(one.f1, 4),
                "seconds": round(one.seconds, 4),
            }
            for one in result.scores
        ],
    }


def _progress(done: int, total: int, name: str) -> None:
    """Draw how far it is, on one line that is wiped at the end."""
    text = f"\r\033[K{done}/{total} {name}" if done < total else "\r\033[K"
    print(text, end="", file=sys.stderr, flush=True)
