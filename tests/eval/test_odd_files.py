"""Whatever file somebody hands in as a set: one clear line for each thing that is wrong, with its line or cell, and soon."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from eval.cases import MOST_PROBLEMS, BadSet
from eval.load import load_set

NOTICE = "2024-双品网购节-商务部.txt"
HEAD = ["id", "question", "as_of", "status", "dates", "cites"]
ROW = ["a", "总结什么时候交？", "2024-04-01", "answered", "2024-05-13", NOTICE]
YAML = "name: x\nas_of: 2024-04-01\ncases:\n- id: a\n  question: 总结？\n  expect: {status: answered, dates: [2024-05-13]}\n"


def problems(path: Path) -> list[str]:
    with pytest.raises(BadSet) as caught:
        load_set(path, [NOTICE])
    return [problem.removeprefix(f"{path}:").strip() for problem in caught.value.problems]


def book(path: Path, rows: list[list[object]], change: Callable[[Workbook, Worksheet], object] | None = None) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    if change is not None:
        change(made, sheet)
    made.save(path)
    return path


def replaced(source: Path, member: str, data: bytes, path: Path) -> Path:
    """A workbook with one of its files another."""
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, data if member in name else old.read(name))
    path.write_bytes(out.getvalue())
    return path


# -- workbooks -------------------------------------------------------------------------------------------------------


def test_merged_cells_leave_the_lower_rows_without_a_value_and_the_row_is_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEAD), list(ROW), [None, "联系人？", *ROW[2:]]]

    found = problems(book(tmp_path / "merged.xlsx", rows, lambda _, sheet: sheet.merge_cells("A2:A3")))

    assert found == ["3: key 'id' is missing"]


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ('=A2&"?"', "a formula; put its value there"),
        ("#REF!", "#REF!, a mistake of the spreadsheet; put a value there"),
        (45383, "45383 is stored as a number or a time; format the cell as text and type it again"),
        (45383.5, "45383.5 is stored as a number or a time; format the cell as text and type it again"),
    ],
)
def test_every_cell_that_is_not_as_it_was_typed_is_named_once_and_nothing_that_follows_from_it(
    tmp_path: Path, value: object, problem: str
) -> None:
    rows = [list(HEAD), [*ROW[:4], value, NOTICE], [value, "传真？", *ROW[2:]], ["c", "联系人？", value, *ROW[3:]]]

    found = problems(book(tmp_path / "set.xlsx", rows))

    assert found == [f"2: cell E2: {problem}", f"3: cell A3: {problem}", f"4: cell C4: {problem}"]


def test_a_date_may_be_a_date_and_rows_may_be_empty(tmp_path: Path) -> None:
    rows: list[list[object]] = [list(HEAD), [], [*ROW[:2], date(2024, 4, 1), *ROW[3:]], [" ", ""], []]

    (case,) = load_set(book(tmp_path / "set.xlsx", rows), [NOTICE]).cases

    assert (case.as_of, case.line) == (date(2024, 4, 1), 3)


def test_the_columns_may_be_written_as_people_write(tmp_path: Path) -> None:
    rows: list[list[object]] = [["ＩＤ", "Question\n", " As_of", "Status", "日 期", "cites"], list(ROW)]

    assert len(load_set(book(tmp_path / "set.xlsx", rows), [NOTICE]).cases) == 1


def test_where_the_questions_are_on_another_sheet_it_says_which_is_read(tmp_path: Path) -> None:
    path = book(
        tmp_path / "set.xlsx",
        [["说明"]],
        lambda made, _: [made.create_sheet("cases").append(row) for row in (HEAD, ROW)],
    )

    (found,) = problems(path)

    assert found.startswith("1: cell A1: unknown column “说明”; the first row of the first sheet names the columns")


def test_a_column_that_stands_twice_in_two_languages(tmp_path: Path) -> None:
    found = problems(book(tmp_path / "set.xlsx", [[*HEAD, "状态"], [*ROW, "answered"]]))

    assert found == ["1: cell G1: column 'status' stands twice; keep one"]


def test_a_cell_far_away_costs_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "set.xlsx", [HEAD, ROW], lambda _, sheet: sheet.__setitem__("XFD1048576", "x"))

    assert len(load_set(path, [NOTICE]).cases) == 1


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    path = tmp_path / "set.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))

    assert problems(path) == ["protected by a password, or an old .xls; save it as XLSX without a password"]


def test_damaged_workbooks_and_those_that_unpack_to_something_huge(tmp_path: Path) -> None:
    sound = book(tmp_path / "sound.xlsx", [HEAD, ROW])
    cut = tmp_path / "cut.xlsx"
    cut.write_bytes(sound.read_bytes()[:2000])
    broken = replaced(sound, "sheet1", b"<worksheet><sheetData><row>", tmp_path / "broken.xlsx")
    bomb = replaced(sound, "sheet1", b" " * (61 * 2**20), tmp_path / "bomb.xlsx")
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "a" * 10}">' for n in range(9))
    laughs = replaced(
        sound,
        "sheet1",
        f'<!DOCTYPE x [{entities}]><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e8;</t></is></c></row></sheetData></worksheet>'.encode(),
        tmp_path / "laughs.xlsx",
    )

    unreadable = ["not an XLSX workbook; save it as one with the questions on its first sheet, or as “CSV UTF-8”"]
    assert problems(cut) == problems(broken) == problems(laughs) == unreadable
    assert problems(bomb) == ["larger than 60 MB when unpacked; part it into several sets"]


def test_of_thousands_of_mistakes_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    rows: list[list[object]] = [[f"q{n}", f"问题{n}？", "2024-04-01", "anwsered"] for n in range(3_000)]

    found = problems(book(tmp_path / "set.xlsx", [list(HEAD), *rows]))

    assert len(found) == MOST_PROBLEMS + 1
    assert found[0].startswith("2: cell D2: unknown status 'anwsered'")
    assert found[-1] == "and 2,900 more; mend these first"


def test_more_rows_than_a_set_can_have(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("id\n" + "a\n" * 20_001, "utf-8")

    assert problems(path) == ["20001: more rows than 20,000; part it into several sets"]


# -- text ------------------------------------------------------------------------------------------------------------

CSV = ",".join(HEAD) + "\n" + ",".join(ROW) + "\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16"])
def test_csv_in_the_ways_office_programs_save_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "set.csv"
    path.write_bytes(CSV.encode(encoding))

    assert len(load_set(path, [NOTICE]).cases) == 1


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{CSV}b,问？\n", "3: key 'status' is missing"),
        (CSV.replace(f"{NOTICE}\n", f"{NOTICE},多\n"), "2: cell G2: “多” stands in a column without a name"),
        (f'{CSV}b,"他说"好"吗",2024-04-01,answered,,\n', "3: not CSV: "),
        (f'{CSV}b,"{"问" * 140_000}",,,,\n', "3: not CSV: field larger than field limit"),
        ("\n ,,\n", "empty; write a name, as_of and a list of cases"),
    ],
)
def test_csv_that_is_not_as_it_should_be(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "set.csv"
    path.write_text(text, "utf-8")

    assert any(found.startswith(problem) for found in problems(path)), problems(path)


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefghijk", "bcdefghijkl", strict=True)
)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"name: x\n{BOMB}cases: *l\n", "2: unknown key 'a'; known here: name, cases, as_of"),
        ("name: x\ncases: &a\n- *a\n", "2: holds itself; write out what is meant by the *name"),
        ("[" * 20_000, "nested too deeply; a set is a list of cases"),
        (
            YAML.replace("  question", "\tquestion"),
            "5: not YAML: a tab stands where blanks are needed; indent with blanks",
        ),
        (
            YAML.replace("  question: 总结？", "  question: 总结？\n  question: 电话？"),
            "6: key 'question' stands twice; keep one",
        ),
        (YAML.replace("question: ", "question："), "6: not YAML: "),
        (f"{YAML}---\n{YAML}", "7: not YAML: expected a single document in the stream"),
        (YAML.replace("总结？", "!!python/object/apply:os.getcwd []"), "5: expected a text"),
        (YAML.replace("[2024-05-13]", "[[2024-05-13]]"), "6: expected a text"),
        (f"{YAML}\0", "not YAML: "),
        ("- a\n", "1: expected the keys name, cases, as_of"),
    ],
)
def test_yaml_that_is_not_as_it_should_be(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(text, "utf-8")

    assert any(found.startswith(problem) for found in problems(path)), problems(path)


def test_yaml_of_another_encoding_says_so_and_a_mark_at_its_head_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_bytes(YAML.encode("gbk"))
    assert problems(path) == ["not UTF-8; save it as UTF-8"]

    path.write_bytes(YAML.encode("utf-8-sig"))
    assert len(load_set(path, [NOTICE]).cases) == 1


def test_what_an_alias_repeats_counts_as_written_out(tmp_path: Path) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(
        YAML.replace("expect: {", "expect: &same {") + "- id: b\n  question: 何时报送？\n  expect: *same\n", "utf-8"
    )

    first, second = load_set(path, [NOTICE]).cases
    assert first.expect == second.expect
