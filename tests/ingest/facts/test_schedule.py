"""Timetables: what each row has done, by whom and when."""

from __future__ import annotations

from ingest.facts.deadlines.find import find_deadlines
from ingest.model import DeadlineKind, Span
from tests.ingest.facts.offices import duties, of_province, steps

TASKS = """一、任务分工
序号 | 任务 | 责任单位 | 完成时限
1 | 制定活动方案，成立专班 | 县商务局 | 4月8日前
2 | 筛选上报参展企业名录 | 各乡镇 | 4月12日前
3 | 网上促销 | 各平台 | 4月15日至5月24日
4 | 向省商务厅报送进展情况 | 各市商务局 | 每周五
5 | 总结 | 各乡镇 |
"""


def test_each_row_is_a_step_a_period_or_a_duty_of_its_owner() -> None:
    found = find_deadlines(of_province(TASKS))

    assert [(one.kind, one.what, one.who) for one in found] == [
        (DeadlineKind.MILESTONE, "制定活动方案，成立专班", "县商务局"),
        (DeadlineKind.SUBMISSION, "参展企业名录", "各乡镇"),
        (DeadlineKind.PERIOD, "网上促销", "各平台"),
        (DeadlineKind.SUBMISSION, "进展情况", "各市商务局"),
    ]
    assert [str(one.due or one.end or one.rule) for one in found] == [
        "2024-04-08",
        "2024-04-12",
        "2024-05-24",
        "每周五",
    ]


def test_a_row_is_the_quote_and_the_date_stands_in_its_cell() -> None:
    found = find_deadlines(of_province(TASKS))[0]

    assert found.span.of(TASKS) == "1 | 制定活动方案，成立专班 | 县商务局 | 4月8日前"
    assert found.date_span == Span(TASKS.index("4月8日"), TASKS.index("4月8日") + 5)


def test_under_a_time_of_handing_in_every_thing_is_handed_in() -> None:
    text = "材料名称 | 报送单位 | 报送时间\n活动方案 | 各市商务局 | 4月8日\n典型案例 | 各市商务局 | 4月30日、5月25日"

    assert duties(of_province(text)) == [
        ("各市商务局", "活动方案", None, "2024-04-08"),
        ("各市商务局", "典型案例", None, "2024-04-30"),
        ("各市商务局", "典型案例", None, "2024-05-25"),
    ]


def test_the_time_may_stand_first_and_the_bars_at_both_ends() -> None:
    text = (
        "| 时间节点 | 工作内容 | 牵头部门 |\n| 4月10日前 | 完成企业征集 | 电商处 |\n| 4月中旬 | 举办对接会 | 消费处 |"
    )

    assert steps(of_province(text)) == [
        ("完成企业征集", "2024-04-10", "2024-04-10"),
        ("举办对接会", "2024-04-11", "2024-04-20"),
    ]


def test_a_label_and_its_time_may_stand_in_two_cells() -> None:
    assert duties(of_province("报名时间 | 4月3日—4月12日")) == [(None, "报名", None, "2024-04-12")]


def test_a_table_that_tells_what_was_is_no_timetable() -> None:
    text = "企业名称 | 成立日期 | 销售额\n某公司 | 2024年4月1日 | 3亿元\n序号 | 名称 | 电话\n1 | 4月方案 | 024-86892626"

    assert find_deadlines(of_province(text)) == ()


def test_a_table_ends_with_the_text_behind_it() -> None:
    text = "任务 | 完成时限\n制定方案 | 4月8日前\n以上任务由各地落实。\n某企业 | 4月20日"

    assert steps(of_province(text)) == [("制定方案", "2024-04-08", "2024-04-08")]


def test_a_table_copied_as_text_has_blanks_for_bars() -> None:
    text = (
        "四、活动日程\n序号 活动名称 时间 地点 责任单位\n"
        "1 启动仪式暨产业带发布会4月10日9:30中大门购物公园 市商务局\n"
        "2 合规培训4月28日—29日 线上 海关\n"
        "3 成果发布4月底前 会展中心 市商务局"
    )

    found = find_deadlines(of_province(text))

    assert [(one.what, one.who, str(one.start or one.due), str(one.end or one.due), one.due_time) for one in found] == [
        ("启动仪式暨产业带发布会", "市商务局", "2024-04-10", "2024-04-10", "09:30"),
        ("合规培训", "海关", "2024-04-28", "2024-04-29", None),
        ("成果发布", "市商务局", "2024-04-30", "2024-04-30", None),
    ]


def test_a_cell_that_may_belong_to_either_column_names_nobody() -> None:
    text = "任务 时间 地点 责任单位\n动员部署4月10日前 省商务厅 一号 会议室 电商处\n项目申报4月20日前 县级主管部门"

    assert [(one.what, one.who) for one in find_deadlines(of_province(text))] == [
        ("动员部署", None),
        ("项目申报", None),
    ]
