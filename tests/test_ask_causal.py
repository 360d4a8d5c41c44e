"""Causal models of transformers answer through the same seam; the model here is made on the fly."""

from __future__ import annotations

from pathlib import Path

import pytest
from ask_helpers import bold_asker, indexed_vault, written

from llmnotes.ask import Manner
from llmnotes.decoder.sampling import Sampling
from llmnotes.errors import ModelError

NOTES = {"Token.md": "# Token\n\nUm token é um pedaço de texto.\n"}
CHAT = (
    "{% for m in messages %}<{{ m.role }}>{{ m.content }}{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Save a random Llama of two small layers with a tokenizer of bytes."""
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = Tokenizer(models.BPE({"<eos>": 0, **{c: n + 1 for n, c in enumerate(letters)}}, []))
    pieces.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    pieces.decoder = decoders.ByteLevel()
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=pieces, eos_token="<eos>")
    tokenizer.chat_template = CHAT
    tokenizer.save_pretrained(folder)
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(letters) + 1,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        max_position_embeddings=2048,
        eos_token_id=0,
    )
    LlamaForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.mark.models
def test_a_model_is_drawn_from_by_the_six_controls(model: Path, tmp_path: Path) -> None:
    root = written(tmp_path, NOTES)
    with indexed_vault(root) as index:

        def ask(sampling: Sampling) -> tuple[str, int, int]:
            manner = Manner(decoder=f"hf:{model}", sampling=sampling, explain=True)
            answer = bold_asker(root, index, manner)("O que é um token?")
            assert answer.decoder == f"hf:{model}"
            assert sampling.parameters().items() <= answer.parameters.items()
            for one in answer.sentences:
                assert one.n is None  # a random model says what no note says
                assert all(0 < token.probability <= 1 for token in one.tokens)
            return answer.text, answer.usage.prompt_tokens, answer.usage.answer_tokens

        warm = Sampling(temperature=1.0, seed=3, max_length=24)
        assert ask(warm) == ask(warm)
        assert ask(warm)[0] != ask(Sampling(temperature=1.0, seed=4, max_length=24))[0]
        greedy = ask(Sampling(max_length=12))
        assert greedy[2] == 12
        assert greedy[1] > 100  # the whole prompt, a token a byte
        assert ask(Sampling(max_length=12, frequency_penalty=-2.0, presence_penalty=-2.0)) != greedy


@pytest.mark.models
def test_the_chat_template_of_the_model_is_honoured(model: Path, tmp_path: Path) -> None:
    from llmnotes.ask.backends.causal import Causal, open_causal
    from llmnotes.ask.prompting import Message

    backend = open_causal(str(model), Manner(), tmp_path)
    assert isinstance(backend.decoder, Causal)
    ids = backend.decoder._ids((Message("system", "oi"), Message("user", "é")))
    assert backend.decoder.tokenizer.decode(ids) == "<system>oi<user>é<assistant>"


@pytest.mark.models
def test_a_model_that_is_not_there_is_said(tmp_path: Path) -> None:
    root = written(tmp_path, NOTES)
    nowhere = tmp_path / "nada"
    with indexed_vault(root) as index, pytest.raises(ModelError, match="nada cannot be loaded"):
        bold_asker(root, index, Manner(decoder=f"hf:{nowhere}"))
