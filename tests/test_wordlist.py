"""The list of words in use: each is found where it is filed, and the bundled list is in order."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.encoder.wordlist import (
    BUNDLED,
    LONGEST,
    SHORTEST,
    WordList,
    filed,
    load_words,
    packed,
)
from llmnotes.search.query import read_query
from llmnotes.stemming import stem
from llmnotes.training.wordlist import common_words, main

ENTRIES = st.dictionaries(
    st.text("abcz", min_size=SHORTEST, max_size=LONGEST), st.integers(1, 10**6), min_size=1
)


@given(ENTRIES, st.integers(1, 8))
def test_each_word_is_found_and_no_other(counts: dict[str, int], most: int) -> None:
    words = WordList(packed(counts, most))
    asked = [*counts, *(f"{word}x" for word in counts), "", "z", "ação", "gpt4"]
    assert words.classes(asked) == {w: n.bit_length() - 1 for w, n in counts.items()}


@given(ENTRIES, st.integers(1, 8))
def test_words_filed_alike_are_in_one_part(counts: dict[str, int], most: int) -> None:
    words = WordList(packed(counts, most))
    assert len(words.parts) == len(words.firsts)
    assert set(words.firsts) <= {filed(word) for word in counts}
    assert all(one < other for one, other in pairwise(words.firsts))


def test_the_bundled_list_is_small_and_in_order() -> None:
    assert BUNDLED.stat().st_size < 400_000
    words = load_words()
    assert max(map(len, words.parts)) < 10_000
    assert all(one < other for one, other in pairwise(words.firsts))
    known = words.classes(["cientista", "abandonado", "decrementar", "recursion", "token"])
    assert len(known) == 5
    assert words.classes(["cientisna", "decermentar", "recurksion"]) == {}
    assert sum(len(words.classes(words._part(i))) for i in range(len(words.parts))) > 60_000


def test_a_word_of_one_source_is_left_out() -> None:
    texts = [("a", "zebra zebra zebra"), ("a", "rede"), ("b", "Rede, redé"), ("b", "som")]
    assert common_words(texts, often=3) == {"rede": 3}


def test_a_lookup_reads_little_of_the_list() -> None:
    code = (
        "import time; from llmnotes.encoder.wordlist import load_words;"
        "start = time.process_time(); words = load_words(); words.classes(['cientista']);"
        "assert len(words._parts) == 1;"
        "assert time.process_time() - start < 0.02"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_slip_reads_three_parts_whatever_its_first_letter() -> None:
    words = WordList(BUNDLED.read_bytes())
    assert dict(read_query("cientisna", lambda keys: {}, None, words.classes).mended)
    assert len(words._parts) <= 3
    held = lambda keys: {key: 1 for key in keys if key == stem("cientista")}  # noqa: E731
    assert dict(read_query("xientista", held, None, words.classes).mended) == {
        "xientista": "cientista"
    }
    assert len(words._parts) <= 3 + 3


def test_a_list_of_next_to_nothing_does_not_replace_the_bundled_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("corpus.pt", "corpus.en", "parallel", "definitions", "qa.train", "contexts"):
        (tmp_path / f"{name}.jsonl").write_text("", "utf-8")
    out = tmp_path / "words.bin"
    assert main(["--data", str(tmp_path), "--out", str(out)]) == 1
    assert "0 words" in capsys.readouterr().err
    assert not out.exists()
