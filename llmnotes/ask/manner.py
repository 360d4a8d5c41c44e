"""How answers are to be made: who words them, how tokens are drawn, what is let through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from llmnotes.decoder.sampling import Sampling
from llmnotes.messages import Lang

DEFAULT_DECODER = "bundled"
LONGEST = 256
"""Tokens of the longest answer, unless said otherwise; the grounded decoder ends before that."""
PATIENCE = 60.0
"""Seconds to wait for the next sign of life from a server."""


_SAMPLING = Sampling(max_length=LONGEST)


@dataclass(frozen=True, slots=True)
class Manner:
    """What a person settles about answers.

    `template` is the name of a prompt template, or the path of one, and `fields` are values for
    its fields; only decoders that are prompted in words read them. `strict` drops what the notes do
    not bear out instead of marking it. `free` lets a decoder write what it likes. `patience` is
    how many seconds a server may be silent. `explain` asks for the alternatives of each token.
    `lang` is the language of error messages.
    """

    decoder: str = DEFAULT_DECODER
    sampling: Sampling = _SAMPLING
    template: str = "plain"
    fields: Mapping[str, str] = field(default_factory=dict)
    strict: bool = False
    free: bool = False
    patience: float = PATIENCE
    explain: bool = False
    lang: Lang = "en"
