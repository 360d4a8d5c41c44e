"""Sections of HTML → one Markdown page that mkdocs can dress.

A page is front matter, headings in Markdown, so that the theme finds its table of contents, and one
block of HTML for each section, which Python-Markdown passes through as it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from llmnotes.model import Page
from llmnotes.render import Section
from llmnotes.render.escape import clean_text, markdown_block, markdown_inline, text

_SET_ASIDE = re.compile(r"<!--block (\d+)-->")


def make_page(
    path: str, title: str, meta: Mapping[str, object], parts: Iterable[Section | str]
) -> Page:
    """Write the page at `path` (``a/b.html``) from sections and lone blocks of HTML, in order.

    `meta` is what the template needs to know; the page's one heading of level 1 is the first
    section's, and no other section may have that level.
    """
    blocks = [_front_matter({"title": title, **meta})]
    for part in parts:
        if isinstance(part, str):
            blocks.append(_block(part))
            continue
        if part.level:
            blocks.append(_heading(part))
        if part.html.strip():
            blocks.append(_block(f'<div class="ln-section">{part.html}</div>'))
    source = clean_text("\n\n".join(block for block in blocks if block)) + "\n"
    return Page(source_path(path), title, source)


def heading(title: str, slug: str = "", html: str = "") -> Section:
    """Return the section that opens a page: its title, given as plain text."""
    return Section(1, slug or "top", text(title), html)


def source_path(path: str) -> str:
    """Return the Markdown file that mkdocs turns into the page at `path`.

    >>> source_path("Modelos/GPT-4.html")
    'Modelos/GPT-4.md'
    """
    return path.removesuffix(".html") + ".md"


def set_aside(markdown: str) -> tuple[str, list[str]]:
    r"""Return a page's Markdown with its blocks of HTML replaced by short comments, and the blocks.

    >>> set_aside("# A\n\n<p>b</p>\n\n## C")
    ('# A\n\n<!--block 0-->\n\n## C', ['<p>b</p>'])
    """
    blocks: list[str] = []
    parts = markdown.split("\n\n")
    for i, part in enumerate(parts):
        if part.startswith("<"):
            parts[i] = f"<!--block {len(blocks)}-->"
            blocks.append(part.rstrip("\n"))
    return "\n\n".join(parts), blocks


def put_back(html: str, blocks: Sequence[str]) -> str:
    """Return `html` with `blocks` in the places of their comments, which no note can write."""
    return _SET_ASIDE.sub(lambda match: blocks[int(match[1])], html)


def _heading(section: Section) -> str:
    marks = "#" * min(section.level, 6)
    title = markdown_inline(section.heading) or "&#8203;"
    return f"{marks} {title} {{#{section.slug}}}"


def _block(html: str) -> str:
    return markdown_block(html.strip())


def _front_matter(meta: Mapping[str, object]) -> str:
    """Return `meta` as YAML, each value as JSON on one line, which YAML can read as well."""
    lines = [f"{key}: {_scalar(value)}" for key, value in meta.items() if value]
    return "\n".join(["---", *lines, "---"])


def _scalar(value: object) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    escaped = json.dumps(value, ensure_ascii=False)
    # YAML takes fewer characters as they are than JSON, and knows no pairs of surrogates.
    return "".join(c if c.isprintable() or c == " " else _yaml_escape(c) for c in escaped)


def _yaml_escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
