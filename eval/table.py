"""Question sets kept as a table: CSV (UTF-8 or GB18030), or the first sheet of an XLSX workbook. A row is a case.

The first row names the columns, in English or in Chinese (`COLUMNS`); `cites` is what YAML calls `notice` under `expect`.
A cell that can hold several values holds one a line, or has them parted by `|`.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from eval.fields import ASKED, EXPECTED
from eval.tree import Fields, Items, Leaf, Node, Unreadable
from ingest.errors import UnreadableFile
from ingest.readers.txt import decode

# Column -> how it may also be called.
COLUMNS: Mapping[str, str] = {
    **{name: field.chinese for name, field in ASKED.items()},
    **{field.column or name: field.chinese for name, field in EXPECTED.items()},
}
RENAMED = {
    field.column: name for name, field in EXPECTED.items() if field.column
}  # the column -> the field of `expect`
WHOLE = {name for fields in (ASKED, EXPECTED) for name, field in fields.items() if field.whole}
MAX_BYTES = 20 * 1024 * 1024

Row = Sequence[Leaf]


def read_csv(path: Path) -> Node | None:
    """The nodes of a CSV file; its marks are commas, semicolons or tabs. Raises `Unreadable`, and OSError."""
    try:
        text = decode(_bounded(path), path.name)
    except UnreadableFile as exc:
        raise Unreadable("neither UTF-8 nor GB18030; save it as “CSV UTF-8”") from exc
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        return _cases(path, list(_csv_rows(reader)))
    except csv.Error as exc:
        raise Unreadable(
            f"line {reader.line_num}: not CSV: {exc}; a cell with quotation marks in it is quoted"
        ) from exc


def read_xlsx(path: Path) -> Node | None:
    """The nodes of the first sheet of a workbook. Raises `Unreadable`, and OSError."""
    data = _bounded(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of lists to choose from, colours and the like, which no set needs
            book = load_workbook(io.BytesIO(data), read_only=True)  # formulas stay formulas, to be refused
        rows = [
            tuple(_cell(cell) for cell in row if not isinstance(cell, EmptyCell) and cell.value is not None)
            for row in book.worksheets[0].iter_rows()
        ]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as exc:
        raise Unreadable("not an XLSX workbook; save it as one, or as “CSV UTF-8”") from exc
    return _cases(path, rows)


def _bounded(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES // 2**20} MB; part it into several sets")
    return data


def _csv_rows(reader: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Rows count as a spreadsheet counts them: a cell of several lines is one row."""
    for number, values in enumerate(reader, 1):
        yield tuple(Leaf(_place(number, column), value) for column, value in enumerate(values, 1) if value.strip())


def _cell(cell: Cell | MergedCell | ReadOnlyCell) -> Leaf:
    """A cell's words; what a spreadsheet would change in passing (a number's leading zero) is refused, not guessed."""
    where = _place(int(cell.row or 0), int(cell.column or 0))
    value = cell.value
    if cell.data_type == "f":
        raise Unreadable(f"{where}: a formula; put its value there")
    if isinstance(value, datetime):
        return Leaf(where, value.date().isoformat())
    if isinstance(value, date):
        return Leaf(where, value.isoformat())
    if isinstance(value, str):
        return Leaf(where, value)
    if isinstance(value, int) and not isinstance(value, bool) and len(str(value)) <= 4:
        return Leaf(where, str(value))
    raise Unreadable(f"{where}: {value!r} is stored as a number or a time; format the cell as text and type it again")


def _place(row: int, column: int) -> str:
    return f"{row}: cell {get_column_letter(column)}{row}"


def _column(leaf: Leaf) -> str:
    return leaf.where.rsplit(" ", 1)[1].rstrip("0123456789")


def _cases(path: Path, rows: Sequence[Row]) -> Node | None:
    """The rows as the nodes of a set that is named after its file."""
    filled = [row for row in rows if any(leaf.text.strip() for leaf in row)]
    if not filled:
        return None
    names = {chinese: column for column, chinese in COLUMNS.items()}
    head = {_column(leaf): Leaf(leaf.where, names.get(leaf.text.strip(), leaf.text.strip())) for leaf in filled[0]}
    _check_head(head.values())
    cases = tuple(_case(row, head) for row in filled[1:])
    name = Leaf("1", path.stem)
    return Fields("1", ((Leaf("1", "name"), name), (Leaf("1", "cases"), Items("1", cases))))


def _check_head(head: Iterable[Leaf]) -> None:
    seen: set[str] = set()
    for leaf in head:
        if leaf.text not in COLUMNS:
            known = ", ".join(f"{column} ({chinese})" for column, chinese in COLUMNS.items())
            raise Unreadable(f"{leaf.where}: unknown column {leaf.text!r}; known: {known}")
        if leaf.text in seen:
            raise Unreadable(f"{leaf.where}: column {leaf.text!r} stands twice; keep one")
        seen.add(leaf.text)


def _case(row: Row, head: Mapping[str, Leaf]) -> Node:
    asked: list[tuple[Leaf, Node]] = []
    expected: list[tuple[Leaf, Node]] = []
    line = row[0].where.split(":")[0]
    for leaf in row:
        name = head.get(_column(leaf))
        if name is None:
            raise Unreadable(
                f"{leaf.where}: “{leaf.text.strip()[:20]}” stands in a column without a name; name it in the first row"
            )
        key = Leaf(leaf.where, RENAMED.get(name.text, name.text))
        (asked if name.text in ASKED else expected).append((key, _value(name.text, leaf)))
    return Fields(line, (*asked, (Leaf(line, "expect"), Fields(line, tuple(expected)))))


def _value(column: str, leaf: Leaf) -> Node:
    if column in WHOLE:
        return Leaf(leaf.where, leaf.text.strip())
    values = [part.strip() for line in leaf.text.splitlines() for part in line.replace("｜", "|").split("|")]
    return Items(leaf.where, tuple(Leaf(leaf.where, value) for value in values if value))
