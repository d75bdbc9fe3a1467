"""Dated steps, phases and times within which something must be done; and the dates that are none of these."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.facts.deadlines.find import find_deadlines
from ingest.model import Deadline, DeadlineKind
from tests.ingest.build import make_notice
from tests.ingest.facts.offices import of_province, steps


def limits(text: str) -> list[tuple[str, str | None, date | None]]:
    found: tuple[Deadline, ...] = find_deadlines(of_province(text))
    return [(one.what, one.rule, one.due) for one in found if one.kind is DeadlineKind.MILESTONE]


def test_phases_that_a_sentence_enumerates_have_their_own_names() -> None:
    text = "评选分为三个阶段：7月1日—15日为资格审查阶段，7月16日—31日为网络投票阶段，8月上旬为专家评议阶段。"

    assert steps(of_province(text)) == [
        ("资格审查阶段", "2024-07-01", "2024-07-15"),
        ("网络投票阶段", "2024-07-16", "2024-07-31"),
        ("专家评议阶段", "2024-08-01", "2024-08-10"),
    ]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("其中4月1日至4月16日为“双11”高峰期。", ("“双11”高峰期", "2024-04-01", "2024-04-16")),
        ("二、活动时间\n8月下旬至10月上旬，9月集中开展。", ("活动时间", "2024-08-21", "2024-10-10")),
        ("一、会议时间\n4月18日（周四）15:00，会期约1.5小时。", ("会议时间", "2024-04-18", "2024-04-18")),
        ("活动时间由原定的4月10日至5月7日，现调整为4月10日至5月15日。", ("活动时间", "2024-04-10", "2024-05-15")),
        ("项目实施期为两年，即2024年7月至2026年6月。", ("项目实施期", "2024-07-01", "2026-06-30")),
        ("4月26日前在商圈等张贴活动海报。", ("在商圈等张贴活动海报", "2024-04-26", "2024-04-26")),
        ("（二）4月1日—4月10日，各市报名，推荐企业10家。", ("各市报名", "2024-04-01", "2024-04-10")),
        ("活动启动仪式原定4月28日举行，现推迟至4月30日举行。", ("活动启动仪式举行", "2024-04-30", "2024-04-30")),
        ("补贴活动自4月1日0时起实施，至12月31日24时结束，用完即止。", ("补贴活动", "2024-04-01", "2024-12-31")),
        ("材料请交齐，9月15日前我厅将组织核查。", ("我厅将组织核查", "2024-09-15", "2024-09-15")),
        ("各企业要在国庆节前（9月29日前）开展一次安全自查。", ("开展一次安全自查", "2024-09-29", "2024-09-29")),
        (
            "自2025年1月1日起至2025年12月31日，个人购买手机的给予购新补贴。",
            ("给予购新补贴", "2025-01-01", "2025-12-31"),
        ),
        ("2024年底前建成公共服务中心。", ("建成公共服务中心", "2024-12-31", "2024-12-31")),
        ("展品须于4月5日前到达展馆。", ("到达展馆", "2024-04-05", "2024-04-05")),
        ("会议日程\n4月16日 14:00-18:00 平行分论坛", ("平行分论坛", "2024-04-16", "2024-04-16")),
        ("建设基地\n完成时间：2024年12月。", ("建设基地完成时间", "2024-12-31", "2024-12-31")),
        ("培育人才\n（某局牵头，2024年底前完成）", ("培育人才完成", "2024-12-31", "2024-12-31")),
        ("我部决定于4月9日在北京举办仪式。", ("我部在北京举办仪式", "2024-04-09", "2024-04-09")),
        (
            "自2024年4月24日至2024年12月31日期间，购买新车的，可享受定额补贴。",
            ("可享受定额补贴", "2024-04-24", "2024-12-31"),
        ),
        ("启动仪式\n4月5日在电商产业园举办。", ("启动仪式在电商产业园举办", "2024-04-05", "2024-04-05")),
    ],
)
def test_steps_and_periods(text: str, step: tuple[str, str, str]) -> None:
    assert steps(of_province(text)) == [step]


def test_a_time_that_was_prolonged_is_a_period_known_by_its_end() -> None:
    (found,) = find_deadlines(of_province("补贴政策实施期限延长至2024年12月31日。"))

    assert (found.kind, found.what, found.start, found.end) == (
        DeadlineKind.PERIOD,
        "补贴政策实施期限",
        None,
        date(2024, 12, 31),
    )


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("县级部门应自受理申请之日起5个工作日内完成初审。", ("完成初审", "自受理申请之日起5个工作日内", None)),
        ("申请人应于收到退回通知后10日内补正材料。", ("补正材料", "收到退回通知后10日内", None)),
        ("省级主管部门于每年12月底前组织绩效评价。", ("组织绩效评价", "每年12月底前", None)),
        ("补办应在疫情解除后三个月内完成，不收取滞纳金。", ("补办完成", "疫情解除后三个月内", None)),
        ("自本通知印发之日起10个工作日内完成排查。", ("完成排查", "自本通知印发之日起10个工作日内", date(2024, 3, 29))),
        (
            "审核通过后10个工作日内，由服务机构将资金拨付至账户。",
            ("由服务机构将资金拨付至账户", "审核通过后10个工作日内", None),
        ),
        ("商务部门须在5个工作日内答复。", ("商务部门答复", "5个工作日内", None)),
    ],
)
def test_a_step_that_must_be_done_within_a_time(text: str, limit: tuple[str, str, date | None]) -> None:
    assert limits(text) == [limit]


@pytest.mark.parametrize(
    "text",
    [
        "3年内未发生安全事故的企业可以参加。",
        "我们5个工作日内答复。",  # what an office promises, of no time it must keep
        "活动前，商务部将召开会议进行部署。",  # some day before it
        "在2024年3月31日前，寄递发票暂免收取费用，优先办理业务。",  # what somebody gets
        "在2024年2月份申报期限延长后，仍有困难的可以申请。",
        "2.统计截止时间为2024年6月30日。",
        "2024年国庆节假期（10月1日—7日），值班电话保持畅通。",
        "9月23日是中国农民丰收节。",
    ],
)
def test_dates_that_are_no_steps(text: str) -> None:
    assert find_deadlines(of_province(text)) == ()


def test_batches_are_named_by_what_comes_in_them() -> None:
    text = "消费券分三期发放：第一期5月1日至5月5日，第二期5月10日至5月15日，第三期5月20日至5月31日。"

    assert steps(of_province(text)) == [
        ("消费券第一期", "2024-05-01", "2024-05-05"),
        ("消费券第二期", "2024-05-10", "2024-05-15"),
        ("消费券第三期", "2024-05-20", "2024-05-31"),
    ]


def test_a_step_and_a_date_behind_it_are_two_facts() -> None:
    text = "2024年4月底前，省级财政部门会同商务部门完成清算，并于2024年5月15日前将结果报财政部。"

    assert [(one.kind, one.what) for one in find_deadlines(of_province(text))] == [
        (DeadlineKind.MILESTONE, "省级财政部门会同商务部门完成清算"),
        (DeadlineKind.SUBMISSION, "结果"),
    ]


def test_where_only_the_issuer_is_known_what_an_office_does_on_a_day_is_news() -> None:
    told = make_notice("省政府新闻办于2024年4月1日召开新闻发布会。", issuers=["某省政府新闻办"])
    planned = make_notice("省政府新闻办定于2024年4月1日召开新闻发布会。", issuers=["某省政府新闻办"])

    assert (steps(told), len(steps(planned))) == ([], 1)


def test_steps_printed_as_a_name_and_a_date() -> None:
    text = (
        "三、时间\n（一）启动仪式：5月9日（周四）下午14:30，产业园路演厅。\n（二）直播带货季：5月9日至6月18日。\n"
        "（三）理论考试：9月6日上午9:00在职业学院举行。\n（四）专家评审：6月；公示：7月，公示期15个工作日。\n（五）5月下旬组织专家评审。"
    )

    assert steps(of_province(text)) == [
        ("启动仪式", "2024-05-09", "2024-05-09"),
        ("直播带货季", "2024-05-09", "2024-06-18"),
        ("理论考试", "2024-09-06", "2024-09-06"),
        ("专家评审", "2024-06-01", "2024-06-30"),
        ("公示", "2024-07-01", "2024-07-31"),
        ("组织专家评审", "2024-05-21", "2024-05-31"),
    ]


def test_the_time_under_its_heading_may_begin_with_from() -> None:
    text = "一、实施时间\n自2024年4月1日起至12月31日止，补贴资金用完即止。"

    assert steps(of_province(text)) == [("实施时间", "2024-04-01", "2024-12-31")]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("2.完成招商，5月10日前确定参展企业名单。", ("确定参展企业名单", "2024-05-10", "2024-05-10")),
        (
            "请各市于3月20日前明确1名联络员（手机必须畅通），并入群。",
            ("明确1名联络员（手机必须畅通）", "2024-03-20", "2024-03-20"),
        ),
        ("委托第三方审计，7月15日前将资金拨付到位。", ("将资金拨付到位", "2024-07-15", "2024-07-15")),
        ("公示无异议的，于4月底前下达项目计划。", ("下达项目计划", "2024-04-30", "2024-04-30")),
        ("消费季将于3月28日启动，至4月6日结束。", ("消费季", "2024-03-28", "2024-04-06")),
        ("换展期：4月20日至22日。", ("换展期", "2024-04-20", "2024-04-22")),
        ("（三）领取证件：7月16日—17日，凭介绍信领取。", ("领取证件", "2024-07-16", "2024-07-17")),
        ("内容有变化的，可在4月28日前更新。", ("更新", "2024-04-28", "2024-04-28")),
        ("对已发布的宣传物料，于4月25日前完成更换。", ("已发布的宣传物料完成更换", "2024-04-25", "2024-04-25")),
        ("时间安排：共5天（4月8日14:00—18:00报到）。", ("报到", "2024-04-08", "2024-04-08")),
        (
            "启动仪式定于4月8日在大运河广场举行（暂定，如有变化另行通知）。",
            ("启动仪式在大运河广场举行", "2024-04-08", "2024-04-08"),
        ),
    ],
)
def test_steps_in_the_words_of_other_notices(text: str, step: tuple[str, str, str]) -> None:
    assert steps(of_province(text)) == [step]


def test_what_may_be_asked_for_by_a_day_is_no_step() -> None:
    assert steps(of_province("因故退展的，3月25日前提出可退还50%费用。")) == []
