"""Block tokens → HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from llmnotes.render import callouts, sanitize
from llmnotes.render.escape import names, tag, text
from llmnotes.render.highlight import code_block, diagram
from llmnotes.render.inline import EmbedNote, render_inline
from llmnotes.render.state import State
from llmnotes.render.tex import math
from llmnotes.render.words import word

Tokens = Sequence[Token]


def render_blocks(state: State, tokens: Tokens, embed: EmbedNote) -> str:
    """Return the HTML of whole blocks: every opening token has its closing one among `tokens`."""
    return state.guarded(tokens, lambda: "".join(_render(state, tokens, embed)))


def _render(state: State, tokens: Tokens, embed: EmbedNote) -> list[str]:
    parts: list[str] = []
    i, end = 0, len(tokens)
    while i < end:
        token = tokens[i]
        kind = token.type
        if kind == "paragraph_open":
            close = i + 2  # of a footnote's last paragraph, the ways back come before it
            while tokens[close].type != "paragraph_close":
                close += 1
            anchors = tokens[i + 2 : close]
            parts.append(_paragraph(state, token, tokens[i + 1], anchors, embed))
            i = close + 1
            continue
        if kind == "inline":
            with state.inside_phrasing():
                parts.append(render_inline(state, token.children, embed))
        elif kind in _OPENERS:
            parts.append(_OPENERS[kind](state, tokens, i))
        elif kind in _LEAVES:
            parts.append(_LEAVES[kind](state, token))
        elif kind.endswith("_close"):
            parts.append(_close(state, token))
        elif token.nesting == 1:
            parts.append(_plain_open(state, token))
        elif token.type == "footnote_anchor":
            parts.append(render_inline(state, [token], embed))
        else:
            parts.append(f"<p>{text(token.content)}</p>\n")
        i += 1
    return parts


def block_id(state: State, token: Token) -> str | None:
    """Return the id under which links to the block ``^id`` find it."""
    block = token.meta.get("block")
    return None if block is None else state.new_id(f"^{block}")


def _paragraph(state: State, token: Token, inline: Token, anchors: Tokens, embed: EmbedNote) -> str:
    """Return a paragraph; an embedded note, itself made of blocks, parts it in two."""
    anchor = block_id(state, token)
    children = [*(inline.children or ()), *anchors]
    pieces: list[str] = []
    if anchor is not None and (token.hidden or _is_only_embeds(children)):
        pieces.append(tag("a", "", id=anchor, class_="ln-anchor"))
        anchor = None
    run: list[Token] = []

    def flush() -> None:
        nonlocal anchor
        html = render_inline(state, run, embed).strip("\n")
        if html.strip():
            pieces.append(html if token.hidden else tag("p", html, id=anchor) + "\n")
            anchor = None
        run.clear()

    depth = 0
    for child in children:
        depth += child.nesting
        if child.type == "embed" and depth == 0 and _is_note(state, child):
            flush()
            pieces.append(render_inline(state, [child], embed) + "\n")
        else:
            run.append(child)
    flush()
    return "".join(pieces)


def _is_note(state: State, child: Token) -> bool:
    return state.around.target(state.frame.note, child.meta["n"]).kind.value == "note"


def _is_only_embeds(children: Sequence[Token]) -> bool:
    return bool(children) and children[0].type == "embed"


def _plain_open(state: State, token: Token) -> str:
    return tag(token.tag or "div", id=block_id(state, token))


def _close(state: State, token: Token) -> str:
    if token.type in _CLOSED_BY_STACK:
        state.bare -= token.type in _BARE_CLOSES
        return state.closers.pop() + "\n"
    return f"</{token.tag or 'div'}>\n"


def _heading_open(state: State, tokens: Tokens, i: int) -> str:
    token = tokens[i]
    level = state.heading = min(6, int(token.tag[1]) + state.frame.level)
    state.bare += 1
    state.closers.append(f"</h{level}>")
    return tag(f"h{level}", id=state.new_id(str(token.meta.get("slug", ""))) or None)


def _list_open(state: State, tokens: Tokens, i: int) -> str:
    token = tokens[i]
    start = token.attrGet("start")
    return tag(token.tag, id=block_id(state, token), start=None if start == 1 else start) + "\n"


def _item_open(state: State, tokens: Tokens, i: int) -> str:
    token = tokens[i]
    mark = token.meta.get("task")
    if mark is None:
        return tag("li", id=block_id(state, token))
    key = {" ": "open", "x": "done", "X": "done"}.get(mark, "other")
    label = word(f"task.{key}", state.lang, mark=mark)
    opening = tag("li", id=block_id(state, token), class_="ln-task", data_task=mark)
    checked = mark != " "
    return opening + tag("input", type="checkbox", disabled=True, checked=checked, aria_label=label)


def _cell_open(state: State, tokens: Tokens, i: int) -> str:
    token = tokens[i]
    style = str(token.attrGet("style") or "")
    return tag(token.tag, align=style.removeprefix("text-align:") or None)


def _table_open(state: State, tokens: Tokens, i: int) -> str:
    return tag("div", class_="ln-table", id=block_id(state, tokens[i]), tabindex="0") + _TABLE


def _footnotes_open(state: State, tokens: Tokens, i: int) -> str:
    state.closers.append("</ol></section>")
    label = word("footnotes", state.lang)
    return tag("section", class_="ln-footnotes", aria_label=label) + "<ol>\n"


def _footnote_open(state: State, tokens: Tokens, i: int) -> str:
    number = tokens[i].meta["id"] + 1
    state.closers.append("</li>")
    return tag("li", id=f"{state.frame.prefix}fn-{number}", value=number)


def _fence(state: State, token: Token) -> str:
    if token.info.strip().split(maxsplit=1)[:1] == ["mermaid"]:
        state.diagrams = True
        html = diagram(token.content, state.lang)
    else:
        html = code_block(token.content, token.info, state.lang)
    return _anchored(state, token, state.keep(html))


def _math_block(state: State, token: Token) -> str:
    html = f'<div class="ln-math">{math(token.content, True)}</div>'
    return _anchored(state, token, state.keep(html))


def _widget(state: State, token: Token) -> str:
    state.widgets += 1
    name, said = str(token.meta["name"]), str(token.meta["text"])
    html = state.around.widget(name, said, state.widgets, block_id(state, token))
    return state.keep(html) + "\n"


def _anchored(state: State, token: Token, html: str) -> str:
    anchor = block_id(state, token)
    return (html if anchor is None else tag("div", html, id=anchor)) + "\n"


_OPENERS: dict[str, Callable[[State, Tokens, int], str]] = {
    "heading_open": _heading_open,
    "bullet_list_open": _list_open,
    "ordered_list_open": _list_open,
    "list_item_open": _item_open,
    "th_open": _cell_open,
    "td_open": _cell_open,
    "table_open": _table_open,
    "callout_open": callouts.open_callout,
    "callout_title_open": callouts.open_title,
    "footnote_block_open": _footnotes_open,
    "footnote_open": _footnote_open,
}
_TABLE = '<table class="ln-grid">\n'  # a class keeps the theme's script from wrapping it again
_CLOSED_BY_STACK = names(
    "heading_close callout_close callout_title_close footnote_block_close footnote_close"
)
_BARE_CLOSES = names("heading_close callout_title_close")
_LEAVES: dict[str, Callable[[State, Token], str]] = {
    "fence": _fence,
    "code_block": lambda state, token: _anchored(
        state, token, state.keep(code_block(token.content, "", state.lang))
    ),
    "math_block": _math_block,
    "widget": _widget,
    "html_block": lambda state, token: sanitize.writers_html(token.content, state.address),
    "hr": lambda state, token: "<hr>\n",
    "table_close": lambda state, token: "</table></div>\n",
}
