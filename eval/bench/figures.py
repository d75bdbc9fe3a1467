"""Tables of what was measured, for people and for programs: Markdown, JSON, and a chart of how times grow.

Measured values keep their unit, so that a program need not read them out of words.
"""

from __future__ import annotations

import json
import math
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from xml.sax.saxutils import escape

VERSIONS_SHOWN = ("tantivy", "chromadb", "llama-index-core", "sqlalchemy", "jieba", "fastapi", "uvicorn", "numpy")
UNITS = {"s": "{:.2f} s", "ms": "{:.1f} ms", "MB": "{:.0f} MB", "": "{:,.0f}", "/s": "{:,.0f}/s", "%": "{:.1f} %"}


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with its unit, one of `UNITS`.

    >>> str(Measured(12.345, "ms")), str(Measured(20148, ""))
    ('12.3 ms', '20,148')
    """

    value: float
    unit: str

    def __str__(self) -> str:
        return UNITS[self.unit].format(self.value)


Cell = Measured | str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same columns; `command` makes them again."""

    title: str
    command: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def markdown(self) -> str:
        """
        >>> print(Table("Answers", "make bench", ("what", "p50"), (("ask", Measured(2, "ms")),)).markdown())
        | what | p50 |
        | --- | ---: |
        | ask | 2.0 ms |
        """
        numeric = [any(isinstance(row[n], Measured) for row in self.rows) for n in range(len(self.columns))]
        lines = [self.columns, tuple("---:" if one else "---" for one in numeric), *self.rows]
        return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


@dataclass(frozen=True, slots=True)
class Machine:
    """What a reader needs to compare figures with those of another machine."""

    system: str
    cores: int
    python: str
    versions: Mapping[str, str]

    @classmethod
    def this(cls) -> Machine:
        system = f"{platform.system()} {platform.machine()}"
        return cls(
            system, os.cpu_count() or 1, platform.python_version(), {name: version(name) for name in VERSIONS_SHOWN}
        )

    def __str__(self) -> str:
        packages = ", ".join(f"{name} {number}" for name, number in self.versions.items())
        return f"{self.system}, {self.cores} cores, Python {self.python}, {packages}"


def as_json(tables: Sequence[Table], machine: Machine, day: str) -> str:
    """All tables as one JSON document; measured values are objects of `value` and `unit`."""
    document = {"day": day, "machine": asdict(machine), "tables": [asdict(table) for table in tables]}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chart: its points as (x, y)."""

    name: str
    points: tuple[tuple[float, float], ...]


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 380, 70, 190, 40, 50
COLOURS = ("#0b6e4f", "#b5532a", "#3d5a98", "#7a3e9d")


def chart(title: str, x_name: str, y_name: str, lines: Sequence[Line]) -> str:
    """Lines over logarithmic axes, as an SVG that needs nothing else. Raises ValueError without points above 0."""
    points = [point for line in lines for point in line.points]
    if not points or min(min(point) for point in points) <= 0:
        raise ValueError("a chart with logarithmic axes needs points above 0")
    xs, ys = _decades([x for x, _ in points]), _decades([y for _, y in points])

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - xs[0]) / (xs[-1] - xs[0])
        up = (math.log10(y) - ys[0]) / (ys[-1] - ys[0])
        return LEFT + across * (WIDTH - LEFT - RIGHT), HEIGHT - BOTTOM - up * (HEIGHT - TOP - BOTTOM)

    drawn = [f'<text x="{LEFT}" y="24" class="title">{escape(title)}</text>']
    for power in xs:
        x, y = place(10.0**power, 10.0 ** ys[0])
        drawn.append(
            f'<path d="M{x:.1f} {TOP}V{y:.1f}" class="grid"/><text x="{x:.1f}" y="{y + 18:.1f}" class="x">{_number(power)}</text>'
        )
    for power in ys:
        x, y = place(10.0 ** xs[0], 10.0**power)
        drawn.append(
            f'<path d="M{x:.1f} {y:.1f}H{WIDTH - RIGHT}" class="grid"/><text x="{x - 8:.1f}" y="{y + 4:.1f}" class="y">{_number(power)}</text>'
        )
    drawn.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 10}" class="x">{escape(x_name)}</text>')
    drawn.append(
        f'<text x="16" y="{HEIGHT / 2}" class="x" transform="rotate(-90 16 {HEIGHT / 2})">{escape(y_name)}</text>'
    )
    for line, colour in zip(lines, COLOURS * (len(lines) // len(COLOURS) + 1), strict=False):
        places = [place(*point) for point in sorted(line.points)]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        drawn.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        drawn += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in places]
        x, y = places[-1]
        drawn.append(f'<text x="{x + 8:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(line.name)}</text>')
    style = "text{font:12px sans-serif}.title{font-weight:bold;font-size:14px}.x{text-anchor:middle}.y{text-anchor:end}.grid{stroke:#ddd}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(title)}">'
    body = "\n".join(drawn)
    return f'{head}\n<style>{style}</style>\n<rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'


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
