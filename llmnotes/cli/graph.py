"""The commands that ask the graph: check, graph and glossary."""

from __future__ import annotations

import argparse
from pathlib import Path

from llmnotes.api import Vault
from llmnotes.cli import DONE, FINDINGS
from llmnotes.cli.output import colour, dim, print_json, print_problems, remark, table
from llmnotes.files import write_text
from llmnotes.messages import say
from llmnotes.model import GlossaryEntry


def check(args: argparse.Namespace) -> int:
    """List what a writer can mend; with ``--strict`` faults end with 1."""
    vault = Vault.open(args.vault, args.lang)
    report = vault.report
    if args.json:
        print_json(report.as_data())
    else:
        print_problems(report.problems)
        wanted = [ghost for ghost in report.ghosts if ghost.name not in report.planned]
        if wanted:
            print(colour(say("check.ghosts", args.lang, count=len(wanted))))
            print(table([(str(len(ghost.asked_by)), ghost.name) for ghost in wanted]))
            print()
        counts = {"notes": report.notes, "links": report.links, "resolved": report.resolved}
        print(say("check.summary", args.lang, **counts, problems=len(report.problems)))
    return FINDINGS if args.strict and not report.passes else DONE


def export(args: argparse.Namespace) -> int:
    """Write the graph in one of its formats, to a file or to stdout."""
    from llmnotes.exports import export as write

    vault = Vault.open(args.vault, args.lang)
    text = write(vault.graph, args.format, vault.config.site_url, vault.config.lang)
    if args.out:
        write_text(Path(args.out), text)
        remark(say("graph.written", args.lang, path=args.out))
    else:
        print(text, end="")
    return DONE


def stats(args: argparse.Namespace) -> int:
    """Say how large the graph is and what is central in it."""
    data = Vault.open(args.vault, args.lang).graph.stats()
    if args.json:
        print_json(data)
        return DONE
    for name, value in data.items():
        if isinstance(value, dict):
            print(f"{colour(name)}  " + ", ".join(f"{k} {v}" for k, v in value.items()))
        elif isinstance(value, list):
            print(colour(name))
            print(table([tuple(map(str, item.values())) for item in value]) if value else "")
        else:
            print(f"{colour(name)}  {value}")
    return DONE


def path(args: argparse.Namespace) -> int:
    """Show a shortest way from one note to another; 1 if there is none."""
    graph = Vault.open(args.vault, args.lang).graph
    way = graph.path(graph.find(args.start), graph.find(args.end))
    if args.json:
        print_json({"path": [{"id": node, "title": graph.title(node)} for node in way]})
    elif way:
        print(" → ".join(graph.title(node) for node in way))
    else:
        remark(say("graph.no-path", args.lang, start=args.start, end=args.end))
    return DONE if way else FINDINGS


def near(args: argparse.Namespace) -> int:
    """List what is at most ``--depth`` links away from a note."""
    graph = Vault.open(args.vault, args.lang).graph
    found = graph.near(graph.find(args.note), args.depth)
    if args.json:
        rows = [
            {"id": node, "title": graph.title(node), "kind": graph.kind(node), "distance": far}
            for node, far in found
        ]
        print_json({"near": rows})
    elif found:
        print(table([(str(far), graph.title(node), dim(graph.kind(node))) for node, far in found]))
    return DONE


def glossary(args: argparse.Namespace) -> int:
    """Print the terms with their definitions, or one of them; 1 if it is not there."""
    from llmnotes.glossary import as_data, lookup

    entries = Vault.open(args.vault, args.lang).glossary
    if args.term:
        entries = lookup(entries, args.term)
    if args.json:
        print_json(as_data(entries))
    elif entries:
        print("\n\n".join(map(_entry_text, entries)))
    if args.term and not entries:
        remark(say("glossary.none", args.lang, term=args.term))
        return FINDINGS
    return DONE


def _entry_text(entry: GlossaryEntry) -> str:
    aliases = f" ({', '.join(entry.aliases)})" if entry.aliases else ""
    related = f"\n  → {', '.join(entry.related)}" if entry.related else ""
    place = dim(f"{entry.path}:{entry.line}")
    return f"{colour(entry.term)}{aliases}  {place}\n  {entry.definition}{related}"
