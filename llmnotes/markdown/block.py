"""Block parsing that asks only the rules that can match, chosen by a line's first character."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import StateBase
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .tokens import Nesting, new_token

Rule = Callable[[StateBlock, int, int, bool], bool]

MAX_NESTING = 100
"""What lies deeper than so many levels (a list is two) becomes one paragraph; nothing is lost."""

_STOCK = {
    "table": "",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}
_TABLE_LINE = frozenset("|-:")


class BlockState(StateBlock):
    """The lines of a note; made without looking at every character of every line."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        StateBase.__init__(self, src, md, env)
        self.tokens = tokens
        self._index_lines()
        self.blkIndent = self.line = self.level = 0
        self.tight = False
        self.ddIndent = self.listIndent = -1
        self.parentType, self.result = "root", ""
        self._code_enabled = True

    def _index_lines(self) -> None:
        lines = self.src.split("\n")
        # A last line of nothing but white space is no line, as in markdown-it.
        if not lines[-1].strip(" \t"):
            lines.pop()
        count, length = len(lines) + 1, len(self.src)
        self.eMarks = [*accumulate(map(len, lines), lambda end, size: end + 1 + size), length]
        self.bMarks = [0, *(end + 1 for end in self.eMarks[:-2]), length] if lines else [length]
        self.tShift, self.sCount, self.bsCount = [0] * count, [0] * count, [0] * count
        self.lineMax = count - 1
        if "\n " in self.src or "\n\t" in self.src or self.src[:1] in " \t":
            self._indent(lines)

    def _indent(self, lines: list[str]) -> None:
        for number, line in enumerate(lines):
            if line and line[0] in " \t":
                white = line[: len(line) - len(line.lstrip(" \t"))]
                self.tShift[number] = len(white)
                self.sCount[number] = len(white.expandtabs(4))

    def push(self, ttype: str, tag: str, nesting: Nesting) -> Token:
        """Push a token as markdown-it does."""
        if nesting < 0:
            self.level -= 1
        token = new_token(ttype, tag, nesting, self.level, block=True)
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token


class BlockParser(ParserBlock):
    """markdown-it's block parser with a table from first character to rules."""

    def __init__(self) -> None:
        super().__init__()
        self._chars = dict(_STOCK)
        self._starts: dict[str, tuple[Rule, ...]] = {}
        self._ends: dict[str, tuple[Rule, ...]] = {}

    def add(self, before: str, name: str, chars: str, rule: Rule, *interrupts: str) -> None:
        """Add `rule` ahead of `before` for lines that begin with one of `chars`."""
        self.ruler.before(before, name, rule, {"alt": list(interrupts)})
        self._chars[name] = chars

    def compile(self) -> None:
        """Build the tables from the rules; call it once, after the last `add`."""
        self.ruler.at("paragraph", paragraph)
        self.ruler.disable(["lheading", "code"])
        rules = dict(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))
        ends = self.ruler.getRules("paragraph")
        self._code = next(r.fn for r in self.ruler.__rules__ if r.name == "code")
        self._table = rules["table"]
        for char in {char for chars in self._chars.values() for char in chars}:
            here = [rule for name, rule in rules.items() if char in self._chars.get(name, "")]
            self._starts[char] = (self._table, *here, paragraph)
            self._ends[char] = tuple(rule for rule in here if rule in ends)
        self._plain: tuple[Rule, ...] = (self._table, paragraph)

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Generate tokens for a range of lines; the loop is markdown-it's."""
        line, blank = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            self._one_block(state, line, endLine)
            state.tight = not blank
            line = state.line
            if line - 1 < endLine and state.isEmpty(line - 1):
                blank = True
            if line < endLine and state.isEmpty(line):
                blank = True
                state.line = line = line + 1

    def _one_block(self, state: StateBlock, line: int, end: int) -> None:
        if state.level >= MAX_NESTING:
            _take_rest(state, line, end)
        elif state.sCount[line] - state.blkIndent >= 4:
            self._code(state, line, end, False)
        else:
            first = state.src[state.bMarks[line] + state.tShift[line]]
            for rule in self._starts.get(first, self._plain):
                if rule(state, line, end, False):
                    break

    def interrupted(self, state: StateBlock, line: int, first: str) -> bool:
        """Tell whether a block that may follow a paragraph directly begins on `line`."""
        end = state.lineMax
        if any(rule(state, line, end, True) for rule in self._ends.get(first, ())):
            return True
        below = state.bMarks[line + 1] + state.tShift[line + 1]
        return state.src[below : below + 1] in _TABLE_LINE and self._table(state, line, end, True)

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token]:  # noqa: N803
        """Parse `src` and append its blocks to `outTokens`."""
        if src:
            state = BlockState(src, md, env, outTokens)
            self.tokenize(state, state.line, state.lineMax)
        return outTokens


def paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a paragraph or an underlined heading: both at once, where markdown-it reads twice."""
    parser: BlockParser = state.md.block  # type: ignore[assignment]
    outer, state.parentType = state.parentType, "paragraph"
    line, underline = start + 1, ""
    while line < state.lineMax:
        begin = state.bMarks[line] + state.tShift[line]
        if begin >= state.eMarks[line]:
            break
        indent = state.sCount[line]
        if indent - state.blkIndent <= 3:
            first = state.src[begin]
            if first in "-=" and indent >= state.blkIndent and _is_underline(state, line, first):
                underline = first
                break
            # A negative indent marks a lazy line of a quote, already checked there.
            if indent >= 0 and parser.interrupted(state, line, first):
                break
        line += 1
    content = mdTrim(state.getLines(start, line, state.blkIndent, False))
    state.line = line + 1 if underline else line
    _push_text(state, start, line, content, underline)
    state.parentType = outer
    return True


def _is_underline(state: StateBlock, line: int, marker: str) -> bool:
    begin = state.bMarks[line] + state.tShift[line]
    return not state.src[begin : state.eMarks[line]].rstrip(" \t").strip(marker)


def _push_text(state: StateBlock, start: int, end: int, content: str, underline: str) -> None:
    kind, tag = "paragraph", "p"
    if underline:
        kind, tag = "heading", "h1" if underline == "=" else "h2"
    token = state.push(kind + "_open", tag, 1)
    token.map, token.markup = [start, state.line], underline
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = content, [start, end], []
    state.push(kind + "_close", tag, -1).markup = underline


def _take_rest(state: StateBlock, line: int, end: int) -> None:
    last = line + 1
    while last < end and (state.sCount[last] >= state.blkIndent or state.isEmpty(last)):
        last += 1
    state.line = last
    content = state.getLines(line, last, state.blkIndent, False).strip()
    _push_text(state, line, last, content, "")
