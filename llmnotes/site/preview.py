"""Previews: what a note, a section or a block says first, in one small script for each note.

A script rather than JSON, so that it also loads from a folder on disk. It holds the beginning of
the note and of every section and block that some link names, as HTML made the way pages are made,
but for raw HTML, which is left out, and for embeds, which are links. Its addresses are as seen from
the note's own page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from copy import copy

from markdown_it.token import Token

from llmnotes.model import Note, TargetKind
from llmnotes.render import render_passage
from llmnotes.render.embeds import find_passage
from llmnotes.render.escape import clean_text, tag, text
from llmnotes.render.media import is_picture
from llmnotes.site.pageview import PageView
from llmnotes.site.vaultsite import VaultSite

FOLDER = "assets/llmnotes/previews/"

ROOM = 420
"""Characters after which a preview ends, at the end of a block."""
_LONGEST = 700
"""A paragraph longer than this is cut."""
_CODE_LINES = 12
_IDS = re.compile(r' id="[^"]*"')  # text holds no bare quote, so this is never part of one
_LEFT_OUT = frozenset({"html_block", "html_inline", "footnote_ref", "footnote_anchor", "widget"})


def preview_path(page: str) -> str:
    """Return the file of the preview of the note at `page`."""
    return f"{FOLDER}{page}.js"


def anchors_of(site: VaultSite, note: Note) -> list[str]:
    """Return the places in `note` that links name, sorted; the note as a whole is ``""``."""
    return sorted({"", *(link.anchor for link in site.graph.links_to(note.id))})


def preview_script(site: VaultSite, note: Note) -> str:
    """Return the previews of `note` as a script."""
    page = site.places.notes[note.id]
    view = PageView(site, page)
    parts = {anchor: _part(view, note, anchor) for anchor in anchors_of(site, note)}
    data = {"title": note.title, "lang": note.lang, "parts": {k: v for k, v in parts.items() if v}}
    key, said = (json.dumps(one, ensure_ascii=False) for one in (page, data))
    return f"(globalThis.llmnotesPreviews??={{}})[{key}]={said};\n"


def _part(view: PageView, note: Note, anchor: str) -> str:
    document = view.document(note.id)
    passage, _ = find_passage(document, anchor)
    lead = ""
    room = ROOM
    if not anchor:
        if note.description:
            lead = tag("p", text(note.description), class_="ln-lead")
            room -= len(note.description)
        passage = _after_title(passage, note.title)
    html = render_passage(note.id, trimmed(view, note, passage, room), view)
    return clean_text(lead + _IDS.sub("", html)).strip()


def _after_title(passage: Sequence[Token], title: str) -> Sequence[Token]:
    """Return a note without the heading that repeats its title, which the preview shows anyway."""
    if passage and passage[0].type == "heading_open":
        said = str(passage[0].meta.get("text", "")).strip().casefold()
        return passage[3:] if said == title.strip().casefold() else passage
    return passage


def trimmed(view: PageView, note: Note, tokens: Sequence[Token], room: int) -> list[Token]:
    """Return the first blocks of `tokens`, until `room` characters are used up, all of them closed.

    Lists and tables end after the item or row in which that happens.
    """
    kept: list[Token] = []
    stack: list[Token] = []
    for token in tokens:
        if room <= 0 and token.nesting >= 0 and token.type != "inline":
            break
        if token.type in _LEFT_OUT or token.info.strip().startswith("mermaid"):
            continue
        if token.type == "inline":
            token, used = _short_inline(view, note, token)
            room -= used
        elif token.content:
            token = _short_code(token)
            room -= len(token.content)
        if token.nesting == 1:
            stack.append(token)
        elif token.nesting == -1:
            stack.pop()
        kept.append(token)
    while stack:
        opening = stack.pop()
        kept.append(Token(opening.type.replace("_open", "_close"), opening.tag, -1))
    return kept


def _short_inline(view: PageView, note: Note, token: Token) -> tuple[Token, int]:
    """Return an inline token without what a preview does not show, cut if it is very long."""
    children: list[Token] = []
    used = depth = 0
    for child in token.children or ():
        if child.type in _LEFT_OUT:
            continue
        if used > _LONGEST and depth == 0:
            children.append(Token("text", "", 0, content="…"))
            break
        if child.type == "embed":
            child = _as_link(view, note, child)
        elif child.type == "text" and len(child.content) > _LONGEST:
            child = copy(child)
            child.content = child.content[:_LONGEST].rsplit(" ", 1)[0] + " …"
        used += len(child.content)
        depth += child.nesting
        children.append(child)
    short = copy(token)
    short.children = children
    return short, max(used, 1)


def _as_link(view: PageView, note: Note, embed: Token) -> Token:
    """Return an embed as a link, unless it is a picture of the vault."""
    target = view.target(note.id, embed.meta["n"])
    if target.kind is TargetKind.FILE and is_picture(target.name):
        return embed
    link = copy(embed)
    link.type = "wikilink"
    link.content = embed.content or target.title
    return link


def _short_code(token: Token) -> Token:
    lines = token.content.split("\n")
    if len(lines) <= _CODE_LINES:
        return token
    short = copy(token)
    short.content = "\n".join([*lines[:_CODE_LINES], "…"])
    return short
