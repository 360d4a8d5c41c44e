"""``%%comments%%`` and ``<!-- comments -->`` are cut out before anything else reads the note."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

from .codelines import FENCE, PREFIX, CodeLines
from .inline import InlineParser

_STOP = re.compile(r"\\[\\`]|`+|%%|<!--")
_RUN = re.compile(r"`+")
EMPTY = "<!---->"
"""What stays of an HTML comment that stood alone: `drop_empty` takes it out of the tokens."""

_CLOSER = {"%%": "%%", "<!--": "-->"}


def has_comments(text: str) -> bool:
    """Tell whether `text` needs `cut_comments` at all."""
    return "%%" in text or "<!--" in text


def cut_comments(text: str) -> tuple[str, list[int], int]:
    r"""Return `text` without comments, the number of each line left (from 0), and an open line.

    In code a comment is text. A line that held nothing but a comment is gone. A comment that begins
    a line and never closes hides all that follows; its line (from 1) comes last, else 0.

    >>> cut_comments("a %%b%% c\n%%d%%\ne")
    ('a  c\ne', [0, 2], 0)
    """
    cutter = _Cutter(text)
    cutter.run()
    return "\n".join(cutter.kept), cutter.numbers, cutter.open_line


def add_comments(parser: InlineParser) -> None:
    """Teach `parser` to drop a comment that `cut_comments` took for code and left."""
    parser.add("emphasis", "comment", "%", _rule)


def drop_empty(state: StateCore) -> None:
    """Take out what stayed of HTML comments, and any comment in a block of HTML or math."""
    for token in state.tokens:
        if token.type in ("html_block", "math_block") and has_comments(token.content):
            for mark, closer in _CLOSER.items():
                token.content = _cut_pairs(token.content, mark, closer)
            token.hidden = not token.content.strip()
    raw = ("html_block", "math_block")
    state.tokens = [t for t in state.tokens if not (t.hidden and t.type in raw)]


def _cut_pairs(text: str, opening: str, closing: str) -> str:
    """Return `text` without what stands between the marks, and without the marks."""
    parts, place = [], 0
    while (begin := text.find(opening, place)) >= 0:
        end = text.find(closing, begin + len(opening))
        if end < 0:
            break
        parts.append(text[place:begin])
        place = end + len(closing)
    return "".join(parts) + text[place:]


def _rule(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    close = state.src.find("%%", state.pos + 2, state.posMax)
    if close < 0:
        return False
    state.pos = close + 2
    return True


class _Cutter:
    """Walks over the lines once; `number` and `place` say where it stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.kept: list[str] = []
        self.numbers: list[int] = []
        self.open_line = 0
        self.last = {closer: text.rfind(closer) for closer in _CLOSER.values()}
        self.runs: dict[int, list[int]] = {}
        self.runs_end = -1
        self.number = 0
        self.line = self.out = ""
        self.place = 0
        self.tall = self.cut = self.raw = False

    def run(self) -> None:
        code = CodeLines(self.text)
        while self.number < len(self.lines):
            line = self.lines[self.number]
            match = PREFIX.match(line)
            start = match.end() if match else 0
            if code.is_code(line, start) or not _STOP.search(line, start):
                self._keep(line)
            else:
                self.raw = code.raw
                self._cut_line(line, start)
            self.number += 1

    def _keep(self, line: str) -> None:
        self.kept.append(line)
        self.numbers.append(self.number)

    def _cut_line(self, line: str, start: int) -> None:
        """Cut the comments that begin on a line; move on to the line where the last one ends."""
        self.line, self.out, self.place = line, line[:start], start
        self.tall = self.cut = False
        while stop := _STOP.search(self.line, self.place):
            if stop[0] in _CLOSER:
                if not self._comment(stop[0], stop.start(), start):
                    return
            else:
                end = stop.end()
                self._copy(self._span_end(end, len(stop[0])) if stop[0][0] == "`" else end)
        out = self.out + self.line[self.place :]
        if out.strip() or self.tall or not self.cut:
            self._keep(out)

    def _copy(self, end: int) -> None:
        """Copy up to `end`; a code span may go on beyond the line."""
        while end > len(self.line):
            end -= len(self.line) + 1
            self._keep(self.out + self.line[self.place :])
            self.number += 1
            self.line, self.out, self.place = self.lines[self.number], "", 0
            self.tall = self.cut = False
        self.out += self.line[self.place : end]
        self.place = end

    def _comment(self, mark: str, begin: int, start: int) -> bool:
        """Leave out the comment at `begin`; return False if it hides the rest of the note."""
        self.out += self.line[self.place : begin]
        first = not self.cut and not self.line[start:begin].strip()
        close = self._close(mark, begin)
        if close < 0 and first:
            self.open_line, self.number = self.number + 1, len(self.lines)
            return False
        if close < 0:
            self.out, self.place = self.out + mark, begin + len(mark)
            return True
        row = bisect_right(self.starts, close - 1) - 1
        if row > self.number:
            self._leave_line(row, close)
        self.cut, self.place = True, close - self.starts[row]
        rest = self.line[self.place :]
        if first and mark == "<!--" and not rest.strip():
            # Alone on its lines, it is a block: it keeps two lists apart.
            self.out += EMPTY
        elif not self.out.strip():
            self.place += len(rest) - len(rest.lstrip(" \t"))
        return True

    def _leave_line(self, row: int, close: int) -> None:
        """Go on at the line `row`, where the comment that began on this line ends at `close`."""
        if self.out.strip():
            self._keep(self.out)
        self.tall = not self.out.strip()
        blank = any(not line.strip() for line in self.lines[self.number + 1 : row])
        self.number, self.line = row, self.lines[row]
        if blank and not self.tall:
            # It held the end of a paragraph.
            self._keep("")
        self.out = _quote_prefix(self.line, close - self.starts[row])

    def _close(self, mark: str, begin: int) -> int:
        """Return the offset behind the comment that opens at `begin` of this line, or -1."""
        place = self.starts[self.number] + begin + len(mark)
        if mark == "<!--":
            # "<!-->" and "<!--->" are whole comments.
            place -= 2
        closer = _CLOSER[mark]
        if self.last[closer] < place:
            return -1
        return self.text.find(closer, place) + len(closer)

    def _span_end(self, place: int, length: int) -> int:
        """Return where the code span whose backticks end at `place` ends, else `place`.

        Counted from the start of this line, so that an end on a later line lies beyond this one.
        """
        if self.raw:
            return place
        if self.number > self.runs_end:
            self._find_runs()
        offset = self.starts[self.number]
        runs = self.runs.get(length, [])
        index = bisect_right(runs, offset + place - 1)
        return runs[index] + length - offset if index < len(runs) else place

    def _find_runs(self) -> None:
        """Note all runs of backticks from here to the end of the paragraph."""
        last = self.number + 1
        while last < len(self.lines) and _continues(self.lines[last]):
            last += 1
        self.runs_end, self.runs = last - 1, {}
        for run in _RUN.finditer(self.text, self.starts[self.number], self.starts[last] - 1):
            self.runs.setdefault(len(run[0]), []).append(run.start())


def _continues(line: str) -> bool:
    """Tell whether `line` surely goes on with the paragraph above it."""
    text = line.lstrip(" \t")
    return (
        bool(text) and text[0] not in "->*+#|" and not text[0].isdigit() and not FENCE.match(text)
    )


def _quote_prefix(line: str, end: int) -> str:
    """Return the quote marks at the start of a line whose comment ends at `end`."""
    match = PREFIX.match(line, 0, max(0, end - 2))
    prefix = match[0] if match else ""
    return prefix[: prefix.rfind(">") + 1]
