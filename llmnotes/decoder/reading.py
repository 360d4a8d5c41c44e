"""A question read with its passages: what the decoder knows before it writes anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from llmnotes.decoder.engine import Decoder
from llmnotes.decoder.network import Cache, Outlook, log_softmax
from llmnotes.decoder.prompt import FOCUS, Prompt, make_prompt
from llmnotes.decoder.tokenizer import NONE


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was read with its passages; `nothing` is the chance that none answers."""

    passages: tuple[str, ...]
    prompt: Prompt
    begun: tuple[Cache, Outlook]
    nothing: float


def ask_decoder(
    decoder: Decoder, question: str, passages: Sequence[str], budget: int | None = FOCUS
) -> Asked:
    """Read a question with at most nine passages."""
    prompt = make_prompt(decoder.tokenizer, question, passages, budget)
    begun = decoder.read(prompt)
    outlook = begun[1]
    nothing = (1 - outlook.gate) * float(np.exp(log_softmax(outlook.words)[NONE]))
    return Asked(tuple(passages), prompt, begun, nothing)
