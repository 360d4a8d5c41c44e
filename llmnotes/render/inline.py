"""Inline tokens → HTML."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from llmnotes.messages import Lang
from llmnotes.model import NoteId, TargetKind
from llmnotes.render import media, sanitize
from llmnotes.render.context import Target
from llmnotes.render.escape import safe_url, tag, text
from llmnotes.render.state import State, is_break
from llmnotes.render.tex import math
from llmnotes.render.words import word

EmbedNote = Callable[[State, Token, Target], str]
"""Shows a note inside another; given by `embeds`, which renders blocks and so stands above."""

PHRASING = frozenset({"strong_open", "em_open", "s_open", "mark_open", "link_open"})

_BARE = frozenset({"link_open", "em_open"})
_BARE_CLOSES = frozenset({"link_close", "em_close"})
"""No term is marked in these: a link inside a link is none, and titles of works are in italics."""


def render_inline(state: State, tokens: Sequence[Token] | None, embed: EmbedNote) -> str:
    """Return the HTML of one inline token's children."""
    parts: list[str] = []
    for token in tokens or ():
        kind = token.type
        if kind == "text":
            parts.append(state.prose(token.content))
        elif kind in PHRASING:
            parts.append(_open(state, token))
            state.phrasing += 1
            state.bare += kind in _BARE
        elif kind.endswith("_close"):
            parts.append(state.closers.pop() if kind == "link_close" else f"</{token.tag}>")
            state.bare -= kind in _BARE_CLOSES
            state.phrasing -= 1
        elif kind == "embed":
            parts.append(_embed(state, token, embed))
        else:
            handler = _HANDLERS.get(kind)
            parts.append(handler(state, token) if handler else text(token.content))
    return "".join(parts)


def link_html(lang: Lang, target: Target, content: str) -> str:
    """Return a link to somewhere in the vault around `content`, and say what is off with it."""
    classes = ["wikilink"]
    hint: str | None = None
    if target.kind is TargetKind.GHOST:
        classes.append("ghost")
        hint = word("link.ghost", lang)
    elif target.kind is TargetKind.FILE:
        classes.append("file")
    if "alias" in target.problems:
        classes.append("alias")
        hint = target.title
    for problem in ("missing-heading", "missing-block"):
        if problem in target.problems:
            classes.append("unresolved")
            hint = word(f"link.{problem}", lang)
    if not target.href:
        return tag("span", content, class_=" ".join(classes), title=hint)
    return tag("a", content, href=target.href, class_=" ".join(classes), title=hint)


def target_of(state: State, token: Token) -> Target:
    """Return where the link that made `token` leads."""
    target = state.around.target(state.frame.note, token.meta["n"])
    if state.marks is not None and len(state.frames) == 1:
        state.marks.met(target)
    return target


def _open(state: State, token: Token) -> str:
    if token.type != "link_open":
        return f"<{token.tag}>"
    if "n" in token.meta:
        opening, close = _split(link_html(state.lang, target_of(state, token), "\0"))
    else:
        opening, close = _outside(token)
    state.closers.append(close)
    return opening


def _outside(token: Token) -> tuple[str, str]:
    """Return the tags of a link that leaves the site, or of a ``span`` where it may not."""
    title = token.attrGet("title")
    href = safe_url(str(token.attrGet("href") or ""))
    if not href:
        return tag("span", class_="ln-no-link", title=title), "</span>"
    return tag("a", href=href, class_="external", rel="noopener", title=title), "</a>"


def _split(html: str) -> tuple[str, str]:
    opening, _, close = html.partition("\0")
    return opening, close


def _embed(state: State, token: Token, embed: EmbedNote) -> str:
    target = target_of(state, token)
    if target.kind is TargetKind.FILE:
        return state.keep(media.file_embed(state, token, target))
    if target.kind is TargetKind.GHOST:
        return missing(state, token, target)
    if state.phrasing:  # a block cannot stand inside a heading or an emphasis
        return link_html(
            state.lang, target, text(token.content or embed_title(state, target, token))
        )
    return embed(state, token, target)


def missing(state: State, token: Token, target: Target) -> str:
    """Return what stands where an embedded thing does not exist."""
    label = tag("strong", text(word("embed.missing", state.lang)))
    name = link_html(state.lang, target, text(token.meta["link"].target or target.name))
    return tag("span", f"{label} {name}", class_="ln-missing")


def embed_title(state: State, target: Target, token: Token) -> str:
    """Return what an embedded passage is called: its note, and the heading as it was written."""
    title = state.around.note_title(NoteId(target.name))
    heading = token.meta["link"].heading or ""
    return (
        title if not heading or heading.startswith("^") else f"{title} › {heading.split('#')[-1]}"
    )


def _wikilink(state: State, token: Token) -> str:
    return link_html(state.lang, target_of(state, token), text(token.content))


def _tag(state: State, token: Token) -> str:
    shown = "#" + text(token.content)
    return tag("a", shown, href=state.around.tag_href(token.content), class_="ln-tag")


def _footnote_ref(state: State, token: Token) -> str:
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    prefix = state.frame.prefix
    own = f"{prefix}fnref-{number}" + (f"-{again}" if again else "")
    state.footnotes.setdefault(prefix, set()).add(token.meta["id"])
    anchor = tag("a", str(number), href=f"#{prefix}fn-{number}", id=own, class_="ln-fn")
    return f"<sup>{anchor}</sup>"


def _footnote_anchor(state: State, token: Token) -> str:
    number, again = token.meta["id"] + 1, token.meta.get("subId", 0)
    ref = f"#{state.frame.prefix}fnref-{number}" + (f"-{again}" if again else "")
    label = word("footnote.back", state.lang)
    return " " + tag("a", "↩", href=ref, class_="ln-fn-back", title=label)


def _html(state: State, token: Token) -> str:
    if is_break(token.content):
        return "<br>"
    return sanitize.writers_html(token.content, state.address)


def _math(state: State, token: Token) -> str:
    display = token.type == "math_display"
    html = math(token.content, display)
    return state.keep(f'<span class="ln-math">{html}</span>' if display else html)


_HANDLERS: dict[str, Callable[[State, Token], str]] = {
    "wikilink": _wikilink,
    "tag": _tag,
    "image": media.outside_image,
    "code_inline": lambda state, token: f"<code>{text(token.content)}</code>",
    "softbreak": lambda state, token: "\n",
    "hardbreak": lambda state, token: "<br>\n",
    "math_inline": _math,
    "math_display": _math,
    "footnote_ref": _footnote_ref,
    "footnote_anchor": _footnote_anchor,
    "html_inline": _html,
}
