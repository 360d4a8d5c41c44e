"""The command that adapts search and answers to a vault."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from llmnotes.api import Vault
from llmnotes.cli import DONE
from llmnotes.cli.output import colour, print_json, remark, table
from llmnotes.messages import Lang, say


def tune(args: argparse.Namespace) -> int:
    """Adapt the encoder to the vault and print how held-out questions do, before and after."""
    from llmnotes.tune import asked_of, undo
    from llmnotes.tune import tune as run

    vault = Vault.open(args.vault, args.lang)
    if args.undo:
        undone = undo(vault.root, vault.config)
        if args.json:
            print_json({"undone": undone})
        else:
            remark(say("tune.undone" if undone else "tune.nothing", args.lang))
        return DONE
    progress = _Progress(args.lang)
    asked = asked_of(vault.graph, Path(args.asked), args.lang) if args.asked else ()
    outcome = run(vault.root, vault.config, vault.graph, args.minutes, progress, asked)
    progress.done()
    if args.json:
        print_json(asdict(outcome))
        return DONE
    lang: Lang = args.lang
    if not outcome.before and not outcome.after:
        remark(say("tune.few", lang, found=outcome.held_out))
        return DONE
    head = ("", say("tune.before", lang), say("tune.after", lang))
    row = (say("tune.rank", lang), f"{outcome.before:.3f}", f"{outcome.after:.3f}")
    print(table((head, row), indent=""))
    counts = {"better": outcome.better, "worse": outcome.worse, "of": outcome.held_out}
    print(say("tune.paired", lang, chance=f"{outcome.chance:.2g}", **counts))
    print(colour(say("tune.kept" if outcome.kept else "tune.refused", lang)))
    return DONE


class _Progress:
    """Says on one line of a terminal what is being done, and how far it is."""

    def __init__(self, lang: Lang) -> None:
        self._lang, self._shown = lang, sys.stderr.isatty()

    def __call__(self, stage: str, share: float) -> None:
        if self._shown:
            told = say(f"tune.{stage}-stage", self._lang)
            percent = f" {100 * share:.0f} %" if share else ""
            print(f"\r\033[K{told}{percent}", end="", file=sys.stderr, flush=True)

    def done(self) -> None:
        if self._shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
