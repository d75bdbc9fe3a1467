"""A correction quotes what no longer holds beside what holds now: only the second may be believed."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.facts.deadlines.find import find_deadlines
from ingest.periods import find_period
from ingest.times.corrections import in_force
from tests.ingest.facts.offices import duties, of_province, steps


@pytest.mark.parametrize(
    ("text", "step"),
    [
        (
            "一、《通知》第二条“活动时间为2024年4月25日至5月24日”，调整为“2024年5月1日至5月31日”。",
            ("活动时间", "2024-05-01", "2024-05-31"),
        ),
        (
            "“启动仪式于4月25日19:00在奥体中心举行”，调整为“启动仪式于5月1日19:30在五四广场举行”，范围不变。",
            ("启动仪式在五四广场举行", "2024-05-01", "2024-05-01"),
        ),
        (
            "1.原文“三、展会时间：2024年4月6日-8日”应为“三、展会时间：2024年4月13日-15日”。",
            ("展会时间", "2024-04-13", "2024-04-15"),
        ),
        ("开幕式时间由4月6日上午9:00变更为4月13日上午9:30。", ("开幕式时间", "2024-04-13", "2024-04-13")),
        (
            "原定4月8日举办的“购物夜”活动推迟至4月15日（周六）18:30，地点不变。",
            ("“购物夜”活动", "2024-04-15", "2024-04-15"),
        ),
        (
            "第二批消费券使用期限由原2024年3月31日延长至2024年4月16日24时。",
            ("第二批消费券使用期限", "None", "2024-04-16"),
        ),
        ("撤展时间原定4月8日17:00，现推迟到4月15日17:00。", ("撤展时间", "2024-04-15", "2024-04-15")),
    ],
)
def test_of_an_old_and_a_new_date_only_the_new_one_is_given(text: str, step: tuple[str, str, str]) -> None:
    assert steps(of_province(text)) == [step]


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        (
            "《通知》第四条规定的典型案例报送截止时间，由“4月15日”延至“4月28日”；",
            (None, "典型案例报送", None, "2024-04-28"),
        ),
        (
            "原文“参展回执请于4月20日前报我厅”改为“参展回执请于4月27日17时前报我厅”。",
            ("各市商务局", "参展回执", "辽宁省商务厅", "2024-04-27"),
        ),
        ("总结报送时间相应顺延至5月5日前。", (None, "总结报送", None, "2024-05-05")),
    ],
)
def test_what_is_handed_in_later_than_first_said_has_its_new_day(text: str, duty: tuple[str | None, ...]) -> None:
    assert duties(of_province(text)) == [duty]


def test_a_new_time_without_its_thing_takes_it_from_the_heading() -> None:
    text = "做好数据报送\n原“每周五报送”调整为“每周三、周日18:00前报送”。"

    assert duties(of_province(text)) == [("各市商务局", "数据", None, "每周三、周日18:00前")]


def test_every_character_keeps_its_place() -> None:
    text = "由“7月15日”延至“7月28日”，“a”改为“b”。"

    assert len(in_force(text)) == len(text)
    assert in_force(text).index("7月28日") == text.index("7月28日")


def test_the_campaign_itself_runs_when_the_correction_says() -> None:
    period = find_period("《通知》第二条“活动时间为2025年7月25日至8月24日”，调整为“2025年8月1日至8月31日”。")

    assert period and (period.start, period.end) == (date(2025, 8, 1), date(2025, 8, 31))


def test_a_change_that_begins_on_a_day_is_in_force_from_then() -> None:
    (found,) = find_deadlines(of_province("申报方式由4月1日起调整为网上申报，请于4月10日前报送申请表。"))

    assert found.due == date(2024, 4, 10)
