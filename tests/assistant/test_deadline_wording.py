"""How a deadline is said: its bound where one says it, what was computed called so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.model import Status
from assistant.verify import Unproved, prove
from assistant.wording import sentence
from ingest.model import ClauseId, Deadline, DeadlineKind, Span
from tests.assistant.build import draft_of, make_desk

KIND = DeadlineKind.SUBMISSION


def said(printed: str | None = None, **fields: object) -> str:
    base: dict[str, object] = {"clause": ClauseId("c"), "span": Span(0, 9), "kind": KIND, "what": "总结"}
    return sentence(Deadline(**{**base, **fields}), printed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("qualifier", "words"),
    [
        ("前", "总结须于2024年5月13日前报商务部。"),
        ("下班前", "总结须于2024年5月13日下班前报商务部。"),
        ("最迟", "总结须最迟于2024年5月13日报商务部。"),
        ("最迟不得晚于", "总结须最迟于2024年5月13日报商务部。"),
        ("不迟于", "总结须最迟于2024年5月13日报商务部。"),
        ("截至", "总结须于2024年5月13日截止报商务部。"),
        ("止", "总结须于2024年5月13日截止报商务部。"),
    ],
)
def test_a_bound_stands_where_one_says_it(qualifier: str, words: str) -> None:
    assert said(due=date(2024, 5, 13), qualifier=qualifier, to="商务部") == words


def test_a_bound_that_was_printed_before_the_hour_is_not_lost() -> None:
    day = date(2024, 5, 13)

    assert said("2024年5月13日18:00", due=day, due_time="18:00", qualifier="截止") == "总结，2024年5月13日18:00截止。"
    assert said("2024年5月13日18:00前", due=day, due_time="18:00", qualifier="前") == "总结，2024年5月13日18:00前。"


def test_of_a_duty_without_a_day_the_time_is_said_to_be_missing() -> None:
    assert said(to="商务部") == "总结报商务部，时间未写明。"
    assert said(to="商务部", rule="及时") == "总结，及时报商务部。"


def test_a_day_that_was_made_of_words_is_called_computed_from_them() -> None:
    basis = "year from 成文日期/文号 2024; last day of the period printed as 底"

    assert said("5月底前", due=date(2024, 5, 31), qualifier="前", basis=basis) == (
        "总结，2024年5月31日前（原文为“5月底前”，日期据此推算）（年份据发文字号推算）。"
    )


def test_a_date_that_is_printed_in_full_before_is_not_called_computed() -> None:
    assert said(due=date(2024, 5, 13), qualifier="前", rule="同时", basis="同时: the date before it") == (
        "总结，2024年5月13日前。"
    )


NOTICE = """关于做好第一届美食节工作的通知
各区商务局：
现将有关事项通知如下：
一、活动时间
2024年4月28日至5月12日
二、报送要求
{}
某市商务局
2024年4月5日
"""


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("有关支持方案报市商务局备案。", "有关支持方案报某市商务局，时间未写明。"),
        ("请于4月底前将活动方案报市商务局。", "2024年4月30日前报某市商务局（原文为“4月底前”，日期据此推算）"),
        (
            "请于活动结束后7日内将活动总结报市商务局。",
            "须于2024年5月19日报某市商务局（原文为“活动结束后7日内”，日期据此推算）",
        ),
        ("各区商务局每年1月15日前报送上年度工作总结。", "上年度工作总结，每年1月15日前。"),
        ("活动总结最迟不得晚于2024年5月20日。", "活动总结，最迟2024年5月20日。"),
        ("典型案例随时报送。", "典型案例，随时。"),
        ("网上申报时间：2024年4月20日9:00—4月25日17:00。", "网上申报，2024年4月25日17:00。"),
        ("报名时间从发文之日起至4月30日止。", "报名，2024年4月30日截止"),
    ],
)
def test_what_the_gate_compares_with_the_notice_passes(printed: str, told: str) -> None:
    answer = make_desk(NOTICE.format(printed)).ask("第一届美食节有哪些材料要报送，什么时候报？")

    assert answer.status is Status.ANSWERED
    assert told in answer.text


def test_that_no_time_is_stated_is_said_only_of_what_has_none() -> None:
    desk = make_desk(NOTICE.format("请于2024年5月20日前将活动总结报市商务局。"))
    answer = desk.ask("第一届美食节活动总结什么时候报")
    draft = replace(draft_of(answer), text="各区商务局：活动总结报某市商务局，时间未写明。[1]")

    with pytest.raises(Unproved):
        prove(draft, answer.query, desk.find, trace_id="t")


def test_a_question_for_the_day_of_a_duty_without_one_is_told_that_there_is_none() -> None:
    answer = make_desk(NOTICE.format("有关支持方案报市商务局备案。")).ask("第一届美食节支持方案几号报")

    assert answer.status is Status.NOT_STATED
    assert answer.text.endswith("没有写明具体日期。")
