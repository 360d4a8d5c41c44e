"""How a sentence of a note is worded when it is said alone: readable, and in the note's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from llmnotes.model import Sentence

_JOINING = re.compile(
    r"(?:E|Mas|Assim|Portanto|Logo|Daí|Por isso|Por outro lado|Além disso|Ou seja|Aliás|Já"
    r"|Porém|Contudo|No entanto|Também|Então|And|But|So|Thus|Hence|However|Therefore|Moreover"
    r"|Also|Still)(?:, | )(?=\w)"
)
"""Words at the head of a sentence that only join it to the one before."""
_POINTING = re.compile(
    r"(?:el[ea]s?|iss[oa]|ist[oa]|ess[ea]s?|est[ea]s?|aquel[ea]s?|dess[ea]s?|dest[ea]s?|del[ea]s?"
    r"|diss[oa]|niss[oa]|ness[ea]s?|daí|ali|lá|o mesmo|a mesma|ambos|ambas|outr[oa]s?"
    r"|it|its|this|that|these|those|they|both|such|there)\b",
    re.IGNORECASE,
)
"""Words that cannot open an answer: what they mean was said before."""
_NOT_JOINING = re.compile(r"(?:E|Já|So|Still|Also|Então) (?:é|que|são|is|are|se|foi)\b")
_TEX = re.compile(r"\$([^$]+)\$")
_COMMANDS: Mapping[str, str] = {
    r"\times": "×", r"\cdot": "·", r"\approx": "≈", r"\leq": "≤", r"\le": "≤", r"\geq": "≥",
    r"\ge": "≥", r"\neq": "≠", r"\ne": "≠", r"\pm": "±", r"\to": "→", r"\infty": "∞",
    r"\dots": "…", r"\ldots": "…", r"\cdots": "…", r"\alpha": "α", r"\beta": "β", r"\gamma": "γ",
    r"\delta": "δ", r"\epsilon": "ε", r"\varepsilon": "ε", r"\eta": "η", r"\theta": "θ",
    r"\lambda": "λ", r"\mu": "μ", r"\pi": "π", r"\sigma": "σ", r"\tau": "τ", r"\phi": "φ",
    r"\in": "∈", r"\sum": "Σ", r"\log": "log", r"\ln": "ln", r"\exp": "exp", r"\max": "max",
    r"\min": "min", r"\quad": " ", r"\,": " ", r"\;": " ", r"\ ": " ", r"\%": "%", r"\_": "_",
    "{,}": ",", "{.}": ".",
}  # fmt: skip
_TEXT = re.compile(r"\\(?:text|mathrm|operatorname|mathbf|mathit)\{([^{}]*)\}")
_COMMAND = re.compile(r"\\(?:[a-zA-Z]+|[,; %_])")
_BRACED = re.compile(r"([_^])\{(\w)\}")


def worded(sentence: Sentence, near: Sequence[Sentence]) -> Sentence:
    """Return `sentence` so that it can be read by itself.

    A word that only joins it to what came before is left out. If it points back (*isso*, *it*), the
    sentence before it in the same paragraph, found in `near`, comes along, with its quote.
    """
    text = joined_no_more(sentence.text)
    if _POINTING.match(text):
        for one in near:
            if one.place == sentence.place - 1 and _same_paragraph(one, sentence):
                before = joined_no_more(one.text)
                return replace(
                    one,
                    text=f"{readable(before)} {readable(sentence.text)}",
                    quote=f"{one.quote} {sentence.quote}",
                )
    return replace(sentence, text=readable(text))


def joined_no_more(text: str) -> str:
    """Return `text` without the word at its head that joins it to another sentence.

    >>> joined_no_more("Assim um token procura outro."), joined_no_more("E é isso.")
    ('Um token procura outro.', 'E é isso.')
    """
    match = _JOINING.match(text)
    if not match or _NOT_JOINING.match(text) or _POINTING.match(text, match.end()):
        return text
    return text[match.end()].upper() + text[match.end() + 1 :]


def readable(text: str) -> str:
    r"""Return `text` with the TeX in it as people write it; what is too hard for that stays.

    >>> readable(r"Se $p=0{,}9$, ou $\sqrt{x}$")
    'Se p=0,9, ou $\\sqrt{x}$'
    """
    return _TEX.sub(_plain_tex, text)


def ended(text: str) -> str:
    """Return `text` with a full stop where it led to something that is not said.

    >>> ended("Divide só pela raiz:")
    'Divide só pela raiz.'
    """
    return f"{text[:-1].rstrip()}." if text.endswith((":", ";")) else text


def _plain_tex(match: re.Match[str]) -> str:
    plain = _TEXT.sub(r"\1", match[1])
    plain = _COMMAND.sub(lambda one: _COMMANDS.get(one[0], one[0]), plain)
    plain = _BRACED.sub(r"\1\2", plain.replace("{,}", ",").replace("{.}", "."))
    return match[0] if re.search(r"[\\{}]", plain) else plain


def _same_paragraph(one: Sentence, other: Sentence) -> bool:
    same = one.note == other.note and one.lines == other.lines and one.kind == other.kind
    return same and one.kind != "table"
