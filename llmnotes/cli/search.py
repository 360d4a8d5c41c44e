"""The commands that ask the index: index, search, similar, suggest and duplicates."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from llmnotes.api import Vault
from llmnotes.cli import DONE
from llmnotes.cli.output import colour, dim, print_json, print_json_line, remark, table
from llmnotes.errors import UsageError
from llmnotes.messages import say
from llmnotes.model import Hit


def index(args: argparse.Namespace) -> int:
    """Bring the index up to date, or only say what it covers."""
    vault = Vault.open(args.vault, args.lang)
    if not args.status:
        vault.index(args.encoder).close()
    status = vault.index_status()
    if args.json:
        print_json(status.as_json())
        return DONE
    counts = {"notes": status.notes, "passages": status.passages, "embedded": status.embedded}
    size = {"encoder": status.encoder, "dim": status.dim, "megabytes": status.bytes / 1e6}
    print(say("index.status", args.lang, **counts, **size))
    if status.skipped:
        print(say("index.skipped", args.lang, count=len(status.skipped)))
        print(table(status.skipped))
    return DONE


def search(args: argparse.Namespace) -> int:
    """Print the passages that answer a query best, or those of a batch of queries."""
    from llmnotes.search import Filters, hit_json

    if (args.query is None) == (args.batch is None):
        raise UsageError(say("search.one", args.lang))
    vault = Vault.open(args.vault, args.lang)
    tags = (args.tag,) if args.tag else ()
    only = Filters(tags, args.folder or "", args.only_lang or "", args.since or "")
    with vault.index(args.encoder) as opened:
        if args.batch is not None:
            for query in read_batch(args.batch):
                hits = vault.search(query["text"], args.k, args.mode, only, opened)
                print_json_line({**query, "hits": [hit_json(hit) for hit in hits]})
            return DONE
        hits = vault.search(args.query, args.k, args.mode, only, opened)
    if args.json:
        print_json({"query": args.query, "hits": [hit_json(hit) for hit in hits]})
    elif hits:
        _print_hits(hits, args.query)
    else:
        remark(say("search.none", args.lang, query=args.query))
    return DONE


def similar(args: argparse.Namespace) -> int:
    """List the notes that are most like one note."""
    vault = Vault.open(args.vault, args.lang)
    return _related(args, vault.similar(args.note, args.k))


def suggest(args: argparse.Namespace) -> int:
    """List links worth adding, to one note or to all."""
    vault = Vault.open(args.vault, args.lang)
    return _related(args, vault.suggest(args.note, args.k))


def duplicates(args: argparse.Namespace) -> int:
    """List notes that nearly repeat each other."""
    vault = Vault.open(args.vault, args.lang)
    return _related(args, vault.duplicates(args.k))


def _related(args: argparse.Namespace, hits: Sequence[Hit]) -> int:
    from llmnotes.search import hit_json

    if args.json:
        print_json({"hits": [hit_json(hit) for hit in hits]})
    elif hits:
        _print_hits(hits, "")
    else:
        remark(say("related.none", args.lang))
    return DONE


def _print_hits(hits: Sequence[Hit], query: str) -> None:
    """Print each hit's place, then the part of it that says why; words of the query stand out."""
    from llmnotes.search import plain, read_typed, snippet

    words, _ = read_typed(query)
    for number, hit in enumerate(hits, start=1):
        passage = hit.passage
        title = plain(" › ".join((passage.title, *passage.heading)))
        place = f"{passage.note}:{passage.lines[0]}"
        print(f"{number:2}. {colour(title)}  {dim(place)}  {dim(f'{hit.score:.2f}')}")
        text, spans = snippet(passage.text, words)
        print("    " + _marked(text, spans))
        if hit.reason:
            print("    " + dim(hit.reason))


def _marked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    parts, end = [], 0
    for first, last in spans:
        parts += [text[end:first], colour(text[first:last])]
        end = last
    return "".join([*parts, text[end:]])


def read_batch(name: str) -> Iterator[dict[str, str]]:
    """Yield the queries of a JSON Lines file; UsageError with its line where one is not right."""
    with ExitStack() as stack:
        try:
            lines = sys.stdin if name == "-" else stack.enter_context(Path(name).open("rb"))
        except OSError as error:
            raise UsageError(f"{name}: {error.strerror}") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                query = json.loads(line)
                yield {"id": query["id"], "text": str(query["text"])}
            except (ValueError, KeyError, TypeError) as error:
                reason = 'expected {"id": …, "text": …}'
                raise UsageError(f"{name}:{number}: {line[:80]!r}; {reason}") from error
