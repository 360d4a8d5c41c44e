"""Results → plots as inline SVG, in the colours of the page around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, log10

WIDTH, BAR, GAP, LABEL = 720, 22, 10, 250
FAR = 3.0
"""A limit so many times the longest bar is not drawn: all there is would shrink beside it."""
NEAR = 36
"""Dots that lie so many pixels apart are drawn as one."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is drawn of one result; `number` stands for it where there is no room for `name`."""

    number: int
    name: str
    x: float
    y: float = 0.0
    text: str = ""
    best: bool = False


def bars(marks: Sequence[Mark], limit: float | None, title: str) -> str:
    """Return horizontal bars as long as `x`; a dashed line stands at `limit`."""
    height = len(marks) * (BAR + GAP) + GAP
    most = max(mark.x for mark in marks) or limit or 1.0
    drawn = limit if limit is not None and limit <= FAR * most else None
    most = max(most, drawn or 0.0)
    room = WIDTH - LABEL - 90
    parts, values = [_open(height, title)], []
    for at, mark in enumerate(marks):
        top = GAP + at * (BAR + GAP)
        middle = top + BAR / 2 + 5
        length = max(mark.x / most * room, 1)
        name = _short(f"{mark.number} · {mark.name}")
        parts.append(f'<text x="{LABEL - 10}" y="{middle}" class="name">{name}</text>')
        parts.append(
            f'<rect class="bar{_best(mark.best)}" x="{LABEL}" y="{top}" width="{length:.1f}"'
            f' height="{BAR}" rx="3"><title>{escape(mark.name)}: {escape(mark.text)}</title></rect>'
        )
        values.append(
            f'<text x="{LABEL + length + 8:.1f}" y="{middle}" class="value">'
            f"{escape(mark.text)}</text>"
        )
    if drawn is not None:
        x = LABEL + drawn / most * room
        parts.append(f'<line class="limit" x1="{x:.1f}" x2="{x:.1f}" y1="0" y2="{height}"/>')
    return "".join([*parts, *values, "</svg>"])


def scatter(marks: Sequence[Mark], x_name: str, y_name: str) -> str:
    """Return what is gained (`y`, from 0 to 1, up) against what it takes (`x`, right)."""
    left, bottom, height = 60, 46, 300
    most = _round_up(max(mark.x for mark in marks) * 1.05)
    room, tall = WIDTH - left - 60, height - bottom - 30

    def place(x: float, y: float) -> tuple[float, float]:
        return left + x / most * room, height - bottom - y * tall

    parts = [_open(height, f"{y_name} × {x_name}")]
    for step in range(6):
        x, y = place(0, step / 5)
        parts.append(f'<line class="grid" x1="{x}" x2="{left + room}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text class="tick end" x="{x - 8}" y="{y + 4}">{step * 20} %</text>')
        x, y = place(most * step / 5, 0)
        parts.append(f'<text class="tick" x="{x:.1f}" y="{y + 18}">{most * step / 5:.3g}</text>')
    parts.append(
        f'<text class="axis" x="{left + room / 2}" y="{height - 6}">{escape(x_name)}</text>'
    )
    groups: list[tuple[float, float, list[Mark]]] = []
    for mark in marks:
        x, y = place(mark.x, mark.y)
        for at_x, at_y, members in groups:
            if abs(at_x - x) < NEAR and abs(at_y - y) < NEAR:
                members.append(mark)
                break
        else:
            groups.append((x, y, [mark]))
    parts += [_dot(*group) for group in groups]
    return "".join([*parts, "</svg>"])


def ranges(numbers: Iterable[int]) -> str:
    """Return ascending numbers as people write them.

    >>> ranges([1, 2, 3, 5, 7, 8])
    '1–3, 5, 7, 8'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(
        f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs
    )


def _dot(x: float, y: float, marks: Sequence[Mark]) -> str:
    told = "\n".join(f"{mark.number} · {mark.name}" for mark in marks)
    best = _best(any(mark.best for mark in marks))
    return (
        f'<circle class="dot{best}" cx="{x:.1f}" cy="{y:.1f}" r="7"><title>{escape(told)}</title>'
        f'</circle><text class="mark" x="{x:.1f}" y="{y - 12:.1f}">'
        f"{ranges(mark.number for mark in marks)}</text>"
    )


def _open(height: int, title: str) -> str:
    label = escape(title, quote=True)
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{label}">'


def _best(best: bool) -> str:
    return " best" if best else ""


def _short(name: str, most: int = 34) -> str:
    """Return a name that fits, its end kept: that is where variants differ.

    >>> _short("a decoder of a long name · plain · warm", 20)
    'a deco…plain · warm'
    """
    if len(name) > most:
        head = most // 3
        name = f"{name[:head]}…{name[head + 1 - most :].lstrip()}"
    return escape(name)


def _round_up(value: float) -> float:
    """Return the next number of two digits.

    >>> _round_up(0.0123)
    0.013
    """
    if value <= 0:
        return 1.0
    unit = 10.0 ** (int(log10(value)) - (value < 1) - 1)
    return round(ceil(value / unit) * unit, 12)
