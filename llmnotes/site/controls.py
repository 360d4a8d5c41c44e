"""The six sampling controls and the seed, as fields of a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from llmnotes.decoder.sampling import Sampling
from llmnotes.messages import Lang
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word


@dataclass(frozen=True, slots=True)
class _Range:
    low: float
    high: float
    step: float


_SLIDERS = {
    "temperature": _Range(0, 2, 0.05),
    "top_p": _Range(0.05, 1, 0.05),
    "frequency_penalty": _Range(-2, 2, 0.1),
    "presence_penalty": _Range(-2, 2, 0.1),
}
_NUMBERS = {"max_length": _Range(1, 512, 1), "seed": _Range(0, 2**31 - 1, 1)}


def controls(names: Sequence[str], first: Sampling, prefix: str, lang: Lang) -> str:
    """Return the fields `names`, each set as in `first`; ids begin with `prefix`."""
    if not names:
        return ""
    fields = "".join(control(name, first, prefix, lang) for name in names)
    return tag("div", fields, class_="ln-controls")


def control(name: str, first: Sampling, prefix: str, lang: Lang) -> str:
    """Return one field with its label; a slider also shows its number."""
    id = f"{prefix}-{name}"
    label = tag("label", text(word(f"control.{name}", lang)), for_=id)
    value = getattr(first, name)
    if name in _SLIDERS:
        field = _input("range", id, name, _SLIDERS[name], value)
        number = f"{value:.2f}".replace(".", "," if lang == "pt" else ".")
        return tag("p", label + tag("output", number, for_=id) + field)
    if name in _NUMBERS:
        return tag("p", label + _input("number", id, name, _NUMBERS[name], value))
    shown = "|".join(value)
    return tag("p", label + tag("input", type="text", id=id, name=name, value=shown))


def _input(kind: str, id: str, name: str, span: _Range, value: float) -> str:
    return tag(
        "input", type=kind, id=id, name=name, min=span.low, max=span.high, step=span.step,
        value=value,
    )  # fmt: skip
