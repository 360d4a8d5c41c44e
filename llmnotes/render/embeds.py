"""Notes, sections and blocks shown inside other notes."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from llmnotes.markdown import Document
from llmnotes.model import Lines, NoteId
from llmnotes.render.blocks import render_blocks
from llmnotes.render.context import Target
from llmnotes.render.escape import tag, text
from llmnotes.render.inline import embed_title, link_html
from llmnotes.render.state import DEEPEST, MOST, Frame, State
from llmnotes.render.words import word

Tokens = Sequence[Token]
_EVERYTHING: Lines = (0, 1 << 62)


def embed_note(state: State, token: Token, target: Target) -> str:
    """Show the passage that an embed names; where it would contain itself, only a link."""
    note = NoteId(target.name)
    title = embed_title(state, target, token)
    link = link_html(state.lang, target, text(title))
    if not note.lower().endswith(".md") or _is_lost(target):
        return _box(link, "", "ln-embed ln-embed-link")
    document = state.around.document(note)
    passage, lines = find_passage(document, target.anchor)
    state.frame.line = token.meta["link"].line
    if _is_open(state, note, lines):
        remark = tag("span", text(word("embed.cycle", state.lang)), class_="ln-remark")
        return _box(f"{link} {remark}", "", "ln-embed ln-embed-link")
    if len(state.frames) > DEEPEST or state.embeds >= MOST:
        return _box(link, "", "ln-embed ln-embed-link")
    state.embeds += 1
    heading = state.heading
    state.frames.append(Frame(note, f"e{state.embeds}-", _level_below(heading, passage)))
    html = render_blocks(state, passage, embed_note) + footnotes_of(state, document)
    state.frames.pop()
    state.heading = heading
    return state.keep(_box(link, html, "ln-embed"))


def find_passage(document: Document, anchor: str) -> tuple[Tokens, Lines]:
    """Return the tokens of a section (by its slug), a block (``^id``) or all, and their lines."""
    tokens = body(document.tokens)
    if not anchor:
        return tokens, _EVERYTHING
    find = _block if anchor.startswith("^") else _section
    found = find(tokens, anchor.removeprefix("^"))
    return found, _lines(found)


def body(tokens: Tokens) -> Tokens:
    """Return `tokens` without the footnotes, which stand at the very end."""
    for i in range(len(tokens) - 1, -1, -1):
        if tokens[i].type == "footnote_block_open":
            return tokens[:i]
    return tokens


def footnotes_of(state: State, document: Document) -> str:
    """Return the footnotes to which the passage just rendered refers.

    A footnote may refer to another, so the block is rendered until it asks for no more.
    """
    block = document.tokens[len(body(document.tokens)) :]
    prefix = state.frame.prefix
    if not block or not state.footnotes.get(prefix):
        return ""
    while True:
        wanted = set(state.footnotes[prefix])
        html = render_blocks(state, _only(block, wanted), embed_note)
        if state.footnotes[prefix] == wanted:
            return html


def _only(block: Tokens, wanted: set[int]) -> Tokens:
    """Return a block of footnotes with the `wanted` ones."""
    kept: list[Token] = []
    inside = True
    for token in block:
        if token.type == "footnote_open":
            inside = token.meta["id"] in wanted
        if inside or token.type.startswith("footnote_block"):
            kept.append(token)
        if token.type == "footnote_close":
            inside = True
    return kept


def _is_lost(target: Target) -> bool:
    return not target.problems.isdisjoint({"missing-heading", "missing-block"})


def _is_open(state: State, note: NoteId, lines: Lines) -> bool:
    """Tell whether the passage holds an embed that is open right now, and so would hold itself."""
    first, last = lines
    return any(frame.note == note and first <= frame.line <= last for frame in state.frames)


def _section(tokens: Tokens, slug: str) -> Tokens:
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and token.meta.get("slug") == slug:
            return tokens[i : _end_of_section(tokens, i)]
    return ()


def _end_of_section(tokens: Tokens, start: int) -> int:
    """Return where the section ends: a heading as high, or the end of the block around it."""
    opening = tokens[start]
    for i in range(start + 1, len(tokens)):
        token = tokens[i]
        if token.level < opening.level:
            return i
        beside = token.type == "heading_open" and token.level == opening.level
        if beside and token.tag <= opening.tag:
            return i
    return len(tokens)


def _block(tokens: Tokens, id: str) -> Tokens:
    for i, token in enumerate(tokens):
        if token.meta.get("block") == id:
            if token.nesting == 0:
                return tokens[i : i + 1]
            end = i + 1
            while end < len(tokens) and tokens[end].level > token.level:
                end += 1
            found = tokens[i : end + 1]
            return _in_list(found) if token.type == "list_item_open" else found
    return ()


def _in_list(item: Tokens) -> Tokens:
    """Put a lone list item into a list of its own."""
    opening = Token("bullet_list_open", "ul", 1)
    return (opening, *item, Token("bullet_list_close", "ul", -1))


def _lines(tokens: Tokens) -> Lines:
    maps = [token.map for token in tokens if token.map]
    return (min(first for first, _ in maps), max(last for _, last in maps)) if maps else (-1, -1)


def _level_below(heading: int, passage: Tokens) -> int:
    """Return how much to lower the headings of `passage`, so that they stand below ours."""
    highest = min((int(t.tag[1]) for t in passage if t.type == "heading_open"), default=6)
    return max(0, heading + 1 - highest)


def _box(title: str, content: str, css: str) -> str:
    heading = tag("div", title, class_="ln-embed-title")
    inner = tag("div", content, class_="ln-embed-content") if content else ""
    return tag("div", heading + inner, class_=css)
