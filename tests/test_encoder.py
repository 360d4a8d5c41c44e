"""Every encoder gives unit rows that depend on nothing but the text."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.encoder import BUNDLED, load_encoder
from llmnotes.encoder.static import StaticEncoder, is_static, read_tensor
from llmnotes.encoder.transformer import TransformerEncoder, find_prompts
from llmnotes.encoder.wordpiece import WordPiece, is_plain, package_tokenizer, read_tokenizer
from llmnotes.errors import ModelError

texts = st.lists(st.text(max_size=60), max_size=8)
SENTENCES = [
    "A atenção pesa cada palavra do contexto.",
    "Attention weighs every word of the context.",
    "",
    "Tokenização: `BPE`, WordPiece e Unigram — veja [[Tokens]].",
    "日本語 😀 ﬁm",
]


@pytest.fixture(scope="module")
def encoder() -> StaticEncoder:
    bundled = load_encoder()
    assert isinstance(bundled, StaticEncoder)
    return bundled


@given(texts)
@settings(deadline=None, max_examples=60)
def test_rows_are_unit_or_zero(found: list[str]) -> None:
    encoder = load_encoder()
    rows = encoder(found)
    assert rows.shape == (len(found), encoder.dim)
    assert rows.dtype == np.float32
    length = np.linalg.norm(rows, axis=1)
    assert all(abs(n - 1) < 1e-5 or n == 0 for n in length)


@given(texts, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_a_row_does_not_depend_on_its_batch(found, random) -> None:
    encoder = load_encoder()
    rows = encoder(found)
    order = list(range(len(found)))
    random.shuffle(order)
    shuffled = encoder([found[i] for i in order] + ["mais um"] * 70)
    for place, i in enumerate(order):
        assert np.array_equal(shuffled[place], rows[i])
        assert np.array_equal(encoder([found[i]])[0], rows[i])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Atenção", "atencao"),
        ("ATENÇÃO", "atenção"),
        ("não é à mão", "nao e a mao"),
        ("caf\u00e9", "cafe\u0301"),
        ("Transformer  model", "transformer\nmodel"),
    ],
)
def test_case_accents_and_blanks_do_not_matter(encoder, one: str, other: str) -> None:
    first, second = encoder([one, other])
    assert np.array_equal(first, second)
    assert np.linalg.norm(first) > 0


def test_a_text_of_unknown_signs_has_a_zero_row(encoder) -> None:
    assert not encoder(["", "   ", "\U0001f600", "漢"]).any()


def test_queries_and_passages_are_alike_for_a_table(encoder) -> None:
    assert np.array_equal(encoder.queries(SENTENCES), encoder.passages(SENTENCES))


@pytest.mark.parametrize("dim", [256, 128, 64])
def test_fewer_dimensions_are_the_first_ones_at_unit_length(encoder, dim: int) -> None:
    whole = encoder(SENTENCES)[:, :dim]
    length = np.linalg.norm(whole, axis=1, keepdims=True)
    short = load_encoder(dim=dim)
    assert short.dim == dim
    expected = np.divide(whole, length, out=np.zeros_like(whole), where=length > 0)
    assert np.allclose(short(SENTENCES), expected, atol=1e-6)


def test_the_fingerprint_is_of_weights_tokenizer_and_length(encoder, tmp_path: Path) -> None:
    assert encoder.fingerprint == load_encoder().fingerprint
    prints = {encoder.fingerprint, load_encoder(dim=64).fingerprint}
    first = make_static(tmp_path / "a", seed=1)
    pieces = first / "tokenizer.json"
    for name, seed in (("b", 2), ("c", 1)):
        prints.add(load_encoder(str(first)).fingerprint)
        prints.add(load_encoder(str(make_static(tmp_path / name, seed, pieces))).fingerprint)
    assert len(prints) == 4


def test_the_bundled_encoder_knows_a_translation_from_another_sentence(encoder) -> None:
    pt = encoder(
        [
            "O modelo é treinado com muitos dados.",
            "A capital do país fica perto do rio.",
            "Abra o arquivo e salve as alterações.",
        ]
    )
    en = encoder(
        [
            "The model is trained on a lot of data.",
            "The capital of the country is near the river.",
            "Open the file and save your changes.",
        ]
    )
    assert (pt @ en.T).argmax(1).tolist() == [0, 1, 2]
    assert (pt @ en.T).argmax(0).tolist() == [0, 1, 2]


def test_the_bundled_files_keep_to_their_sizes() -> None:
    small = BUNDLED / "int8.safetensors"
    others = [p for p in BUNDLED.rglob("*") if p.is_file() and p != small]
    assert sum(p.stat().st_size for p in others if p.suffix != ".md") <= 18_000_000
    assert small.stat().st_size <= 9_000_000


def test_the_int8_copy_stands_for_the_same_table(encoder) -> None:
    path = BUNDLED / "int8.safetensors"
    rows = read_tensor(path, "embedding.weight").astype(np.float32)
    rows *= read_tensor(path, "embedding.scale")[:, None]
    table = np.asarray(encoder.table, dtype=np.float32)
    assert np.abs(rows - table).max() <= np.abs(table).max() / 127 / 2 * 1.01
    exact = StaticEncoder(encoder.path, encoder.tokenize, rows, encoder.dim)
    assert ((exact(SENTENCES[:2]) * encoder(SENTENCES[:2])).sum(1) > 0.999).all()


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=300)
def test_our_tokenizer_cuts_as_the_package_does(text: str) -> None:
    assert OURS(text) == PACKAGE(text)


def test_our_tokenizer_cuts_every_plain_sign_as_the_package_does() -> None:
    for sign in filter(is_plain, map(chr, range(0x2320))):
        for text in (f"rede{sign}neural", f"a {sign} b", f"{sign}{sign}x"):
            assert OURS(text) == PACKAGE(text), hex(ord(sign))


@given(st.lists(st.text(max_size=40) | st.sampled_from(["", "a\x0bb c", "[UNK] x", "ção,ção"])))
@settings(deadline=None)
def test_many_texts_are_cut_as_each_by_itself(texts: list[str]) -> None:
    assert [pieces.tolist() for pieces in OURS.many(texts)] == [OURS(text) for text in texts]


@pytest.mark.parametrize("text", ["[UNK] x", "x" * 65, "inconstitucionalissimamente", "C# e C++"])
def test_our_tokenizer_cuts_odd_words_as_the_package_does(text: str) -> None:
    assert OURS(text) == PACKAGE(text)


def test_loading_the_bundled_encoder_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "from llmnotes.encoder import load_encoder\n"
        "assert load_encoder().queries(['o que é atenção?']).any()\n"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"torch", "sentence_transformers", "transformers", "tokenizers", "scipy", "faiss"}
    assert not heavy & set(ran.stdout.split())


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ModelError, match=r'pip install "llmnotes\[models\]"'):
        load_encoder("intfloat/multilingual-e5-small")


def test_a_broken_directory_is_a_model_error(tmp_path: Path) -> None:
    broken = make_static(tmp_path / "m")
    (broken / "model.safetensors").write_bytes(b"\x02\0\0\0\0\0\0\0{}")
    with pytest.raises(ModelError, match="m"):
        load_encoder(str(broken))


@pytest.mark.parametrize("dim", [0, -1, 10_000])
def test_an_impossible_length_is_a_model_error(dim: int) -> None:
    with pytest.raises(ModelError, match=str(dim)):
        load_encoder(dim=dim)


def test_any_static_directory_is_read_by_numpy(tmp_path: Path) -> None:
    path = make_static(tmp_path / "model")
    assert is_static(path)
    assert isinstance(load_encoder(str(path)), StaticEncoder)
    (path / "modules.json").write_text('[{"type": "x.Transformer"}]')
    assert not is_static(path)
    assert not is_static(tmp_path / "nothing")


def test_declared_prompts_win_over_the_name() -> None:
    assert find_prompts("e5-base", {"query": "q: "}) == {"query": "q: ", "passage": ""}
    assert find_prompts("models/e5-base", {})["passage"] == "passage: "
    assert find_prompts("all-MiniLM-L6-v2", {}) == {"query": "", "passage": ""}


@pytest.mark.models
def test_numpy_and_sentence_transformers_give_the_same_vectors(encoder) -> None:
    library = pytest.importorskip("sentence_transformers")
    theirs = library.SentenceTransformer(str(BUNDLED), device="cpu").float()
    known = [text for text in SENTENCES if encoder([text]).any()]
    assert np.allclose(encoder(known), theirs.encode(known), atol=1e-5)


@pytest.mark.models
def test_any_other_model_is_loaded_with_its_prompts(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers")
    path = make_transformer(tmp_path / "tiny-e5-model")
    encoder = load_encoder(str(path))
    assert isinstance(encoder, TransformerEncoder)
    asked, told = encoder.queries(SENTENCES), encoder.passages(SENTENCES)
    assert asked.shape == (len(SENTENCES), encoder.dim)
    assert np.allclose(np.linalg.norm(asked, axis=1), 1, atol=1e-5)
    assert not np.allclose(asked, told)
    assert np.allclose(encoder(["query: a"]), bare(encoder, ["passage: query: a"]), atol=1e-5)
    assert np.allclose(asked, bare(encoder, ["query: " + t for t in SENTENCES]), atol=1e-5)
    assert encoder.queries([]).shape == (0, encoder.dim)
    half = load_encoder(str(path), dim=encoder.dim // 2)
    assert np.allclose(np.linalg.norm(half(SENTENCES), axis=1), 1, atol=1e-5)
    assert half.fingerprint != encoder.fingerprint == load_encoder(str(path)).fingerprint


@pytest.mark.models
def test_a_name_that_is_no_model_is_a_model_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sentence_transformers")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match="empty"):
        load_encoder(str(tmp_path / "empty"))


def bare(encoder: TransformerEncoder, found: list[str]) -> np.ndarray:
    rows = encoder.model.encode(found, prompt="")
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def make_tokenizer(path: Path) -> Path:
    from llmnotes.training.encoder_tokenizer import empty_tokenizer, trainers

    tokenizer = empty_tokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=120, special_tokens=["[UNK]"], show_progress=False
    )
    tokenizer.train_from_iterator(SENTENCES, trainer=trainer)
    tokenizer.save(str(path))
    return path


def make_static(path: Path, seed: int = 0, tokenizer: Path | None = None) -> Path:
    from llmnotes.training.encoder_save import save_encoder

    path.mkdir(parents=True)
    tokenizer = tokenizer or make_tokenizer(path.with_suffix(".json"))
    pieces = len(json.loads(tokenizer.read_text("utf-8"))["model"]["vocab"])
    table = np.random.default_rng(seed).standard_normal((pieces, 16)).astype(np.float32)
    save_encoder(table, tokenizer, path)
    return path


def make_transformer(path: Path) -> Path:
    """Write a BERT of one layer of 16, with random weights."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers import models as modules
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    raw = path.with_name("raw")
    raw.mkdir(parents=True)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_file=str(make_tokenizer(path.with_suffix(".json"))),
        unk_token="[UNK]",
        pad_token="[UNK]",
    )
    tokenizer.save_pretrained(raw)
    config = BertConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(raw)
    word = modules.Transformer(str(raw), max_seq_length=64)
    SentenceTransformer(modules=[word, modules.Pooling(16)], device="cpu").save(str(path))
    return path


OURS = read_tokenizer(BUNDLED / "tokenizer.json")
PACKAGE = package_tokenizer(BUNDLED / "tokenizer.json")
assert isinstance(OURS, WordPiece)
