"""What must be done at no day that is named, and what of that is no duty."""

from __future__ import annotations

import pytest

from ingest.facts.deadlines.find import find_deadlines
from ingest.model import DeadlineKind
from tests.ingest.facts.offices import duties, of_province


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        ("有关支持方案报商务部、财政部备案。", ("各市商务局", "有关支持方案", "商务部、财政部", None)),
        ("并将审核通过的经营主体行文后报送至省商务厅。", ("各市商务局", "审核通过的经营主体", "辽宁省商务厅", None)),
        ("请将联络员名单报我厅。", ("各市商务局", "联络员名单", "辽宁省商务厅", None)),
        (
            "要在党委领导下，联合制定《恢复运营方案》并报省厅备案。",
            ("各市商务局", "《恢复运营方案》", "辽宁省商务厅", None),
        ),
        ("疫情防控期间要及时报送稳外资工作情况。", ("各市商务局", "稳外资工作情况", None, "及时")),
        ("活动中好的经验做法请及时反馈我厅。", ("各市商务局", "活动中好的经验做法", "辽宁省商务厅", "及时")),
        ("典型案例随时报送。", ("各市商务局", "典型案例", None, "随时")),
        ("评价期间如有重大问题，请及时报告。", ("各市商务局", "重大问题", None, "及时")),
        ("重大情况及时报告我厅。", ("各市商务局", "重大情况", "辽宁省商务厅", "及时")),
        ("发现异常情况要立即报告。", ("各市商务局", "异常情况", None, "立即")),
        ("各地要及时将宣传素材报送省商务厅。", ("各市商务局", "宣传素材", "辽宁省商务厅", "及时")),
        (
            "如遇重大舆情或安全事故，须第一时间报告省商务厅。",
            ("各市商务局", "重大舆情或安全事故", "辽宁省商务厅", "第一时间"),
        ),
        ("有关情况及时向地方党委政府汇报。", ("各市商务局", "有关情况", "地方党委政府", "及时")),
        ("重大事项及时报告。", ("各市商务局", "重大事项", None, "及时")),
        ("出现异常波动立即报告。", ("各市商务局", "异常波动", None, "立即")),
        ("各地要定期向省商务厅报送工作进展。", ("各市商务局", "工作进展", "辽宁省商务厅", "定期")),
        ("相关进展情况按季度通过信息系统报送。", ("各市商务局", "相关进展情况", None, "按季度")),
        ("后续持续开放增补申报渠道。", (None, "增补申报", None, "后续持续开放")),
        ("企业全年受理入驻。", (None, "入驻", None, "全年受理")),
    ],
)
def test_a_duty_without_a_day_keeps_the_words_of_its_time_or_has_none(
    text: str, duty: tuple[str | None, str, str | None, str | None]
) -> None:
    assert duties(of_province(text)) == [duty]


@pytest.mark.parametrize(
    "text",
    [
        "建立清晰完整的销售台账，及时准确报送补贴情况及相关数据，积极配合监督核查。",  # what a company must be able to do
        "配合政府部门对活动进行跟踪审计，及时提交相关信息材料。",
        "对不及时上报数据的企业，取消资格。",
        "实施方案经市政府批准后报省商务厅备案。",  # how it becomes valid
        "由市商务局确认公告后，报省商务厅备案后滚动分批纳入。",
        "对困难进行摸底，整理分析后与其它有关情况一并反馈省商务厅。",  # goes with what has a time of its own
        "各市已将方案报省商务厅备案。",
        "未将方案报省商务厅备案的，不予支持。",
        "企业可自愿将材料报省商务厅。",
        "请将材料报区财政局。",  # to another office, and not to be kept on file
    ],
)
def test_what_is_no_duty_of_who_is_addressed(text: str) -> None:
    assert duties(of_province(text)) == []


def test_a_duty_without_a_time_is_left_out_where_its_document_gives_the_time() -> None:
    text = "请将活动方案报我厅。\n请将参与企业名单报我厅。\n参与企业名单请于4月20日前报我厅。"

    assert [(what, due) for _, what, _, due in duties(of_province(text))] == [
        ("活动方案", None),
        ("参与企业名单", "2024-04-20"),
    ]


def test_behind_a_duty_with_a_time_another_may_have_none() -> None:
    text = "活动期间每旬末报送进展，重大事项随时报告。"

    assert [(what, when) for _, what, _, when in duties(of_province(text))] == [
        ("进展", "每旬末"),
        ("重大事项", "随时"),
    ]


def test_behind_a_step_a_duty_without_a_time_stands_by_itself() -> None:
    found = find_deadlines(of_province("于2024年8月底前全面启动发放，实施细则报商务部备案。"))

    assert [(one.kind, one.what, str(one.due)) for one in found] == [
        (DeadlineKind.MILESTONE, "全面启动发放", "2024-08-31"),
        (DeadlineKind.SUBMISSION, "实施细则", "None"),
    ]


def test_a_month_in_what_is_handed_in_is_no_date_of_what_follows() -> None:
    text = "每月5日前通过平台报送上月进展，重要情况随时报告。"

    assert [(what, when) for _, what, _, when in duties(of_province(text))] == [
        ("上月进展", "每月5日前"),
        ("重要情况", "随时"),
    ]


def test_how_long_something_may_take_is_a_step_with_a_rule() -> None:
    (found,) = find_deadlines(of_province("家电产品送货时间原则上不得超过30天，未按时送货的不纳入补贴范围。"))

    assert (found.kind, found.what, found.due, found.rule) == (
        DeadlineKind.MILESTONE,
        "送货时间",
        None,
        "原则上不得超过30天",
    )


@pytest.mark.parametrize("text", ["活动时间不超过30天。", "贴息期限不超过1年。", "每人发言时间不超过8分钟。"])
def test_how_long_something_lasts_is_no_deadline(text: str) -> None:
    assert duties(of_province(text)) == []
