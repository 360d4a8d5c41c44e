"""What a site's answers load: the same bytes for the same notes, and what they say read back."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from itertools import accumulate, islice
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from site_helpers import VAULT, copy_vault

from llmnotes.ask.evidence import NOTES
from llmnotes.config import Config
from llmnotes.encoder import BUNDLED
from llmnotes.encoder.matcher import load_matcher
from llmnotes.encoder.questions import load_question_encoder
from llmnotes.index import load_by_name
from llmnotes.model import NoteId
from llmnotes.sentences import sentences
from llmnotes.site.askdata import ROOT, write_ask
from llmnotes.site.askpieces import QUESTIONS, common_pieces, note_pieces, pieces_of, told_rows
from llmnotes.site.files import Folder
from llmnotes.site.searchdata import write_search
from llmnotes.site.searchdata_encoder import BANDS, _asked, encoder_files, row_order
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

WIDTH = 64
texts = st.lists(st.lists(st.integers(0, 400), max_size=8), max_size=6)


def written(vault: Path, out: Path) -> Folder:
    """Write search and answers of a vault below `out`, and return what had to be written."""
    settings, folder = Config(vault=vault), Folder(out / "docs")
    site = open_site(read_vault(vault, settings), settings)
    write_ask(site, folder, write_search(site, folder))
    return folder


def files_of(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((out / "docs" / ROOT).iterdir())}


def numbers(data: bytes) -> Iterator[int]:
    """Yield the varints of `data`, one by one."""
    value = shift = 0
    for byte in data:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            yield value
            value = shift = 0


def read_pieces(data: bytes, common: bytes, count: int) -> list[tuple[int, set[bytes]]]:
    """Return for each of `count` texts of a note how many pieces it has, and their rows."""
    stream = numbers(data)
    own = next(stream)
    start = 1 if own < 128 else 2
    rows = common + data[start : start + own * WIDTH]
    stream = numbers(data[start + own * WIDTH :])
    sizes, distinct = ([next(stream) for _ in range(count)] for _ in range(2))
    found = []
    for size, many in zip(sizes, distinct, strict=True):
        places = list(accumulate(islice(stream, many)))
        assert len(set(places)) == many
        held = {rows[at * WIDTH : (at + 1) * WIDTH] for at in places}
        assert b"" not in held
        found.append((size, held))
    assert list(stream) == []
    return found


def rows_of(pieces: np.ndarray) -> tuple[int, set[bytes]]:
    return len(pieces), {np.asarray(load_matcher().told)[piece].tobytes() for piece in pieces}


def assert_told(out: Path, vault: Path) -> None:
    """Assert that the notes' files hold the pieces of their sentences and headings."""
    settings = Config(vault=vault)
    site = open_site(read_vault(vault, settings), settings)
    files, dim = files_of(out), load_by_name("").dim
    common = zlib.decompress(files["pieces.bin"])
    notes = [data for name, data in files.items() if name[0].isdigit()]
    assert len(notes) == len(site.notes)
    for packed in notes:
        data = zlib.decompress(packed)
        size = 4 + int.from_bytes(data[:4], "little")
        facts = json.loads(data[4:size])
        note = site.notes[NoteId(facts["path"])]
        said = [one.text for one in sentences(note)]
        assert [one[0] for one in facts["sentences"]] == said
        above = [". ".join((note.title, *head)) for head, _ in facts["headings"]]
        rows = 1 + len(said) + len(above)
        size += 4 * rows + 8 * len(said) + rows * dim
        found = read_pieces(data[size:], common, len(said) + len(above))
        assert found == [rows_of(one) for one in load_matcher().pieces([*said, *above])]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    root = tmp_path_factory.mktemp("ask")
    vault = copy_vault(VAULT, root / "vault")
    written(vault, root)
    return vault, root


def test_each_note_tells_the_pieces_of_its_sentences(made_once: tuple[Path, Path]) -> None:
    vault, root = made_once
    assert_told(root, vault)


def test_the_same_notes_make_the_same_bytes_and_private_ones_none(
    made_once: tuple[Path, Path], tmp_path: Path
) -> None:
    _, root = made_once
    vault = copy_vault(VAULT, tmp_path / "other")
    (vault / "Privado" / "Segredo.md").unlink()
    written(vault, tmp_path)
    assert files_of(root) == files_of(tmp_path)


def test_a_changed_note_leaves_no_old_numbers_behind(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    written(vault, tmp_path)
    before = json.loads(files_of(tmp_path)["rules.json"])["digest"]
    assert written(vault, tmp_path).written == []
    note = vault / "Outra nota.md"
    note.write_text(note.read_text("utf-8") + "\nUm quokka zurupado a mais.\n", "utf-8")
    again = written(vault, tmp_path)
    assert f"{ROOT}pieces.bin" in again.written
    assert_told(tmp_path, vault)
    assert json.loads(files_of(tmp_path)["rules.json"])["digest"] != before


@given(st.lists(texts, max_size=80))
def test_pieces_read_back_and_common_ones_are_those_of_many_notes(
    notes: list[list[list[int]]],
) -> None:
    all_pieces = [[np.array(text, dtype=np.intp) for text in of_note] for of_note in notes]
    common = common_pieces(all_pieces)
    for piece in range(400):
        used = sum(any(piece in text for text in of_note) for of_note in notes)
        assert (piece in common) == (used * NOTES * QUESTIONS > len(notes))
    for of_note in all_pieces:
        data = note_pieces(of_note, common)
        expected = [rows_of(text) for text in of_note]
        assert read_pieces(data, told_rows(common), len(of_note)) == expected


def test_pieces_of_all_notes_are_those_of_each() -> None:
    notes = [["Um token.", "Dois tokens?"], [], ["Atenção ☃"]]
    expected = [load_matcher().pieces(of_note) for of_note in notes]
    assert [[one.tolist() for one in of_note] for of_note in pieces_of(notes)] == [
        [one.tolist() for one in of_note] for of_note in expected
    ]


def test_a_row_of_the_encoder_ends_with_what_meets_the_piece_in_a_question() -> None:
    encoder, matcher, asked = load_by_name(""), load_matcher(), load_question_encoder()
    order = row_order(BUNDLED / "tokenizer.json")
    _, rows = encoder_files(encoder)  # type: ignore[arg-type]
    size = 2 * encoder.dim + asked.dim + WIDTH + 4
    assert sum(map(len, rows.files)) == len(order) * size
    assert len(rows.files[0]) == BANDS[0][1] * size
    data = b"".join(rows.files)
    for at in (0, 1, 700, len(order) - 1):
        row, number = data[at * size : (at + 1) * size], order[at][1]
        told = np.asarray(encoder.table)[number].astype("<f2")  # type: ignore[attr-defined]
        assert row[: 2 * encoder.dim] == told[: encoder.dim].tobytes()
        alike, meets = np.asarray(asked.table)[number], np.asarray(matcher.asked)[number]
        assert row[2 * encoder.dim : -4] == alike.tobytes() + meets.tobytes()
        assert np.frombuffer(row[-4:], "<f4")[0] == matcher.shares[number]


def test_a_piece_that_the_bundled_tokenizer_lacks_meets_nothing() -> None:
    order = dict(row_order(BUNDLED / "tokenizer.json"))
    rows = _asked(["token", "☃ no such piece", "##s"])
    assert not rows[1].any()
    for row, piece in ((rows[0], "token"), (rows[2], "##s")):
        meets = np.asarray(load_matcher().asked)[order[piece]]
        assert row[-WIDTH - 4 : -4].tobytes() == meets.tobytes()
