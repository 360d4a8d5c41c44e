"""The stages on a handful of rows: made alike each time, resumable, and they learn."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from decoder_helpers import SMALL, tokenizer

from llmnotes.decoder.engine import MODELS
from llmnotes.decoder.tokenizer import EOS, NONE, number

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.models

TOPICS = ["mar", "sol", "livro", "gato", "rede", "modelo", "texto", "vento", "tempo", "ponte"]


def write_rows(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Any:
    from llmnotes.training.decoder_sources import Sources

    folder = tmp_path_factory.mktemp("data")
    contexts: list[dict[str, Any]] = [
        {"id": n, "text": f"O {word} é coisa antiga. Ana Maria viu o {word} em 19{n:02}. Nada mais "
                          f"se sabe. Foi Ana Maria quem escreveu sobre o {word} em Lisboa."}
        for n, word in enumerate(TOPICS)
    ]  # fmt: skip
    rows = [
        {"lang": "pt", "question": f"Quando Ana Maria viu o {word}?", "context_id": n,
         "answer": f"19{n:02}", "answerable": True, "source": "FaQuAD"}
        for n, word in enumerate(TOPICS)
    ]  # fmt: skip
    none = [{**r, "answer": "", "answerable": False, "source": "FaQuAD +neg"} for r in rows[:3]]
    terms: list[dict[str, Any]] = [
        {"lang": lang, "term": word, "definition": f"aquilo que se chama {word} desde sempre"}
        for lang in ("pt", "en")
        for word in TOPICS
    ]
    write_rows(folder / "contexts.jsonl", contexts)
    write_rows(folder / "qa.train.jsonl", [*rows, *none])
    write_rows(folder / "definitions.jsonl", terms)
    write_rows(folder / "corpus.pt.jsonl", [{"text": c["text"] * 4} for c in contexts])
    write_rows(folder / "corpus.en.jsonl", [{"text": "The sea is old. " * 40}])
    write_rows(folder / "parallel.jsonl", [{"pt": "o mar", "en": "the sea"}] * 4)
    dev = [
        {"lang": "pt", "question": r["question"], "context": contexts[n]["text"],
         "answers": [r["answer"]], "answerable": True}
        for n, r in enumerate(rows[:2])
    ]  # fmt: skip
    for name in ("faquad", "squad_pt_v1", "pira"):
        write_rows(folder / f"dev/{name}.jsonl", dev)
    return Sources(folder)


@pytest.fixture
def folder(tmp_path: Path, data: Any) -> Path:
    from llmnotes.training.decoder_corpus import cut_corpora
    from llmnotes.training.decoder_prose import cut_prose

    shutil.copyfile(MODELS / "tokenizer.json", tmp_path / "tokenizer.json")
    cut_corpora(data, tokenizer(), tmp_path)
    cut_prose(data, tokenizer(), tmp_path)
    return tmp_path


def test_vectors_put_pieces_of_like_company_together(folder: Path) -> None:
    from llmnotes.training.decoder_vectors import make_vectors

    vectors = make_vectors(folder, len(tokenizer()), 16)
    assert vectors.shape == (len(tokenizer()), 16)
    sun, book, far = (vectors[tokenizer().ids(w)[0]] for w in (" sol", " livro", " Lisboa"))
    assert sun @ book > sun @ far


@pytest.mark.parametrize("stage", ["base", "tuned"])
def test_a_pool_is_the_same_whenever_it_is_made(stage: str, folder: Path, data: Any) -> None:
    from llmnotes.training.decoder_mix import Mix

    one, other = (Mix(data, folder, stage, 2048)[1] for _ in range(2))
    assert len(one) == len(other)
    for a, b in zip(one, other, strict=True):
        assert torch.equal(a.ids, b.ids)
        assert torch.equal(a.gold, b.gold)
        assert a.tokens <= 2 * 2048


def test_examples_teach_to_copy_what_answers(data: Any) -> None:
    from llmnotes.training.decoder_examples import read_row

    rng = random.Random(0)
    for row in data.questions():
        example = read_row(tokenizer(), row, ["Outra coisa."], rng)
        assert example is not None
        targets = [int(token) for token in example.targets]
        assert targets[-1] == EOS
        if not row.answers:
            assert targets == [NONE, EOS]
            continue
        assert targets[-2] in (number(1), number(2))
        assert tokenizer().decode(targets).strip() == row.answers[0]
        for step, places in enumerate(example.gold[:-2]):
            assert places
            assert all(example.prompt.ids[place] == targets[step] for place in places)


def test_differences_quote_both_definitions(data: Any) -> None:
    from llmnotes.training.decoder_tasks import differ

    rows = [row for row in data.definitions() if row.lang == "pt"][:4]
    example = differ(tokenizer(), rows, random.Random(2))
    written = tokenizer().decode(map(int, example.targets))
    assert written.index(rows[0].definition) < written.index(rows[1].definition)


def test_a_stopped_stage_goes_on_where_it_was_and_learns(folder: Path, data: Any) -> None:
    from llmnotes.training.decoder_loss import loss_of
    from llmnotes.training.decoder_train import Plan, Run

    shape = dataclasses.replace(SMALL, vocabulary=len(tokenizer()))
    plan = Plan("tuned", 60.0, shape, tokens=2048)
    run = Run(plan, data, folder)
    batch = run.mix[0][0]
    with torch.no_grad():
        before = loss_of(run.network, batch).total.item()
    for _ in range(30):
        run.learn(batch)
    with torch.no_grad():
        after = loss_of(run.network, batch).total.item()
    run.save()
    assert after < before / 2
    again = Run(plan, data, folder)
    assert (again.step, again.pool, again.tokens) == (run.step, run.pool, run.tokens)
    for one, other in zip(run.network.parameters(), again.network.parameters(), strict=True):
        assert torch.equal(one, other)


def test_hand_made_gradients_are_right() -> None:
    from llmnotes.training.decoder_kernels import norm_on_cpu, word_losses

    torch.manual_seed(0)
    x = torch.randn(3, 5, 8, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(norm_on_cpu, (x,))
    parts = [torch.randn(*size, dtype=torch.float64, requires_grad=True) for size in
             ((300, 4), (12, 4), (12,))]  # fmt: skip
    targets, weights = torch.randint(0, 12, (300,)), torch.rand(300, dtype=torch.float64)
    mine = torch.autograd.grad(
        (word_losses(parts[0], parts[1], parts[2], targets) * weights).sum(), parts
    )
    logits = parts[0] @ parts[1].T + parts[2]
    losses = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
    theirs = torch.autograd.grad((losses * weights).sum(), parts)
    for one, other in zip(mine, theirs, strict=True):
        assert torch.allclose(one, other)


def test_a_sampled_loss_is_right_on_average_and_exact_when_nothing_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from llmnotes.training import decoder_kernels as kernels

    monkeypatch.setattr(kernels, "COMMON", 20)
    torch.manual_seed(0)
    states, rows, prior = torch.randn(50, 4), torch.randn(400, 4), torch.randn(400)
    targets = torch.randint(0, 400, (50,))
    exact = kernels.word_losses(states, rows, prior, targets)
    full = kernels.sampled_word_losses(states, rows, prior, targets, 400)
    assert torch.allclose(full, exact, atol=1e-4)
    score = (states @ rows.T + prior).gather(1, targets[:, None]).squeeze(1)
    # exp(loss + score) is the sum that normalises: its mean over samples is the true one.
    drawn = [kernels.sampled_word_losses(states, rows, prior, targets, 60) for _ in range(400)]
    sums = torch.stack([(loss + score).exp() for loss in drawn])
    true = (exact + score).exp()
    assert ((sums.mean(0) - true).abs() < 5 * sums.std(0) / 20 + 1e-4 * true).all()
    assert (drawn[0] - exact).abs().max() > 1e-4


def test_prose_is_of_every_kind_there_is(folder: Path) -> None:
    from llmnotes.training.decoder_prose import Prose, kind_of

    assert kind_of("pt", "UniversalDependencies/UD_Portuguese-Bosque") == "pt-general"
    assert kind_of("pt", "reactjs/pt-br.react.dev") == "pt-books"
    assert kind_of("pt", "MicrosoftDocs/bot-docs.pt-br") == "pt-docs"
    assert kind_of("pt", "Pirá 1.0 (pt question, en context)") == "en-general"
    assert kind_of("en", "openstax/osbooks-astronomy") == "en-general"
    kinds = {path.name.split(".")[1] for path in folder.glob("prose.*.npy")}
    assert kinds == {"pt-general", "pt-docs", "en-docs"}
    rows = Prose(folder).rows(30, 65, random.Random(0))
    assert {len(row) for row in rows} == {65}
    written = " ".join(tokenizer().decode(row) for row in rows)
    assert "Ana Maria" in written
    assert "The sea" in written
    assert rows == Prose(folder).rows(30, 65, random.Random(0))


def test_exported_weights_read_like_the_trained_ones(folder: Path, data: Any) -> None:
    from llmnotes.training.decoder_export import agreement, export
    from llmnotes.training.decoder_train import Plan, Run

    shape = dataclasses.replace(SMALL, vocabulary=len(tokenizer()))
    Run(Plan("base", 0.0, shape, dev_questions=2), data, folder).save()
    export(folder, folder / "models", ("base",))
    assert agreement(folder, folder / "models", "base", ["O mar é antigo.", "The sea"]) > 0.5


def test_other_processes_make_the_same_batches_in_the_same_order(folder: Path, data: Any) -> None:
    from torch.utils.data import DataLoader

    from llmnotes.training.decoder_mix import Mix

    mix = Mix(data, folder, "base", 2048)
    loader = DataLoader(mix, batch_size=None, sampler=[0, 2], num_workers=1)
    for pool, made in zip((0, 2), loader, strict=True):
        for one, other in zip(mix[pool], made, strict=True):
            assert torch.equal(one.inputs, other.inputs)
