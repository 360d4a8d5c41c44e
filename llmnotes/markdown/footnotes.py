"""``[^label]``, ``[^label]: text`` and ``^[inline]``: definitions move to the end of the note."""

from __future__ import annotations

import re
from typing import Any, Literal, cast

from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_inline

from .block import BlockParser
from .inline import InlineParser, InlineState

_REFERENCE = re.compile(r"\[\^([^\s\[\]]+)\]")


def add_footnotes(block: BlockParser, inline: InlineParser) -> None:
    """Teach both parsers footnotes; `move_footnotes` must follow the inline parser."""
    block.add("reference", "footnote_def", "[", footnote_def, "paragraph", "reference")
    inline.add("link", "footnote_inline", "^", _inline)
    inline.add("link", "footnote_ref", "[", _reference)


def move_footnotes(state: StateCore) -> None:
    """Move the definitions, in the order of their first references, behind all other tokens.

    A definition that nothing refers to comes last: no text of a note is lost.
    """
    if "footnotes" not in state.env:
        return
    body, definitions = _take_definitions(state.tokens)
    first: dict[str, list[Token]] = {}
    spare: list[tuple[str, list[Token]]] = []
    refs, listed = state.env["footnotes"]["refs"], state.env["footnotes"]["list"]
    for opening, inner in definitions:
        label = opening.meta["label"]
        if label in first or refs[":" + label] < 0:
            spare.append((label, inner))
        else:
            first[label] = inner
    tokens = list(body)
    for number, note in listed.items():
        label = note.get("label")
        inner = _inline_body(note) if label is None else first[label]
        tokens += _footnote(number, label, note.get("count", 1), inner)
    for number, (label, inner) in enumerate(spare, len(listed)):
        tokens += _footnote(number, label, 0, inner)
    if len(tokens) > len(body):
        tokens.insert(len(body), _block("footnote_block_open", 1))
        tokens.append(_block("footnote_block_close", -1))
    state.tokens = tokens


def _take_definitions(tokens: list[Token]) -> tuple[list[Token], list[tuple[Token, list[Token]]]]:
    """Split `tokens` into those of the body and those of each definition, nested ones too."""
    body: list[Token] = []
    definitions: list[tuple[Token, list[Token]]] = []
    open_: list[list[Token]] = [body]
    for token in tokens:
        if token.type == "footnote_reference_open":
            definitions.append((token, []))
            open_.append(definitions[-1][1])
        elif token.type == "footnote_reference_close":
            open_.pop()
        else:
            open_[-1].append(token)
    return body, definitions


def _footnote(number: int, label: str | None, count: int, inner: list[Token]) -> list[Token]:
    meta: dict[str, Any] = {"id": number} if label is None else {"id": number, "label": label}
    anchors = [_block("footnote_anchor", 0, meta | {"subId": n}) for n in range(count)]
    # The way back stands at the end of the last paragraph.
    last = -1 if inner and inner[-1].type == "paragraph_close" else len(inner)
    inner = [*inner[:last], *anchors, *inner[last:]]
    opening = _block("footnote_open", 1, dict(meta))
    return [opening, *inner, _block("footnote_close", -1, dict(meta))]


def _block(name: str, nesting: Literal[-1, 0, 1], meta: dict[str, Any] | None = None) -> Token:
    tag = "p" if name.startswith("paragraph") else ""
    return Token(name, tag, nesting, meta=meta or {}, block=True)


def _inline_body(note: dict[str, Any]) -> list[Token]:
    text = Token("inline", "", 0, content=note["content"], children=note["tokens"], block=True)
    # Lines as block tokens of markdown-it count them: from 0, the last one excluded.
    text.map = [note["line"], note["line"] + note["content"].count("\n") + 1]
    return [_block("paragraph_open", 1), text, _block("paragraph_close", -1)]


def _inline(state: StateInline, silent: bool) -> bool:
    state = cast(InlineState, state)
    if not state.closes(state.pos):
        return False
    if silent:
        return footnote_inline(state, True)
    before = state.env.get("line", 0)
    state.env["line"] = state.line_at(state.pos)
    found = footnote_inline(state, False)
    state.env["line"] = before
    if found:
        meta = state.tokens[-1].meta
        meta["subId"] = 0
        state.env["footnotes"]["list"][meta["id"]]["line"] = state.line
    return found


def _reference(state: StateInline, silent: bool) -> bool:
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    footnotes = state.env.get("footnotes")
    if match is None or footnotes is None or ":" + match[1] not in footnotes["refs"]:
        return False
    state.pos = match.end()
    if not silent:
        refs, notes = footnotes["refs"], footnotes["list"]
        if refs[":" + match[1]] < 0:
            refs[":" + match[1]] = len(notes)
            notes[len(notes)] = {"label": match[1], "count": 0}
        number = refs[":" + match[1]]
        token = state.push("footnote_ref", "", 0)
        token.meta = {"id": number, "subId": notes[number]["count"], "label": match[1]}
        notes[number]["count"] += 1
    return True
