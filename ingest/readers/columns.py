"""The reading order of a page: runs and table rows -> blocks from top to bottom, of two columns first the left one.

Columns are taken only for what prose looks like: lines that fill them, on both sides of one gap. Names beside
telephones, or two signatures beside each other, are rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.sheet import Run, rows_of_runs
from ingest.readers.tables import Row

MIN_LINES = 6  # in each column
FULL, MOSTLY = 0.8, 0.5  # of the column's width; of its lines
MIDDLE = (0.25, 0.75)  # of the text's width: where the gap between columns stands
MAX_GAPS = 50  # places tried for it


@dataclass(frozen=True, slots=True)
class Stretch:
    """Runs that are read row by row; `column` where they are one of two columns."""

    runs: tuple[Run, ...]
    column: bool = False


Block = Stretch | Row


def blocks_of(runs: Sequence[Run], rows: Sequence[Row], size: float) -> list[Block]:
    """The blocks of a page in reading order."""
    blocks: list[Block] = []
    rest = list(runs)
    for row in sorted(rows, key=lambda one: one.top):
        above = [run for run in rest if run.baseline <= row.top]
        rest = [run for run in rest if run.baseline > row.top]
        blocks += _stretches(above)
        blocks.append(row)
    return blocks + _stretches(rest)


def _stretches(runs: Sequence[Run]) -> list[Block]:
    if not runs:
        return []
    rows = rows_of_runs(runs)
    band = _widest_band(rows)
    if band is None:
        return [Stretch(tuple(runs))]
    first, last, gap = band
    inside = [run for row in rows[first:last] for run in row]
    left = tuple(run for run in inside if run.right <= gap)
    right = tuple(run for run in inside if run.right > gap)
    above = [run for row in rows[:first] for run in row]
    below = [run for row in rows[last:] for run in row]
    return [*_stretches(above), Stretch(left, column=True), Stretch(right, column=True), *_stretches(below)]


def _widest_band(rows: Sequence[Sequence[Run]]) -> tuple[int, int, float] | None:
    """The rows that stand in two columns, from `first` up to `last`, and the gap between these; None without any."""
    start = min(run.left for row in rows for run in row)
    width = max(run.right for row in rows for run in row) - start
    low, high = start + MIDDLE[0] * width, start + MIDDLE[1] * width
    gaps = sorted({round(run.left) - 1.0 for row in rows for run in row if low <= run.left - 1 <= high})
    best: tuple[int, int, float] | None = None
    for gap in gaps[:: max(1, len(gaps) // MAX_GAPS)]:
        first = 0
        for i in range(len(rows) + 1):
            if i < len(rows) and not any(run.left < gap < run.right for run in rows[i]):
                continue
            if (best is None or i - first > best[1] - best[0]) and _is_prose(rows[first:i], gap):
                best = first, i, gap
            first = i + 1
    return best


def _is_prose(rows: Sequence[Sequence[Run]], gap: float) -> bool:
    """Whether both sides of the gap are filled as prose fills them."""
    for side in ([r for row in rows for r in row if r.right <= gap], [r for row in rows for r in row if r.left >= gap]):
        if len(side) < MIN_LINES:
            return False
        width = max(run.right for run in side) - min(run.left for run in side)
        if sum(run.right - run.left >= FULL * width for run in side) < MOSTLY * len(side):
            return False
    return True
