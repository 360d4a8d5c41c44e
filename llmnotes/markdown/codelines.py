"""Which lines of a note are code, known line by line and before anything is parsed."""

from __future__ import annotations

import re

from markdown_it.rules_block.html_block import HTML_SEQUENCES

PREFIX = re.compile(r"(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)))*[ \t]*")
"""The marks of quotes and lists at the start of a line."""

FENCE = re.compile(r"(?:(`{3,})[^`]*|(~{3,}).*)$")
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:[ \t]+|$)")
_DOLLARS = re.compile(r"\$\$")


class CodeLines:
    """Walks along with a reader and says of each line whether it is code.

    Where the line alone cannot tell, it is not code: the reader is looking for comments to cut, and
    a comment lost from code is a smaller harm than a secret told.
    """

    def __init__(self, text: str) -> None:
        self.raw = False
        """Whether the last line was HTML or math, in which backticks mean nothing."""
        self._fence = ""
        self._fence_depth = self._fence_indent = 0
        self._items: list[int] = []
        self._raw_end: re.Pattern[str] | None = None
        self._raw_depth = 0
        self._dollars = text.count("$$")
        self._after_blank = True

    def is_code(self, line: str, start: int) -> bool:
        """Tell whether the next line is code; its `PREFIX` ends at `start`."""
        depth, quoted = line.count(">", 0, start), line.rfind(">", 0, start) + 1
        body = line[quoted:]
        indent = _width(body[: len(body) - len(body.lstrip(" \t"))])
        self._dollars -= line.count("$$")
        if self._fence:
            if self._still_fenced(line, depth, indent):
                return True
            self._fence = ""
        if self._still_raw(body.strip(), depth):
            return False
        if not body.strip():
            self._after_blank = True
            return False
        return self._begins(line, start, quoted, depth, indent)

    def _still_raw(self, text: str, depth: int) -> bool:
        if self._raw_end is None:
            self.raw = False
        elif depth < self._raw_depth:
            self.raw, self._raw_end = False, None
        elif self._raw_end.search(text):
            # The line that ends it belongs to it, unless it is blank.
            self.raw, self._raw_end = bool(text), None
        return self.raw

    def _still_fenced(self, line: str, depth: int, indent: int) -> bool:
        if depth < self._fence_depth or (line.strip() and indent < self._fence_indent):
            return False
        text = line
        for _ in range(self._fence_depth):
            text = text.partition(">")[2]
        run = text.strip()
        if run.startswith(self._fence) and not run.strip(self._fence[0]):
            self._fence, self._after_blank = "", True
        return True

    def _begins(self, line: str, start: int, quoted: int, depth: int, indent: int) -> bool:
        """Tell whether a line outside fences is code or opens a fence; keep track of list items."""
        marked = bool(line[quoted:start].strip())
        if self._after_blank or marked:
            while self._items and self._items[-1] > indent:
                self._items.pop()
        base = self._items[-1] if self._items else 0
        if self._after_blank and indent - base >= 4:
            return True
        self._after_blank = False
        for mark in _MARK.finditer(line, quoted, start):
            self._items.append(_width(line[quoted : mark.end()]))
        if line.startswith("[^", start) and "]:" in line:
            # A footnote's text may go on indented by four.
            self._items.append(indent + 4)
        if line[start : start + 1] in ("<", "$") and self._opens_raw(line[start:], depth):
            return False
        fence = FENCE.match(line, start)
        if fence is None or (not marked and indent - base >= 4):
            return False
        while self._items and self._items[-1] > max(indent, _width(line[quoted:start])):
            self._items.pop()
        self._fence, self._fence_depth = fence[1] or fence[2], depth
        self._fence_indent = self._items[-1] if self._items else 0
        return True

    def _opens_raw(self, text: str, depth: int) -> bool:
        """Tell whether a block of HTML or math begins; in it, what looks like a fence is none."""
        if text.startswith("$$"):
            if "$$" in text[2:] or not self._dollars:
                return False
            end = _DOLLARS
        elif text.startswith("<!--"):
            return False
        else:
            ends = (end for begin, end, _ in HTML_SEQUENCES if begin.search(text))
            if (found := next(ends, None)) is None:
                return False
            end = found
        self.raw, self._raw_depth = True, depth
        self._raw_end = None if end is not _DOLLARS and end.search(text) else end
        return True


def _width(white: str) -> int:
    return len(white.expandtabs(4))
