"""The sizes of a decoder, and the two presets that are trained."""

from __future__ import annotations

from dataclasses import dataclass

FEATURE_ROWS = 32
"""Rows of the table of prompt features; see `features`."""
EPSILON = 1e-6
"""What keeps a norm from dividing by zero."""
SHARPNESS = 12.0
"""The largest logit of attention: queries and keys are normalised to norm √head."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a decoder; all that is needed to allocate its arrays.

    Of every head's `head` dimensions the first `rotary` turn with the position (RoPE); the rest
    compare content whatever the distance. `copy` is the width of the pointer over the prompt.
    """

    vocabulary: int = 16_000
    width: int = 256
    layers: int = 4
    heads: int = 4
    kv_heads: int = 2
    head: int = 32
    hidden: int = 512
    rotary: int = 16
    theta: float = 10_000.0
    copy: int = 128

    def __post_init__(self) -> None:
        if self.heads % self.kv_heads or self.rotary % 2 or self.rotary > self.head:
            raise ValueError(f"impossible shape: {self}")


PRESETS = {
    "small": Shape(),
    "large": Shape(
        width=384, layers=7, heads=6, kv_heads=2, head=64, hidden=1_152, rotary=32, copy=192
    ),
}
