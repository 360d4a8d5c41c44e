"""A card of who links to a page quotes readable sentences: whole words, whole formulas."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from llmnotes.model import LinkKind, Mention
from llmnotes.site.backlinks import LONGEST, quoted

WORDS = st.lists(st.sampled_from(["palavra", "uma", "inconstitucional", "$x_1 + y$", "R$5"]))


def mention(before: str, after: str) -> Mention:
    text = f"{before} Token {after}".strip()
    start = text.index("Token")
    return Mention(text, (start, start + 5), 1, LinkKind.LINK)


def plain(html: str) -> str:
    return re.sub(r"<math.*?</math>", "#", html)


@given(WORDS, WORDS)
def test_a_long_sentence_is_cut_between_words_and_outside_of_formulas(
    before: list[str], after: list[str]
) -> None:
    found = mention(" ".join(before), " ".join(after))
    shown = plain(quoted(found))
    assert "<mark>Token</mark>" in shown
    words = {*["palavra", "uma", "inconstitucional", "#", "R$5", "<mark>Token</mark>"]}
    assert {word.strip("…") for word in shown.split()} - {""} <= words
    assert len(found.text) > LONGEST or "…" not in shown


def test_money_in_a_sentence_is_no_formula() -> None:
    assert "<math" not in quoted(mention("De US$5 mil", "a US$10 mil."))
    assert "<math" in quoted(mention("De $x$", "a $y$."))
