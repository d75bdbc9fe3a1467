"""Ruled tables: ruled lines and the runs between them -> rows of cells, each as one line of text.

A cell's lines are one text; a cell that spans rows stands in its first, one that spans columns stands once.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.cells import row as row_text
from ingest.readers.sheet import Rule, Run, parts_words, rows_of_runs

NEAR = 0.3  # of a character: ruled lines that near are one, or meet
WRAPPED = 1.6  # characters: a line with more room behind it ended there, and was not cut by its cell
MAX_GRID = 400  # lines of one table along either side
MAX_RULES = 2000  # of one page: more make a drawing


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table with its place."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Grid:
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    walls: frozenset[tuple[int, int]]  # (row, x): a ruled line to the left of column x in that row
    floors: frozenset[tuple[int, int]]  # (y, column): a ruled line above row y in that column


def take_tables(runs: Sequence[Run], rules: Sequence[Rule], em: float) -> tuple[tuple[Run, ...], tuple[Row, ...]]:
    """The runs outside of tables, and the rows of the tables. `em` is the size of a character."""
    rest = list(runs)
    rows: list[Row] = []
    for group in _connected(rules, NEAR * em) if len(rules) <= MAX_RULES else ():
        grid = _grid(group, NEAR * em)
        if grid is None:
            continue
        inside = [run for run in rest if _cell_of(run, grid) is not None]
        if len({_cell_of(run, grid) for run in inside}) < 2:
            continue  # a frame around text
        rest = [run for run in rest if _cell_of(run, grid) is None]
        rows += _rows(inside, grid)
    return tuple(rest), tuple(rows)


def _connected(rules: Sequence[Rule], near: float) -> list[list[Rule]]:
    """Ruled lines that touch each other, directly or through others."""
    parent = list(range(len(rules)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(rules)), key=lambda i: rules[i].top)
    active: list[int] = []
    for i in order:
        rule = rules[i]
        active = [k for k in active if rules[k].bottom >= rule.top - near]
        for k in active:
            other = rules[k]
            if other.left <= rule.right + near and rule.left <= other.right + near:
                parent[root(i)] = root(k)
        active.append(i)
    groups: dict[int, list[Rule]] = defaultdict(list)
    for i, rule in enumerate(rules):
        groups[root(i)].append(rule)
    return sorted(groups.values(), key=lambda group: min(rule.top for rule in group))


def _grid(rules: Sequence[Rule], near: float) -> _Grid | None:
    """The grid of a table; None where the lines make no two cells (a frame, an underline, the red line of a head)."""
    xs = _places((rule.left for rule in rules if rule.upright), near)
    ys = _places((rule.top for rule in rules if not rule.upright), near)
    if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5 or max(len(xs), len(ys)) > MAX_GRID:
        return None
    walls, floors = set(), set()
    for rule in rules:
        if rule.upright:
            x = _nearest(xs, rule.left)
            for row, (top, bottom) in enumerate(itertools.pairwise(ys)):
                if rule.top <= (top + bottom) / 2 <= rule.bottom:
                    walls.add((row, x))
        else:
            y = _nearest(ys, rule.top)
            for column, (left, right) in enumerate(itertools.pairwise(xs)):
                if rule.left <= (left + right) / 2 <= rule.right:
                    floors.add((y, column))
    return _Grid(xs, ys, frozenset(walls), frozenset(floors))


def _places(values: Iterable[float], near: float) -> tuple[float, ...]:
    places: list[float] = []
    for value in sorted(values):
        if not places or value - places[-1] > near:
            places.append(value)
    return tuple(places)


def _nearest(places: Sequence[float], value: float) -> int:
    return min(range(len(places)), key=lambda i: abs(places[i] - value))


def _cell_of(run: Run, grid: _Grid) -> tuple[int, int] | None:
    """Row and column of the cell that a run stands in: the first ones, where the cell spans several."""
    x, y = (run.left + run.right) / 2, (run.top + run.bottom) / 2
    if not (grid.xs[0] <= x <= grid.xs[-1] and grid.ys[0] <= y <= grid.ys[-1]):
        return None
    row = min(bisect_right(grid.ys, y), len(grid.ys) - 1) - 1
    column = min(bisect_right(grid.xs, x), len(grid.xs) - 1) - 1
    while row > 0 and (row, column) not in grid.floors:
        row -= 1
    while column > 0 and (row, column) not in grid.walls:
        column -= 1
    while row > 0 and (row, column) not in grid.floors:
        row -= 1
    return row, column


def _rows(runs: Sequence[Run], grid: _Grid) -> list[Row]:
    cells: dict[tuple[int, int], list[Run]] = defaultdict(list)
    for run in runs:
        if (cell := _cell_of(run, grid)) is not None:
            cells[cell].append(run)
    rows = []
    for number in sorted({row for row, _ in cells}):
        columns = sorted(column for row, column in cells if row == number)
        first = {column for column in range(len(grid.xs) - 1) if (number, column) in grid.walls} | {0}
        texts = [_text(cells[number, column]) if column in columns else "" for column in sorted(first | set(columns))]
        held = [run for column in columns for run in cells[number, column]]
        rows.append(
            Row(
                row_text(texts),
                grid.xs[0],
                min(grid.ys[number], min(run.top for run in held)),
                grid.xs[-1],
                max(grid.ys[number + 1], max(run.bottom for run in held)),
            )
        )
    return rows


def _text(runs: Sequence[Run]) -> str:
    """The lines of a cell, one after the other; a space where a line ended before the cell did."""
    rows = rows_of_runs(runs)
    lines = [" ".join(run.text for run in row) for row in rows]
    room = max(run.right for run in runs)
    text = lines[0]
    for last, line in zip((row[-1] for row in rows), lines[1:], strict=False):
        ended = last.right + WRAPPED * last.size < room and not (text.endswith("-") and line[0].isdigit())
        text += " " * (ended or parts_words(text, line)) + line
    return text
