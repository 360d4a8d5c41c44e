"""The encoder's training is right in its parts and, on a made-up language pair, as a whole."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from llmnotes.encoder import load_encoder
from llmnotes.encoder.wordpiece import read_tokenizer
from llmnotes.training import corpus
from llmnotes.training.asked import Lesson, Told
from llmnotes.training.encoder_batches import thin
from llmnotes.training.encoder_eval import bm25_scores, figures, read_retrieval, report
from llmnotes.training.encoder_lexicon import learn_lexicon
from llmnotes.training.encoder_pairs import KINDS, Pair, heading_names
from llmnotes.training.encoder_polish import mean_table
from llmnotes.training.encoder_save import quantize
from llmnotes.training.encoder_tokens import PairSet, tokenize_pairs, told_apart

WORDS = {
    "gato": "cat",
    "cão": "dog",
    "casa": "house",
    "rio": "river",
    "peixe": "fish",
    "sol": "sun",
    "lua": "moon",
    "mar": "sea",
    "livro": "book",
    "mesa": "table",
    "porta": "door",
    "vento": "wind",
}
INDEX = {word: i for i, word in enumerate([*WORDS, *WORDS.values()])}


def letters(text: str) -> list[int]:
    return [ord(c) % 50 for c in text]


def words(text: str) -> list[int]:
    return [INDEX[word] for word in text.split() if word in INDEX]


def sentence(rng: random.Random) -> list[str]:
    return rng.sample(sorted(WORDS), 5)


def pt(found: list[str]) -> str:
    return " ".join(found)


def en(found: list[str]) -> str:
    return " ".join(WORDS[word] for word in found)


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a folder like ``../shared/data``, of a language pair of twelve words each."""
    rng = random.Random(1)
    folder = tmp_path / "data"
    (folder / "dev").mkdir(parents=True)
    found = [sentence(rng) for _ in range(400)]
    pairs = [{"pt": pt(f), "en": en(f), "source": "s"} for f in found]
    write(folder / "parallel.jsonl", pairs)
    for lang, say in (("pt", pt), ("en", en)):
        sections = []
        for f in found[:120]:
            body = ". ".join(say(rng.sample(f, 5)) for _ in range(4))
            sections.append(
                {"text": f"# {say(f[:2])}\n\n{body}", "source": f"tensorflow/docs{lang}"}
            )
        write(folder / f"corpus.{lang}.jsonl", sections)
    contexts = [{"id": i, "text": pt(f)} for i, f in enumerate(found[:60])]
    write(folder / "contexts.jsonl", contexts)
    asked = [
        {
            "lang": "pt",
            "question": pt(f[:2]),
            "context_id": i,
            "answer": f[2],
            "answerable": i % 3 > 0,
            "source": "s",
        }
        for i, f in enumerate(found[:60])
    ]
    write(folder / "qa.train.jsonl", asked)
    terms = [
        {"lang": "pt", "term": f[0], "definition": pt(f[1:]), "synonyms": [f[1]]} for f in found
    ]
    write(folder / "definitions.jsonl", terms)
    held = {
        "corpus": [{"id": str(i), "text": en(f)} for i, f in enumerate(found[:30])],
        "queries": [
            {"id": str(i), "text": pt(f), "lang": "pt", "relevant": [str(i)]}
            for i, f in enumerate(found[:30])
        ],
    }
    (folder / "dev" / "retrieval_toy_pt_en.json").write_text(json.dumps(held), "utf-8")
    return folder


def test_kinds_of_pairs_are_read_from_the_data(data: Path) -> None:
    found = {name: list(kind(data, random.Random(1))) for name, kind in KINDS.items()}
    assert len(found["parallel"]) == 400
    assert len(found["questions"]) == 40  # those with an answer
    assert len(found["definitions"]) == 400
    assert all(pair.left and pair.right for pairs in found.values() for pair in pairs)
    assert {pair.lang for pair in found["headings"]} == {"pt", "en"}


def test_a_section_belongs_to_the_headings_above_it() -> None:
    text = "before\n\n# A\nx\n## B\n### C\ny\n## D\nz"
    assert list(corpus.split_sections(text)) == [
        ((), ("before",)),
        (("A",), ("x",)),
        (("A", "B", "C"), ("y",)),
        (("A", "D"), ("z",)),
    ]


def test_a_heading_is_asked_for_alone_and_after_its_page() -> None:
    assert heading_names(()) == ()
    assert heading_names(("{#mark}",)) == ()
    assert heading_names(("BERT", "Resumo {/resumo/}"))[:2] == ("Resumo", "BERT: Resumo")


@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=9), st.text(min_size=1, max_size=9)), min_size=1
    )
)
def test_tokenized_pairs_give_back_their_texts(found: list[tuple[str, str]]) -> None:
    pairs = [Pair((a,), (b,), "pt", i) for i, (a, b) in enumerate(found)]
    held = tokenize_pairs(pairs, letters, 5)
    for side, place in ((held.left, 0), (held.right, 1)):
        flat, starts = held.bags.take(side[:, 0])
        cut = np.split(flat, starts[1:])
        assert [bag.tolist() for bag in cut] == [letters(pair[place])[:5] for pair in found]


def test_pairs_come_back_from_a_file(tmp_path: Path) -> None:
    held = tokenize_pairs([Pair(("ab", "c"), ("d",), "en", 3)], letters, 9)
    held.save(tmp_path / "p.npz")
    again = PairSet.load(tmp_path / "p.npz")
    assert again.left.tolist() == held.left.tolist() == [[0, 1]]
    assert again.bags.flat.tolist() == held.bags.flat.tolist()
    assert (again.group.tolist(), again.lang.tolist()) == ([3], [1])


@given(st.lists(st.integers(0, 30), min_size=1, max_size=20), st.integers(0, 9))
def test_thinning_leaves_out_tokens_of_longer_texts_only(lengths: list[int], seed: int) -> None:
    tokens = np.arange(sum(lengths), dtype=np.uint16)
    offsets = np.concatenate(([0], np.cumsum(lengths)[:-1])).astype(np.int64)
    kept, starts = thin(tokens, offsets, np.random.default_rng(seed))
    for text, whole in zip(np.split(kept, starts[1:]), np.split(tokens, offsets[1:]), strict=True):
        assert set(text) <= set(whole)
        assert list(text) == sorted(text)
        assert len(whole) >= 6 or len(text) == len(whole)
        assert not len(whole) or text[0] == whole[0]


def test_the_lexicon_learns_words_from_sentences(data: Path) -> None:
    pairs = list(KINDS["parallel"](data, random.Random(1)))
    held = tokenize_pairs(pairs, words, 99)
    size = len(INDEX) + 1
    lexicon = learn_lexicon(held.bags, held.left[:, 0], held.right[:, 0], size)
    for word, meaning in WORDS.items():
        assert lexicon.into[INDEX[word], 0] == INDEX[meaning]
    unknown = np.full(8, size - 1, dtype=np.uint16)
    assert lexicon.translate(unknown, np.random.default_rng(0)).tolist() == unknown.tolist()


@pytest.mark.models
@given(st.lists(st.integers(0, 3), max_size=12))
def test_alike_places_are_all_found_once(group: list[int]) -> None:
    from llmnotes.training import encoder_train as train

    rows, columns = train.find_alike(np.array(group, dtype=np.int64))
    expected = [
        (i, j)
        for i in range(len(group))
        for j in range(len(group))
        if i != j and group[i] == group[j]
    ]
    assert sorted(zip(rows.tolist(), columns.tolist(), strict=True)) == expected


@given(
    st.lists(st.lists(st.floats(-9, 9, width=32), min_size=4, max_size=4), min_size=1, max_size=5)
)
def test_int8_rows_are_off_by_half_a_step_at_most(rows: list[list[float]]) -> None:
    table = np.array(rows, dtype=np.float32)
    scales, small = quantize(table)
    assert (np.abs(small * scales[:, None] - table) <= scales[:, None] * 0.501 + 1e-9).all()


@pytest.mark.parametrize(
    ("scores", "ndcg", "recall", "mrr"),
    [
        ([3, 2, 1, 0, 0, 0], 1, 1, 1),
        ([2, 3, 1, 0, 0, 0], 1 / np.log2(3), 1, 1 / 2),
        ([1, 1, 1, 0, 0, 0], 1 / np.log2(3), 1, 1 / 2),  # ranks 1 to 3 tie: rank 2
        ([0, 1, 2, 3, 4, 5], 1 / np.log2(7), 0, 1 / 6),
        ([0] * 30, 0, 0, 0),  # nothing told apart is nothing found
    ],
)
def test_ties_count_by_their_average_rank(scores, ndcg, recall, mrr) -> None:
    found = figures(np.array([scores], dtype=np.float32), [[0]])
    assert (found.ndcg, found.recall, found.mrr) == pytest.approx((ndcg, recall, mrr))


def test_bm25_needs_a_word_in_common(data: Path) -> None:
    (task,) = read_retrieval(data / "dev")
    assert task.crosses
    assert not bm25_scores(task).any()


def test_a_heading_that_sections_share_is_shown_with_its_title_only() -> None:
    names = [("Use", "A: Use"), ("Use", "B: Use"), ("Mar", "A: Mar"), ("Use", "C: Use")]
    pairs = [Pair(name, ("text",), "en", i) for i, name in enumerate(names)]
    held = tokenize_pairs(pairs, words, 9)
    shown = told_apart(held, 3)
    assert shown.left[[0, 1, 3], 0].tolist() == held.left[[0, 1, 3], 1].tolist()
    assert shown.left[2].tolist() == held.left[2].tolist()
    assert told_apart(held, 4).left.tolist() == held.left.tolist()


@pytest.mark.models
def test_the_loss_and_its_gradient_are_those_of_two_cross_entropies() -> None:
    torch = pytest.importorskip("torch")
    from llmnotes.training.encoder_loss import symmetric_loss
    from llmnotes.training.encoder_train import find_alike

    torch.manual_seed(0)
    group = torch.randint(0, 9, (12,))
    alike = tuple(torch.from_numpy(side) for side in find_alike(group.numpy()))
    found = []
    for ours in (True, False):
        torch.manual_seed(1)
        sides = [torch.randn(12, 8, dtype=torch.float64).requires_grad_() for _ in range(2)]
        left, right = (torch.nn.functional.normalize(side, dim=1) for side in sides)
        if ours:
            loss = symmetric_loss(left, right, alike, 20.0)
        else:
            near = 20 * left @ right.T
            near = near.index_put(alike, torch.tensor(-1e9, dtype=torch.float64))
            wanted = torch.arange(12)
            entropy = torch.nn.functional.cross_entropy
            loss = (entropy(near, wanted) + entropy(near.T, wanted)) / 2
        loss.backward()
        found.append((loss.item(), *(side.grad.numpy() for side in sides)))
    for ours, theirs in zip(*found, strict=True):
        assert np.allclose(ours, theirs, atol=1e-9)


@pytest.mark.models
def test_a_run_that_was_stopped_goes_on_as_if_it_had_not(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from llmnotes.training import encoder
    from llmnotes.training.encoder_batches import Batches
    from llmnotes.training.encoder_train import Recipe, Watch, train

    recipe = Recipe(pieces=len(INDEX) + 1, dims=(16, 8), steps=12)
    sets = {
        name: tokenize_pairs(kind(data, random.Random(1)), words, 64)
        for name, kind in KINDS.items()
        if name in ("parallel", "headings")
    }
    parallel = sets["parallel"]
    sides = parallel.left[:, 0], parallel.right[:, 0]
    lexicons = (
        learn_lexicon(parallel.bags, *sides, recipe.pieces),
        learn_lexicon(parallel.bags, *sides[::-1], recipe.pieces),
    )
    batches = Batches(sets, encoder.MIXTURE, lexicons, 32, 7)

    def watch(stop: int) -> Watch:
        def look(step: int, *_: object) -> None:
            if step > stop:
                raise KeyboardInterrupt

        return Watch(4, look)

    whole = train(batches, recipe, 9, tmp_path / "a.pt", watch(99))
    with pytest.raises(KeyboardInterrupt):
        train(batches, recipe, 9, tmp_path / "b.pt", watch(4))
    assert np.array_equal(train(batches, recipe, 9, tmp_path / "b.pt", watch(99)), whole)


@pytest.mark.models
def test_training_on_a_toy_language_pair_finds_translations(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("torch")
    from llmnotes.training import encoder
    from llmnotes.training.encoder_train import Recipe

    recipe = Recipe(pieces=200, dims=(32, 16), steps=60)
    recipes = (recipe, replace(recipe, exact=20, order=2, block=4))
    out, work = tmp_path / "model", tmp_path / "work"
    told = tuple(Told(word, "", word) for word in WORDS)
    lesson = Lesson("a", told, tuple((WORDS[one.text], (at,)) for at, one in enumerate(told)))
    finish = replace(recipe, steps=4)
    encoder.make_encoder(data, out, 9, work, recipes, batch=64, lessons=[lesson], finish=finish)
    begun = mean_table([np.load(work / f"table-{number}.npy") for number in (1, 2)])
    assert np.abs(np.load(work / "finish.npy") - begun).max() > 0
    assert sorted(path.name for path in work.glob("table*")) == ["table-1.npy", "table-2.npy"]
    made = load_encoder(str(out))
    assert made.dim == 32
    (task,) = read_retrieval(data / "dev")
    vectors = made(task.queries) @ made(task.passages).T
    assert figures(vectors, task.relevant).ndcg > 0.9
    assert "toy_pt_en" in report(made, data / "dev")
    assert read_tokenizer(out / "tokenizer.json")("gato") != [0]


def test_a_section_is_put_together_from_the_translations_of_its_sentences(data: Path) -> None:
    from llmnotes.training.encoder_weave import translate_section, weave_pairs

    section = corpus.Section("pt", "s", 0, ("T",), ("- Um gato! Dois cães.", "Nada disso."))
    assert translate_section(section, {"um gato": "A cat!", "nada disso": "Not so."}) == [
        "A cat!",
        "Not so.",
    ]
    rows = [json.loads(line) for line in (data / "parallel.jsonl").read_text("utf-8").splitlines()]
    text = f"# {rows[9]['pt']}\n\n" + "\n".join(row["pt"] for row in rows[:9])
    write(data / "corpus.pt.jsonl", [{"text": text, "source": "s"}])
    write(data / "corpus.en.jsonl", [])
    pairs = list(weave_pairs(data, random.Random(0)))
    assert pairs[0].left == (rows[9]["pt"],)
    assert pairs[0].right == (" ".join(row["en"] for row in rows[:9]),)
    assert pairs[1].left == (rows[9]["en"],)
    assert {pair.lang for pair in pairs} == {"xx"}


def test_the_word_lexicon_knows_both_directions(data: Path) -> None:
    from llmnotes.encoder.lexicon import Lexicon
    from llmnotes.stemming import fold
    from llmnotes.training.lexicon import make_lexicon

    rows = corpus.read_parallel(data)
    lexicon = Lexicon(make_lexicon((row.pt, row.en) for row in rows))
    for word, meaning in WORDS.items():
        assert lexicon.translate(fold(word))[0][0] == meaning
        assert lexicon.translate(meaning)[0][0] == fold(word)
    assert lexicon.translate("xyz") == ()
