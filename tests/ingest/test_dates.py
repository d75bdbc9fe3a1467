"""Dates as notices print them, and what a part that is left out may be."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.periods import Period, find_period
from ingest.times.dates import DateMention, date_lists, find_dates
from ingest.times.resolve import DateContext, resolve
from ingest.times.time_rules import find_rules

SHARED = Path(__file__).parents[2] / ".." / "shared"
ISSUED = DateContext(issued=date(2024, 3, 15))
TURN_OF_THE_YEAR = DateContext(campaign=(date(2021, 12, 7), date(2022, 2, 10)))


def only(text: str) -> DateMention:
    (mention,) = find_dates(text)
    return mention


def days(text: str, context: DateContext = ISSUED) -> tuple[str | None, str | None]:
    """First and last day of the one date in the text."""
    found = resolve(only(text), context)
    return (found.start.isoformat() if found.start else None, found.end.isoformat() if found.end else None)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("活动时间：2024年4月28日—5月12日", "2024-04-28", "2024-05-12"),
        ("2022 年 1 月 10 日-2 月 7 日", "2022-01-10", "2022-02-07"),
        ("2021年12月7日-31日，向地方印发通知", "2021-12-07", "2021-12-31"),
        ("2021年4月28日0时—5月10日24时", "2021-04-28", "2021-05-10"),
        ("2024年1月18日-2月17日（腊月初八至正月初八，共31天）", "2024-01-18", "2024-02-17"),
        ("3月31—4月22日,各地做好筹备工作", "2024-03-31", "2024-04-22"),
        ("2025年12月22日起至2025年12月26日。", "2025-12-22", "2025-12-26"),
        ("12月20日至次年1月10日", "2024-12-20", "2025-01-10"),
        ("2021年12月20日—1月10日", "2021-12-20", "2022-01-10"),
        ("二〇二四年四月二十八日至五月十二日", "2024-04-28", "2024-05-12"),
        ("２０２４年５月１日～５日", "2024-05-01", "2024-05-05"),
        ("2024年5月至7月", "2024-05-01", "2024-07-31"),
        ("腊月廿三至正月十五", "2024-02-02", "2024-02-24"),
        ("正月初一至初七", "2024-02-10", "2024-02-16"),
        ("除夕至元宵节", "2024-02-09", "2024-02-24"),
        ("2024年前三季度", "2024-01-01", "2024-09-30"),
    ],
)
def test_a_range_leaves_to_its_start_what_its_end_does_not_print(text: str, start: str, end: str) -> None:
    assert days(text) == (start, end)


@pytest.mark.parametrize(
    ("text", "words", "qualifier", "time"),
    [
        ("于**2025年12月26日11:00前**发送", "2025年12月26日11:00前", "前", "11:00"),
        ("2022年1月18日下午18：00-20：00。", "2022年1月18日下午18：00-20：00", None, "20:00"),
        ("9月30日（星期五）下午5点半前报", "9月30日（星期五）下午5点半前", "前", "17:30"),
        ("4月23日左右,召开媒体吹风会", "4月23日左右", "左右", None),
        ("3月20日下班前", "3月20日下班前", "下班前", None),
        ("截止时间为2025年12月28日18:00，", "2025年12月28日18:00", "截止", "18:00"),
        ("5月13日前往现场", "5月13日", None, None),
        ("日期：2025-12-29 13:44 来源", "2025-12-29 13:44", None, "13:44"),
    ],
)
def test_what_stands_behind_a_date_belongs_to_it(
    text: str, words: str, qualifier: str | None, time: str | None
) -> None:
    mention = only(text)

    assert mention.end is not None
    assert (mention.span.of(text), mention.qualifier, mention.end.time) == (words, qualifier, time)


def test_the_qualifier_behind_a_list_holds_for_every_date_of_it() -> None:
    mentions = find_dates("请于4月12日、5月13日前报我司，4月20日开会。")

    assert [[mention.qualifier for mention in one] for one in date_lists(mentions)] == [["前", "前"], [None]]


@pytest.mark.parametrize(
    "text",
    [
        "商电促进函〔2024〕40号", "国办发〔2020〕32号", "第三条", "010-65197902 010—85093748", "024-86890383", "12.5元",
        "不超过5家", "3个月", "2021-2035", "第3月", "6·18", "修正月度计划", "五月十五", "http://a.cn/t20251226_1.html", "13月1日",
    ],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert not [mention for mention in find_dates(text) if mention.end and mention.end.month]


@pytest.mark.parametrize(
    "text",
    [
        "2月30日前",
        "2023年2月29日",
        "6月31日",
        "2025年6月前",
        "8月初",
        "2025年",
        "2024年腊月二十三",
        "2024年腊月三十一",
        "2024年6月第5个星期一",
    ],
)
def test_a_day_that_does_not_exist_or_is_not_named_is_not_resolved(text: str) -> None:
    assert days(text) == (None, None)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("请于每月5日前报送", "每月5日前"),
        ("每周五17:00前报送", "每周五17:00前"),
        ("每季度结束后10日内", "每季度结束后10日内"),
        ("自印发之日起10个工作日内", "自印发之日起10个工作日内"),
        ("请在活动结束后7日内报", "活动结束后7日内"),
        ("2024年5月1日起10个工作日内", "2024年5月1日起10个工作日内"),
        ("报名时间另行通知。", "另行通知"),
        ("请于收到本通知之日起15日内反馈", "收到本通知之日起15日内"),
        ("各市县商务局自本通知印发之日起10个工作日内报送", "自本通知印发之日起10个工作日内"),
        ("各市县商务局收到通知之日起3日内报送", "收到通知之日起3日内"),
        ("各市县商务局收到通知后3日内报送", "收到通知后3日内"),
        ("于第二年的10月底前报送", "第二年的10月底前"),
        ("请于春节前完成", "春节前"),
        ("每隔3天报送一次", "每隔3天"),
        ("活动启动前5个工作日，提交方案", "活动启动前5个工作日"),
    ],
)
def test_a_time_that_is_no_single_date_keeps_its_words(text: str, rule: str) -> None:
    assert only(text).rule == rule


@pytest.mark.parametrize(
    ("text", "context", "day", "basis"),
    [
        ("2024年5月13日", ISSUED, date(2024, 5, 13), None),
        ("5月13日前", ISSUED, date(2024, 5, 13), "year from 成文日期/文号 2024"),
        ("5月13日前", DateContext(doc_year=2024), date(2024, 5, 13), "year from 成文日期/文号 2024"),
        ("1月10日前", ISSUED, date(2025, 1, 10), "first such day after 成文日期 2024-03-15"),
        ("3月1日前", ISSUED, date(2024, 3, 1), "year from 成文日期/文号 2024"),
        ("2月10日前", TURN_OF_THE_YEAR, date(2022, 2, 10), "year from campaign period 2021-12-07..2022-02-10"),
        ("12月7日", TURN_OF_THE_YEAR, date(2021, 12, 7), "year from campaign period 2021-12-07..2022-02-10"),
        (
            "1月9日",
            DateContext(stated=date(2021, 12, 20)),
            date(2022, 1, 9),
            "year from the date before it, 2021-12-20",
        ),
        ("明年3月1日", ISSUED, date(2025, 3, 1), "counted from 成文日期 2024-03-15"),
        ("本月25日前", ISSUED, date(2024, 3, 25), "counted from 成文日期 2024-03-15"),
        ("5月底前", ISSUED, date(2024, 5, 31), "year from 成文日期/文号 2024; last day of the period printed as 底"),
        (
            "自印发之日起10个工作日内",
            ISSUED,
            date(2024, 3, 29),
            "10个工作日 after 成文日期 2024-03-15",
        ),
        (
            "活动结束后7日内",
            TURN_OF_THE_YEAR,
            date(2022, 2, 17),
            "7日 after the end of the campaign period 2022-02-10",
        ),
        ("活动结束后7日内", ISSUED, None, None),
        ("收到本通知之日起15日内", ISSUED, None, None),
        ("15日内", ISSUED, None, None),
        (
            "腊月二十三",
            TURN_OF_THE_YEAR,
            date(2022, 1, 25),
            "converted from 农历; year from campaign period 2021-12-07..2022-02-10",
        ),
        (
            "腊月二十三",
            DateContext(doc_year=2023, campaign_year=2024),
            date(2024, 2, 2),
            "converted from 农历; year from the campaign's name, 2024",
        ),
        ("腊月二十三", DateContext(doc_year=2024), None, None),
        (
            "正月十五",
            DateContext(doc_year=2024),
            date(2024, 2, 24),
            "converted from 农历; year from 成文日期/文号 2024",
        ),
        ("农历2024年腊月二十三", DateContext(), date(2025, 1, 22), "converted from 农历"),
        ("下半年", ISSUED, date(2024, 12, 31), "year from 成文日期/文号 2024; the whole of the period printed"),
        (
            "一季度",
            DateContext(issued=date(2024, 11, 20)),
            date(2025, 3, 31),
            "first such time after 成文日期 2024-11-20; the whole of the period printed",
        ),
        ("一季度", DateContext(issued=date(2024, 6, 20), duty=True), None, None),
        ("2024年底前", ISSUED, date(2024, 12, 31), "last day of the period printed as 底"),
        ("5月13日前", DateContext(), None, None),
    ],
)
def test_a_year_left_out_is_the_nearest_sensible_one(
    text: str, context: DateContext, day: date | None, basis: str | None
) -> None:
    found = resolve(only(text), context)

    assert (found.end, found.basis) == (day, basis)


def test_a_duty_is_never_dated_before_the_year_of_the_notice() -> None:
    campaign = (date(2024, 1, 18), date(2024, 2, 17))
    context = DateContext(issued=date(2024, 1, 10), campaign=campaign)
    mention = only("12月20日")

    assert resolve(mention, context).end == date(2023, 12, 20)
    assert resolve(mention, DateContext(issued=date(2024, 1, 10), campaign=campaign, duty=True)).end == date(
        2024, 12, 20
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("一、总体安排\n活动时间：2024年4月28日—5月12日\n", "2024年4月28日—5月12日"),
        ("二、时间\n2021年4月28日0时—5月10日24时\n三、组织方式", "2021年4月28日0时—5月10日24时"),
        ("我部将会同有关部门，于2021年1月20日—2月18日以“保供应”为目标，开展活动。", "2021年1月20日—2月18日"),
    ],
)
def test_the_period_of_a_campaign_stands_under_its_label_or_where_it_is_held(text: str, words: str) -> None:
    period = find_period(text)

    assert isinstance(period, Period)
    assert period.span.of(text) == words


@pytest.mark.parametrize(
    "event",
    [
        "启动仪式\n时间：2024年4月18日（周四）下午14:30\n地点：某广场",
        "（一）高峰论坛\n时间：2024年4月18日至19日\n",
        "定于2024年4月18日至19日举办高峰论坛。",
    ],
)
def test_the_time_of_an_event_within_a_campaign_is_not_that_of_the_campaign(event: str) -> None:
    assert find_period(event) is None

    period = find_period(f"{event}\n拟于2024年4月25日至5月24日开展“某某”消费月活动。")
    assert period is not None
    assert (period.start, period.end) == (date(2024, 4, 25), date(2024, 5, 24))


def test_a_range_under_its_label_is_surer_than_a_day() -> None:
    period = find_period("活动时间：2024年4月18日\n二、时间\n2024年4月20日—5月8日")

    assert period is not None
    assert period.end == date(2024, 5, 8)


def test_a_phase_is_not_the_period_of_the_campaign() -> None:
    assert find_period("3月31日前，召开部署会。请于3月20日前报送名单。") is None


PIECES = st.sampled_from(
    [
        "2024年",
        "5月",
        "13日",
        "—",
        "至",
        "、",
        "和",
        "前",
        "起",
        "每",
        "月底",
        "17:00",
        "（星期五）",
        "之日起",
        "个工作日内",
        "次年",
        "，",
    ]
)
TEXTS = st.text() | st.lists(PIECES | st.text(max_size=3), max_size=20).map("".join)


@given(TEXTS)
@settings(deadline=None)
def test_mentions_lie_in_the_text_in_order_and_apart(text: str) -> None:
    spans = [mention.span for mention in find_dates(text)]

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert [span for span in find_rules(text) if span.end > len(text)] == []


@given(TEXTS, st.dates(), st.booleans())
@settings(deadline=None)
def test_resolving_never_raises_and_never_turns_a_range_round(text: str, issued: date, duty: bool) -> None:
    for mention in find_dates(text):
        found = resolve(mention, DateContext(issued=issued, campaign=(issued, issued), duty=duty))

        assert found.start is None or (found.end is not None and found.start <= found.end)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
@settings(deadline=None)
def test_a_date_printed_in_full_is_read_back(day: date) -> None:
    for text in (
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}-{day.month:02}-{day.day:02}",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
    ):
        assert resolve(only(text), DateContext()).end == day


@pytest.mark.skipif(not SHARED.exists(), reason="the measuring data lies beside the project, not in it")
def test_599_policy_pages_are_read_without_an_exception() -> None:
    lines = (SHARED / "datasets/ncp_policy/documents.jsonl").read_text("utf-8").strip().split("\n")
    pages = [json.loads(line)["text"] for line in lines]

    for text in pages:
        for mention in find_dates(text):
            resolve(mention, ISSUED)
            assert mention.span.of(text).strip()


def test_the_period_first_set_gives_way_to_the_one_it_was_changed_to() -> None:
    text = "原定于2024年3月1日至3月20日举办的购物节，因天气调整至2024年4月1日至4月20日举办。"
    period = find_period(text)

    assert period is not None
    assert (period.start, period.end) == (date(2024, 4, 1), date(2024, 4, 20))
    assert find_period("原计划于2024年3月1日至3月20日举办购物节，现延期。") is None

    period = find_period("一、活动时间由原定的2024年3月1日至3月20日，现调整为2024年3月1日至4月15日（周一）。")
    assert period is not None
    assert period.end == date(2024, 4, 15)


def test_a_day_in_brackets_behind_its_weekday_goes_on_behind_them() -> None:
    text = "请于下周五（5月10日）17:00前报送。"

    (found,) = find_dates(text)

    assert found.span.of(text) == "下周五（5月10日）17:00前"
    assert (found.end and found.end.time, found.qualifier) == ("17:00", "前")
