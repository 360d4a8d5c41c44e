"""The command that asks the notes."""

from __future__ import annotations

import argparse

from llmnotes.api import Vault
from llmnotes.cli import DONE, FINDINGS
from llmnotes.cli.output import colour, dim, print_json, print_json_line, remark
from llmnotes.cli.search import read_batch
from llmnotes.errors import UsageError
from llmnotes.messages import Lang, say
from llmnotes.model import Answer, Ghost, Hit, Lines


def ask(args: argparse.Namespace) -> int:
    """Print what the notes say to a question, or to those of a batch; 1 for a strict refusal."""
    from llmnotes.ask import answer_json

    if (args.question is None) == (args.batch is None):
        raise UsageError(say("ask.one", args.lang))
    refused = False
    with Vault.open(args.vault, args.lang).asker(args.decoder) as asker:
        if args.batch is not None:
            for query in read_batch(args.batch):
                answer = asker(query["text"], args.k)
                refused |= answer.refused
                print_json_line({"id": query["id"]} | answer_json(answer))
        else:
            answer = asker(args.question, args.k)
            refused = answer.refused
            if args.json:
                print_json(answer_json(answer))
            else:
                _print(answer, args.lang)
    return FINDINGS if args.strict and refused else DONE


def _print(answer: Answer, lang: Lang) -> None:
    """Print an answer and where each sentence of it stands; a refusal and what comes nearest."""
    print(answer.text)
    for one in answer.citations:
        place = _place(one.path, one.lines)
        print(f"\n[{one.n}] {colour(_title(one.title, one.heading))}  {dim(place)}")
        print(f"    {dim(f'“{one.quote}”')}")
    if answer.ghost is not None:
        remark(_asked_by(answer.ghost, lang))
    if answer.nearest:
        remark(say("ask.nearest", lang))
        for hit in answer.nearest:
            remark(f"  {_hit(hit)}")


def _asked_by(ghost: Ghost, lang: Lang) -> str:
    places = ", ".join(f"{path}:{line}" for path, line in ghost.asked_by)
    return say("ask.ghost", lang, name=ghost.name, places=places)


def _hit(hit: Hit) -> str:
    passage = hit.passage
    return f"{_title(passage.title, passage.heading)}  {_place(passage.note, passage.lines)}"


def _title(title: str, heading: tuple[str, ...]) -> str:
    return " › ".join((title, *heading))


def _place(path: str, lines: Lines) -> str:
    """Return a place as editors open it; the last line where there are several."""
    first, last = lines
    return f"{path}:{first}" if first == last else f"{path}:{first}-{last}"
