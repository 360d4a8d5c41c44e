"""Train the decoder's tokenizer: a byte-fallback BPE over Portuguese and English text."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from llmnotes.decoder.pieces import PATTERN
from llmnotes.decoder.tokenizer import BYTES, SPECIALS
from llmnotes.training.decoder_sources import Sources


def train_tokenizer(sources: Sources, path: Path, size: int = 16_000, megabytes: int = 48) -> None:
    """Write ``tokenizer.json`` with `size` pieces learnt from a balanced sample of the corpora."""
    from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

    pieces = Tokenizer(models.BPE(byte_fallback=True))
    pieces.pre_tokenizer = pre_tokenizers.Split(Regex(PATTERN), "isolated")
    pieces.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Fuse()])
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[*SPECIALS, *BYTES],
        limit_alphabet=320,
        max_token_length=20,
        show_progress=False,
    )
    pieces.train_from_iterator(sample(sources, megabytes << 20), trainer)
    # As added tokens the special pieces would be found in any text that spells them.
    state = json.loads(pieces.to_str())
    state["added_tokens"] = []
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(state, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def sample(sources: Sources, size: int) -> Iterator[str]:
    """Yield about `size` bytes of text: a third each of QA contexts, pt and en prose."""
    rng = random.Random(20261120)
    parts = (
        list(sources.contexts().values()),
        [*sources.corpus("pt"), *(pair.pt for pair in sources.parallel())],
        [*sources.corpus("en"), *(pair.en for pair in sources.parallel())],
    )
    for texts in parts:
        rng.shuffle(texts)
        left = size // len(parts)
        for text in texts:
            if left <= 0:
                break
            left -= len(text.encode())
            yield text
