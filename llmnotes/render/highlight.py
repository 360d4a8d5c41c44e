"""Code blocks: highlighted at build time, so that a page needs no highlighter."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from llmnotes.messages import Lang
from llmnotes.render.escape import tag, text
from llmnotes.render.words import word

LONGEST = 50_000
"""Code longer than this stays plain: a lexer's worst case is not linear."""

_NOT_LANGUAGES = {
    "dataview": "code.dataview",
    "dataviewjs": "code.dataview",
    "base": "code.base",
    "query": "code.query",
    "tasks": "code.plugin",
}


def code_block(source: str, info: str, lang: Lang) -> str:
    """Return the code of a fence whose words after the backticks are `info`.

    A block that a plugin of the app would run is shown as code, with a line that says so.
    """
    language = info.strip().split(maxsplit=1)[0].strip("{}.").lower() if info.strip() else ""
    note = _NOT_LANGUAGES.get(language)
    body = _highlighted(source, language)
    block = f'<div class="highlight"{_data(language)}><pre><code>{body}</code></pre></div>'
    if note is None:
        return block
    caption = tag("figcaption", text(word(note, lang)))
    return tag("figure", caption + block, class_="ln-query")


def diagram(source: str, lang: Lang) -> str:
    """Return a mermaid diagram: its source, which a script of the page draws over."""
    label = word("diagram", lang)
    return tag("pre", tag("code", text(source)), class_="ln-diagram", data_label=label)


def _data(language: str) -> str:
    return f' data-lang="{text(language)}"' if language else ""


def _highlighted(source: str, language: str) -> str:
    if not language or len(source) > LONGEST:
        return text(source)
    mark = _highlighter(language)
    return mark(source) if mark is not None else text(source)


@lru_cache(maxsize=128)
def _highlighter(language: str) -> Callable[[str], str] | None:
    """Return what turns code of `language` into HTML, or None where nobody knows the language."""
    from pygments import highlight
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None
    formatter = HtmlFormatter(nowrap=True)

    def mark(source: str) -> str:
        return highlight(source, lexer, formatter)

    return mark
