"""Any text comes back as it was, and no text can pretend to be a special piece."""

from __future__ import annotations

from pathlib import Path

import pytest
from decoder_helpers import tokenizer
from hypothesis import example, given
from hypothesis import strategies as st
from tokenizers import Tokenizer as Package

from llmnotes.decoder.engine import MODELS
from llmnotes.decoder.tokenizer import (
    BYTES,
    EOS,
    FIRST_PIECE,
    PASSAGES,
    SPECIALS,
    TextStream,
    number,
)
from llmnotes.encoder.wordpiece import is_plain
from llmnotes.errors import ModelError

texts = st.text(st.characters(exclude_categories=["Cs"]))
NASTY = "  <eos> <0x41>▁ação\u0301\r\n\t日本 🙂🏽 \u202e\x00 fim  "
PLAIN = [sign for sign in map(chr, range(0x2320)) if is_plain(sign)]
PACKAGE = Package.from_file(str(MODELS / "tokenizer.json"))


@given(texts)
@example(NASTY)
@example("<1> <none> <pad>")
def test_any_text_comes_back(text: str) -> None:
    assert tokenizer().decode(tokenizer().ids(text)) == text


@given(texts)
@example(NASTY)
def test_no_text_makes_a_special_piece(text: str) -> None:
    assert all(token >= len(SPECIALS) for token in tokenizer().ids(text))


@given(texts)
@example(NASTY)
def test_a_stream_of_tokens_makes_the_same_text(text: str) -> None:
    stream = TextStream(tokenizer())
    parts = [stream.add(token) for token in tokenizer().ids(text)]
    assert "".join(parts) + stream.close() == text


@given(texts)
@example(NASTY)
def test_pieces_stand_where_they_say(text: str) -> None:
    for token in tokenizer().tokens(text):
        if token.id >= FIRST_PIECE:
            assert text[token.start : token.end] == token.text
    covered = {at for t in tokenizer().tokens(text) for at in range(t.start, t.end)}
    assert covered == set(range(len(text)))


def test_specials_and_bytes_come_first_and_in_order() -> None:
    written = [tokenizer().piece(token) for token in range(FIRST_PIECE)]
    assert written == [*SPECIALS, *BYTES]


def test_both_languages_are_cut_into_few_pieces() -> None:
    for text in ("O modelo aprende a prever a próxima palavra.", "The model learns from its data."):
        assert len(tokenizer().ids(text)) <= 1.6 * len(text.split())


def test_special_pieces_are_silent_in_text() -> None:
    assert tokenizer().decode([number(1), *tokenizer().ids("oi"), EOS]) == "oi"


def test_passages_are_numbered_from_one_to_nine() -> None:
    assert [tokenizer().piece(number(n)) for n in (1, PASSAGES)] == ["<1>", "<9>"]
    for wrong in (0, PASSAGES + 1):
        with pytest.raises(ModelError):
            number(wrong)


def by_the_package(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    encoding = PACKAGE.encode(text, add_special_tokens=False)
    return encoding.ids, encoding.offsets


@given(texts | st.text(PLAIN) | st.text("aão çé1²3 \n.,-_"))
@example(NASTY)
def test_our_pieces_are_those_of_the_package(text: str) -> None:
    assert tokenizer().ids_and_spans(text) == by_the_package(text)


def test_every_plain_sign_is_cut_as_the_package_does() -> None:
    for sign in PLAIN:
        for text in (f"rede{sign}neural", f"a {sign} 1{sign}b", f"{sign}{sign}x{sign} "):
            assert tokenizer().ids_and_spans(text) == by_the_package(text), hex(ord(sign))


def test_the_notes_of_the_shipped_vault_are_cut_as_the_package_does() -> None:
    notes = sorted((Path(__file__).parent.parent / "vault").rglob("*.md"))
    for path in notes[::5]:
        text = path.read_text("utf-8")
        assert tokenizer().ids_and_spans(text) == by_the_package(text), path
