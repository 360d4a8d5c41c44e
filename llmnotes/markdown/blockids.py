"""``text ^id``, and ``^id`` on a line of its own after a list, quote, callout or table."""

from __future__ import annotations

import re

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ID = re.compile(r"\^([A-Za-z0-9-]+)")


def take_block_ids(state: StateCore) -> None:
    """Move every block id from the text into ``meta["block"]`` of the block it names."""
    if "^" in state.src:
        state.tokens = _Taker(state).run()


class _Taker:
    """One walk over block tokens that knows the open containers and the block before."""

    def __init__(self, state: StateCore) -> None:
        self.tokens = state.tokens
        self.lines = state.src.split("\n")
        self.open: list[Token] = []
        self.before: list[Token | None] = [None]
        self.dropped: set[int] = set()

    def run(self) -> list[Token]:
        for index, token in enumerate(self.tokens):
            if token.type == "inline" and "^" in token.content:
                self._take(index, token)
            if token.nesting > 0:
                self.open.append(token)
                self.before.append(None)
            elif token.nesting < 0 and self.open:
                self.before.pop()
                self.before[-1] = self.open.pop()
            elif token.type != "inline":
                self.before[-1] = token
        return [t for index, t in enumerate(self.tokens) if index not in self.dropped]

    def _take(self, index: int, token: Token) -> None:
        start = token.content.rindex("^")
        match = _ID.fullmatch(token.content.rstrip(), start)
        if match is None or (start and not token.content[start - 1].isspace()):
            return
        target = self._target(index, token, start)
        if target is None:
            return
        target.meta["block"] = match[1]
        if target.map is not None:
            # Lists end behind the blank lines that follow them.
            while target.map[1] - 1 > target.map[0] and not self.lines[target.map[1] - 1].strip():
                target.map[1] -= 1
        token.content = token.content[:start].rstrip()
        if not token.content and self.open[-1].type == "paragraph_open":
            # The paragraph held nothing but the id.
            self.dropped |= {index - 1, index, index + 1}

    def _target(self, index: int, token: Token, start: int) -> Token | None:
        """Return the block that the id at `start` of an inline token names."""
        parent = self.open[-1]
        if parent.type in ("td_open", "th_open"):
            return self._table(index) if start == 0 else None
        if start == 0:
            before, item = self.before[-2], self.open[-2] if len(self.open) > 1 else None
            if before and item and item.type == "list_item_open" and self._goes_on(token):
                return item
            return before
        lazy = token.content[start - 1] == "\n" and self._at_margin(token)
        if lazy and self.open[0] is not parent:
            return self.open[0]
        if parent.type == "paragraph_open" and self.tokens[index - 2].type == "list_item_open":
            return self.tokens[index - 2]
        return parent

    def _at_margin(self, token: Token) -> bool:
        """Tell whether the last line of `token` begins at the left margin of the file."""
        return token.map is not None and self.lines[token.map[1] - 1].startswith("^")

    def _goes_on(self, token: Token) -> bool:
        """Tell whether no blank line stands above `token`."""
        return token.map is not None and bool(self.lines[token.map[0] - 1].strip())

    def _table(self, index: int) -> Token | None:
        """Return the table whose last row, made from a line below it, holds only the id."""
        end = index + 2
        while self.tokens[end].type != "tr_close":
            if self.tokens[end].content:
                return None
            end += 1
        table, row = self.open[0], self.open[-2]
        if self.tokens[end + 1].type != "tbody_close" or not self._at_margin_row(row):
            return None
        self.dropped |= set(range(self.tokens.index(row), end + 1))
        return table if table.type == "table_open" else None

    def _at_margin_row(self, row: Token) -> bool:
        return row.map is not None and self.lines[row.map[0]].lstrip().startswith("^")
