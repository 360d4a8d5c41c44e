"""The commands that look inside the decoder."""

from __future__ import annotations

import argparse

from llmnotes.cli import DONE
from llmnotes.cli.output import print_json, remark
from llmnotes.messages import say

STAGES = {"base": "base", "bundled": "tuned"}
"""What each name of ``--decoder`` means here; ``base`` has read prose and no questions."""


def next_(args: argparse.Namespace) -> int:
    """Print what may follow a text, as bars."""
    from llmnotes.decoder.engine import bundled
    from llmnotes.decoder.glance import bars, next_report, next_tokens
    from llmnotes.decoder.sampling import Sampling

    sampling = Sampling(
        temperature=args.temperature,
        top_p=args.top_p,
        frequency_penalty=args.frequency_penalty,
        presence_penalty=args.presence_penalty,
        lang=args.lang,
    )
    stage = STAGES[args.decoder]
    found = next_tokens(bundled(stage), args.text, args.k, sampling)
    if args.json:
        print_json(next_report(args.text, found, stage, sampling))
        return DONE
    remark(say("next.hidden", args.lang))
    print(bars(tuple(c for c in found if c.probability > 0)))
    return DONE


def tokens(args: argparse.Namespace) -> int:
    """Print the pieces of a text with their ids and characters."""
    from llmnotes.decoder.engine import MODELS
    from llmnotes.decoder.glance import token_lines, tokens_report
    from llmnotes.decoder.tokenizer import Tokenizer

    tokenizer = Tokenizer.load(MODELS / "tokenizer.json")
    if args.json:
        print_json(tokens_report(tokenizer, args.text))
        return DONE
    pieces = tokenizer.tokens(args.text)
    if pieces:
        print(token_lines(pieces))
    remark(say("tokens.count", args.lang, tokens=len(pieces), characters=len(args.text)))
    return DONE
