"""What an evaluation tries, and what it takes to be good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

from llmnotes.ask.manner import Manner
from llmnotes.decoder.sampling import Sampling

UNPROMPTED = frozenset({"bundled", "base", "extractive"})
"""Decoders that read no template; the last of them no settings either."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """What a variant must reach: `accuracy` at least, the others at most.

    `seconds` are of CPU, the mean of an answer; `latency` is the same of the clock, for servers
    whose work is done elsewhere; `cost` is of an answer, in the currency of the prices. None asks
    nothing. `f1` is how much of a reference an answer must share to be right.
    """

    accuracy: float | None = None
    seconds: float | None = None
    latency: float | None = None
    cost: float | None = None
    f1: float = 0.3


@dataclass(frozen=True, slots=True)
class Price:
    """What a thousand tokens of a server cost: those read and those written."""

    prompt: float = 0.0
    answer: float = 0.0


@dataclass(frozen=True, slots=True)
class Case:
    """A question and what is demanded of its answer; empty demands nothing.

    `notes` are paths of which one must be cited first, `contains` are words that must be said,
    `answer` is a good answer in words, `refuse` that the notes do not answer.
    """

    question: str
    notes: tuple[str, ...] = ()
    answer: str = ""
    contains: tuple[str, ...] = ()
    refuse: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """Controls of a decoder under a name."""

    name: str = "default"
    sampling: Sampling = Manner().sampling


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to answer; `template` is empty where the decoder reads none."""

    decoder: str
    template: str = ""
    setting: Setting = Setting()

    @property
    def name(self) -> str:
        """Decoder, template and setting, without what makes no difference."""
        parts = (self.decoder, self.template, self.setting.name)
        return " · ".join(part for part in parts if part and part != "default")

    @property
    def short(self) -> str:
        """The name without the address of a server, for where there is little room.

        >>> Variant("http://127.0.0.1:1234/v1#qwen", "plain").short
        'qwen · plain'
        """
        name = self.decoder.rpartition("#")[2].removeprefix("hf:").rpartition("/")[2]
        return replace(self, decoder=name).name

    @property
    def served(self) -> bool:
        """Whether a server words the answers."""
        return self.decoder.startswith(("http://", "https://"))

    def manner(self, lang: str) -> Manner:
        """Return what `Asker` wants to be told."""
        manner = Manner(decoder=self.decoder, sampling=self.setting.sampling)
        manner = replace(manner, template=self.template) if self.template else manner
        return replace(manner, lang="en" if lang == "en" else "pt")


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is to be tried; `prefer` decides among those who meet the criteria."""

    cases: tuple[Case, ...]
    criteria: Criteria = Criteria()
    price: Price = Price()
    prefer: str = "accuracy"
    decoders: tuple[str, ...] = ("extractive", "bundled")
    templates: tuple[str, ...] = ("plain",)
    settings: tuple[Setting, ...] = (Setting(),)

    def variants(self) -> Iterator[Variant]:
        """Yield every way to answer that differs from the ones before.

        >>> plan = Plan((), decoders=("extractive",), templates=("plain", "recipe"))
        >>> [variant.name for variant in plan.variants()]
        ['extractive']
        """
        found: dict[Variant, None] = {}
        for decoder, template, setting in product(self.decoders, self.templates, self.settings):
            if decoder in UNPROMPTED:
                template = ""
            found[Variant(decoder, template, Setting() if decoder == "extractive" else setting)] = (
                None
            )
        yield from found
