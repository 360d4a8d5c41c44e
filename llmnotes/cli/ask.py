"""The command that asks the notes."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from llmnotes.api import Vault
from llmnotes.cli import DONE, FINDINGS
from llmnotes.cli.answers import Printer
from llmnotes.cli.output import print_json, print_json_line, remark
from llmnotes.cli.search import read_batch
from llmnotes.errors import UsageError
from llmnotes.messages import say

if TYPE_CHECKING:
    from llmnotes.ask import Asker, Manner


CONTROLS = (
    "temperature", "top_p", "max_length", "frequency_penalty", "presence_penalty", "seed",
)  # fmt: skip
"""Options that are controls of the decoder."""


def ask(args: argparse.Namespace) -> int:
    """Print what the notes say to a question, or to those of a batch; 1 for a strict refusal.

    Without either it is a chat, if a person is there to talk to.
    """
    chatting = args.question is None and args.batch is None and _is_person(args)
    given = [one for one in (args.question, args.batch) if one is not None]
    if not chatting and (len(given) != 1 or not given[0].strip()):
        raise UsageError(say("ask.one", args.lang))
    vault = Vault.open(args.vault, args.lang)
    manner = read_manner(args, vault.root)
    if args.template is not None or args.field:
        _check_template(args, manner, vault.root)
    with vault.asker(manner) as asker:
        if chatting:
            from llmnotes.cli.chat import chat

            return chat(vault, asker, args.k)
        if args.show_prompt:
            return _show_prompt(args, asker)
        if args.batch is not None:
            refused = [_line(args, asker, query) for query in read_batch(args.batch)]
        else:
            refused = [_one(args, asker, vault.root)]
    return FINDINGS if args.strict and any(refused) else DONE


def read_manner(args: argparse.Namespace, root: Path) -> Manner:
    """Return what the words of the command line settle about answers, else the vault at `root`."""
    from llmnotes.ask.defaults import read_defaults
    from llmnotes.index import FOLDER

    usual = read_defaults(root / FOLDER, args.lang)
    fields = dict(_field(args, one) for one in args.field)
    given = {
        name: value
        for name in ("decoder", "template")
        if (value := getattr(args, name)) is not None
    }
    controls: dict[str, Any] = {
        name: value for name in CONTROLS if (value := getattr(args, name)) is not None
    }
    if args.stop:
        controls["stop"] = tuple(args.stop)
    return replace(
        usual,
        sampling=replace(usual.sampling, **controls, lang=args.lang),
        fields=fields,
        strict=args.strict,
        free=args.free,
        patience=args.timeout,
        explain=args.explain or args.report is not None,
        lang=args.lang,
        **given,
    )


def _check_template(args: argparse.Namespace, manner: Manner, root: Path) -> None:
    """Raise what is wrong with the template and its fields; say so if nobody will read them."""
    from llmnotes.ask.backends import DECODERS
    from llmnotes.ask.prompting import load_template
    from llmnotes.index import FOLDER

    load_template(manner, root / FOLDER)
    if manner.decoder in DECODERS and not args.show_prompt:
        remark(say("ask.unread", args.lang, decoder=manner.decoder))


def _one(args: argparse.Namespace, asker: Asker, root: Path) -> bool:
    """Answer the question of the command line; tell whether it was refused."""
    from llmnotes.ask import answer_json

    if args.json:
        answer = asker(args.question, args.k)
        print_json(answer_json(answer, args.explain))
    else:
        printer = Printer(root, args.lang)
        answer = asker(args.question, args.k, printer)
        printer.finish(answer)
        if args.explain:
            from llmnotes.ask.explain import explanation

            print(f"\n{explanation(answer, args.lang)}")
    if args.report:
        from llmnotes.ask.report import write_report

        write_report(answer, args.report, args.lang)
        remark(say("graph.written", args.lang, path=args.report))
    return answer.refused


def _line(args: argparse.Namespace, asker: Asker, query: dict[str, str]) -> bool:
    """Answer one question of a batch on a line of its own; tell whether it was refused."""
    from llmnotes.ask import answer_json

    answer = asker(query["text"], args.k)
    print_json_line({"id": query["id"]} | answer_json(answer, args.explain))
    return answer.refused


def _show_prompt(args: argparse.Namespace, asker: Asker) -> int:
    """Print the messages that a model would be prompted with."""
    messages = asker.prompt(args.question, args.k)
    if args.json:
        print_json([{"role": one.role, "content": one.text} for one in messages])
    else:
        print("\n\n".join(f"--- {one.role}\n{one.text}" for one in messages))
    return DONE


def _field(args: argparse.Namespace, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UsageError(say("ask.field-form", args.lang, text=text))
    return name, value


def _is_person(args: argparse.Namespace) -> bool:
    return not args.json and sys.stdin.isatty() and sys.stdout.isatty()
