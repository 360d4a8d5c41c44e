"""``%%comments%%`` and ``<!-- comments -->`` are cut out before anything else reads the note."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from markdown_it.rules_inline import StateInline

from .code import FENCE, PREFIX, CodeLines
from .inline import InlineParser

_STOP = re.compile(r"\\[\\`]|`+|%%|<!--")
_RUN = re.compile(r"`+")
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

    def run(self) -> None:
        code = CodeLines()
        while self.number < len(self.lines):
            line = self.lines[self.number]
            match = PREFIX.match(line)
            start = match.end() if match else 0
            if code.is_code(line, start) or not _STOP.search(line, start):
                self._keep(line)
            else:
                self._cut_line(line, start)
            self.number += 1

    def _keep(self, line: str) -> None:
        self.kept.append(line)
        self.numbers.append(self.number)

    def _cut_line(self, line: str, start: int) -> None:
        """Cut the comments that begin on a line; move on to the line where the last one ends."""
        out, place, cut, tall = line[:start], start, False, False
        while stop := _STOP.search(line, place):
            begin, end = stop.span()
            mark = stop[0]
            if mark[0] == "\\" or mark[0] == "`":
                end = self._span_end(end, len(mark)) if mark[0] == "`" else end
                while end > len(line):
                    # The code span goes on: keep its lines as they are.
                    end -= len(line) + 1
                    self._keep(out + line[place:])
                    self.number += 1
                    line, out, place, cut, tall = self.lines[self.number], "", 0, False, False
                out += line[place:end]
                place = end
                continue
            out += line[place:begin]
            close = self._close(mark, end)
            if close < 0:
                if not line[start:begin].strip() and not cut:
                    self.open_line = self.number + 1
                    self.number = len(self.lines)
                    return
                out, place = out + mark, end
                continue
            cut = True
            row = bisect_right(self.starts, close - 1) - 1
            if row > self.number:
                if out.strip():
                    self._keep(out)
                self.number, tall = row, not out.strip()
                line = self.lines[row]
                out = _quote_prefix(line, close - self.starts[row])
            place = close - self.starts[row]
            if not out[start:].strip():
                place += len(line) - place - len(line[place:].lstrip(" \t"))
        out += line[place:]
        if out.strip() or tall or not cut:
            self._keep(out)

    def _close(self, mark: str, place: int) -> int:
        """Return the offset behind the comment whose ``%%`` or ``<!--`` ends at `place`, or -1."""
        begin = self.starts[self.number] + place
        closer = _CLOSER[mark]
        if self.last[closer] < begin:
            return -1
        return self.text.find(closer, begin) + len(closer)

    def _span_end(self, place: int, length: int) -> int:
        """Return where the code span whose backticks end at `place` ends, else `place`.

        Counted from the start of this line, so that an end on a later line lies beyond this one.
        """
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
