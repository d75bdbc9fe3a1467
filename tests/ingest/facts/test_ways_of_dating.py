"""Dates as notices print them beside the plainest way: ranges of handing in, lists of days, times of a report."""

from __future__ import annotations

import pytest

from ingest.facts.deadlines.find import find_deadlines
from tests.ingest.facts.offices import of_province


def dated(text: str) -> list[tuple[str, str, str, str | None]]:
    return [
        (one.what, str(one.start or ""), str(one.end or one.due or ""), one.rule)
        for one in find_deadlines(of_province(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("企业于4月15日至5月10日在线填报。", [("填报", "2024-04-15", "2024-05-10", None)]),
        (
            "企业于4月15日至5月10日登录“某平台”提交申报材料。",
            [("申报材料", "2024-04-15", "2024-05-10", None)],
        ),
        ("年货节自4月20日起至5月22日止，为期33天。", [("年货节", "2024-04-20", "2024-05-22", None)]),
        (
            "报名时间\n第一批：自本公告发布之日起至4月30日止。",
            [("报名", "", "2024-04-30", None)],
        ),
        (
            "企业应于4月10日前提交资料，4月13日前补齐。",
            [("资料", "", "2024-04-10", None), ("补齐", "", "2024-04-13", None)],
        ),
        (
            "（一）消费券发放。4月18日、4月25日分两轮发放。",
            [("分两轮发放", "", "2024-04-18", None), ("分两轮发放", "", "2024-04-25", None)],
        ),
        (
            "4月10日前由区商务局形成专报报区政府。",
            [("专报", "", "2024-04-10", None)],
        ),
        (
            "各市每年6月底、12月底前分别报送半年、全年工作总结。",
            [("半年、全年工作总结", "", "", "每年6月底、12月底前")],
        ),
        (
            "请于4月17日前将推荐函报我厅，电子版同时报送。",
            [("推荐函", "", "2024-04-17", None), ("电子版", "", "2024-04-17", None)],
        ),
        (
            "4月24日前完成初审，5月8日前会同财政局完成复核并联合行文上报。",
            [("完成初审", "", "2024-04-24", None), ("会同财政局完成复核并联合行文上报", "", "2024-05-08", None)],
        ),
        ("发生异常情况的，要在2小时内报告。", [("发生异常情况报告", "", "", "2小时内")]),
        ("启动仪式4月27日举行，具体安排另行通知。", [("具体安排", "", "", "另行通知")]),
    ],
)
def test_what_happens_when(text: str, expected: list[tuple[str, str, str, str | None]]) -> None:
    found = dated(text)

    assert [one for one in expected if one not in found] == [], found
    assert not [one for one in found if one[0] not in [what for what, *_ in expected] and "举行" not in one[0]]
