"""A set as a table, for people who would rather keep it in a spreadsheet: cases in, the cells of `eval.table` out."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from assistant.model import Kind, Status
from eval.cases import STATED, BadSet, Case, CaseSet, Expectation
from eval.fields import ASKED, EXPECTED
from eval.table import COLUMNS

TEXT = "@"  # a spreadsheet leaves it as it is typed
BLANK = 200  # rows below the last that are ready to be written in
CHOICES = {
    "status": [one.value for one in Status],
    "kind": [one.value for one in Kind],
    "only": list(STATED),
}
WIDE = 48  # characters of a column that holds sentences
NARROW = 16


# What a new set begins with: one that is answered, one that must not be, one that follows another.
EXAMPLES = (
    Case(
        id="summary",
        question="第六届双品网购节的总结材料最晚什么时候交？",
        as_of=date(2024, 4, 1),
        expect=Expectation(
            statuses=(Status.ANSWERED,),
            kinds=(Kind.DEADLINES,),
            dates=(date(2024, 5, 13),),
            only=("dates",),
            quote="请于4月12日、5月13日前报我司",
            notices=("2024-双品网购节-商务部.txt",),
        ),
        line=2,
        tags=("example",),
        note="an example: write over it",
    ),
    Case(
        id="prize",
        question="第六届双品网购节的奖金是多少？",
        as_of=date(2024, 4, 1),
        expect=Expectation(statuses=(Status.NOT_STATED,)),
        line=3,
        tags=("example",),
        note="the notice says nothing of a prize",
    ),
    Case(
        id="whom-to-ask",
        question="那联系人呢？",
        turns=("第六届双品网购节的总结材料最晚什么时候交？",),
        as_of=date(2024, 4, 1),
        expect=Expectation(
            statuses=(Status.ANSWERED,), names=("王殿宁", "李旺源"), notices=("2024-双品网购节-商务部.txt",)
        ),
        line=4,
        tags=("example",),
    ),
)


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
            cell.number_format = TEXT
            if value:
                cell.value = value
                cell.data_type = "s"  # also where it begins with "="
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.font = Font(bold=number == 1)
    for column, name in enumerate(rows[0], 1):
        sheet.column_dimensions[get_column_letter(column)].width = (
            WIDE if name in ("question", "note", "quote") else NARROW
        )
    last = len(rows) + BLANK
    for number in range(len(rows) + 1, last + 1):
        for column in range(1, len(rows[0]) + 1):
            sheet.cell(number, column).number_format = TEXT
    for name, values in CHOICES.items():
        letter = get_column_letter(rows[0].index(name) + 1)
        choice = DataValidation(
            "list", formula1=f'"{",".join(values)}"', showErrorMessage=False
        )  # several may stand there
        choice.add(f"{letter}2:{letter}{last}")
        sheet.add_data_validation(choice)
    sheet.freeze_panes = "C2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: Mapping[str, Callable[[Sequence[Sequence[str]]], bytes]] = {".csv": _csv, ".xlsx": _xlsx}
