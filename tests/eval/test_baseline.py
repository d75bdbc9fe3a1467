"""A baseline says what was fixed and what broke, bears new cases, and calls a metric fallen only if chance does not do it."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.model import Status
from assistant.services import Services
from eval.baseline import compare, read_baseline, write_baseline
from eval.cases import Case, Expectation
from eval.report import Report
from eval.run import Result, run
from eval.targets import InProcess
from eval.verdict import Verdict
from tests.fakes import FakeAssistant, FakeShelf, make_campaign_notice

AS_OF = date(2024, 4, 1)


def case(name: str, status: Status) -> Case:
    """Asked for the summary, the assistant of the tests answers, whatever is expected."""
    days = (date(2024, 5, 13),) if status is Status.ANSWERED else ()
    return Case(
        id=name,
        question=f"{name}：总结什么时候交？",
        expect=Expectation(statuses=(status,), dates=days),
        as_of=AS_OF,
        line=1,
    )


def right(name: str) -> Case:
    return case(name, Status.ANSWERED)


def wrong(name: str) -> Case:
    return replace(right(name), expect=Expectation(statuses=(Status.ANSWERED,), dates=(date(2024, 6, 1),)))


def harmful(name: str) -> Case:
    return case(name, Status.NOT_STATED)


def report_on(*cases: Case) -> Report:
    services = Services(FakeAssistant(), FakeShelf((make_campaign_notice(),)))
    return Report("mine", tuple(run(cases, InProcess(services))))


def ids(results: tuple[Result, ...]) -> list[str]:
    return [result.case.id for result in results]


def test_what_broke_and_what_was_fixed(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, [report_on(right("a"), wrong("b"), wrong("c"), right("d"), right("e"))])

    now = compare(report_on(wrong("a"), right("b"), wrong("c"), right("d"), wrong("f")), read_baseline(file))

    assert now.known
    assert (ids(now.broken), ids(now.fixed), ids(now.still), ids(now.new), now.gone) == (
        ["a"],
        ["b"],
        ["c"],
        ["f"],
        ("e",),
    )


def test_harm_that_was_there_before_is_known_and_another_is_not(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, [report_on(harmful("a"), right("b"))])

    now = compare(report_on(harmful("a"), harmful("b"), harmful("new")), read_baseline(file))

    assert ids(now.harmful) == ["b", "new"]


def test_a_set_that_the_baseline_does_not_have_is_all_new(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, [report_on(right("a"))])

    now = compare(replace(report_on(wrong("a")), name="other"), read_baseline(file))

    assert (now.known, ids(now.broken), ids(now.new)) == (False, [], ["a"])


def with_values(values: list[float]) -> Report:
    """A report whose cases have these values of recall@5."""
    report = report_on(*(right(f"c{n}") for n in range(len(values))))
    results = zip(report.results, values, strict=True)
    return replace(
        report,
        results=tuple(replace(one, verdicts={**one.verdicts, "recall@5": Verdict(value)}) for one, value in results),
    )


@pytest.mark.parametrize(
    ("now", "fallen"),
    [
        pytest.param([1.0] * 40, [], id="as before"),
        pytest.param([1.0] * 39 + [0.0], [], id="one case: chance can do that"),
        pytest.param(
            [1.0] * 20 + [0.0] * 20,
            ["search: recall@5 fell from 1.000 to 0.500 over 40 cases, in c20, c21, c22, c23, c24 and 15 more"],
            id="half",
        ),
    ],
)
def test_a_metric_has_fallen_if_chance_does_not_explain_it(tmp_path: Path, now: list[float], fallen: list[str]) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, [with_values([1.0] * 40)])

    assert [str(drop) for drop in compare(with_values(now), read_baseline(file)).drops] == fallen


def test_what_the_file_rounds_has_not_fallen(tmp_path: Path) -> None:
    file = tmp_path / "baseline.json"
    write_baseline(file, [with_values([2 / 3] * 40)])

    assert compare(with_values([2 / 3] * 40), read_baseline(file)).drops == ()


def test_a_change_of_one_case_is_one_line_of_the_file(tmp_path: Path) -> None:
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    write_baseline(before, [report_on(right("a"), right("b"), right("c"))])
    write_baseline(after, [report_on(right("a"), wrong("b"), right("c"))])

    pairs = zip(before.read_text("utf-8").splitlines(), after.read_text("utf-8").splitlines(), strict=True)

    assert [json.loads("{" + line.strip().rstrip(",") + "}")["b"]["right"] for old, line in pairs if old != line] == [
        False
    ]
