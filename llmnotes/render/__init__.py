"""Note → HTML: the tokens of one note become sections, each a heading and a block of HTML.

Nothing is resolved and no file is read here: what a link means, where a page lies and what another
note holds are asked of the `Surroundings`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from markdown_it.token import Token

from llmnotes.markdown import Document
from llmnotes.model import NoteId
from llmnotes.render.blocks import block_id, render_blocks
from llmnotes.render.context import Rendered, Section, Surroundings, Target, TermMarks
from llmnotes.render.embeds import body, embed_note, footnotes_of
from llmnotes.render.inline import link_html, render_inline
from llmnotes.render.state import Frame, State

__all__ = [
    "Rendered",
    "Section",
    "Surroundings",
    "Target",
    "TermMarks",
    "link_html",
    "render_inline_text",
    "render_note",
    "render_passage",
]

_LOWEST = 3
"""The highest heading of a passage that stands by itself."""


def render_note(
    note: NoteId,
    document: Document,
    around: Surroundings,
    prefix: str = "",
    lower: int = 0,
    marks: TermMarks | None = None,
) -> Rendered:
    """Return the sections of `note`, cut at the headings that stand in no other block.

    Every id in them begins with `prefix`, for pages that show several documents. Headings are
    written `lower` levels below what the note says. `marks` marks terms in its own text.
    """
    state = State(around, [Frame(note, prefix, lower)], marks=marks)
    tokens = body(document.tokens)
    starts = [i for i, t in enumerate(tokens) if t.type == "heading_open" and t.level == 0]
    bounds = [*starts, len(tokens)]
    sections: list[Section] = []
    if first := tokens[: bounds[0]]:
        sections.append(Section(0, "", "", render_blocks(state, first, embed_note)))
    for start, end in pairwise(bounds):
        sections.append(_section(state, tokens[start:end]))
    if notes := footnotes_of(state, document):
        last = sections[-1]
        sections[-1] = Section(last.level, last.slug, last.heading, last.html + notes)
    return Rendered(tuple(sections), state.diagrams, state.widgets > 0)


def render_passage(note: NoteId, tokens: Sequence[Token], around: Surroundings) -> str:
    """Return whole blocks of `note` as HTML, their headings below those of a section."""
    highest = min((int(t.tag[1]) for t in tokens if t.type == "heading_open"), default=6)
    state = State(around, [Frame(note, "", max(0, _LOWEST - highest))])
    return render_blocks(state, tokens, embed_note)


def render_inline_text(note: NoteId, tokens: Sequence[Token], around: Surroundings) -> str:
    """Return inline tokens as HTML that may stand in a sentence: a property, a title."""
    state = State(around, [Frame(note)])
    return _phrase(state, tokens)


def _section(state: State, tokens: Sequence[Token]) -> Section:
    opening, inline = tokens[0], tokens[1]
    state.heading = min(6, int(opening.tag[1]) + state.frame.level)
    anchor = block_id(state, opening)
    slug = state.new_id(str(opening.meta["slug"]))
    heading = _phrase(state, inline.children or ())
    html = render_blocks(state, tokens[3:], embed_note)
    if anchor is not None:
        html = f'<a class="ln-anchor" id="{anchor}"></a>\n{html}'
    return Section(state.heading, slug, heading, html)


def _phrase(state: State, children: Sequence[Token]) -> str:
    with state.inside_phrasing(), state.inside_heading():
        return state.guarded(children, lambda: render_inline(state, children, embed_note))
