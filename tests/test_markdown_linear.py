"""Every note parses in time linear in its length, whatever stands in it."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import pytest

from llmnotes.markdown import parse

Nasty = Callable[[int], str]


def _repeat(piece: str, n: int) -> str:
    return piece * (n // len(piece))


NASTY: dict[str, Nasty] = {
    **{
        f"{piece!r} again and again": partial(_repeat, piece)
        for piece in (
            "[", "[[", "[[a ", "[[a\n", "![", "![[", "[a](", "[a](b ", "*", "*a", "*a_ ",
            "**a ", "a**b", "_a ", "~~a", "==a ", ">", "> - ", "$", "$a ", "$$a", "$$\n",
            "$$ a\n\n", "$a \\$", "%%", "%%a", "a %%b\n", "` %%", "^", "^[", "a ^b\n", "`",
            "`a", "<!--", "x <!-- a\n", "<", "<a ", "<a b='", "<?", "<![CDATA[", "<x@", "|",
            "|a\n", "a|b\n-|-|\n", "> [!note\n", "> [!", "- ", "1. ", "- a\n", "- a\n\n", "#",
            "#a ", "# a\n", "#a/", "http://", "://", "---\n", "[a\n", "[a]:\n", "&amp;", "\\",
            "a\n=\n", " ", "\t", "\n", "```\n", "palavra ", "palavra\n", "[[A]] ",
            "[a](b.md) ", "- [ ] b\n", "\t- a\n", "[[a|[b]] ", "[^", "x\n\n^a\n\n",
        )
    },
    "brackets that close": lambda n: "[[" * (n // 4) + "]]" * (n // 4),
    "images in images": lambda n: "![" * (n // 6) + "a" + "](b)" * (n // 6),
    "footnotes in footnotes": lambda n: "^[" * (n // 3) + "]" * (n // 3),
    "references that are defined": lambda n: "[^a]: x\n\n" + "[^a]" * (n // 4),
    "references that are not closed": lambda n: "[^a]: x\n\n" + "[^" * (n // 2),
    "many footnotes": lambda n: "".join(f"[^{i}] \n\n[^{i}]: x\n\n" for i in range(n // 20)),
    "backticks of growing lengths": lambda n: " ".join("`" * i for i in range(int((2 * n) ** 0.5))),
    "growing tabs": lambda n: "\n".join("\t" * i + "- a" for i in range(int((2 * n) ** 0.5))),
    "growing quotes": lambda n: "\n".join(">" * i + " a" for i in range(int((2 * n) ** 0.5))),
    "deep tabs": lambda n: "\n".join("\t" * (i % 60) + "- a" for i in range(n // 34)),
    "many columns": lambda n: "|a" * (n // 6) + "|\n" + "|-" * (n // 6) + "|\n" + "|b" * (n // 6),
    "an address of points": lambda n: "http://a" + "." * n,
    "an unclosed label": lambda n: "[" + "a\n" * (n // 2),
    "wikilinks that close far away": lambda n: "$a[[b" * (n // 5) + "]]",
    "YAML brackets": lambda n: "---\na: " + "[" * n + "\n---\n",
    "YAML keys": lambda n: "---\n" + "".join(f"a{i}: @b\n" for i in range(n // 9)) + "---\n",
    "YAML links": lambda n: "---\na:\n" + '- "[[x]]"\n' * (n // 10) + "---\n",
    "YAML nesting": lambda n: "---\n" + "- " * (n // 2) + "\n---\n",
    "one long line": lambda n: "palavra [[A|b]] **c** `d` $e$ #f " * (n // 34),
}  # fmt: skip


def seconds(source: str) -> float:
    """Return the least CPU time of two readings."""
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        parse(source)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("nasty", NASTY.values(), ids=NASTY)
def test_four_times_the_text_takes_about_four_times_as_long(nasty: Nasty) -> None:
    short, long = nasty(1_500), nasty(6_000)
    # Square growth would be sixteen times; what a busy machine adds is allowed for, twice.
    for _ in range(2):
        if seconds(long) < 8 * seconds(short) + 0.01:
            return
    assert seconds(long) < 8 * seconds(short) + 0.01


def test_a_line_of_127_744_characters_is_read_in_seconds() -> None:
    line = ("palavra [[A|b]] **c** `d` $e$ #f " * 4_000)[:127_744]
    assert seconds(line) < 4
    assert len(parse(line).links) > 3_000


def test_deep_nesting_loses_no_text_and_does_not_raise() -> None:
    for piece in (">", "- ", "1. ", "> - "):
        [paragraph] = parse(piece * 3_000 + "word").paragraphs
        assert paragraph.text.endswith("word")


def test_aliases_in_yaml_do_not_multiply() -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 60)]
    document = parse("---\n" + "\n".join(lines) + "\n---\ntext")
    assert [kind for _, kind, _ in document.faults] == ["yaml"]
    assert len(document.paragraphs) == 1
