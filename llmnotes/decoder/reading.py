"""A question read with its passages: what the decoder knows before it writes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Cache, Outlook
from llmnotes.decoder.prompt import FOCUS, Prompt, make_prompt


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was read with its passages."""

    passages: tuple[str, ...]
    prompt: Prompt
    begun: tuple[Cache, Outlook]


def ask_decoder(
    decoder: Decoder, question: str, passages: Sequence[str], budget: int | None = FOCUS
) -> Asked:
    """Read a question with at most nine passages."""
    prompt = make_prompt(decoder.tokenizer, question, passages, budget)
    return Asked(tuple(passages), prompt, decoder.read(prompt))
