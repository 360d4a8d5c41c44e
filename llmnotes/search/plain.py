"""Text of a note → the same for a reader: formulas as people write them, without TeX's marks.

Text has a formula between dollars where it stands in a sentence, and as a line of its own, without
any, where it was a block. The browser's twin is theme/assets/search/plain.js.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from llmnotes.search.symbols import ACCENTS, STRUCTURE, SYMBOLS

_MATH = re.compile(r"\$\$([^$\n]+)\$\$|(?<![\w\\$])\$(?=[^\s${])([^$\n]*[^\s$\\])\$(?![\w$])")
"""What stands between dollars; money has a blank, a letter or a digit where no formula has any."""
_COMMAND = re.compile(r"(\s?)\\([a-zA-Z]+|[,;:!|% _])( (?=[\w\\]))?")
_TEXT = re.compile(
    r"\\(?:text[a-z]*|operatorname|boldsymbol|math[a-z]+)\*?(?:\s*\{([^{}]*)\}|\s+(\w))"
)
_SMALL = re.compile(r"([_^])\{(\w)\}")
_TOO_HARD = re.compile(r"[\\{}]")

_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{[a-z]+\*?\}")
_ACCENT = re.compile(r"\\([a-z]+)\s*(?:\{([^{}]*)\}|([^\W_]))")
_OVER = re.compile(r"\\(?:[td]?frac|(binom))\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_GROUP = re.compile(r"([_^])\{([^{}]*)\}")
_ONE = re.compile(r"[^\W\d_]+|[\d.,]+|\w*\([^()]*\)")
_NAME = re.compile(r"\\([a-zA-Z]+)")
_KNOWN = STRUCTURE.union(SYMBOLS)
_DEEPEST = 8
"""Levels of groups in groups that are made plain; below, braces are only left out."""


def formulas(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the parts of `text`, and for each whether it is a formula, without its dollars.

    >>> list(formulas("Se $x$, paga US$5 ou R$10."))
    [('Se ', False), ('x', True), (', paga US$5 ou R$10.', False)]
    """
    end = 0
    for match in _MATH.finditer(text):
        yield text[end : match.start()], False
        yield match[1] or match[2], True
        end = match.end()
    yield text[end:], False


def formula_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where formulas stand, with their dollars."""
    yield from (match.span() for match in _MATH.finditer(text))


def formula_around(text: str, at: int) -> tuple[int, int]:
    """Return where the formula begins and ends that a cut at `at` would break; `at` for none."""
    return next((span for span in formula_spans(text) if span[0] < at < span[1]), (at, at))


def readable(text: str) -> str:
    r"""Return `text` with the TeX in it as people write it; what is too hard for that stays.

    >>> readable(r"Se $p=0{,}9$, ou $\sqrt{x}$, por US$ 5 ou R$ 9")
    'Se p=0,9, ou $\\sqrt{x}$, por US$ 5 ou R$ 9'
    """
    return _MATH.sub(lambda math: _simple(math[1] or math[2]) or math[0], text)


def plain(text: str) -> str:
    r"""Return `text` in one line to be skimmed: no formula keeps its dollars, commands or braces.

    >>> plain("A soma, de $\\frac{1}{n}$:\n\\sum_{i=1}^{n} x_i \\cdot \\sqrt{x+1}\nC:\\new")
    'A soma, de 1/n: Σ_(i=1)^n x_i · √(x+1) C:\\new'
    """
    if "\\" in text and "$$" not in text:  # else what looks like a formula is an example of TeX
        lines = (_eased(line) if _is_formula(line) else line for line in text.split("\n"))
        text = "\n".join(lines)
    return " ".join(_MATH.sub(lambda math: _eased(math[1] or math[2]), text).split())


def _simple(tex: str) -> str:
    """Return a formula of symbols and words as people write it, "" for a harder one."""
    made = _SMALL.sub(r"\1\2", _TEXT.sub(_inside, _symbols(tex)))
    return "" if _TOO_HARD.search(made) else made.strip()


def _eased(tex: str) -> str:
    """Return any formula without commands and braces: fractions by a stroke, groups in brackets."""
    made = _symbols(_ENVIRONMENT.sub(" ", tex).replace("\\\\", " ").replace("&", " "))
    for _ in range(_DEEPEST):
        before = made
        made = _ACCENT.sub(_accented, _TEXT.sub(_inside, made))
        made = _ROOT.sub(r"√(\1)", _OVER.sub(_over, made))
        made = _GROUP.sub(lambda one: one[1] + _whole(one[2]), made)
        if made == before:
            break
    bare = _NAME.sub(r"\1", re.sub(r"(?<!\\)[{}]", "", made))
    return " ".join(re.sub(r"\\([{}&#$])", r"\1", bare).split())


def _symbols(tex: str) -> str:
    """Return `tex` with the signs that commands stand for; a blank may only end a command."""

    def sign(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        if name not in SYMBOLS:
            return match[0]
        made = SYMBOLS[name]
        apart = before or (made.isascii() and made.isalpha())
        return before + made + (after or "" if apart else "")

    return _COMMAND.sub(sign, tex).replace("{,}", ",").replace("{.}", ".")


def _inside(match: re.Match[str]) -> str:
    return match[1] if match[1] is not None else match[2]


def _accented(match: re.Match[str]) -> str:
    """Return a letter with its accent, and whatever else an accent may stand above without."""
    if match[1] not in ACCENTS:
        return match[0]
    under = match[2] if match[2] is not None else match[3]
    return normalize("NFC", under + ACCENTS[match[1]]) if len(under) == 1 else under


def _over(match: re.Match[str]) -> str:
    choice, top, bottom = match.groups()
    return f"C({top}, {bottom})" if choice else f"{_whole(top)}/{_whole(bottom)}"


def _whole(part: str) -> str:
    """Return `part` in brackets, unless it is one thing."""
    return part if _ONE.fullmatch(part) else f"({part})"


def _is_formula(line: str) -> bool:
    """Tell whether `line` has commands, and all of them are TeX's."""
    names = _NAME.findall(line.replace("\\\\", " "))
    return bool(names) and "$" not in line and _KNOWN.issuperset(names)
