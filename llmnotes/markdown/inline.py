"""Inline parsing that asks only the rules that can match, chosen by the next character.

markdown-it tries every rule at every stop. Every rule looks at one first character, so a table
from character to rules gives the same tokens sooner: see `benchmarks/parsing.py`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from typing import Literal, cast

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core.text_join import _join_text_tokens
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .tokens import new_token

Rule = Callable[[StateInline, bool], bool]

MAX_DEPTH = 8
"""Images and footnotes inside one another, deeper than this, are text."""

_MAX_NESTING = 20
_STOCK = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}


class InlineState(StateInline):
    """The state of one inline run, which also knows where its lines are."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        super().__init__(src, md, env, tokens)
        self.line: int = env.get("line", 0)
        self.counted = 0
        self.next_close: int | None = None
        self.last_bracket: int | None = None
        self.stops: list[int] = []
        """Where characters stand that a rule may look at, ascending."""

    def line_at(self, pos: int) -> int:
        """Return the line of `pos`; positions come in order, so that all of them cost one pass."""
        if pos > self.counted:
            self.line += self.src.count("\n", self.counted, pos)
            self.counted = pos
        return self.line

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Push a token as markdown-it does, looking at the pending text only once."""
        if self._pending_buffer or self._pending:
            self.pushPending()
        if nesting < 0:
            self.level -= 1
            self.delimiters = self._prev_delimiters.pop()
        token = new_token(ttype, tag, nesting, self.level)
        meta = None
        if nesting > 0:
            self.level += 1
            self._prev_delimiters.append(self.delimiters)
            self.delimiters = []
            meta = {"delimiters": self.delimiters}
        self.pendingLevel = self.level
        self.tokens.append(token)
        self.tokens_meta.append(meta)
        return token

    def pushPending(self) -> Token:  # noqa: N802 (markdown-it's name)
        """Push the pending text."""
        text = self._pending + "".join(self._pending_buffer)
        token = new_token("text", "", 0, self.pendingLevel, text)
        self._pending = ""
        self._pending_buffer.clear()
        self.tokens.append(token)
        return token

    def next_stop(self, pos: int, end: int) -> int:
        """Return the next stop from `pos` on, or -1 if there is none before `end`."""
        place = bisect_left(self.stops, pos)
        stop = self.stops[place] if place < len(self.stops) else end
        return stop if stop < end else -1

    def closes(self, pos: int) -> bool:
        """Tell whether a ``]`` follows at all; without one, no bracket at `pos` is worth a look."""
        if self.last_bracket is None:
            self.last_bracket = self.src.rfind("]")
        return self.last_bracket > pos

    def find_close(self, start: int) -> int:
        """Return where the next ``]]`` begins, or -1; looked for once, not at every ``[[``."""
        if self.next_close is None or 0 <= self.next_close < start:
            self.next_close = self.src.find("]]", start)
        return self.next_close


class InlineParser(ParserInline):
    """markdown-it's inline parser with a table from first character to rules."""

    def __init__(self) -> None:
        super().__init__()
        self._chars = dict(_STOCK)
        self._table: dict[str, tuple[Rule, ...]] = {}

    def add(self, before: str, name: str, chars: str, rule: Rule) -> None:
        """Add `rule`, asked only at one of `chars`, ahead of the rule `before`."""
        self.ruler.before(before, name, rule)
        self._chars[name] = chars

    def compile(self) -> None:
        """Build the table from the enabled rules; call it once, after the last `add`."""
        self.ruler.disable(["text"])
        names, rules = self.ruler.get_active_rules(), self.ruler.getRules("")
        chars = {char for name in names for char in self._chars[name]}
        self._table = {
            char: tuple(
                r for name, r in zip(names, rules, strict=True) if char in self._chars[name]
            )
            for char in chars
        }
        # "]" has no rule, but the link rule must be able to stop there.
        self._table.setdefault("]", ())

    def _stops(self, src: str) -> list[int]:
        """Return where characters of the table stand in `src`, ascending.

        Most texts have three or four of them. To look for each by itself takes a twentieth of the
        time of a regular expression for all, which was a tenth of the time of reading a note.
        """
        stops: list[int] = []
        for char in [char for char in self._table if char in src]:
            place = src.find(char)
            while place >= 0:
                stops.append(place)
                place = src.find(char, place + 1)
        stops.sort()
        return stops

    def tokenize(self, state: StateInline) -> None:
        """Generate tokens for the range of `state`."""
        state = cast(InlineState, state)
        src, end, table = state.src, state.posMax, self._table
        stops, wait = state.stops, state.append_pending
        place, last = bisect_left(stops, state.pos), bisect_left(stops, end)
        while (pos := state.pos) < end:
            while place < last and stops[place] < pos:
                place += 1
            if place == last:
                wait(src[pos:end])
                state.pos = end
                break
            if (start := stops[place]) > pos:
                wait(src[pos:start])
                state.pos = start
            for rule in table[src[start]] if state.level < _MAX_NESTING else ():
                if rule(state, False):
                    break
            else:
                wait(src[start])
                state.pos = start + 1
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 (markdown-it's name)
        """Move behind the next token without making it."""
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        start = cast(InlineState, state).next_stop(pos, state.posMax)
        if start != pos:
            state.pos = start if start > pos else state.posMax
        elif state.level >= _MAX_NESTING:
            state.pos = state.posMax
        else:
            state.level += 1
            if not any(rule(state, True) for rule in self._table[state.src[pos]]):
                state.pos = pos + 1
            state.level -= 1
        state.cache[pos] = state.pos

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse `src` and append what it holds to `tokens`."""
        depth = env.get("depth", 0)
        stops = self._stops(src) if depth <= MAX_DEPTH else []
        if not stops:
            if src:
                tokens.append(new_token("text", "", 0, 0, src))
            return tokens
        env["depth"] = depth + 1
        state = InlineState(src, md, env, tokens)
        state.stops = stops
        self.tokenize(state)
        env["depth"] = depth
        if state.delimiters or any(state.tokens_meta):
            for rule in self.ruler2.getRules(""):
                rule(state)
        if ("\\" in src or "&" in src) and any(token.type == "text_special" for token in tokens):
            tokens[:] = _join_text_tokens(tokens)
        return tokens
