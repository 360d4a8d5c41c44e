"""Widgets on pages: what a reader sees of them before, or without, a script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from llmnotes.decoder.engine import bundled
from llmnotes.decoder.glance import Candidate, next_tokens, visible
from llmnotes.decoder.sampling import Sampling
from llmnotes.decoder.tokenizer import Token
from llmnotes.markdown.widgets import WIDGETS
from llmnotes.messages import Lang
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word
from llmnotes.site.controls import control, controls

STAGES = frozenset({"base", "tuned"})
"""The decoders that widgets may load."""
BARS = 8
"""Likely tokens that are shown."""
SEEDS = (1, 2, 3)
"""The seeds of the texts that stand beside each other."""
LENGTH = 24
"""Tokens of each of them."""
COLOURS = 6
"""Colours that tokens take in turn."""

_FIRST = Sampling(temperature=1.0)
_DRAWN = Sampling(temperature=0.8, top_p=0.95, max_length=LENGTH, seed=SEEDS[0])
_SCRIPT_WORDS = (
    "base tuned loading failed none tokens.many tokens.one chars.many chars.one ratio seed"
)


def widget(name: str, asked: str, number: int, lang: Lang, anchor: str | None = None) -> str:
    """Return the widget `name` with the text `asked`; `number` tells it from others on its page."""
    if name not in WIDGETS:
        return tag(
            "p", text(word("widget.unknown", lang, name=name)), class_="ln-missing", id=anchor
        )
    said = asked.strip() or word("widget.text", lang)
    title = f"ln-widget-{number}"
    words = {key: word(f"widget.{key}", lang, n="{n}") for key in _SCRIPT_WORDS.split()}
    parts = (
        tag("p", text(word(f"widget.{name}", lang)), class_="ln-widget-title", id=title),
        tag("p", text(word(f"widget.{name}.about", lang)), class_="ln-widget-about"),
        _form(name, said, title, lang),
        tag("p", text(f"“{said}”"), class_="ln-widget-said"),
        tag("div", _FIRSTS[name](said, lang), class_="ln-widget-shown"),
        tag("p", "", class_="ln-widget-status", role="status"),
    )
    return tag(
        "section",
        "".join(parts),
        class_="ln-widget",
        id=anchor,
        aria_labelledby=title,
        data_widget=name,
        data_lang="pt-BR" if lang == "pt" else "en",
        data_words=json.dumps(words, ensure_ascii=False),
    )


def percent(share: float, lang: Lang) -> str:
    """Write a probability as a reader expects it.

    >>> percent(0.0734, "pt"), percent(0.0734, "en")
    ('7,3%', '7.3%')
    """
    number = f"{100 * share:.1f}%"
    return number.replace(".", ",") if lang == "pt" else number


def bars(found: Sequence[Candidate], lang: Lang) -> str:
    """Return tokens with their probabilities, as a list that is also a chart."""
    top = max((one.probability for one in found), default=0.0) or 1.0
    items = []
    for one in found:
        # An attribute rather than a style: a strict policy forbids styles on elements.
        rect = tag("rect", "", width=f"{100 * one.probability / top:.1f}%", height="100%")
        chart = tag("svg", rect, class_="ln-bar", aria_hidden="true")
        name = tag("code", text(visible(one.token)))
        share = tag("span", percent(one.probability, lang), class_="ln-share")
        items.append(tag("li", name + chart + share))
    return tag("ol", "".join(items), class_="ln-bars")


def chips(tokens: Sequence[Token]) -> str:
    """Return the tokens of a text, each in a colour and with its number."""
    items = (
        tag("li", text(visible(one.text)) + tag("small", str(one.id)), class_=f"ln-c{n % COLOURS}")
        for n, one in enumerate(tokens)
    )
    return tag("ul", "".join(items), class_="ln-chips")


def _form(name: str, said: str, title: str, lang: Lang) -> str:
    """Return the controls, which only a script can read."""
    field = f"{title}-text"
    label = tag("label", text(word("widget.label", lang)), for_=field)
    area = tag("textarea", _kept(said), id=field, name="text", rows=2, spellcheck="false")
    rows = {
        "next-word": ("temperature", "top_p", "frequency_penalty", "presence_penalty"),
        "sampling": (
            *("temperature", "top_p", "frequency_penalty", "presence_penalty"),
            *("max_length", "stop", "seed"),
        ),
        "tokens": (),
    }[name]
    first = _DRAWN if name == "sampling" else _FIRST
    below = controls(rows, first, title, lang)
    if name == "next-word":
        box = tag("input", type="checkbox", name="compare", id=f"{title}-compare")
        told = tag("label", text(word("widget.compare", lang)), for_=f"{title}-compare")
        below += tag("p", box + told, class_="ln-compare")
    if name == "sampling":
        below += tag("button", text(word("widget.draw", lang)), type="button", name="draw")
    return tag("form", label + area + below, class_="ln-widget-form")


def _kept(said: str) -> str:
    """Return text whose line ends survive on the way through Markdown."""
    return text(said).replace("\n", "&#10;")


def _first_bars(said: str, lang: Lang) -> str:
    title = tag("p", text(word("widget.base", lang)), class_="ln-side-title")
    return tag("div", title + bars(_candidates(said), lang), class_="ln-side")


def _first_chips(said: str, lang: Lang) -> str:
    found = bundled("base").tokenizer.tokens(said)
    counted = "one" if len(found) == 1 else "many"
    size = "one" if len(said) == 1 else "many"
    count = word(f"widget.tokens.{counted}", lang, n=len(found))
    chars = word(f"widget.chars.{size}", lang, n=len(said))
    return chips(found) + tag("p", text(f"{count}, {chars}"), class_="ln-widget-count")


def _first_texts(said: str, lang: Lang) -> str:
    shown = []
    for seed, drawn in zip(SEEDS, _drawn(said), strict=True):
        title = tag("p", text(word("widget.seed", lang, n=seed)), class_="ln-side-title")
        told = tag("span", text(said), class_="ln-said") + _kept(drawn)
        shown.append(tag("div", title + tag("p", told), class_="ln-side"))
    return "".join(shown)


_FIRSTS = {"next-word": _first_bars, "tokens": _first_chips, "sampling": _first_texts}


@lru_cache(maxsize=256)
def _candidates(said: str) -> tuple[Candidate, ...]:
    return next_tokens(bundled("base"), said, BARS, _FIRST)


@lru_cache(maxsize=256)
def _drawn(said: str) -> tuple[str, ...]:
    decoder = bundled("base")
    return tuple(decoder.complete(said, replace(_DRAWN, seed=seed)) for seed in SEEDS)


__all__ = ["STAGES", "bars", "chips", "control", "percent", "widget"]
