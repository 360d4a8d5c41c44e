"""The chain of rules: markdown-it's CommonMark and tables, and one rule per further syntax."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_core import RuleFuncCoreType
from markdown_it.ruler import Ruler
from markdown_it.rules_core import StateCore
from markdown_it.rules_core.block import block as parse_blocks

from .block import BlockParser
from .blockids import take_block_ids
from .callouts import add_callouts, close_callouts
from .comments import add_comments, drop_empty
from .emphasis import add_plain_emphasis
from .footnotes import add_footnotes, move_footnotes
from .inline import InlineParser
from .marks import add_marks
from .mdlink import add_markdown_links
from .tags import add_tags
from .tasks import take_tasks
from .tex import add_block_math, add_inline_math
from .urls import add_urls
from .widgets import take_widgets
from .wikilink import add_wikilinks


@cache
def grammar() -> MarkdownIt:
    """Return the one parser; it keeps nothing between two notes."""
    md = MarkdownIt("commonmark")
    md.block, md.inline = block, inline = BlockParser(), InlineParser()
    md.configure("commonmark").enable(["table", "strikethrough"])
    for add_block_rule in (add_callouts, add_block_math):
        add_block_rule(block)
    for add_inline_rule in (
        add_wikilinks,
        add_comments,
        add_markdown_links,
        add_marks,
        add_tags,
        add_inline_math,
        add_urls,
        add_plain_emphasis,
    ):
        add_inline_rule(inline)
    add_footnotes(block, inline)
    block.compile()
    inline.compile()
    md.core.ruler = _core_rules()
    return md


def _core_rules() -> Ruler[RuleFuncCoreType]:
    ruler = Ruler[RuleFuncCoreType]()
    ruler.push("block", parse_blocks)
    ruler.push("comments", drop_empty)
    ruler.push("callouts", close_callouts)
    ruler.push("block_ids", take_block_ids)
    ruler.push("widgets", take_widgets)
    ruler.push("tasks", take_tasks)
    ruler.push("inline", _inline)
    ruler.push("footnotes", move_footnotes)
    return ruler


def _inline(state: StateCore) -> None:
    """Parse the text of every block; rules find the line it begins on in ``env["line"]``."""
    row = 0
    for token in state.tokens:
        if token.type == "tr_open" and token.map:
            row = token.map[0]
        elif token.type == "inline":
            if token.map is None:
                # A cell of a table: its line is that of its row.
                token.map = [row, row + 1]
            state.env["line"] = token.map[0]
            token.children = []
            state.md.inline.parse(token.content, state.md, state.env, token.children)
