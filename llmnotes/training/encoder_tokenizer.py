"""Train the encoder's tokenizer: accent-folded, lower-case WordPiece over both languages alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

from llmnotes.training import corpus

UNKNOWN = "[UNK]"
_SOURCE_SHARE = 2_500_000
"""Characters taken from one source of the corpus: 35 % of the Portuguese text is of one source."""


def train_tokenizer(data: Path, size: int) -> Tokenizer:
    """Train a tokenizer of `size` pieces on the texts of the folder `data`."""
    tokenizer = empty_tokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], limit_alphabet=400, show_progress=False
    )
    tokenizer.train_from_iterator(balanced_texts(data), trainer=trainer)
    return tokenizer


def empty_tokenizer() -> Tokenizer:
    """Return the tokenizer before it knows any piece."""
    tokenizer = Tokenizer(models.WordPiece(unk_token=UNKNOWN, max_input_chars_per_word=64))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer


def balanced_texts(data: Path) -> Iterator[str]:
    """Yield texts in which no source and neither language has the upper hand."""
    for lang in ("pt", "en"):
        taken: Counter[str] = Counter()
        for section in corpus.read_sections(data, lang):
            if taken[section.source] < _SOURCE_SHARE:
                text = "\n".join((*section.path[-1:], *section.paragraphs))
                taken[section.source] += len(text)
                yield text
    for number, pair in enumerate(corpus.read_parallel(data)):
        if number % 2:
            yield f"{pair.pt}\n{pair.en}"
    for entry in corpus.read_definitions(data):
        yield f"{entry.term}\n{entry.definition}"
    seen = ""
    for row in corpus.read_questions(data):
        yield row.question
        if row.context != seen:
            seen = row.context
            yield seen
