"""A chart of how times grow, as an SVG that needs nothing else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 400, 80, 200, 50, 60
BESIDE = 0.1  # of a decade, left of the first and right of the last point
COLOURS = (
    "#0b6e4f",
    "#3d5a98",
    "#b5532a",
    "#7a3e9d",
)  # readable on white, and apart for the colour-blind with the shapes
DASHES = ("none", "6 4", "2 3", "10 3 2 3")
NAME_HEIGHT = 16  # of a line's name; closer together they could not be read
STYLE = (
    "text{font:12px sans-serif;fill:#222}.title{font-weight:bold;font-size:14px}.x{text-anchor:middle}.y{text-anchor:end}"
    ".grid{stroke:#ddd}"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its points as (x, y)."""

    name: str
    points: tuple[tuple[float, float], ...]


def chart(title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> str:
    """Lines over logarithmic axes, each named at its end; below, the x that were measured. ValueError without points above 0."""
    points = [point for line in lines for point in line.points]
    if not points or min(min(point) for point in points) <= 0:
        raise ValueError("a chart with logarithmic axes needs points above 0")
    xs, ys = sorted({x for x, _ in points}), _decades([y for _, y in points])
    first, last = math.log10(xs[0]) - BESIDE, math.log10(xs[-1]) + BESIDE
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - first) / (last - first)
        up = (math.log10(y) - ys[0]) / (ys[-1] - ys[0])
        return LEFT + across * (right - LEFT), bottom - up * (bottom - TOP)

    drawn = [f'<text x="{LEFT}" y="26" class="title">{escape(title)}</text>']
    for measured in xs:
        x, _ = place(measured, 10.0 ** ys[0])
        drawn.append(f'<path d="M{x:.1f} {TOP}V{bottom}" class="grid"/>')
        drawn.append(f'<text x="{x:.1f}" y="{bottom + 18}" class="x">{measured:,.0f}</text>')
    for power in ys:
        _, y = place(xs[0], 10.0**power)
        drawn.append(f'<path d="M{LEFT} {y:.1f}H{right}" class="grid"/>')
        drawn.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" class="y">{_number(power)}</text>')
    middle = (TOP + bottom) / 2
    drawn.append(f'<text x="{(LEFT + right) / 2}" y="{HEIGHT - 16}" class="x">{escape(x_name)}</text>')
    drawn.append(f'<text x="22" y="{middle}" class="x" transform="rotate(-90 22 {middle})">{escape(y_name)}</text>')
    names = _apart([place(*max(line.points))[1] for line in lines])
    for number, (line, y) in enumerate(zip(lines, names, strict=True)):
        colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
        places = [place(*point) for point in sorted(line.points)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        drawn.append(f'<text x="{right + 8}" y="{y + 4:.1f}" style="fill:{colour}">{escape(line.name)}</text>')
    told = "; ".join(f"{line.name}: {_told(line)}" for line in lines)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title desc">',
            f'<title id="title">{escape(title)}</title>',
            f'<desc id="desc">{escape(y_name)} by {escape(x_name)}. {escape(told)}.</desc>',
            f"<style>{STYLE}</style>",
            '<rect width="100%" height="100%" fill="#fff"/>',
            *drawn,
            "</svg>\n",
        ]
    )


def _told(line: Line) -> str:
    """
    >>> _told(Line("a", ((1000, 12.345), (20148, 30))))
    '12.3 at 1,000, 30.0 at 20,148'
    """
    return ", ".join(f"{y:.1f} at {x:,.0f}" for x, y in sorted(line.points))


def _apart(heights: Sequence[float]) -> list[float]:
    """Heights in the same order, each at least a name's height from the next, moved down where they are not.

    >>> _apart([100.0, 50.0, 104.0])
    [100.0, 50.0, 116.0]
    """
    moved = list(heights)
    order = sorted(range(len(moved)), key=lambda number: moved[number])
    for above, below in pairwise(order):
        moved[below] = max(moved[below], moved[above] + NAME_HEIGHT)
    return moved


def _decades(values: Sequence[float]) -> list[int]:
    """The powers of ten around some values, two at least.

    >>> _decades([20, 3000])
    [1, 2, 3, 4]
    """
    first = math.floor(math.log10(min(values)))
    last = math.ceil(math.log10(max(values)))
    return list(range(first, max(last, first + 1) + 1))


def _number(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
