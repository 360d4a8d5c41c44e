"""What a site's search loads: the same bytes for the same vault, nothing private, nothing twice."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from search_cases import FILE, made
from site_helpers import VAULT, copy_vault

from llmnotes.config import Config
from llmnotes.encoder import BUNDLED
from llmnotes.site.files import Folder
from llmnotes.site.searchdata import ROOT, write_search
from llmnotes.site.searchdata_alike import alike_files
from llmnotes.site.searchdata_bytes import codes, cut, lists_in_files, varints
from llmnotes.site.searchdata_encoder import bands, row_order
from llmnotes.site.searchdata_vectors import ONE_GROUP, vectors_for_browser
from llmnotes.site.searchdata_words import Held
from llmnotes.site.vaultsite import open_site
from llmnotes.vault import read_vault

words = st.lists(st.text(min_size=1), unique=True).map(sorted)


def written(vault: Path, out: Path) -> Folder:
    """Write the search of a vault below `out`, and return what had to be written."""
    settings = Config(vault=vault)
    folder = Folder(out / "docs")
    write_search(open_site(read_vault(vault, settings), settings), folder)
    return folder


def inflated(folder: Path) -> dict[str, bytes]:
    """Return every file of a search, readable."""
    found = {}
    for path in sorted(folder.rglob("*.*")):
        data = path.read_bytes()
        packed = path.suffix == ".bin" and path.parent.name not in ("encoder", "codes", "rows")
        found[path.relative_to(folder).as_posix()] = zlib.decompress(data) if packed else data
    return found


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small vault and the folder with its search."""
    root = tmp_path_factory.mktemp("search")
    vault = copy_vault(VAULT, root / "vault")
    written(vault, root)
    return vault, root


def test_the_words_written_down_are_what_python_makes_of_them() -> None:
    assert json.loads(FILE.read_text("utf-8")) == json.loads(json.dumps(made()))


def test_a_vault_makes_the_same_bytes_anywhere(
    made_once: tuple[Path, Path], tmp_path: Path
) -> None:
    _, root = made_once
    written(copy_vault(VAULT, tmp_path / "other"), tmp_path)
    one, other = (inflated(place / "docs" / ROOT) for place in (root, tmp_path))
    assert one == other


def test_nothing_is_written_where_nothing_changed(made_once: tuple[Path, Path]) -> None:
    vault, root = made_once
    assert written(vault, root).written == []


def test_a_changed_word_rewrites_few_files(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    first = written(vault, tmp_path)
    note = vault / "Outra nota.md"
    note.write_text(note.read_text("utf-8") + "\nUma palavra zebrada a mais.\n", "utf-8")
    again = written(vault, tmp_path)
    assert 0 < len(again.written) < len(first.written) / 20
    assert not any("/encoder/" in path or "/pieces/" in path for path in again.written)
    lists = inflated(tmp_path / "docs" / ROOT)
    assert any(b"zebr" in data for path, data in lists.items() if path.startswith("terms/"))


def test_private_notes_are_in_no_file(made_once: tuple[Path, Path]) -> None:
    vault, root = made_once
    secret = (vault / "Privado" / "Segredo.md").read_text("utf-8")
    files = inflated(root / "docs" / ROOT)
    assert b"Privado" not in b"".join(files.values())
    texts = b"".join(data for path, data in files.items() if path.startswith("texts/")).decode()
    lines = [line for line in secret.splitlines() if len(line) > 20 and ":" not in line]
    assert lines
    assert not any(line in texts for line in lines)


def test_words_alike_stand_beside_their_holders_and_lists() -> None:
    held = {"disciplin": Held(3, 1, 20), "materi": Held(2, 0, 5), "asunt": Held(90, 2, 0)}
    files = alike_files(held, 1000)
    lines = [line for data in files.files for line in zlib.decompress(data).decode().split("\n")]
    told = {phrase: members for phrase, *members in (line.split(",") for line in lines)}
    assert "disciplin 3 1 20" in told["materi"]
    assert not any("asunt " in member for members in told.values() for member in members)
    assert not any(f"{phrase} " in member for phrase, members in told.items() for member in members)
    firsts = [
        {line.split(",")[0].split()[0] for line in zlib.decompress(data).decode().split("\n")}
        for data in files.files
    ]
    assert [min(one) for one in firsts] == list(files.firsts)
    assert sum(map(len, firsts)) == len(set().union(*firsts))


def test_no_words_alike_are_no_files() -> None:
    assert alike_files({}, 1000).files == ()


def test_a_note_that_becomes_private_leaves_the_files(tmp_path: Path) -> None:
    vault = copy_vault(VAULT, tmp_path / "vault")
    note = vault / "Ângulo.md"
    note.write_text("---\ntitle: Ângulo\n---\nUma frase zurupada só daqui.\n", "utf-8")
    written(vault, tmp_path)
    folder = tmp_path / "docs" / ROOT
    assert b"zurup" in b"".join(inflated(folder).values())
    note.write_text("---\npublish: false\n---\nUma frase zurupada só daqui.\n", "utf-8")
    folder_after = written(vault, tmp_path)
    folder_after.remove_others()
    assert b"zurup" not in b"".join(inflated(folder).values())


@given(words, st.integers(1, 20))
def test_files_hold_every_key_once_and_in_order(keys: list[str], every: int) -> None:
    ranges = cut(keys, every)
    assert [key for start, end in ranges for key in keys[start:end]] == keys
    assert all(0 < end - start <= 4 * every for start, end in ranges)


@given(words, st.text(min_size=1), st.integers(2, 20))
def test_a_new_key_moves_few_borders(keys: list[str], new: str, every: int) -> None:
    before = {tuple(keys[a:b]) for a, b in cut(keys, every)}
    more = sorted({*keys, new})
    after = {tuple(more[a:b]) for a, b in cut(more, every)}
    border_free = all(b - a < 4 * every for a, b in (*cut(keys, every), *cut(more, every)))
    assert not border_free or len(after - before) <= 2


@given(st.lists(st.integers(0, 50)), st.integers(1, 60))
def test_lists_lie_one_after_another(sizes: list[int], most: int) -> None:
    places = lists_in_files(sizes, most)
    ends: dict[int, int] = {}
    for size, (file, at) in zip(sizes, places, strict=True):
        assert at == ends.get(file, 0)
        assert at == 0 or at + size <= most
        ends[file] = at + size


@given(st.integers(1, 20_000))
def test_every_row_of_the_encoder_lies_in_one_file(rows: int) -> None:
    found = bands(rows)
    assert [end for end, _ in found] == sorted({end for end, _ in found})
    assert found[-1][0] == rows
    assert [size for _, size in found] == sorted(size for _, size in found)


def test_the_encoder_is_few_files_and_common_pieces_come_first(
    made_once: tuple[Path, Path],
) -> None:
    _, root = made_once
    folder = root / "docs" / ROOT / "encoder"
    sizes = [(folder / f"{n}.bin").stat().st_size for n in range(len(list(folder.iterdir())))]
    assert len(sizes) < 1700
    assert sum(sizes) == 17_000 * (256 * 2 + 128 + 64 + 4)
    assert sizes[:-1] == sorted(sizes[:-1])
    first = [piece for piece, _ in row_order(BUNDLED / "tokenizer.json")[:512]]
    assert {"de", "que", "the", "##s"} <= set(first)


@given(
    st.lists(st.lists(st.integers(-100, 100), min_size=5, max_size=5), min_size=1),
    st.sampled_from([4, 8]),
)
def test_rows_of_codes_are_near_the_numbers(rows: list[list[int]], bits: int) -> None:
    floats = np.array(rows, dtype=np.float32) / 100
    data, near = codes(floats, bits)
    assert np.array_equal(unpacked(data, len(rows), 5, bits), near)
    most = 2 ** (bits - 1) - 1
    error = np.abs(floats).max(axis=1, keepdims=True) * 0.51 / most
    assert np.all(np.abs(near - floats) <= error)


def unpacked(data: bytes, rows: int, dim: int, bits: int) -> np.ndarray:
    """Return the numbers of packed rows, read one by one."""
    size = 2 + (dim if bits == 8 else (dim + 1) // 2)
    assert len(data) == rows * size
    found = np.zeros((rows, dim), dtype=np.float32)
    for row in range(rows):
        one = data[row * size : (row + 1) * size]
        step = np.frombuffer(one[:2], "<f2").astype(np.float32)
        for i in range(dim):
            code = one[2 + i] if bits == 8 else one[2 + i // 2] >> 4 * (i % 2) & 15
            found[row, i] = (code - 2**bits if code >= 2 ** (bits - 1) else code) * step[0]
    return found


@given(st.lists(st.integers(0, 2**40)))
def test_numbers_read_back(numbers: list[int]) -> None:
    found, value, shift = [], 0, 0
    for byte in varints(numbers):
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value = shift = 0
    assert found == numbers


@pytest.mark.parametrize("count", [1, 7, 2100, ONE_GROUP + 300])
def test_rough_vectors_are_near_the_exact_ones(count: int) -> None:
    from llmnotes.index.codec import quantize
    from llmnotes.index.neighbours import Vectors8

    chance = np.random.default_rng(5)
    floats = chance.normal(size=(count, 64)).astype(np.float32)
    floats /= np.linalg.norm(floats, axis=1, keepdims=True)
    rows, scales = quantize(floats)
    made_of = vectors_for_browser(Vectors8(rows, scales.astype(np.float32)))
    assert sorted(made_of.order.tolist()) == list(range(count))
    groups = len(made_of.codes)
    assert groups == 1 if count <= ONE_GROUP else groups > 10
    group_of = made_of.group_of[made_of.order]
    held = 64 * made_of.bits // 8
    assert [len(part) // held for part in made_of.codes] == np.bincount(group_of).tolist()
    middles = np.zeros((groups, 64), np.float32) + unpacked(made_of.middles[:66], 1, 64, 8)
    if groups > 1:
        middles += unpacked(made_of.middles[66:], groups, 64, 4)
    data = np.frombuffer(b"".join(made_of.codes), dtype=np.uint8).reshape(count, held, 1)
    levels = data >> np.arange(0, 8, made_of.bits) & (2**made_of.bits - 1)
    half = 2 ** (made_of.bits - 1)
    rough = middles[group_of] + (levels.reshape(count, 64) + 0.5 - half) * made_of.steps
    cosines = np.einsum("ij,ij->i", rough, floats[made_of.order])
    cosines /= np.linalg.norm(rough, axis=1)
    assert cosines.min() > 0.6
    exact = b"".join(part[: len(part) // 66 * 64] for part in made_of.rows)
    assert np.array_equal(
        np.frombuffer(exact, dtype=np.int8).reshape(count, 64), rows[made_of.order]
    )
