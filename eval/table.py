"""Question sets kept as a table: CSV (UTF-8 or GB18030), or the first sheet of an XLSX workbook. A row is a case.

The first row names the columns, in English or in Chinese (`COLUMNS`); `cites` is what YAML calls `notice` under `expect`.
A cell that can hold several values holds one a line, or has them parted by `|`.
"""

from __future__ import annotations

import csv
import io
import warnings
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from eval.cases import tight
from eval.fields import ASKED, EXPECTED
from eval.tree import Fields, Items, Leaf, Node, Spoilt, Unreadable, bounded
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
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_UNPACKED = 60 * 1024 * 1024  # bytes of a workbook
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # what Office wraps files in that have a password, and .xls
# What openpyxl and the parsers below it run into where a file is no workbook.
VENDOR = (
    BadZipFile, InvalidFileException, LookupError, ValueError, TypeError, AttributeError, SyntaxError, EOFError,
    NotImplementedError, RuntimeError, zlib.error,
)  # fmt: skip

Row = Sequence[Leaf | Spoilt]


def read_csv(path: Path) -> Node | None:
    """The nodes of a CSV file; its marks are commas, semicolons or tabs. Raises `Unreadable`, and OSError."""
    try:
        text = decode(bounded(path), path.name)
    except UnreadableFile as exc:
        raise Unreadable("neither UTF-8 nor GB18030; save it as “CSV UTF-8”") from exc
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        return _cases(path, _not_too_many(list(islice(_csv_rows(reader), MAX_ROWS + 1))))
    except csv.Error as exc:
        what = f"not CSV: {exc}; a cell with quotation marks in it is quoted"
        raise Unreadable(what, str(reader.line_num)) from exc


def read_xlsx(path: Path) -> Node | None:
    """The nodes of the first sheet of a workbook. Raises `Unreadable`, and OSError."""
    data = bounded(path)
    if data.startswith(OLE):
        raise Unreadable("protected by a password, or an old .xls; save it as XLSX without a password")
    try:
        rows = _xlsx_rows(data)
    except VENDOR as exc:
        raise Unreadable(
            "not an XLSX workbook; save it as one with the questions on its first sheet, or as “CSV UTF-8”"
        ) from exc
    return _cases(path, rows)


def _xlsx_rows(data: bytes) -> list[Row]:
    with ZipFile(io.BytesIO(data)) as packed:
        if sum(one.file_size for one in packed.infolist()) > MAX_UNPACKED:
            raise Unreadable(f"larger than {MAX_UNPACKED // 2**20} MB when unpacked; part it into several sets")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of lists to choose from, colours and the like, which no set needs
        book = load_workbook(io.BytesIO(data), read_only=True)  # formulas stay formulas, to be refused
        cells = book.worksheets[0].iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS)
        rows: list[Row] = [
            tuple(_cell(cell) for cell in row if not isinstance(cell, EmptyCell) and cell.value is not None)
            for row in cells
        ]
    return _not_too_many(rows)


def _not_too_many(rows: list[Row]) -> list[Row]:
    if len(rows) > MAX_ROWS and rows[MAX_ROWS]:
        raise Unreadable(f"more rows than {MAX_ROWS:,}; part it into several sets", str(MAX_ROWS + 1))
    return rows[:MAX_ROWS]


def _csv_rows(reader: Iterable[Sequence[str]]) -> Iterator[Row]:
    """Rows count as a spreadsheet counts them: a cell of several lines is one row."""
    for number, values in enumerate(reader, 1):
        yield tuple(Leaf(_place(number, column), value) for column, value in enumerate(values, 1) if value.strip())


def _cell(cell: Cell | MergedCell | ReadOnlyCell) -> Leaf | Spoilt:
    """A cell's words; what a spreadsheet would change in passing (a number's leading zero) is refused, not guessed."""
    where = _place(int(cell.row or 0), int(cell.column or 0))
    value = cell.value
    if cell.data_type == "f":
        return Spoilt(where, "a formula; put its value there")
    if cell.data_type == "e":
        return Spoilt(where, f"{value}, a mistake of the spreadsheet; put a value there")
    if isinstance(value, datetime):
        return Leaf(where, value.date().isoformat())
    if isinstance(value, date):
        return Leaf(where, value.isoformat())
    if isinstance(value, str):
        return Leaf(where, value)
    if isinstance(value, int) and not isinstance(value, bool) and len(str(value)) <= 4:
        return Leaf(where, str(value))
    return Spoilt(where, f"{value!r} is stored as a number or a time; format the cell as text and type it again")


def _place(row: int, column: int) -> str:
    return f"{row}: cell {get_column_letter(column)}{row}"


def _column(leaf: Leaf | Spoilt) -> str:
    return leaf.where.rsplit(" ", 1)[1].rstrip("0123456789")


def _cases(path: Path, rows: Sequence[Row]) -> Node | None:
    """The rows as the nodes of a set that is named after its file."""
    filled = [row for row in rows if any(isinstance(leaf, Spoilt) or leaf.text.strip() for leaf in row)]
    if not filled:
        return None
    names = {chinese: column for column, chinese in COLUMNS.items()}
    head = {}
    for leaf in filled[0]:
        if isinstance(leaf, Spoilt):
            raise Unreadable(leaf.what, leaf.where)
        said = tight(leaf.text).casefold()
        head[_column(leaf)] = Leaf(leaf.where, names.get(said, said))
    _check_head(head.values())
    cases = tuple(_case(row, head) for row in filled[1:])
    name = Leaf("1", path.stem)
    return Fields("1", ((Leaf("1", "name"), name), (Leaf("1", "cases"), Items("1", cases))))


def _check_head(head: Iterable[Leaf]) -> None:
    seen: set[str] = set()
    for leaf in head:
        if leaf.text not in COLUMNS:
            known = ", ".join(f"{column} ({chinese})" for column, chinese in COLUMNS.items())
            what = (
                f"unknown column “{leaf.text[:20]}”; the first row of the first sheet names the columns; known: {known}"
            )
            raise Unreadable(what, leaf.where)
        if leaf.text in seen:
            raise Unreadable(f"column {leaf.text!r} stands twice; keep one", leaf.where)
        seen.add(leaf.text)


def _case(row: Row, head: Mapping[str, Leaf]) -> Node:
    asked: list[tuple[Leaf, Node]] = []
    expected: list[tuple[Leaf, Node]] = []
    line = row[0].where.split(":")[0]
    for leaf in row:
        name = head.get(_column(leaf))
        if name is None:
            said = leaf.text.strip()[:20] if isinstance(leaf, Leaf) else "this"
            raise Unreadable(f"“{said}” stands in a column without a name; name it in the first row", leaf.where)
        key = Leaf(leaf.where, RENAMED.get(name.text, name.text))
        (asked if name.text in ASKED else expected).append((key, _value(name.text, leaf)))
    return Fields(line, (*asked, (Leaf(line, "expect"), Fields(line, tuple(expected)))))


def _value(column: str, leaf: Leaf | Spoilt) -> Node:
    if isinstance(leaf, Spoilt):
        return leaf
    if column in WHOLE:
        return Leaf(leaf.where, leaf.text.strip())
    values = [part.strip() for line in leaf.text.splitlines() for part in line.replace("｜", "|").split("|")]
    return Items(leaf.where, tuple(Leaf(leaf.where, value) for value in values if value))
