"""Tables in the text of an answer: things in rows, documents in columns, several lines to a cell. Written as Markdown.

rows of cells -> lines of text; a line of text -> its cells; a text with tables -> the same as plain lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

BREAK = "<br>"  # between the lines of a cell
CORNER = "项目"


def render(columns: Sequence[str], rows: Sequence[tuple[str, Sequence[Sequence[str]]]]) -> list[str]:
    """The lines of a table. A row is its label and, for each column, the lines of its cell.

    >>> render(["甲", "乙"], [("时间", [["1月[1]", "2月[1]"], ["3月[2]"]])])
    ['| 项目 | 甲 | 乙 |', '| --- | --- | --- |', '| 时间 | 1月[1]<br>2月[1] | 3月[2] |']
    """
    lines = [_row([CORNER, *columns]), _row(["---"] * (len(columns) + 1))]
    return lines + [_row([label, *(BREAK.join(cell) for cell in cells)]) for label, cells in rows]


def cells_of(line: str) -> list[str] | None:
    """The cells of a line that belongs to a table, its label first; None of any other line.

    >>> cells_of("| 时间 | 1月[1]<br>2月[1] | 3月[2] |"), cells_of("时间：1月")
    (['时间', '1月[1]<br>2月[1]', '3月[2]'], None)
    """
    if not (line.startswith("| ") and line.endswith(" |")):
        return None
    return [cell.strip() for cell in line[1:-1].split("|")]


def is_rule(cells: Sequence[str]) -> bool:
    """Whether a line only parts the head of a table from its rows."""
    return all(cell == "---" for cell in cells)


@dataclass(frozen=True, slots=True)
class Table:
    """A table of an answer. Each cell is its lines."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def parts_of(text: str) -> tuple[str | Table, ...]:
    r"""A text in its parts: stretches of lines, and tables.

    >>> parts_of("见下表\n| 项目 | 甲 |\n| --- | --- |\n| 时间 | 1月[1]<br>2月[1] |")
    ('见下表', Table(columns=('甲',), rows=(('时间', (('1月[1]', '2月[1]'),)),)))
    """
    found: list[str | Table] = []
    for line in text.split("\n"):
        cells = cells_of(line)
        last = found[-1] if found else None
        if cells is None:
            found[len(found) - isinstance(last, str) :] = [f"{last}\n{line}" if isinstance(last, str) else line]
        elif not isinstance(last, Table):
            found.append(Table(tuple(cells[1:]), ()))
        elif not is_rule(cells):
            row = (cells[0], tuple(tuple(cell.split(BREAK)) for cell in cells[1:]))
            found[-1] = replace(last, rows=(*last.rows, row))
    return tuple(found)


def flattened(text: str) -> str:
    """A text without tables, for where they cannot be shown: each row's label, under it a line for each column.

    >>> print(flattened("| 项目 | 甲 | 乙 |\\n| --- | --- | --- |\\n| 时间 | 1月[1] | 3月[2] |"))
    时间
      甲：1月[1]
      乙：3月[2]
    """
    lines: list[str] = []
    columns: list[str] = []
    for line in text.split("\n"):
        cells = cells_of(line)
        if cells is None:
            lines.append(line)
        elif cells[0] == CORNER:
            columns = cells[1:]
        elif not is_rule(cells):
            lines.append(cells[0])
            for column, cell in zip(columns, cells[1:], strict=True):
                first, *rest = cell.split(BREAK)
                lines += [f"  {column}：{first}", *(f"    {one}" for one in rest)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
