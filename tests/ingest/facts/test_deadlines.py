"""Deadlines: who hands in what to whom by when; what happens when; and what is no deadline at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts.deadlines.find import find_deadlines
from ingest.facts.deadlines.things import pair
from ingest.model import Campaign, ClauseId, ClauseKind, Deadline, DeadlineKind, Level, Span
from tests.ingest.build import make_notice
from tests.ingest.facts.offices import MINISTRY_TO_PROVINCES, duties, of_ministry, of_province, steps


def test_a_deadline_carries_its_sentence_its_date_and_how_the_year_was_found() -> None:
    text = "四、加强指导交流\n要精心策划活动。当地活动方案请于3月20日前报送我部；要做好筹备。"

    assert find_deadlines(of_ministry(text)) == (
        Deadline(
            clause=ClauseId("c1"),
            span=Span(text.index("当地"), text.index("要做好")),
            kind=DeadlineKind.SUBMISSION,
            who=MINISTRY_TO_PROVINCES,
            what="当地活动方案",
            to="商务部",
            due=date(2021, 3, 20),
            qualifier="前",
            basis="year from 成文日期/文号 2021",
            who_level=Level.PROVINCE,
            to_level=Level.MINISTRY,
            date_span=Span(text.index("3月"), text.index("报送")),
        ),
    )


def test_two_things_and_two_dates_are_paired_in_order_and_our_department_is_the_issuer() -> None:
    notice = make_notice(
        "各地组织开展“第六届双品网购节”的筹备情况以及活动总结材料，请于4月12日、5月13日前报我司。",
        doc_number="商电促进函〔2024〕40号",
        issuers=["商务部电子商务司"],
        addressees=[MINISTRY_TO_PROVINCES],
    )

    assert duties(notice) == [
        ("各地商务主管部门", "筹备情况", "商务部电子商务司", "2024-04-12"),
        ("各地商务主管部门", "活动总结材料", "商务部电子商务司", "2024-05-13"),
    ]
    assert [one.qualifier for one in find_deadlines(notice)] == ["前", "前"]


def test_with_more_dates_than_things_the_last_date_is_for_the_last_thing() -> None:
    text = "请各市局将阶段性活动情况和最后工作总结，分别于4月29日、5月8日和5月18日报省商务厅电子商务处。"

    assert duties(of_province(text)) == [
        ("各市局", "阶段性活动情况", "辽宁省商务厅电子商务处", "2024-04-29"),
        ("各市局", "阶段性活动情况", "辽宁省商务厅电子商务处", "2024-05-08"),
        ("各市局", "最后工作总结", "辽宁省商务厅电子商务处", "2024-05-18"),
    ]


def test_pairing_with_fewer_dates_than_things_hands_in_everything_each_time() -> None:
    assert pair(("名单", "方案", "总结"), 2, "名单、方案和总结") == ("名单、方案和总结",) * 2


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        (
            "3月20日,各地商务主管部门向商务部报送推荐企业名单和当地活动方案。",
            ("各地商务主管部门", "推荐企业名单和当地活动方案", "商务部", "2021-03-20"),
        ),
        (
            "各地商务主管部门要加强总结，并于5月11日前将当地活动的量化成效和全面情况报送我部。",
            ("各地商务主管部门", "当地活动的量化成效和全面情况", "商务部", "2021-05-11"),
        ),
        (
            "推荐企业名单请于3月20日前报送我部(电子商务司)。",
            (MINISTRY_TO_PROVINCES, "推荐企业名单", "商务部电子商务司", "2021-03-20"),
        ),
        ("各参与企业必须在活动前签署《承诺书》(详见附件2)。", ("各参与企业", "签署《承诺书》", None, "活动前")),
    ],
)
def test_duties_of_a_ministry_s_notice(text: str, duty: tuple[str, str, str | None, str]) -> None:
    assert duties(of_ministry(text)) == [duty]


@pytest.mark.parametrize(
    ("text", "duty"),
    [
        (
            "有意向的企业请于2024年6月30日（星期日）17:00前将报名表发送至邮箱sw@ln.gov.cn。",
            ("有意向的企业", "报名表", "sw@ln.gov.cn", "2024-06-30"),
        ),
        (
            "各地要于每月5日前将上月进展情况报送省商务厅（流通处）。",
            ("各市商务局", "上月进展情况", "辽宁省商务厅流通处", "每月5日前"),
        ),
        (
            "活动结束后10日内，各地要形成总结报告报送我厅。",
            ("各市商务局", "总结报告", "辽宁省商务厅", "活动结束后10日内"),
        ),
        ("请填写《参会回执》，于5月8日前反馈至会务组。", ("各市商务局", "《参会回执》", "会务组", "2024-05-08")),
        ("首批参与经营主体报名时间为2024年5月1日起至2024年5月20日。", ("首批参与经营主体", "报名", None, "2024-05-20")),
        ("报名时间\n2024年5月1日—5月20日（后续可增补）。", (None, "报名", None, "2024-05-20")),
        ("申报截止日期：2024年7月31日。", (None, "申报", None, "2024-07-31")),
        ("后续批次报名时间另行通知。", (None, "后续批次报名时间", None, "另行通知")),
        (
            "各地工作总结请于活动结束后一周内（5月20日前）报送我厅。",
            ("各市商务局", "工作总结", "辽宁省商务厅", "2024-05-20"),
        ),
        (
            "自4月1日起至4月30日止，企业可登录系统进行网上申报。",
            ("企业", "申报", None, "2024-04-30"),
        ),
        ("请于收到通知之日起5个工作日内反馈意见。", ("各市商务局", "意见", None, "收到通知之日起5个工作日内")),
        (
            "请各市于每季度首月10日前报送上季度进展情况。",
            ("各市", "上季度进展情况", None, "每季度首月10日前"),
        ),
        ("请各地统计局于季后18日前上报数据。", ("各地统计局", "数据", None, "季后18日前")),
        ("有关情况请及时上报。", ("各市商务局", "有关情况", None, "及时")),
        ("请于2月30日前报送总结。", ("各市商务局", "总结", None, "2月30日前")),
        ("请于5月初前报送方案。", ("各市商务局", "方案", None, "5月初前")),
        ("请于春节前将方案报我厅。", ("各市商务局", "方案", "辽宁省商务厅", "春节前")),
        ("各地于第二年的10月底前报送自查报告。", ("各市商务局", "自查报告", None, "第二年的10月底前")),
        ("即日起至2024年5月10日，企业可登录平台报名。", ("企业", "报名", None, "2024-05-10")),
        ("各地要每周向省商务厅报送1次进展情况。", ("各市商务局", "进展情况", "辽宁省商务厅", "每周")),
    ],
)
def test_duties_of_a_province_s_notice(text: str, duty: tuple[str | None, str, str | None, str]) -> None:
    assert duties(of_province(text)) == [duty]


@pytest.mark.parametrize(
    ("text", "due", "rule", "basis"),
    [
        (
            "请自本通知印发之日起10个工作日内将方案报我厅。",
            date(2024, 3, 29),
            "自本通知印发之日起10个工作日内",
            "10个工作日 after 成文日期 2024-03-15",
        ),
        (
            "请于活动结束后7日内将总结报我厅。",
            date(2024, 2, 24),
            "活动结束后7日内",
            "7日 after the end of the campaign period 2024-02-17",
        ),
        (
            "请于腊月二十三前将方案报我厅。",
            date(2024, 2, 2),
            "腊月二十三前",
            "converted from 农历; year from campaign period 2024-01-18..2024-02-17",
        ),
        (
            "请于即日起10日内将方案报我厅。",
            date(2024, 3, 25),
            "即日起10日内",
            "10日 after 成文日期 2024-03-15",
        ),
        ("请于“双11”结束后3日内将意见报我厅。", None, "“双11”结束后3日内", None),
        ("请于收到本通知之日起15日内将意见报我厅。", None, "收到本通知之日起15日内", None),
    ],
)
def test_a_time_that_was_counted_or_converted_keeps_its_words_and_says_how(
    text: str, due: date | None, rule: str, basis: str | None
) -> None:
    campaign = Campaign("2024网上年货节", "网上年货节", year=2024, start=date(2024, 1, 18), end=date(2024, 2, 17))
    (found,) = find_deadlines(make_notice(text, issued=date(2024, 3, 15), issuers=["海南省商务厅"], campaign=campaign))

    assert (found.due, found.rule, found.basis) == (due, rule, basis)


def test_a_plan_lists_its_steps_without_a_label_for_each() -> None:
    text = "时间安排：4月中旬启动，5月开展促销活动，6月初集中宣传，6月底前完成总结。"

    assert [(one.what, one.start, one.end or one.due, one.rule) for one in find_deadlines(of_ministry(text))] == [
        ("启动", date(2021, 4, 11), date(2021, 4, 20), None),
        ("开展促销活动", date(2021, 5, 1), date(2021, 5, 31), None),
        ("集中宣传", None, None, "6月初"),
        ("完成总结", None, date(2021, 6, 30), None),
    ]


def test_a_sentence_may_hold_two_duties() -> None:
    text = "各市应于7月15日前报送上半年工作总结，2025年1月10日前报送全年工作总结。"

    assert [(what, due) for _, what, _, due in duties(of_province(text))] == [
        ("上半年工作总结", "2024-07-15"),
        ("全年工作总结", "2025-01-10"),
    ]


def test_paper_handed_in_at_the_same_time_has_the_same_date() -> None:
    text = "请于2024年5月6日前将电子版发送至邮箱a@ln.gov.cn，同时将纸质版材料寄送至省商务厅，逾期不予受理。"
    first, second = find_deadlines(of_province(text))

    assert (first.what, first.to, first.due) == ("电子版", "a@ln.gov.cn", date(2024, 5, 6))
    assert (second.what, second.to, second.due, second.rule) == ("纸质版材料", "辽宁省商务厅", date(2024, 5, 6), "同时")


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("3月31日前,召开工作动员部署会,进行统一部署。", ("召开工作动员部署会", "2021-03-31", "2021-03-31")),
        ("4月23日左右,召开媒体吹风会,进行活动预热。", ("召开媒体吹风会", "2021-04-23", "2021-04-23")),
        ("启动仪式定于5月1日上午9:30在市中心举行。", ("启动仪式在市中心举行", "2021-05-01", "2021-05-01")),
        (
            "3月31—4月22日,各地商务主管部门指导电商企业做好筹备工作。",
            ("各地商务主管部门指导电商企业做好筹备工作", "2021-03-31", "2021-04-22"),
        ),
        ("4月28日—5月10日,指导企业开展促销,跟踪亮点。", ("指导企业开展促销", "2021-04-28", "2021-05-10")),
        ("（一）动员部署阶段（4月1日—4月20日）。", ("动员部署阶段", "2021-04-01", "2021-04-20")),
        ("（二）材料初审（5月上旬）。各地要把关。", ("材料初审", "2021-05-01", "2021-05-10")),
        ("（一）宣传预热（4月上旬至中旬）。", ("宣传预热", "2021-04-01", "2021-04-20")),
        ("各地要在4月底前兑付补贴资金。", ("兑付补贴资金", "2021-04-30", "2021-04-30")),
        ("名单公示期为2021年4月1日至4月8日。", ("名单公示期", "2021-04-01", "2021-04-08")),
        ("本次活动从2021年5月1日开始，至2021年10月31日结束。", ("本次活动", "2021-05-01", "2021-10-31")),
        ("二、时间\n2021年4月28日0时—5月10日24时", ("活动时间", "2021-04-28", "2021-05-10")),
        (
            "定于2021年5月1日—5月8日，以“全民乐购，约惠辽宁”为主题，开展“网上年货节”活动。",
            ("开展“网上年货节”活动", "2021-05-01", "2021-05-08"),
        ),
    ],
)
def test_dated_steps_and_phases(text: str, step: tuple[str, str, str]) -> None:
    assert steps(of_ministry(text)) == [step]


def test_the_time_of_an_event_is_named_by_the_heading_above_it_and_kept_as_printed() -> None:
    campaign = Campaign("2024海南网上年货节", "网上年货节", year=2024, start=date(2024, 1, 18), end=date(2024, 2, 17))
    (found,) = find_deadlines(
        make_notice("启动仪式\n时间：2022年1月18日下午18：00-20：00。\n地点：海口湾（暂定）。", campaign=campaign)
    )

    assert (found.kind, found.what, found.due, found.due_time, found.basis) == (
        DeadlineKind.MILESTONE,
        "启动仪式",
        date(2022, 1, 18),
        "18:00",
        None,
    )


@pytest.mark.parametrize(
    "text",
    [
        "2019年3月15日，省政府印发了《促消费若干措施》。",
        "根据《电子商务法》（2018年8月31日通过）。",
        "本通知自2024年5月1日起施行。",
        "辽宁省商务厅\n2024年3月15日",
        "辽宁省商务厅办公室\n2024年3月15日印发",
        "注册登记时间在2023年12月31日前的企业均可申报。",
        "联系人：尹涛，电话：024-86890383。",
        "截至2024年3月10日，全省共发送货物3万件。",
        "2024网上年货节取得圆满成功。",
        "每天营业至22时。",
        "活动结束后，及时汇总典型案例总结经验。",
        "严格遵守国家有关举报、通报的规定，每日公示。",
        "上半年，全省组织活动30场，累计销售2亿元。",
        "营业执照注册时间须在2023年12月31日前。",
        "应于2024年4月××日起配合开展检查。",
        "2024年4月10日前，邮寄费用全免。",
        "返岗前14天没有外出的，可报送健康状况。",
        "24小时内将给出回复。",
        "对弄虚作假的企业，三年内不准其申报项目。",
        "2024年4月1日印发《促消费方案》。",
        "时间：2024-04-01",
        "发文日期：2024年4月1日",
        "原定于3月20日召开的会议延期。",
        "消费券自领取之日起7日内有效。",
        "公司于2024年4月日报头版刊登。",
    ],
)
def test_what_is_no_deadline(text: str) -> None:
    assert find_deadlines(of_province(text)) == ()


def test_a_chain_of_dates_each_with_its_thing_shares_the_one_verb_at_its_end() -> None:
    text = "（二）请各市商务局于4月8日前将实施方案、5月起每月10日前将工作进展，7月5日前将工作总结报送省商务厅。"

    assert duties(of_province(text)) == [
        ("各市商务局", "实施方案", "辽宁省商务厅", "2024-04-08"),
        ("各市商务局", "工作进展", "辽宁省商务厅", "5月起每月10日前"),
        ("各市商务局", "工作总结", "辽宁省商务厅", "2024-07-05"),
    ]


def test_a_chain_of_what_was_handed_in_already_is_history() -> None:
    assert duties(of_province("各市局已于4月1日前将方案、4月10日前将名单报送省商务厅。")) == []


def test_in_a_chain_only_things_are_handed_in() -> None:
    text = "请于4月1日前将场地落实到位、4月20日前将总结报送我厅。"

    assert duties(of_province(text)) == [("各市商务局", "总结", "辽宁省商务厅", "2024-04-20")]


def test_things_between_the_verb_and_the_recipient_are_paired_with_the_dates() -> None:
    text = "各市局于4月15日、5月15日前分别报送工作方案和工作总结至省厅电子商务处邮箱ab@126.com。"

    assert duties(of_province(text)) == [
        ("各市局", "工作方案", "辽宁省商务厅电子商务处", "2024-04-15"),
        ("各市局", "工作总结", "辽宁省商务厅电子商务处", "2024-05-15"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "上年度总结已按要求于4月5日前报送省厅。",
        "各市局已将总结于4月5日前报送省厅。",
    ],
)
def test_what_has_been_handed_in_is_history(text: str) -> None:
    assert duties(of_province(text)) == []


def test_of_a_changed_deadline_only_the_new_one_holds() -> None:
    text = "第三条“4月10日前报送企业名单”修改为“4月25日前报送企业名单”。"

    assert duties(of_province(text)) == [("各市商务局", "企业名单", None, "2024-04-25")]


def test_a_date_put_off_is_no_fact() -> None:
    text = "报名截止时间由4月10日延长至4月25日。原计划于4月20日至5月20日举办的展销会改为线上举办。"

    assert [(one.what, one.due) for one in find_deadlines(of_province(text))] == [("报名", date(2024, 4, 25))]


@pytest.mark.parametrize("number", ["（三）", "3.", "一、", "（2）", "一是"])
def test_the_number_of_a_clause_is_no_part_of_who_or_what(number: str) -> None:
    found = duties(of_province(f"{number}请各市局于5月9日前报送总结。\n{number}工作台账请于5月20日前报送省厅。"))

    assert found == [
        ("各市局", "总结", None, "2024-05-09"),
        ("各市商务局", "工作台账", "辽宁省商务厅", "2024-05-20"),
    ]


def test_the_number_of_a_heading_is_no_part_of_a_label() -> None:
    assert steps(of_province("2 活动时间\n4月20日至5月20日")) == [("活动时间", "2024-04-20", "2024-05-20")]


def test_who_and_what_belong_to_their_own_part_of_the_sentence() -> None:
    done, handed_in = "县级商务局5月8日前完成核验", "5月12日前将核验结果报市商务局"

    assert duties(of_province(f"{done}，{handed_in}。")) == [("县级商务局", "核验结果", "市商务局", "2024-05-12")]
    assert duties(of_province(f"{done}，5月12日前汇总报市商务局。")) == []


def test_who_is_named_once_hands_in_twice() -> None:
    text = "请各市局4月10日前报送方案，5月10日前报送总结至省商务厅。"

    assert duties(of_province(text)) == [
        ("各市局", "方案", None, "2024-04-10"),
        ("各市局", "总结", "辽宁省商务厅", "2024-05-10"),
    ]


def test_before_a_day_is_read_in_front_of_the_verb_to_hand_in() -> None:
    text = "各参展企业4月20日前提交报名表，4月30日前提供产品照片并提交承诺书。"

    assert duties(of_province(text)) == [
        ("各参展企业", "报名表", None, "2024-04-20"),
        ("各参展企业", "承诺书", None, "2024-04-30"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "请于4月30日前报送省商务厅。",
        "请于4月30日前将" + "各单位在历次工作中逐步形成的" * 5 + "做法报送省商务厅。",
    ],
)
def test_where_it_is_not_clear_what_is_handed_in_there_is_no_fact(text: str) -> None:
    assert find_deadlines(of_province(text)) == ()


def test_in_a_text_that_names_no_issuer_a_day_is_news_unless_it_lies_ahead() -> None:
    assert steps(make_notice("省政府新闻办于2024年4月1日召开新闻发布会。")) == []
    assert steps(make_notice("拟于2024年4月1日召开新闻发布会。")) == [("召开新闻发布会", "2024-04-01", "2024-04-01")]


def test_the_same_date_in_two_clauses_is_two_facts() -> None:
    text = "名单请于4月20日前报送我厅。\n五、步骤\n4月20日，各市商务局向省商务厅报送名单。"
    found = find_deadlines(of_province(text))

    assert [one.due for one in found] == [date(2024, 4, 20)] * 2
    assert len({one.span for one in found}) == 2


@pytest.mark.parametrize("kind", [ClauseKind.MASTHEAD, ClauseKind.SIGNATURE, ClauseKind.COLOPHON])
def test_elements_around_the_body_hold_no_deadline(kind: ClauseKind) -> None:
    assert find_deadlines(make_notice("请于2024年5月1日前报送总结。", kind=kind)) == ()


PIECES = st.sampled_from(
    [
        "请于",
        "5月1日",
        "前",
        "、",
        "，",
        "将",
        "名单",
        "和",
        "总结",
        "报",
        "报送",
        "我部",
        "（电子商务司）",
        "向",
        "每月",
        "各地",
        "。",
        "\n",
        "—",
        "另行通知",
        "（",
        "）",
        "阶段",
        "活动时间",
        "：",
        "即日起至",
        "召开",
        "1.",
        "《",
        "》",
        "同时将",
        "及时",
    ]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
@settings(deadline=None)
def test_never_raises_and_every_quote_holds_its_date(text: str) -> None:
    for found in find_deadlines(of_ministry(text)):
        assert found.date_span is not None
        assert found.span.end <= len(text)
        assert found.span.holds(found.date_span)
        assert found.due or found.end or found.rule
