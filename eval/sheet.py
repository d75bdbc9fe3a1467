"""A set as a table, for people who would rather keep it in a spreadsheet: cases in, the cells of `eval.table` out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from eval.cases import BadSet, Case, CaseSet
from eval.fields import ASKED, EXPECTED
from eval.table import COLUMNS

WIDE = 48  # characters of a column that holds sentences
NARROW = 16


def write_table(case_set: CaseSet, path: Path) -> None:
    """CSV or XLSX, by the suffix. Raises `BadSet` for what a cell cannot hold, OSError."""
    write = WRITERS.get(path.suffix.lower())
    if write is None:
        raise BadSet(
            [f"{path}: no table is kept as {path.suffix or 'a file without suffix'}; known: {', '.join(WRITERS)}"]
        )
    path.write_bytes(write([tuple(COLUMNS), *(_row(case) for case in case_set.cases)]))


def _row(case: Case) -> tuple[str, ...]:
    asked = [_cell(case, name, field.values(case), field.whole) for name, field in ASKED.items()]
    expected = [
        _cell(case, field.column or name, field.values(case.expect), field.whole) for name, field in EXPECTED.items()
    ]
    return (*asked, *expected)


def _cell(case: Case, column: str, values: Sequence[str], whole: bool) -> str:
    for value in values:
        if not whole and set(value) & set("|｜\n"):
            raise BadSet(
                [f"line {case.line}: case {case.id}: {column} {value!r}: a cell parts its values at | and lines"]
            )
    return "\n".join(values)


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """With a mark at the head by which spreadsheets know UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[str]]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            cell.number_format = "@"  # text: a spreadsheet leaves it as it is
            if value:
                cell.value = value
                cell.data_type = "s"  # also where it begins with "="
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, name in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(column)].width = (
            WIDE if name in ("question", "note", "quote") else NARROW
        )
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Sequence[Sequence[str]]], bytes]] = {".csv": _csv, ".xlsx": _xlsx}
