"""How long something holds, is shown or may take, and from when to when."""

from __future__ import annotations

import pytest

from ingest.facts.deadlines.find import find_deadlines
from ingest.model import DeadlineKind
from tests.ingest.facts.offices import of_province


@pytest.mark.parametrize(
    ("text", "what", "start", "end"),
    [
        ("本细则自2024年4月5日起施行，有效期至2024年12月31日。", "本细则有效期", "2024-04-05", "2024-12-31"),
        ("第一轮消费券有效期至4月29日，逾期失效。", "第一轮消费券有效期", "None", "2024-04-29"),
    ],
)
def test_what_holds_until_a_day_is_a_period(text: str, what: str, start: str, end: str) -> None:
    (found,) = find_deadlines(of_province(text))

    assert (found.kind, found.what) == (DeadlineKind.PERIOD, what)
    assert (str(found.start), str(found.end)) == (start, end)


@pytest.mark.parametrize(
    ("text", "what", "rule"),
    [
        ("评审结果在省商务厅官网公示5个工作日，无异议的发文公布。", "评审结果在省商务厅官网公示", "5个工作日"),
        ("提前终止的由市商务局提前3日向社会公告。", "向社会公告", "提前3日"),
        ("项目变更的，应当提前15个工作日向原审批部门提出书面申请。", "向原审批部门提出书面申请", "提前15个工作日"),
        ("邮快件分拨时限压缩至6小时以内。", "邮快件分拨时限", "压缩至6小时以内"),
        ("项目建成后30日内，项目单位提出验收申请。", "项目单位提出验收申请", "项目建成后30日内"),
        ("对新认定的街区，在认定后60日内兑现奖补资金。", "兑现奖补资金", "认定后60日内"),
        ("企业应在收到缴费通知后5个工作日内缴清展位费。", "缴清展位费", "收到缴费通知后5个工作日内"),
        ("确需请假的，须提前1天向市商务局书面说明。", "向市商务局书面说明", "提前1天"),
        ("发现异常的应在2小时内反馈企业核实。", "反馈企业核实", "2小时内"),
        ("重大情况30分钟内电话报告。", "电话报告", "30分钟内"),
        ("各地于9月前完成“回头看”。", "各地完成“回头看”", "9月前"),
        ("重要活动提前一周报备。", "报备", "提前一周"),
        ("有异议的在5日内向平台反馈。", "向平台反馈", "5日内"),
        ("重大隐患限期15日内整改到位。", "整改到位", "15日内"),
        ("每周五召开调度会。", "召开调度会", "每周五"),
    ],
)
def test_a_length_of_time_keeps_its_words(text: str, what: str, rule: str) -> None:
    (found,) = find_deadlines(of_province(text))

    assert (found.kind, found.what, found.rule, found.due) == (DeadlineKind.MILESTONE, what, rule, None)


@pytest.mark.parametrize(
    "text",
    [
        "企业营业执照有效期至2025年12月31日。",
        "原证书有效期至2023年12月31日。",
        "结果公示无异议后发文。",
        "活动提前3天结束。",
        "本市提前3个月完成任务。",
    ],
)
def test_what_is_no_time_to_keep(text: str) -> None:
    assert find_deadlines(of_province(text)) == ()


def test_before_the_middle_of_a_month_is_no_single_day() -> None:
    text = "省商务厅组织专家评审，9月中旬前完成。"

    (found,) = find_deadlines(of_province(text))

    assert (found.due, found.start, found.rule) == (None, None, "9月中旬前")


def test_where_a_shown_list_has_its_days_their_number_is_no_other_fact() -> None:
    (found,) = find_deadlines(of_province("名单于4月20日至4月22日在官网公示3个工作日。"))

    assert (str(found.start), str(found.end)) == ("2024-04-20", "2024-04-22")


def test_what_opens_on_one_day_and_closes_on_another_is_open_between_them() -> None:
    (found,) = find_deadlines(of_province("网上申报系统于2024年4月17日9:00开放，5月12日24:00关闭。"))

    assert (found.kind, found.what, str(found.start), str(found.due), found.due_time) == (
        DeadlineKind.SUBMISSION,
        "网上申报",
        "2024-04-17",
        "2024-05-12",
        "24:00",
    )


def test_what_is_done_after_a_list_is_made_public_is_not_counted_from_the_notice() -> None:
    (found,) = find_deadlines(of_province("获奖企业须于公布之日起一个月内签订协议。"))

    assert (found.due, found.rule) == (None, "公布之日起一个月内")


def test_from_now_on_is_no_day() -> None:
    (found,) = find_deadlines(of_province("一、筹备阶段（即日起至5月中旬）"))

    assert (found.start, str(found.end)) == (None, "2024-05-20")
