"""Results → plots as inline SVG, in the colours of the page around them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import ceil, log10

WIDTH, BAR, GAP, LABEL = 720, 22, 10, 250


def bars(rows: Sequence[tuple[str, float, str, bool]], limit: float | None, title: str) -> str:
    """Return horizontal bars: name, value, value as text, whether it is the winner's.

    A dashed line stands at `limit`.
    """
    height = len(rows) * (BAR + GAP) + GAP
    most = max([value for _, value, _, _ in rows] + [limit or 0.0]) or 1.0
    room = WIDTH - LABEL - 90
    parts = [
        f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(title, quote=True)}">'
    ]
    marks = []
    for at, (name, value, text, best) in enumerate(rows):
        top = GAP + at * (BAR + GAP)
        middle = top + BAR / 2 + 5
        kind = "bar best" if best else "bar"
        length = max(value / most * room, 1)
        parts.append(f'<text x="{LABEL - 10}" y="{middle}" class="name">{_short(name)}</text>')
        parts.append(
            f'<rect class="{kind}" x="{LABEL}" y="{top}" width="{length:.1f}" height="{BAR}"'
            f' rx="3"><title>{escape(name)}: {escape(text)}</title></rect>'
        )
        marks.append(
            f'<text x="{LABEL + length + 8:.1f}" y="{middle}" class="value">{escape(text)}</text>'
        )
    if limit is not None:
        x = LABEL + limit / most * room
        parts.append(f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height}"/>')
    return "".join([*parts, *marks, "</svg>"])


def scatter(points: Sequence[tuple[str, float, float, bool]], x_name: str, y_name: str) -> str:
    """Return accuracy (up) against what it takes (right): name, x, y from 0 to 1, winner."""
    left, bottom, height = 60, 46, 300
    most = _round_up(max(x for _, x, _, _ in points) * 1.05)
    room, tall = WIDTH - left - 40, height - bottom - 20

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x / most * room, height - bottom - y * tall

    title = escape(f"{y_name} × {x_name}", quote=True)
    parts = [f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{title}">']
    for step in range(6):
        x, y = place(0, step / 5)
        parts.append(f'<line class="grid" x1="{x}" x2="{left + room}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="tick end" x="{x - 8}" y="{y + 4}">{step * 20} %</text>')
        x, y = place(most * step / 5, 0)
        parts.append(f'<text class="tick" x="{x}" y="{y + 18}">{most * step / 5:.3g}</text>')
    parts.append(
        f'<text class="axis" x="{left + room / 2}" y="{height - 6}">{escape(x_name)}</text>'
    )
    parts += [_point(name, *place(x, y), best) for name, x, y, best in points]
    return "".join([*parts, "</svg>"])


def _point(name: str, x: float, y: float, best: bool) -> str:
    side, anchor = (x + 10, "start") if x < WIDTH / 2 else (x - 10, "finish")
    kind = "dot best" if best else "dot"
    return (
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="6"><title>{escape(name)}</title>'
        f'</circle><text class="mark {anchor}" x="{side:.1f}" y="{y + 4:.1f}">{_short(name)}</text>'
    )


def _short(name: str, most: int = 34) -> str:
    return escape(name if len(name) <= most else name[: most - 1] + "…")


def _round_up(value: float) -> float:
    """Return the next number of two digits.

    >>> _round_up(0.0123)
    0.013
    """
    if value <= 0:
        return 1.0
    unit = 10.0 ** (int(log10(value)) - (value < 1) - 1)
    return round(ceil(value / unit) * unit, 12)
