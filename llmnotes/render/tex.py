"""TeX → MathML, at build time, so that a page needs no script and no font for its formulas.

latex2mathml reads the TeX. It writes markup from a formula's text unescaped, so its tree is taken
and written here, element by element and attribute by attribute, from short lists.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from html import unescape
from xml.etree.ElementTree import Element

from llmnotes.render.escape import names, tag, text
from llmnotes.search.plain import formulas

LONGEST = 5_000
"""TeX longer than this is shown as it is: the converter recurses into every group."""

_ELEMENTS = names(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub msup "
    "msubsup munder mover munderover mmultiscripts mprescripts mtable mtr mtd menclose none"
)
_ATTRIBUTES = names(
    "display displaystyle scriptlevel mathcolor mathbackground mathsize stretchy symmetric fence "
    "separator form lspace rspace minsize maxsize largeop movablelimits accent accentunder width "
    "height depth linethickness columnalign rowspacing columnspacing rowlines columnlines frame "
    "notation columnspan rowspan voffset linebreak"
)
_VALUE = re.compile(r"[\w#.,%+\- ]{0,64}")
_STYLES = {  # what browsers no longer do for `mathvariant`, Unicode's own letters do
    "bold": "BOLD",
    "italic": "ITALIC",
    "bold-italic": "BOLD ITALIC",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "double-struck": "DOUBLE-STRUCK",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}
_LENGTHS = {  # names that MathML once had
    "negativeveryverythinmathspace": "-0.056em",
    "negativeverythinmathspace": "-0.111em",
    "negativethinmathspace": "-0.167em",
    "negativemediummathspace": "-0.222em",
    "negativethickmathspace": "-0.278em",
    "veryverythinmathspace": "0.056em",
    "verythinmathspace": "0.111em",
    "thinmathspace": "0.167em",
    "mediummathspace": "0.222em",
    "thickmathspace": "0.278em",
}
_REWRITES = (
    (re.compile(r"\\(begin|end)\{(?:aligned|split|alignedat)\}"), r"\\\1{align*}"),
    (re.compile(r"\\(begin|end)\{gathered\}"), r"\\\1{gather*}"),
    (re.compile(r"\\(?:label|notag|nonumber)\b(?:\{[^{}]*\})?"), ""),
)


@lru_cache(maxsize=4096)
def with_formulas(said: str) -> str:
    """Return plain text as HTML; what stands between its dollars is shown as formulas."""
    return "".join(math(part) if is_tex else text(part) for part, is_tex in formulas(said))


def math(tex: str, display: bool = False) -> str:
    r"""Return `tex` as MathML, or its source in ``<code>`` where it is not valid TeX.

    >>> math("x<1")
    '<math><mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow></math>'
    >>> math(r"\nope")
    '<code class="ln-bad-tex" title="TeX">\\nope</code>'
    """
    root = _read(tex, display)
    if root is None:
        return tag("code", text(tex.strip()), class_="ln-bad-tex", title="TeX")
    return _write(root)


def _read(tex: str, display: bool) -> Element | None:
    """Return the formula's tree, or None where the converter cannot make one."""
    from latex2mathml.converter import convert_to_element  # slow to import, and rarely needed

    if not tex.strip() or len(tex) > LONGEST:
        return None
    for pattern, replacement in _REWRITES:
        tex = pattern.sub(replacement, tex)
    try:
        root: Element = convert_to_element(tex.strip(), display="block" if display else "inline")
    except Exception:  # every release of the converter has its own ways to fail on bad TeX
        return None
    return None if any(_unknown(element) for element in root.iter()) else root


def _unknown(element: Element) -> bool:
    """Tell whether `element` is none of MathML's, or a command that the converter left alone."""
    letters = element.text or ""
    return element.tag not in _ELEMENTS or (element.tag == "mi" and letters.startswith("\\"))


def _write(element: Element) -> str:
    kept = "".join(
        f' {key}="{text(_LENGTHS.get(value, value))}"'
        for key, value in element.attrib.items()
        if key in _ATTRIBUTES and _VALUE.fullmatch(value) and (key, value) != ("display", "inline")
    )
    if element.tag == "mrow" and not kept and len(element) == 1:
        return _write(element[0])
    letters = _letters(element)
    if element.tag == "mi" and len(letters) == 1 and element.get("mathvariant") == "normal":
        kept += ' mathvariant="normal"'
    children = "".join(map(_write, _words_joined(element)))
    return f"<{element.tag}{kept}>{text(letters)}{children}</{element.tag}>"


def _letters(element: Element) -> str:
    letters = unescape(element.text or "")
    style = _STYLES.get(element.get("mathvariant", ""))
    return "".join(_styled(letter, style) for letter in letters) if style else letters


def _words_joined(row: Element) -> list[Element]:
    """Return the children with upright letters in a row as one name: softmax, not s o f t m a x."""
    children = list(row)
    if row.tag != "mrow" or len(children) < 2:
        return children
    if any(c.tag != "mi" or c.get("mathvariant") != "normal" for c in children):
        return children
    word = Element("mi")
    word.text = "".join(child.text or "" for child in children)
    return [word]


@lru_cache(maxsize=1024)
def _styled(letter: str, style: str) -> str:
    """Return the mathematical letter of that style, or the letter itself where there is none."""
    name = unicodedata.name(letter, "")
    name = name.replace("LATIN ", "").replace("GREEK ", "").replace(" LETTER", "")
    try:
        return unicodedata.lookup(f"MATHEMATICAL {style} {name}")
    except KeyError:
        return letter
