"""The words of the command line, and what each command is for."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable, Sequence
from typing import Any

from llmnotes import __version__
from llmnotes.messages import Lang, language, say

GRAPH_FORMATS = ("json", "graphml", "gexf", "dot", "csv", "skos", "canvas")


def make_parser(argv: Sequence[str] = ()) -> argparse.ArgumentParser:
    """Return the parser; help speaks the language that `argv` or the environment asks for.

    Where `argv` names a command, those of its group are all that is made: it saves time.
    """
    lang, named = _asked(argv)
    parser = argparse.ArgumentParser(prog="llmnotes", description=say("help.about", lang))
    parser.add_argument("--version", action="version", version=f"llmnotes {__version__}")
    parser.add_argument("--lang", help=say("help.lang", lang), metavar="pt|en")
    parser.add_argument("--vault", help=say("help.vault", lang), metavar="DIR")
    commands = parser.add_subparsers(dest="name", required=True, metavar="COMMAND")
    add = _Adder(commands, lang)
    asked = [group for names, group in _GROUPS if named in names.split()]
    for group in asked or [group for _, group in _GROUPS]:
        group(add)
    return parser


class _Adder:
    """Adds commands that all take ``--vault``, and their help in one language."""

    def __init__(self, commands: Any, lang: Lang) -> None:
        self.commands, self.lang = commands, lang

    def help(self, key: str) -> str:
        return say(f"help.{key}", self.lang).replace("%", "%%")

    def command(
        self, name: str, function: str, *, json: bool = True, parent: Any = None, **defaults: object
    ) -> argparse.ArgumentParser:
        """Add the command `name` that runs `function`, named ``module.function`` of this folder."""
        text = self.help(name if parent is None else f"graph-{name}")
        place = self.commands if parent is None else parent
        parser: argparse.ArgumentParser = place.add_parser(name, help=text, description=text)
        parser.set_defaults(command=_lazily(function), **defaults)
        keep = argparse.SUPPRESS  # do not overwrite what stood before the command
        parser.add_argument("--vault", help=self.help("vault"), metavar="DIR", default=keep)
        if name != "search":  # there, --lang picks passages
            parser.add_argument("--lang", help=self.help("lang"), metavar="pt|en", default=keep)
        if json:
            parser.add_argument("--json", action="store_true", help=self.help("json"), default=keep)
        return parser


def _lazily(name: str) -> Callable[[argparse.Namespace], int]:
    """Return a function that imports the command's module only when it runs."""
    module, function = name.split(".")

    def call(args: argparse.Namespace) -> int:
        args.json, args.lang = getattr(args, "json", False), language(args.lang)
        command = getattr(importlib.import_module(f"llmnotes.cli.{module}"), function)
        return int(command(args))

    return call


def _site_commands(add: _Adder) -> None:
    build = add.command("build", "site.build")
    build.add_argument("-o", "--out", help=add.help("out"), metavar="DIR")
    build.add_argument("--clean", action="store_true", help=add.help("clean"))
    build.add_argument("--jobs", type=_positive, default=1, help=add.help("jobs"), metavar="N")
    serve = add.command("serve", "site.serve", json=False)
    serve.add_argument("--port", type=int, default=8000, help=add.help("port"))
    serve.add_argument("-o", "--out", help=add.help("out"), metavar="DIR")


def _graph_commands(add: _Adder) -> None:
    check = add.command("check", "graph.check")
    check.add_argument("--strict", action="store_true", help=add.help("strict"))
    graph = add.command("graph", "graph.export")
    graph.add_argument("--format", choices=GRAPH_FORMATS, default="json", help=add.help("format"))
    graph.add_argument("-o", "--out", help=add.help("out-file"), metavar="FILE")
    asks = graph.add_subparsers(dest="question", metavar="QUESTION")
    add.command("stats", "graph.stats", parent=asks)
    path = add.command("path", "graph.path", parent=asks)
    path.add_argument("start", metavar="A")
    path.add_argument("end", metavar="B")
    near = add.command("near", "graph.near", parent=asks)
    near.add_argument("note", metavar="A")
    near.add_argument(
        "-d", "--depth", type=_positive, default=1, help=add.help("depth"), metavar="N"
    )
    glossary = add.command("glossary", "graph.glossary")
    glossary.add_argument("term", nargs="?", metavar="TERM")


def _search_commands(add: _Adder) -> None:
    index = add.command("index", "search.index")
    index.add_argument("--encoder", metavar="NAME", help=add.help("encoder"))
    index.add_argument("--status", action="store_true", help=add.help("status"))
    search = add.command("search", "search.search")
    search.add_argument("query", nargs="?", metavar="QUERY")
    search.add_argument("-k", type=_positive, default=10, help=add.help("k"), metavar="N")
    search.add_argument("--mode", choices=("hybrid", "lexical", "semantic"), default="hybrid")
    search.add_argument("--tag", help=add.help("tag"))
    search.add_argument("--folder", help=add.help("folder"))
    search.add_argument("--lang", dest="only_lang", help=add.help("only-lang"), metavar="pt|en")
    search.add_argument("--since", help=add.help("since"), metavar="YYYY-MM-DD")
    search.add_argument("--encoder", metavar="NAME", help=add.help("encoder"))
    search.add_argument("--batch", help=add.help("batch"), metavar="FILE")
    for name in ("similar", "suggest", "duplicates"):
        command = add.command(name, f"search.{name}")
        if name != "duplicates":
            optional = "?" if name == "suggest" else None
            command.add_argument("note", nargs=optional, metavar="NOTE")
        command.add_argument("-k", type=_positive, default=10, help=add.help("k"), metavar="N")


def _ask_commands(add: _Adder) -> None:
    ask = add.command("ask", "ask.ask")
    ask.add_argument("question", nargs="?", metavar="QUESTION")
    ask.add_argument("-k", type=_positive, default=10, help=add.help("k-ask"), metavar="N")
    ask.add_argument("--decoder", help=add.help("decoder"), metavar="NAME")
    ask.add_argument("--temperature", type=float, help=add.help("temperature"))
    ask.add_argument("--top-p", type=float, help=add.help("top-p"))
    longest = add.help("max-length")
    ask.add_argument("--max-length", type=_positive, help=longest, metavar="N")
    ask.add_argument("--stop", action="append", default=[], help=add.help("stop"), metavar="TEXT")
    for name in ("frequency-penalty", "presence-penalty"):
        ask.add_argument(f"--{name}", type=float, help=add.help(name))
    ask.add_argument("--seed", type=int, help=add.help("seed"), metavar="N")
    ask.add_argument("--template", help=add.help("template"), metavar="NAME")
    field, form = add.help("field"), "NAME=TEXT"
    ask.add_argument("--field", action="append", default=[], help=field, metavar=form)
    ask.add_argument("--free", action="store_true", help=add.help("free"))
    ask.add_argument("--strict", action="store_true", help=add.help("strict-ask"))
    ask.add_argument("--explain", action="store_true", help=add.help("explain"))
    ask.add_argument("--report", help=add.help("report"), metavar="FILE.html")
    ask.add_argument("--show-prompt", action="store_true", help=add.help("show-prompt"))
    ask.add_argument("--timeout", type=_time, default=60.0, help=add.help("timeout"), metavar="S")
    ask.add_argument("--batch", help=add.help("batch"), metavar="FILE")


def _decoder_commands(add: _Adder) -> None:
    after = add.command("next", "decoder.next_")
    after.add_argument("text", metavar="TEXT")
    after.add_argument("-k", type=_positive, default=10, help=add.help("k-next"), metavar="N")
    after.add_argument("--temperature", type=float, default=1.0, help=add.help("temperature"))
    after.add_argument("--top-p", type=float, default=1.0, help=add.help("top-p"))
    for name in ("frequency-penalty", "presence-penalty"):
        after.add_argument(f"--{name}", type=float, default=0.0, help=add.help(name))
    stages = ("base", "bundled")
    after.add_argument("--decoder", choices=stages, default="base", help=add.help("stage"))
    add.command("tokens", "decoder.tokens").add_argument("text", metavar="TEXT")


def _trial_commands(add: _Adder) -> None:
    evaluate = add.command("evaluate", "evaluate.evaluate")
    evaluate.add_argument("cases", nargs="?", metavar="CASES.yaml")
    evaluate.add_argument("-k", type=_positive, default=10, help=add.help("k-ask"), metavar="N")
    report = add.help("report-evaluate")
    evaluate.add_argument("--report", help=report, metavar="FILE.html")
    evaluate.add_argument("--pin", action="store_true", help=add.help("pin"))
    strict = add.help("strict-evaluate")
    evaluate.add_argument("--strict", action="store_true", help=strict)
    evaluate.add_argument("--example", action="store_true", help=add.help("example"))
    tune = add.command("tune", "tune.tune")
    longest = add.help("tune-minutes")
    tune.add_argument("--minutes", type=_time, default=5.0, help=longest, metavar="N")
    tune.add_argument("--asked", help=add.help("tune-asked"), metavar="FILE.txt")
    tune.add_argument("--undo", action="store_true", help=add.help("undo"))


def _mcp_command(add: _Adder) -> None:
    add.command("mcp", "mcp.serve", json=False)


_GROUPS = (
    ("build serve", _site_commands),
    ("check graph glossary", _graph_commands),
    ("index search similar suggest duplicates", _search_commands),
    ("ask", _ask_commands),
    ("next tokens", _decoder_commands),
    ("evaluate tune", _trial_commands),
    ("mcp", _mcp_command),
)


def _positive(text: str) -> int:
    """Return a whole number above zero, as argparse wants it checked."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{number}; expected 1 or more")
    return number


def _time(text: str) -> float:
    """Return a number above zero, as argparse wants it checked."""
    number = float(text)
    if not number > 0:
        raise argparse.ArgumentTypeError(f"{number:g}; expected more than 0")
    return number


def _asked(argv: Sequence[str]) -> tuple[Lang, str]:
    """Return the language of help texts and the command, before `argv` can be parsed."""
    early = argparse.ArgumentParser(add_help=False, exit_on_error=False)
    early.add_argument("--lang")
    early.add_argument("--vault")
    try:
        asked, left = early.parse_known_args(argv)
    except argparse.ArgumentError:
        return language(None), ""
    return language(asked.lang), left[0] if left else ""
