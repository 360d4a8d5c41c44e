"""The index says what the notes say now, whatever happened before."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from search_helpers import Notes, WordHashes, indexed, made

from llmnotes.errors import IndexingError
from llmnotes.index import FOLDER, Index, load_by_name, open_index, refresh, status, update
from llmnotes.index.codec import decode_ids, encode_ids, quantize, restore
from llmnotes.index.neighbours import Clusters, is_stale
from llmnotes.index.schema import connect, database, transaction, write_meta
from llmnotes.model import Link
from llmnotes.search import search
from llmnotes.stemming import stems

WORDS = ("rede", "neural", "atenção", "token", "modelo", "peso", "dados", "treino")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8).map(" ".join)
vaults = st.dictionaries(st.sampled_from(["a.md", "b.md", "c/d.md", "e.md"]), sentences, max_size=4)


@given(st.lists(st.lists(st.integers(0, 1 << 33), min_size=1, unique=True), min_size=1))
def test_ids_read_back_as_written(lists: list[list[int]]) -> None:
    lists = [sorted(ids) for ids in lists]
    starts = np.cumsum([0, *map(len, lists[:-1])])
    stream, ends = encode_ids(np.concatenate(lists).astype(np.int64), starts)
    begins = [0, *ends.tolist()]
    for i, ids in enumerate(lists):
        assert decode_ids(stream[begins[i] : begins[i + 1]].tobytes()).tolist() == ids


@given(st.integers(0, 1000))
def test_a_quantized_vector_keeps_its_cosines(seed: int) -> None:
    rng = np.random.default_rng(seed)
    vectors = rng.normal(size=(20, 64)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    rows, scales = quantize(vectors)
    restored = restore(rows.tobytes(), scales.tobytes(), 64)
    assert np.abs(restored @ vectors.T - vectors @ vectors.T).max() < 0.01


def contents(folder: Path) -> dict[str, object]:
    """Return all that searches depend on, free of the numbers that history gives."""
    with Index(folder) as index, index.snapshot() as columns:
        words = [word for (word,) in index.db.execute("SELECT word FROM term ORDER BY word")]
        names = [key for (key,) in index.db.execute("SELECT DISTINCT key FROM name ORDER BY key")]
        return {
            "paths": columns.paths,
            "passages": index.passages(range(columns.passages)),
            "lengths": columns.lengths.tolist(),
            "inbound": columns.inbound.tolist(),
            "vectors": columns.vectors.rows.tolist(),
            "postings": {
                word: sorted(zip(*(a.tolist() for a in index.postings(word)), strict=True))
                for word in words
            },
            "names": {key: index.named(key) for key in names},
        }


@given(st.text() | st.text("aç\u0301ã #+C-\u2003\n"))
def test_a_text_has_the_words_of_its_parts(text: str) -> None:
    assert stems(text) == [word for part in text.split() for word in stems(part)]


@settings(max_examples=40, deadline=None)
@given(st.lists(vaults, min_size=1, max_size=4))
def test_an_index_brought_up_to_date_equals_one_made_afresh(
    history: Sequence[dict[str, str]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        kept, notes = Path(place) / "kept", Notes()
        for vault in history:
            for path in list(notes.notes):
                if path not in vault:
                    notes.remove(path)
            for path, text in vault.items():
                links = {"rede": "a", "token": "b", "peso": "d"}
                linked = tuple(Link(links[word]) for word in text.split() if word in links)
                notes.put(path, made(path, text, links=linked))
            indexed(kept, notes).close()
        indexed(Path(place) / "fresh", notes).close()
        assert contents(kept) == contents(Path(place) / "fresh")


def test_unchanged_notes_are_not_read_again(tmp_path: Path) -> None:
    notes = Notes({"a.md": "uma", "b.md": "duas"})
    assert update(tmp_path, notes, lambda name: WordHashes())
    notes.read_paths.clear()
    assert not update(tmp_path, notes, lambda name: pytest.fail("no encoder is needed"))
    notes.put("b.md", "duas e meia")
    assert update(tmp_path, notes, lambda name: WordHashes())
    assert notes.read_paths == ["b.md"]


def test_only_new_passages_are_encoded(tmp_path: Path) -> None:
    long = "palavra " * 100
    notes, encoder = Notes({"a.md": f"{long}um\n{long}dois\n{long}três"}), WordHashes()
    indexed(tmp_path, notes, encoder).close()
    assert encoder.calls == 3
    notes.put("a.md", f"{long}um\n{long}dois e mais\n{long}três")
    indexed(tmp_path, notes, encoder).close()
    assert encoder.calls == 4
    moved = replace(notes.notes["a.md"], id="b.md")
    notes.remove("a.md")
    notes.put("b.md", moved)
    indexed(tmp_path, notes, encoder).close()
    assert encoder.calls == 4, "a note that moved keeps its vectors"


def test_another_encoder_is_refused_until_it_is_asked_for(tmp_path: Path) -> None:
    notes = Notes({"a.md": "uma rede"})
    indexed(tmp_path, notes, WordHashes()).close()
    other = WordHashes(salt=1)
    notes.put("b.md", "outra rede")
    with pytest.raises(IndexingError, match="run `llmnotes index --encoder bundled`"):
        update(tmp_path, notes, lambda name: other)
    with Index(tmp_path) as index, pytest.raises(IndexingError, match="cannot be compared"):
        search(index, "rede", other)
    update(tmp_path, notes, lambda name: other, encoder="other")
    with Index(tmp_path) as index:
        assert {hit.passage.note for hit in search(index, "rede", other)} == {"a.md", "b.md"}


def test_an_index_by_an_older_bundled_encoder_is_made_afresh(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Redes\n\nUma rede aprende.\n", encoding="utf-8")
    told: list[str] = []
    refresh(tmp_path, notice=told.append).close()
    refresh(tmp_path, notice=told.append).close()
    assert not told
    db = connect(database(tmp_path / FOLDER))
    with transaction(db):
        write_meta(db, fingerprint="static-256-of-last-year")
    db.close()
    with refresh(tmp_path, notice=told.append) as index:
        assert len(told) == 1
        encoder = load_by_name("")
        assert index.columns().fingerprint == encoder.fingerprint
        assert search(index, "rede", encoder)[0].passage.note == "a.md"


def test_a_note_that_becomes_private_leaves_no_byte(tmp_path: Path) -> None:
    filler = {f"n{i}.md": f"texto comum {i} " * 30 for i in range(50)}
    secret = made("Projeto Zebra.md", "O codinome é xilofone.", aliases=("Operação Girafa",))
    notes = Notes({**filler, "Projeto Zebra.md": secret})
    indexed(tmp_path, notes).close()
    told = [word.encode() for word in ("xilofone", "Zebra", "zebra", "Girafa", "girafa")]
    assert any(word in file.read_bytes() for file in tmp_path.iterdir() for word in told)
    notes.hide("Projeto Zebra.md")
    with indexed(tmp_path, notes) as index:
        assert not search(index, "xilofone", None, mode="lexical")
        assert not any(word in file.read_bytes() for file in tmp_path.iterdir() for word in told)


def test_publish_false_in_a_real_vault_leaves_no_byte(tmp_path: Path) -> None:
    (tmp_path / "A.md").write_text("# A\n\nTexto público.\n", "utf-8")
    (tmp_path / "Segredo.md").write_text("# S\n\nO codinome é xilofone.\n", "utf-8")
    refresh(tmp_path, load=lambda name: WordHashes()).close()
    assert status(tmp_path).notes == 2
    text = "---\npublish: false\n---\n\n# S\n\nO codinome é xilofone.\n"
    (tmp_path / "Segredo.md").write_text(text, "utf-8")
    refresh(tmp_path, load=lambda name: WordHashes()).close()
    for file in (tmp_path / FOLDER).iterdir():
        assert b"xilofon" not in file.read_bytes()
        assert b"Segredo" not in file.read_bytes()
    told = status(tmp_path)
    assert told.skipped == (("Segredo.md", "private"),)
    assert told.as_json()["skipped"] == [{"path": "Segredo.md", "reason": "private"}]
    assert (told.notes, told.embedded, told.dim) == (1, 1, 32)


KILLED = """
import os, signal, sys
from pathlib import Path
from llmnotes.model import Link
from search_helpers import Notes, WordHashes
from llmnotes.index import update

class Deadly(WordHashes):
    def passages(self, texts):
        if self.calls > 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return self(texts)

notes = Notes({f"n{i}.md": f"novo texto {i}" for i in range(3000)})
update(Path(sys.argv[1]), notes, lambda name: Deadly())
"""


def test_a_writer_killed_in_the_middle_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    indexed(tmp_path, Notes({"a.md": "uma rede neural"})).close()
    before = contents(tmp_path)

    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert contents(tmp_path) == before
    with sqlite3.connect(tmp_path / "index.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_reader_goes_on_while_a_writer_works(tmp_path: Path) -> None:
    notes = Notes({"a.md": "uma rede neural"})
    reader = indexed(tmp_path, notes)
    found: list[int] = []

    class Nosy(WordHashes):
        def passages(self, texts: Sequence[str], /) -> np.ndarray:
            found.append(len(search(reader, "rede", None, mode="lexical")))
            return self(texts)

    notes.put("b.md", "outra rede")
    update(tmp_path, notes, lambda name: Nosy())
    assert found == [1], "in the middle of the update, the old state"
    assert len(search(reader, "rede", None, mode="lexical")) == 2, "after it, the new one"


def test_writers_at_once_take_turns(tmp_path: Path) -> None:
    notes = Notes({f"n{i}.md": f"texto {i} sobre redes" for i in range(40)})
    with ThreadPoolExecutor(4) as pool:
        for future in [
            pool.submit(update, tmp_path, notes, lambda name: WordHashes()) for _ in range(4)
        ]:
            future.result()
    indexed(tmp_path / "fresh", notes).close()
    assert contents(tmp_path) == contents(tmp_path / "fresh")


def test_an_index_that_is_no_database_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "index.db").write_bytes(b"not a database" * 100)
    with pytest.raises(IndexingError, match="delete it and run `llmnotes index`"):
        indexed(tmp_path, Notes({"a.md": "x"}))
    with pytest.raises(IndexingError, match="delete it and run `llmnotes index`"):
        Index(tmp_path)
    with pytest.raises(IndexingError, match="run `llmnotes index`"):
        open_index(tmp_path / "nowhere")


def test_an_index_of_another_version_is_made_afresh(tmp_path: Path) -> None:
    notes = Notes({"a.md": "uma rede"})
    indexed(tmp_path, notes).close()
    with sqlite3.connect(tmp_path / "index.db") as db:
        db.execute("PRAGMA user_version = 999")
    db.close()
    with indexed(tmp_path, notes) as index:
        assert len(search(index, "rede", None, mode="lexical")) == 1


def test_clusters_find_what_looking_at_all_finds(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    topics = rng.normal(size=(40, 32))
    vectors = (topics[rng.integers(0, 40, 4000)] + 0.3 * rng.normal(size=(4000, 32))).astype("f4")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers = np.arange(100, 4100)
    Clusters.build(vectors, numbers).write(tmp_path / "v.faiss")
    clusters = Clusters.read(tmp_path / "v.faiss")
    assert clusters is not None
    assert sorted(clusters.numbers().tolist()) == numbers.tolist()
    found = 0
    for query in vectors[:100]:
        exact = set((np.argsort(-(vectors @ query))[:10] + 100).tolist())
        found += len(exact & set(clusters.nearest(query, 100).tolist()))
    assert found >= 0.95 * 1000
    assert Clusters.read(tmp_path / "missing.faiss") is None
    assert not is_stale(numbers, numbers)
    assert is_stale(numbers, numbers[:3000])


def test_a_note_read_the_moment_it_was_written_has_its_own_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "Nota.md").write_text("Um texto.\n", "utf-8")
    monkeypatch.setattr("llmnotes.index.writer._TOO_FRESH", 10**12)  # just now, however slow we are
    with refresh(tmp_path, load=lambda name: WordHashes()) as index:
        (note,) = index.notes()
    written = datetime.fromtimestamp((tmp_path / "Nota.md").stat().st_mtime, UTC)
    assert note.day == written.date().isoformat()
