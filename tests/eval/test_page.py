"""The page needs nothing but itself, and shows of a failure what an evaluator asks for."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from lxml import html

from assistant.model import Answer, Kind, Status
from assistant.services import Services
from eval.baseline import Before, compare
from eval.cases import Case, Expectation
from eval.page import page_html
from eval.passing import GATES, Judged
from eval.report import Report
from eval.run import run
from eval.targets import InProcess
from eval.verdict import Verdict
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


class Worded(FakeAssistant):
    """Its answers were to be worded by a language model, of which the gate dropped something."""

    def ask(self, question: str, **asked: Any) -> Answer:
        wording = "model=qwen prompt=answer.zh.md@1:af92334f1a78 outcome=unproved kept=1"
        return replace(super().ask(question, **asked), wording=wording, dropped=("date: 2024-05-14", "nothing_left: "))


def page(assistant: FakeAssistant | None = None) -> str:
    services = Services(assistant or FakeAssistant(), FakeShelf((NOTICE,)))
    report = Report("mine", tuple(run((WRONG, RIGHT), InProcess(services))))
    then = compare(report, {"mine": {"summary": Before(True, False, {})}})
    return page_html([Judged(report, then, GATES["regression"](report, then, 1.0))], date(2024, 5, 1))


def words(path: str, between: str = "", shown: str | None = None) -> list[str]:
    """The words of the elements at a path, spaces evened out, `between` those of its parts."""
    root = html.fromstring(shown or page())
    return [" ".join(between.join(node.itertext()).split()) for node in root.xpath(path)]


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


def test_what_became_of_a_models_words_is_told_in_plain_ones() -> None:
    shown = page(Worded())
    (case,) = words("//article", between=" ", shown=shown)
    said = "qwen, with version 1 of the prompt answer.zh.md (af92334f1a78): its words were not used"

    assert f"Language model {said}" in case
    assert "Dropped by the gate a date that is not in what is cited: 2024-05-14 nothing was left to show" in case
    assert any(one.startswith(said) and one.endswith(": 2 answers") for one in words("//li", shown=shown))


def test_where_no_model_was_asked_nothing_is_said_of_one() -> None:
    assert "Language model" not in page()


def test_what_was_expected_is_told_without_colour_too() -> None:
    (first, *_) = words("//ol[@class='hits']/li", between=" ")

    assert first == "1 2024-双品网购节-商务部.txt · 正文 结尾 · expected 1.500"


def test_text_stands_out_enough_to_be_read() -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1."""
    text = page()
    colours = {name: value for name, value in re.findall(r"--(\w+): (#[0-9a-f]{3,6})[;}]", text.replace(" }", "}"))}
    pairs = [(ink, ground) for ink in ("ink", "soft", "good", "bad") for ground in ("paper", "tint")]
    pairs += [("ink", "mark"), ("ink", "want"), ("paper", "bad")]

    assert [(a, b) for a, b in pairs if _contrast(colours[a], colours[b]) < 4.5] == []


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_what_is_right_and_fell_in_search_is_shown_with_what_was_found() -> None:
    services = Services(FakeAssistant(), FakeShelf((NOTICE,)))
    sound = replace(WRONG, expect=replace(WRONG.expect, dates=(date(2024, 5, 13),)))
    cases = [replace(sound, id=f"c{n}", question=f"总结{n}？") for n in range(6)]
    report = Report("mine", tuple(run(cases, InProcess(services))))
    fallen = [
        replace(one, verdicts={**one.verdicts, "recall@1": Verdict(0.0, ("at rank 9",))}) for one in report.results
    ]
    report = replace(report, results=tuple(fallen))
    then = compare(report, {"mine": {f"c{n}": Before(True, False, {"recall@1": 1.0}) for n in range(6)}})
    shown = page_html([Judged(report, then, GATES["regression"](report, then, 1.0))], date(2024, 5, 1))

    assert "Right, and worse than in the baseline: 6" in words("//h3", shown=shown)
    (first, *others) = words("//article", between=" ", shown=shown)
    assert len(others) == 5
    assert "worse" in first and "正文 结尾 · expected" in first
