"""The page of a canvas: its cards where they were put, and again as text one can read in order."""

from __future__ import annotations

from llmnotes.markdown import parse
from llmnotes.model import Note, Page
from llmnotes.render import Section, link_html, render_note
from llmnotes.render.escape import safe_url, tag, text
from llmnotes.render.words import word
from llmnotes.site.backlinks import backlinks
from llmnotes.site.lists import crumbs
from llmnotes.site.markdown_page import heading, make_page
from llmnotes.site.notes import note_meta, play_meta
from llmnotes.site.pageview import PageView
from llmnotes.site.vaultsite import VaultSite
from llmnotes.vault import Canvas, CanvasNode, parse_canvas

_MARGIN = 40
_LETTERS = 34
"""About so many letters of a card's name fit a card of usual width."""


def canvas_page(site: VaultSite, note: Note) -> Page:
    """Return the page of a canvas; one that cannot be read has a page with its name alone."""
    path = site.places.notes[note.id]
    view = PageView(site, path)
    try:
        canvas = parse_canvas(note.source)
    except ValueError:
        canvas = Canvas()
    cards, diagrams, widgets = _cards(view, note, canvas)
    return make_page(
        path,
        note.title,
        note_meta(site, note)
        | {"kind": "canvas", "diagrams": diagrams}
        | play_meta(widgets=widgets),
        [
            crumbs(view, note.id),
            heading(note.title, html=_drawing(canvas)),
            *cards,
            _arrows(view, canvas),
            backlinks(view, note.id),
        ],
    )


def _cards(view: PageView, note: Note, canvas: Canvas) -> tuple[list[Section | str], bool, bool]:
    """Return every card as HTML, and whether any needs the scripts of diagrams and of widgets.

    The note's links are counted on from card to card.
    """
    parts: list[Section | str] = []
    diagrams = widgets = False
    shift = 0
    for i, node in enumerate(canvas.nodes, 1):
        if node.type == "text":
            document = parse(node.content)
            inner = PageView(view.site, view.page, shift)
            rendered = render_note(note.id, document, inner, f"c{i}-")
            shift += len(document.links)
            diagrams |= rendered.diagrams
            widgets |= rendered.widgets
            content = "".join(_flat(section) for section in rendered.sections)
        elif node.type == "file":
            target = view.target(note.id, shift)
            content = link_html(view.lang, target, text(target.title))
            shift += 1
        elif node.type == "link":
            url = safe_url(node.content)
            content = tag("a", text(node.content), href=url or None, class_="external")
        else:
            content = tag("strong", text(node.content))
        parts.append(tag("div", content, class_="ln-card", id=f"card-{i}", data_color=node.color))
    return parts, diagrams, widgets


def _flat(section: Section) -> str:
    """Return a card's section with its heading, which belongs to no table of contents."""
    if not section.level:
        return section.html
    return tag(f"h{min(section.level + 1, 6)}", section.heading, id=section.slug) + section.html


def _drawing(canvas: Canvas) -> str:
    """Return the cards and arrows as SVG, each card a link to its text below."""
    if not canvas.nodes:
        return ""
    left = min(node.x for node in canvas.nodes) - _MARGIN
    top = min(node.y for node in canvas.nodes) - _MARGIN
    width = max(node.x + node.width for node in canvas.nodes) + _MARGIN - left
    height = max(node.y + node.height for node in canvas.nodes) + _MARGIN - top
    by_id = {node.id: node for node in canvas.nodes}
    shapes = [
        *(_box(node, i) for i, node in enumerate(canvas.nodes, 1) if node.type == "group"),
        *(_arrow(by_id[edge.source], by_id[edge.target], edge.label) for edge in canvas.edges),
        *(_box(node, i) for i, node in enumerate(canvas.nodes, 1) if node.type != "group"),
    ]
    content = "".join(shapes)
    view_box = f"{left} {top} {width} {height}"
    return tag("svg", content, viewBox=view_box, class_="ln-canvas", role="img")


def _box(node: CanvasNode, i: int) -> str:
    size = {"x": node.x, "y": node.y, "width": node.width, "height": node.height}
    box = tag("rect", "", rx=8, class_=f"ln-{node.type}", data_color=node.color or None, **size)
    name = node.name if len(node.name) <= _LETTERS else node.name[: _LETTERS - 1] + "…"
    middle = node.y + (-10 if node.type == "group" else node.height // 2 + 6)
    label = tag("text", text(name), x=node.x + node.width // 2, y=middle)
    return tag("a", box + label, href=f"#card-{i}")


def _arrow(start: CanvasNode, end: CanvasNode, label: str) -> str:
    x1, y1 = start.x + start.width // 2, start.y + start.height // 2
    x2, y2 = end.x + end.width // 2, end.y + end.height // 2
    line = tag("line", "", x1=x1, y1=y1, x2=x2, y2=y2)
    if not label:
        return line
    return line + tag("text", text(label), x=(x1 + x2) // 2, y=(y1 + y2) // 2, class_="ln-label")


def _arrows(view: PageView, canvas: Canvas) -> str:
    if not canvas.edges:
        return ""
    by_id = {node.id: node for node in canvas.nodes}
    items = [
        tag("li", text(f"{by_id[e.source].name} {_sign(e.label)} {by_id[e.target].name}"))
        for e in canvas.edges
    ]
    title = tag("h2", word("page.canvas.arrows", view.lang))
    return tag("div", title + tag("ul", "".join(items)), class_="ln-section")


def _sign(label: str) -> str:
    return f"—{label}→" if label else "→"
