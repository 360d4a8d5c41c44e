"""Reading tables of cases, and showing what the parser made of a note."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from llmnotes.markdown import Document
from llmnotes.model import Link

CASES = Path(__file__).parent / "cases"


class Case(NamedTuple):
    title: str
    source: str
    expected: str


def read_cases(name: str) -> Iterator[Case]:
    """Yield the cases of a table: title, ".", source, ".", expected, "."."""
    text = (CASES / f"{name}.md").read_text(encoding="utf-8")
    fields: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line != ".":
            fields[-1].append(line)
        elif len(fields) < 3:
            fields.append([])
        else:
            title = [line for line in fields[0] if line and not line.startswith("#")]
            source, expected = ("\n".join(lines) for lines in fields[1:])
            yield Case(" ".join(title), source.replace("→", "\t"), expected)
            fields = [[]]


def show_links(document: Document) -> str:
    return "\n".join(map(show_link, document.links))


def show_link(link: Link) -> str:
    heading = "" if link.heading is None else f" # {link.heading}"
    label = "" if link.label is None else f" | {link.label}"
    kind = f"{link.kind}({link.name})" if link.name else str(link.kind)
    return f"{link.line} {kind} {link.target}{heading}{label}".replace("  ", " ").rstrip()


def show_contexts(document: Document) -> str:
    return "\n".join(
        f"{link.context[: link.span[0]]}<{link.context[slice(*link.span)]}>"
        f"{link.context[link.span[1] :]}"
        for link in document.links
    )


def show_headings(document: Document) -> str:
    return "\n".join(f"{h.line} h{h.level} {h.text} #{h.slug}" for h in document.headings)


def show_blocks(document: Document) -> str:
    """Show each block id with its lines and the kind of token that carries it."""
    kinds = {t.meta["block"]: t.type for t in document.tokens if "block" in t.meta}
    return "\n".join(f"{b.id} {b.lines[0]}-{b.lines[1]} {kinds[b.id]}" for b in document.blocks)


def show_properties(document: Document) -> str:
    lines = [json.dumps(dict(document.properties), ensure_ascii=False)]
    lines += [f"{line}: {kind}" for line, kind, _ in document.faults]
    lines += [show_link(link) for link in document.links]
    return "\n".join(lines)


def show_paragraphs(document: Document) -> str:
    return "\n".join(
        f"{p.lines[0]}-{p.lines[1]} {p.kind} {p.heading}: {p.text}" for p in document.paragraphs
    )


def show_tags(document: Document) -> str:
    return " ".join(document.tags)


def show_terms(document: Document) -> str:
    return "\n".join(f"{t.line} {t.term}: {t.definition}" for t in document.terms)


def show_html(document: Document) -> str:
    return render(document.tokens).rstrip("\n")


def render(tokens: Sequence[Token], env: dict[str, Any] | None = None) -> str:
    """Return HTML by markdown-it's renderer, with a tag of its own for each token of ours."""
    html: str = _RENDERER.render(list(tokens), _MD.options, env or {})
    return html


def _void(name: str) -> Any:
    def rule(tokens: Sequence[Token], index: int, *_: object) -> str:
        token = tokens[index]
        meta = "".join(
            f' {key}="{escape(str(value))}"'
            for key, value in token.meta.items()
            if key not in ("n", "link") and value is not None
        )
        link = show_link(token.meta["link"]).split(" ", 2)[2] if "link" in token.meta else ""
        where = f' to="{escape(link)}"' if link else ""
        return f"<{name}{where}{meta}>{escape(token.content)}</{name}>"

    return rule


def _callout(tokens: Sequence[Token], index: int, *_: object) -> str:
    meta = tokens[index].meta
    shown = " ".join(f'{k}="{escape(meta[k])}"' for k in ("type", "fold", "data") if meta[k])
    return f"<callout {shown}>\n"


def _item(tokens: Sequence[Token], index: int, *rest: Any) -> str:
    meta = tokens[index].meta
    shown = tokens[index].copy(attrs={"task": meta["task"]} if "task" in meta else {})
    html: str = _RENDERER.renderToken([*tokens[:index], shown, *tokens[index + 1 :]], index, *rest)  # type: ignore[attr-defined]
    return html


_MD = MarkdownIt("commonmark")
_RENDERER = _MD.renderer
_RENDERER.rules |= {  # type: ignore[attr-defined]
    **{name: _void(name) for name in ("wikilink", "embed", "tag", "math_inline", "math_display")},
    **{name: _void(name) for name in ("footnote_ref", "footnote_anchor")},
    "math_block": lambda *args: _void("math_block")(*args) + "\n",
    "callout_open": _callout,
    "callout_close": lambda *_: "</callout>\n",
    "callout_title_open": lambda *_: "<title>",
    "callout_title_close": lambda *_: "</title>\n",
    "footnote_block_open": lambda *_: "<footnotes>\n",
    "footnote_block_close": lambda *_: "</footnotes>\n",
    "footnote_open": lambda tokens, i, *_: f'<note id="{tokens[i].meta["id"]}">\n',
    "footnote_close": lambda *_: "</note>\n",
    "list_item_open": _item,
}
