"""The commands that make the site and show it: build and serve."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from llmnotes.api import Vault
from llmnotes.cli import DONE
from llmnotes.cli.output import print_json, print_problems, remark
from llmnotes.messages import say

OUT = "site"


def build(args: argparse.Namespace) -> int:
    """Make the site, writing only what changed."""
    vault = Vault.open(args.vault, args.lang)
    report = vault.build(Path(args.out or OUT), clean=args.clean, jobs=args.jobs)
    if args.json:
        print_json({**asdict(report), "seconds": round(report.seconds, 3)})
        return DONE
    print_problems(report.problems)
    counts = {"pages": report.pages, "written": report.written, "unchanged": report.unchanged}
    place = {"out": args.out or OUT, "seconds": report.seconds, "problems": len(report.problems)}
    print(say("build.done", args.lang, **counts, **place))
    return DONE


def serve(args: argparse.Namespace) -> int:
    """Make the site, show it on this machine only, and renew it on every change."""
    from llmnotes.site.serve import serve as show

    vault = Vault.open(args.vault, args.lang)
    show(vault.root, Path(args.out or OUT), args.port, vault.config, args.lang, remark)
    return DONE
