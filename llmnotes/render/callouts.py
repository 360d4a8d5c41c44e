"""Callouts: ``> [!type]- Title`` as a box, or as ``<details>`` where it folds."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from llmnotes.render.escape import names, tag, text
from llmnotes.render.state import State
from llmnotes.render.words import word

ALIASES = {
    "summary": "abstract",
    "tldr": "abstract",
    "hint": "tip",
    "important": "tip",
    "check": "success",
    "done": "success",
    "help": "question",
    "faq": "question",
    "caution": "warning",
    "attention": "warning",
    "fail": "failure",
    "missing": "failure",
    "error": "danger",
    "cite": "quote",
}
KINDS = names(
    "note abstract info todo tip success question warning failure danger bug example quote"
)


def open_callout(state: State, tokens: Sequence[Token], i: int) -> str:
    """Open a callout; where it has no title of its own, its type is the title."""
    token = tokens[i]
    written = str(token.meta.get("type", ""))
    kind = ALIASES.get(written, written)
    fold = token.meta.get("fold", "")
    name = "details" if fold else "div"
    opening = tag(
        name,
        class_="callout",
        data_callout=kind if kind in KINDS else "note",
        data_type=written if kind not in KINDS else None,
        data_meta=token.meta.get("data") or None,
        id=_id(state, token),
        open=fold == "+",
    )
    following = tokens[i + 1].type
    if following == "callout_title_open":
        state.closers.append(f"</{name}>")
        return opening
    title = tag("summary" if fold else "div", text(_title(kind, written, state)), class_=_TITLE)
    if following == "callout_close":
        state.closers.append(f"</{name}>")
        return opening + title
    state.closers.append(f"</div></{name}>")
    return opening + title + _CONTENT


def open_title(state: State, tokens: Sequence[Token], i: int) -> str:
    """Open the title of the callout opened just before, and its content after the title."""
    fold = state.closers[-1] == "</details>"
    state.bare += 1
    has_content = tokens[i + 3].type != "callout_close"
    if has_content:
        state.closers[-1] = "</div>" + state.closers[-1]
    name = "summary" if fold else "div"
    state.closers.append(f"</span></{name}>" + (_CONTENT if has_content else ""))
    return tag(name, class_=_TITLE) + "<span>"  # one box beside the icon, whatever is in it


_TITLE = "callout-title"
_CONTENT = '<div class="callout-content">'


def _title(kind: str, written: str, state: State) -> str:
    if kind in KINDS:
        return word(f"callout.{kind}", state.lang)
    return written[:1].upper() + written[1:].replace("-", " ") or word("callout.note", state.lang)


def _id(state: State, token: Token) -> str | None:
    block = token.meta.get("block")
    return None if block is None else state.new_id(f"^{block}")
