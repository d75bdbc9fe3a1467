"""Sets kept in a spreadsheet: the same cases as in YAML, and what is wrong said with its cell."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from assistant.model import Kind, Status
from eval.cases import STATED, BadSet, Case, CaseSet, Expectation
from eval.fields import IN_CHINESE, value_named
from eval.load import load_set
from eval.sheet import EXAMPLES, write_table
from eval.table import COLUMNS

NOTICE = "2024-双品网购节-商务部.txt"
HEAD = [
    "id",
    "question",
    "turns",
    "as_of",
    "notice",
    "status",
    "kind",
    "dates",
    "phones",
    "contains",
    "clause",
    "quote",
    "cites",
    "tags",
    "note",
]
ROW = [
    "summary",
    "总结呢？",
    "第六届双品网购节什么时候办？",
    "2024-04-01",
    NOTICE,
    "answered",
    "deadlines",
    "2024-04-12\n2024-05-13",
    "010-65197902",
    "电子商务司 | 商务部",
    "正文 结尾",
    "请于4月12日、5月13日前报我司",
    NOTICE,
    "followup",
    "第二份里日期写成“5月”|不一致",
]
CASE = Case(
    id="summary",
    question="总结呢？",
    turns=("第六届双品网购节什么时候办？",),
    as_of=date(2024, 4, 1),
    notice=NOTICE,
    expect=Expectation(
        statuses=(Status.ANSWERED,),
        kinds=(Kind.DEADLINES,),
        dates=(date(2024, 4, 12), date(2024, 5, 13)),
        phones=("010-65197902",),
        contains=("电子商务司", "商务部"),
        clauses=("正文 结尾",),
        quote="请于4月12日、5月13日前报我司",
        notices=(NOTICE,),
    ),
    line=2,
    tags=("followup",),
    note="第二份里日期写成“5月”|不一致",
)
CHINESE = [
    "编号",
    "问题",
    "前面的问题",
    "提问日期",
    "针对通知",
    "状态",
    "类别",
    "日期",
    "电话",
    "应含",
    "条款",
    "引文",
    "出处通知",
    "标签",
    "备注",
]


def csv_of(rows: list[list[str]], mark: str = ",") -> str:
    return "".join(mark.join('"' + cell.replace('"', '""') + '"' for cell in row) + "\r\n" for row in rows)


def book_of(path: Path, rows: list[list[object]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(BadSet) as caught:
        load_set(path, [NOTICE])
    return [problem.removeprefix(f"{path}:").strip() for problem in caught.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("head", [HEAD, CHINESE])
def test_a_csv_file_as_office_programs_write_it(tmp_path: Path, encoding: str, mark: str, head: list[str]) -> None:
    path = tmp_path / "office.csv"
    path.write_bytes(csv_of([head, ROW], mark).encode(encoding))

    case_set = load_set(path, [NOTICE])

    assert (case_set.name, case_set.cases) == ("office", (CASE,))


def test_a_workbook_with_its_dates_as_dates_and_an_empty_row(tmp_path: Path) -> None:
    row: list[object] = list(ROW)
    row[3] = datetime(2024, 4, 1)
    path = book_of(
        tmp_path / "office.xlsx", [list(CHINESE), row, [], ["b", "你好", None, date(2024, 4, 2), None, "out_of_scope"]]
    )

    cases = load_set(path, [NOTICE]).cases

    assert cases[0] == CASE
    assert (cases[1].id, cases[1].as_of, cases[1].line) == ("b", date(2024, 4, 2), 4)


def test_what_is_wrong_is_said_with_its_cell(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "question", "as_of", "status", "dates", "cites"],
        ["a", "总结呢？", "2024-04-01", "anwsered", "2024-02-30", "另一份.txt"],
        ["b", "", "", "not_stated"],
    ]

    assert problems(book_of(tmp_path / "bad.xlsx", rows)) == [
        "2: cell D2: unknown status 'anwsered'; known: answered (已回答), not_stated (未写明), not_found (未找到), out_of_scope (超出范围), ambiguous (有歧义)",
        "2: cell E2: '2024-02-30' is no date; write YYYY-MM-DD",
        f"2: cell F2: unknown notice '另一份.txt'; known: {NOTICE}",
        "3: key 'question' is missing",
        "3: nothing says on which day it is asked; add as_of",
    ]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (1065197902, "1065197902 is stored as a number or a time; format the cell as text and type it again"),
        (0.3, "0.3 is stored as a number or a time; format the cell as text and type it again"),
        (True, "True is stored as a number or a time; format the cell as text and type it again"),
        ('="010-"&"65197902"', "a formula; put its value there"),
    ],
)
def test_what_a_spreadsheet_has_changed_in_passing_is_refused(tmp_path: Path, value: object, problem: str) -> None:
    rows: list[list[object]] = [
        ["id", "question", "as_of", "status", "phones"],
        ["a", "电话？", "2024-04-01", "answered", value],
        ["b", "传真？", "2024-04-01", "answered", value],
    ]

    assert problems(book_of(tmp_path / "bad.xlsx", rows)) == [f"2: cell E2: {problem}", f"3: cell E3: {problem}"]


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            [["id", "quesion"], ["a", "总结呢？"]],
            "1: cell B1: unknown column “quesion”; the first row of the first sheet names the columns; known: id (编号)",
        ),
        ([["id", "问题", "question"], ["a", "总结呢？"]], "1: cell C1: column 'question' stands twice; keep one"),
        (
            [["id", "question"], ["a", "总结呢？", "answered"]],
            "2: cell C2: “answered” stands in a column without a name",
        ),
        ([], "empty; write a name, as_of and a list of cases"),
    ],
)
def test_a_table_that_cannot_be_read_is_one_clear_problem(
    tmp_path: Path, rows: list[list[object]], problem: str
) -> None:
    (found,) = problems(book_of(tmp_path / "bad.xlsx", rows))

    assert found.startswith(problem)


def test_a_file_that_only_has_the_name_of_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "set.xlsx"
    path.write_text("id,question\n", "utf-8")

    assert problems(path) == [
        "not an XLSX workbook; save it as one with the questions on its first sheet, or as “CSV UTF-8”"
    ]


def test_a_quotation_mark_that_is_never_closed_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text('id,question\na,"总结呢？\n', "utf-8")

    (found,) = problems(path)

    assert found.startswith("2: not CSV: ")


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@pytest.mark.parametrize("name", ["bundled.yaml"])
def test_a_set_of_the_repository_comes_back_from_a_spreadsheet_as_it_was(
    tmp_path: Path, name: str, suffix: str
) -> None:
    root = Path(__file__).parents[2]
    known = [path.name for path in (root / "notices").glob("*.txt")]
    there = load_set(root / "eval" / "sets" / name, known)
    path = tmp_path / f"set{suffix}"

    write_table(there, path)
    back = load_set(path, known)

    assert len(there.cases) >= 150
    assert [replace(one, line=0) for one in back.cases] == [replace(one, line=0) for one in there.cases]


def test_what_would_fall_apart_in_a_cell_is_refused(tmp_path: Path) -> None:
    case = replace(CASE, expect=replace(CASE.expect, contains=("甲|乙",)))

    with pytest.raises(
        BadSet, match=r"line 2: case summary: contains '甲\|乙': a cell parts its values at \| and lines"
    ):
        write_table(CaseSet("mine", (case,)), tmp_path / "set.csv")


def test_words_that_look_like_a_formula_stay_words(tmp_path: Path) -> None:
    case = replace(CASE, question="=SUM(A1:A2) 是什么？")
    path = tmp_path / "set.xlsx"

    write_table(CaseSet("mine", (case,)), path)

    assert load_set(path, [NOTICE]).cases == (case,)


def test_a_set_begins_as_a_spreadsheet_that_leaves_what_is_typed(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"

    write_table(CaseSet("mine", EXAMPLES), path)

    assert load_set(path, [NOTICE]).cases == EXAMPLES
    sheet = load_workbook(path).worksheets[0]
    below = len(EXAMPLES) + 2
    assert {sheet.cell(below, column).number_format for column in range(1, sheet.max_column + 1)} == {"@"}
    status = sheet.data_validations.dataValidation[0]
    assert status.formula1 == '"answered,not_stated,not_found,out_of_scope,ambiguous"'
    assert f"{get_column_letter(list(COLUMNS).index('status') + 1)}{below}" in status.sqref


def test_statuses_kinds_and_only_may_be_written_in_chinese(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["编号", "问题", "提问日期", "状态", "类别", "日期", "仅限", "出处通知"],
        ["a", "总结什么时候交？", "2024-04-01", "已回答", "时限", "2024-05-13", "日期", NOTICE],
        ["b", "奖金多少？", "2024-04-01", "未写明 | 未找到"],
    ]

    first, second = load_set(book_of(tmp_path / "set.xlsx", rows), [NOTICE]).cases

    assert (first.expect.statuses, first.expect.kinds) == ((Status.ANSWERED,), (Kind.DEADLINES,))
    assert first.expect.only == ("dates",)
    assert second.expect.statuses == (Status.NOT_STATED, Status.NOT_FOUND)


def test_every_status_and_kind_has_its_chinese_name() -> None:
    named = [*(one.value for one in Status), *(one.value for one in Kind), *STATED]

    assert set(named) == set(IN_CHINESE)
    assert [value_named(IN_CHINESE[name]) for name in named] == named
