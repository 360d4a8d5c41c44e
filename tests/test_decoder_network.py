"""The cache changes nothing, the arithmetic stays in float32, and torch agrees."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from decoder_helpers import SMALL, random_weights, small_decoder, tokenizer
from hypothesis import given, settings
from hypothesis import strategies as st

from llmnotes.decoder.network import Cache, Ints, Network, Outlook
from llmnotes.decoder.prompt import Prompt, make_prompt
from llmnotes.decoder.tokenizer import ANSWER
from llmnotes.decoder.weights import Floats, dequantise, load, quantise, save
from llmnotes.errors import ModelError

PROMPT_TEXT = ("Quem escreveu o livro?", ["O livro é de Ana. Saiu em 1984.", "Another passage."])


def prompt() -> Prompt:
    return make_prompt(tokenizer(), *PROMPT_TEXT)


def read(network: Network, asked: Prompt) -> Cache:
    return network.read(asked.ids, asked.features, asked.copyable)


def written(sizes: int = 9) -> tuple[Ints, Ints]:
    rng = np.random.default_rng(1)
    ids = np.array([ANSWER, *rng.integers(300, 9000, sizes - 1)])
    return ids, np.array([-1, 12, 13, -1, 20, 21, 22, -1, 5][:sizes])


@pytest.mark.parametrize("prompted", [True, False])
@settings(deadline=None, max_examples=20)
@given(cuts=st.lists(st.integers(1, 8), max_size=4))
def test_writing_in_any_steps_gives_the_same_states(prompted: bool, cuts: list[int]) -> None:
    network, asked, (ids, sources) = small_decoder().network, prompt(), written()
    empty = Prompt(asked.ids[:0], asked.features[:0], ())
    sources = sources if prompted else np.full_like(sources, -1)
    start = asked if prompted else empty
    whole = network.write(ids, sources, read(network, start))
    cache, parts, edges = read(network, start), [], [0, *sorted(set(cuts)), len(ids)]
    for a, b in pairwise(edges):
        parts.append(network.write(ids[a:b], sources[a:b], cache))
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=2e-5)


def test_what_is_rewound_leaves_no_trace() -> None:
    network, asked, (ids, sources) = small_decoder().network, prompt(), written()
    cache = read(network, asked)
    mark = cache.mark()
    network.write(ids[::-1].copy(), sources, cache)
    cache.rewind(mark)
    again = network.write(ids, sources, cache)
    np.testing.assert_array_equal(again, network.write(ids, sources, read(network, asked)))


def test_later_tokens_change_nothing_before_them() -> None:
    network, (ids, sources) = small_decoder().network, written()
    one = network.write(ids, sources, read(network, prompt()))
    ids[-1] += 1
    other = network.write(ids, sources, read(network, prompt()))
    np.testing.assert_allclose(one[:-1], other[:-1], atol=1e-5)
    assert np.abs(one[-1] - other[-1]).max() > 1e-3


def test_nothing_becomes_float64() -> None:
    network, (ids, sources) = small_decoder().network, written()
    cache = read(network, prompt())
    states = network.write(ids, sources, cache)
    outlook = network.outlook(states[-1], 5, cache)
    arrays: tuple[Floats, ...] = (
        *(cache.keys, cache.values, cache.states, cache.pointed, cache.recent),
        *(states, outlook.words, outlook.places, outlook.scores()),
        *(network.pointer(states, sources, cache), network.gate(states)),
    )
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


def test_copying_and_generating_share_one_probability() -> None:
    network, (ids, sources) = small_decoder().network, written()
    cache = read(network, prompt())
    outlook = network.outlook(network.write(ids, sources, cache)[-1], 5, cache)
    shares = np.exp(outlook.scores().astype(np.float64))
    assert shares.sum() == pytest.approx(1, abs=1e-4)
    token = int(outlook.ids[12])
    word = np.exp(outlook.words[token]) / np.exp(outlook.words.astype(np.float64)).sum()
    copied = np.exp(outlook.places[outlook.ids == token]).sum()
    assert shares[token] == pytest.approx(
        outlook.gate * copied + (1 - outlook.gate) * word, rel=1e-3
    )


def test_only_passages_are_copied() -> None:
    network, asked, (ids, sources) = small_decoder().network, prompt(), written()
    cache = read(network, asked)
    outlook = network.outlook(network.write(ids, sources, cache)[-1], 5, cache)
    copied = np.exp(outlook.places)
    assert copied[~asked.copyable].max() < 1e-6
    assert copied[asked.copyable].min() > 0


def test_without_a_prompt_nothing_is_copied() -> None:
    _, outlook = small_decoder().begin("O modelo")
    assert outlook.gate == 0
    np.testing.assert_array_equal(outlook.scores(), outlook.words)


def test_the_order_of_the_words_matters() -> None:
    decoder = small_decoder()
    one, other = decoder.begin("o cão morde o gato")[1], decoder.begin("o gato morde o cão")[1]
    assert np.abs(one.words - other.words).max() > 1e-3


@settings(deadline=None)
@given(st.integers(0, 100), st.sampled_from([9, 16, 64]))
def test_int8_is_as_near_as_plain_rounding_and_nearer(seed: int, columns: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = np.asarray(rng.normal(size=(5, columns)) * rng.gamma(1, 5, (5, 1)), np.float32)
    matrix[2] = 0
    rows, scale = quantise(matrix)
    assert rows.dtype == np.int8
    assert scale.shape == (5, columns // 16 if columns % 16 == 0 else 1)
    found = dequantise(rows, scale)
    plain = np.abs(matrix).max(1, keepdims=True) / 127
    rounded = np.rint(matrix / np.where(plain > 0, plain, 1)) * plain
    assert ((found - matrix) ** 2).sum() <= ((rounded - matrix) ** 2).sum() * 1.0001
    assert not found[2].any()
    largest = np.repeat(np.abs(matrix).reshape(*scale.shape, -1).max(-1), columns // scale.shape[1])
    assert (np.abs(found - matrix).ravel() <= largest.reshape(-1)[: matrix.size] * 0.201).all()


def test_saved_weights_come_back(tmp_path: Path) -> None:
    weights = random_weights(SMALL)
    save(tmp_path, SMALL, weights)
    shape, found = load(tmp_path)
    assert shape == SMALL
    assert found.keys() == weights.keys()
    for name, value in weights.items():
        assert found[name].dtype == np.float32
        assert found[name].size == value.size
        np.testing.assert_allclose(found[name], value, atol=np.abs(value).max() / 120)


def test_a_missing_or_broken_file_is_a_model_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"weights\.safetensors"):
        load(tmp_path)
    save(tmp_path, SMALL, {"prior": np.zeros(3, np.float32)})
    (tmp_path / "weights.safetensors").write_bytes(b"nonsense")
    with pytest.raises(ModelError, match=r"weights\.safetensors"):
        load(tmp_path)


@pytest.mark.models
def test_torch_and_numpy_agree() -> None:
    torch = pytest.importorskip("torch")
    from llmnotes.training.decoder_network import Network as TorchNetwork

    network, asked, (ids, sources) = small_decoder().network, prompt(), written()
    twin = TorchNetwork(SMALL)
    twin.load_state_dict({k: torch.tensor(v) for k, v in random_weights(SMALL).items()})
    cache = read(network, asked)
    states = network.write(ids, sources, cache)
    with torch.no_grad():
        shown = [torch.tensor(x)[None] for x in (asked.ids, asked.features, asked.copyable)]
        reading = twin.read(shown[0], shown[1], torch.ones_like(shown[0], dtype=torch.bool))
        rows = torch.tensor(ids)[None], torch.tensor(sources)[None]
        theirs = twin.write(*rows, reading)
        outlook = twin.outlook(theirs, rows[1], reading, shown[2])
        logits, gate = twin.logits(theirs), torch.sigmoid(outlook.gate)
        free = twin.write(rows[0], torch.full_like(rows[1], -1), None)
    np.testing.assert_allclose(network.logits(states), logits[0].numpy(), atol=1e-3)
    np.testing.assert_allclose(
        network.pointer(states, sources, cache), outlook.scores[0].numpy(), atol=1e-3
    )
    np.testing.assert_allclose(network.gate(states), gate[0].numpy(), atol=1e-4)
    empty = network.read(asked.ids[:0], asked.features[:0], asked.copyable[:0])
    alone = network.write(ids, np.full_like(sources, -1), empty)
    np.testing.assert_allclose(alone, free[0].numpy(), atol=1e-3)


def test_an_outlook_without_a_gate_is_its_words() -> None:
    words = np.array([1.0, 2.0], np.float32)
    outlook = Outlook(words, np.zeros(0, np.float32), 0.0, np.zeros(0, np.int64))
    assert outlook.scores() is words
