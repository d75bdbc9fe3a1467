"""The page needs nothing but itself, and shows of a failure what an evaluator asks for."""

import re
from datetime import date

from lxml import html

from assistant.model import Kind, Status
from assistant.services import Services
from eval.baseline import Before, compare
from eval.cases import Case, Expectation
from eval.page import page_html
from eval.passing import GATES, Judged
from eval.report import Report
from eval.run import run
from eval.targets import InProcess
from tests.fakes import FakeAssistant, FakeShelf, make_campaign_notice

NOTICE = make_campaign_notice()
WRONG = Case(
    id="summary",
    question="总结<什么>时候交？",
    expect=Expectation(
        statuses=(Status.ANSWERED,),
        kinds=(Kind.DEADLINES,),
        dates=(date(2024, 4, 12),),
        quote="请于4月12日",
        notices=(NOTICE.source,),
    ),
    as_of=date(2024, 4, 1),
    line=4,
    tags=("direct",),
)
RIGHT = Case(id="harmless", question="天气？", expect=Expectation((Status.NOT_STATED,)), as_of=date(2024, 4, 1), line=9)


def page() -> str:
    services = Services(FakeAssistant(), FakeShelf((NOTICE,)))
    report = Report("mine", tuple(run((WRONG, RIGHT), InProcess(services))))
    then = compare(report, {"mine": {"summary": Before(True, False, {})}})
    return page_html([Judged(report, then, GATES["regression"](report, then, 1.0))], date(2024, 5, 1))


def words(path: str, between: str = "") -> list[str]:
    """The words of the elements at a path, spaces evened out, `between` those of its parts."""
    return [" ".join(between.join(node.itertext()).split()) for node in html.fromstring(page()).xpath(path)]


def test_it_asks_for_nothing_from_outside_and_runs_nothing() -> None:
    text = page()

    assert re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|url\(|@import|<script|<link", text) == []


def test_what_stands_in_a_question_is_text_and_never_markup() -> None:
    assert "总结&lt;什么&gt;时候交？" in page()


def test_the_head_says_whether_it_passed_and_why_not() -> None:
    (verdict,) = words("//div[contains(@class, 'verdict')]")

    assert verdict.startswith("Failed mine: 1 were right before: summary; cause: 1 facts")


def test_a_failure_shows_expected_got_cause_trace_and_the_words_in_their_context() -> None:
    (case,) = words("//article", between=" ")

    for said in (
        "broken",
        "dates: missing 2024-04-12",
        "no dates 2024-04-12 among the facts that were read",
        "Expected status answered kind deadlines dates 2024-04-12",
        "Got: answered, deadlines 活动总结材料须于 2024年5月13日前 报商务部电子商务司。[1]",
        "Understood kind deadlines",
    ):
        assert said in case
    assert words("//ins") == ["请于4月12日"]
    assert words("//mark") == [
        "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。"
    ]
    assert "活动总结材料，请于4月12日、5月13日前报我司。 联系人：电子商务司" in words("//blockquote[ins]")[0]


def test_what_is_right_is_listed_too() -> None:
    assert words("//details[@class='passed']/summary") == ["Right: 1"]
