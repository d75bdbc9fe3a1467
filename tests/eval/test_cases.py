"""What is wrong with a set is said with its line, all of it at once."""

from datetime import date
from pathlib import Path

import pytest

from assistant.model import Kind, Status
from eval.cases import BadSet, Case, CaseSet, Expectation
from eval.load import load_set

NOTICE = "2024-双品网购节-商务部.txt"
KNOWN = [NOTICE]


def write(tmp_path: Path, cases: str, head: str = "name: mine\nas_of: 2024-04-01\n") -> Path:
    path = tmp_path / "set.yaml"
    path.write_text(f"{head}cases:\n{cases}", "utf-8")
    return path


def problems(tmp_path: Path, cases: str) -> list[str]:
    path = write(tmp_path, cases)
    with pytest.raises(BadSet) as caught:
        load_set(path, KNOWN)
    return [problem.removeprefix(f"{path}:") for problem in caught.value.problems]


def test_a_case_says_what_a_right_answer_holds(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"""\
- id: follow
  turns: [第六届双品网购节什么时候办？]
  question: 总结呢？
  as_of: 2024-05-20
  notice: {NOTICE}
  expect:
    status: answered
    kind: [deadlines, clauses]
    dates: [2024-05-13]
    only: [dates]
    clause: 正文 结尾
    quote: 第六届双品网购节
    notice: {NOTICE}
    warnings: [past]
  tags: [followup]
""",
    )

    assert load_set(path, KNOWN) == CaseSet(
        "mine",
        (
            Case(
                id="follow",
                question="总结呢？",
                expect=Expectation(
                    statuses=(Status.ANSWERED,),
                    kinds=(Kind.DEADLINES, Kind.CLAUSES),
                    dates=(date(2024, 5, 13),),
                    only=("dates",),
                    clauses=("正文 结尾",),
                    quote="第六届双品网购节",
                    notices=(NOTICE,),
                    warnings=("past",),
                ),
                as_of=date(2024, 5, 20),
                line=4,
                notice=NOTICE,
                turns=("第六届双品网购节什么时候办？",),
                tags=("followup",),
            ),
        ),
    )


def test_a_case_without_a_day_is_asked_on_the_day_of_the_set(tmp_path: Path) -> None:
    path = write(tmp_path, "- {id: a, question: 你好, expect: {status: out_of_scope}}")

    assert [case.as_of for case in load_set(path, KNOWN).cases] == [date(2024, 4, 1)]


def test_every_problem_is_named_with_its_line(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        f"""\
- id: a
  question: ""
  expect: {{status: answered, dates: [2024-02-30]}}
  tag: [typo]
- id: a
  question: 总结什么时候交？
  notice: 2024-双品网购节.txt
  expect:
    status: anwsered
    only: [names]
    quote: 请于6月13日前报我司
    notice: {NOTICE}
""",
    )

    assert found == [
        "7: unknown key 'tag'; known here: id, question, expect, turns, as_of, notice, tags, note",
        "5: the question is empty; write what a user would type",
        "6: '2024-02-30' is no date; write YYYY-MM-DD",
        "6: the case is to be answered, and nothing of the answer is compared; add dates, contains, clause, …",
        "12: unknown status 'anwsered'; known: answered (已回答), not_stated (未写明), not_found (未找到), out_of_scope (超出范围), ambiguous (有歧义)",
        "13: only can be asked of dates, phones, laws, not of 'names'",
        f"10: unknown notice '2024-双品网购节.txt'; known: {NOTICE}",
        "8: id 'a' is used in line 4 already; ids must differ",
    ]


@pytest.mark.parametrize(
    ("expect", "problem"),
    [
        (
            "{status: not_stated, phones: [010-65197902]}",
            "must not be answered, and yet expects content; leave only status, not_contains and warnings",
        ),
        (
            "{status: answered, contains: [湖北], not_contains: [湖北]}",
            "lists 湖北 under both contains and not_contains",
        ),
    ],
)
def test_a_case_that_contradicts_itself_is_refused(tmp_path: Path, expect: str, problem: str) -> None:
    assert problems(tmp_path, f"- {{id: a, question: 主会场在哪？, expect: {expect}}}") == [f"4: the case {problem}"]


def test_a_quote_needs_its_notice(tmp_path: Path) -> None:
    found = problems(tmp_path, "- {id: a, question: 总结呢？, expect: {status: answered, quote: 报我司}}")

    assert found == ["4: a quote needs the notice it is printed in; add notice (a spreadsheet’s cites)"]


@pytest.mark.parametrize("wants", ["the same", "something else"])
def test_what_is_asked_twice_is_said_and_whether_the_two_contradict_each_other(tmp_path: Path, wants: str) -> None:
    status = "not_stated" if wants == "the same" else "not_found"
    found = problems(
        tmp_path,
        "- {id: a, question: 主会场在哪？, expect: {status: not_stated}}\n"
        f"- {{id: b, question: 主会场在哪？, expect: {{status: {status}}}}}",
    )

    assert found == [f"5: asks what line 4 asks, and expects {wants}; keep one of the two"]


def test_a_case_needs_a_day_of_its_own_where_the_set_has_none(tmp_path: Path) -> None:
    path = write(tmp_path, "- {id: a, question: 你好, expect: {status: out_of_scope}}", head="name: mine\n")

    with pytest.raises(BadSet, match=r":3: nothing says on which day it is asked; add as_of"):
        load_set(path, KNOWN)


def test_a_file_of_another_kind_names_the_kinds_there_are(tmp_path: Path) -> None:
    with pytest.raises(BadSet, match=r"no set is kept as \.docx; known: \.yaml, \.yml, \.csv, \.xlsx"):
        load_set(tmp_path / "set.docx", KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b\n",
        "name: [",
        "name: 甲\nas_of: 2024-04-01\n",
        "name: 甲\nas_of: 2024-04-01\ncases: []\n",
        "name: 甲\n[a]: 1\n",
    ],
)
def test_a_file_that_is_no_set_is_one_clear_problem(tmp_path: Path, text: str) -> None:
    path = tmp_path / "set.yaml"
    path.write_text(text, "utf-8")

    with pytest.raises(BadSet) as caught:
        load_set(path, KNOWN)

    assert len(caught.value.problems) == 1
    assert str(path) in caught.value.problems[0]


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadSet, match=r"No such file or directory; name a file with a list of cases"):
        load_set(tmp_path / "none.yaml", KNOWN)
