"""What a CI server shows: the colour is that of the exit status, and every failure says its cause."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from assistant.model import Status
from assistant.services import Services
from eval.baseline import Before, compare
from eval.cases import Case, Expectation
from eval.junit import junit_xml
from eval.passing import GATES, Judged
from eval.report import Report
from eval.run import run
from eval.targets import InProcess
from tests.fakes import FakeAssistant, FakeShelf, make_campaign_notice

RIGHT = Case(
    id="summary",
    question="总结什么时候交？",
    expect=Expectation(statuses=(Status.ANSWERED,), dates=(date(2024, 5, 13),)),
    as_of=date(2024, 4, 1),
    line=4,
)
WRONG = Case(
    id="weather",
    question="今天天气怎么样？\x08",
    expect=Expectation(statuses=(Status.OUT_OF_SCOPE,)),
    as_of=date(2024, 4, 1),
    line=9,
)


def report_on(*cases: Case) -> Report:
    return Report("mine", tuple(run(cases, InProcess(Services(FakeAssistant(), FakeShelf((make_campaign_notice(),)))))))


def suite_of(judged: Judged) -> ElementTree.Element:
    suite = ElementTree.fromstring(junit_xml([judged])).find("testsuite")
    assert suite is not None
    return suite


def told(suite: ElementTree.Element) -> dict[str, str]:
    return {str(case.get("name")): child.tag for case in suite for child in case}


def test_a_wrong_answer_that_fails_the_run_is_a_failure_with_its_cause() -> None:
    report = report_on(RIGHT, WRONG)
    suite = suite_of(Judged(report, None, GATES["failure"](report, None, 1.0)))

    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert told(suite) == {"weather": "failure", "(the set)": "failure"}
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == "answer: status: expected out_of_scope, got not_stated"
    assert failure.text == "今天天气怎么样？\ufffd\nstatus: expected out_of_scope, got not_stated"


def test_what_was_wrong_before_is_skipped_with_its_cause() -> None:
    report = report_on(RIGHT, WRONG)
    before = {"mine": {"summary": Before(True, False, {}), "weather": Before(False, False, {})}}
    then = compare(report, before)
    suite = suite_of(Judged(report, then, GATES["regression"](report, then, 1.0)))

    assert (suite.get("failures"), suite.get("skipped")) == ("0", "1")
    assert told(suite) == {"weather": "skipped"}


def test_only_what_broke_is_a_failure() -> None:
    report = report_on(replace(RIGHT, expect=replace(RIGHT.expect, dates=(date(2024, 6, 1),))), WRONG)
    before = {"mine": {"summary": Before(True, False, {}), "weather": Before(False, False, {})}}
    then = compare(report, before)
    suite = suite_of(Judged(report, then, GATES["regression"](report, then, 1.0)))

    assert told(suite) == {"summary": "failure", "weather": "skipped", "(the set)": "failure"}
