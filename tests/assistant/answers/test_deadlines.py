"""What is handed in by when and to whom: printed or inferred, and told apart."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import Desk, make_desk

LEVELS = (
    "辽宁省商务厅\n辽商电商函〔2021〕15号\n辽宁省商务厅关于开展“2021辽宁网上年货节”活动的通知\n各市商务局：\n"
    "请各市局将阶段性活动情况和最后工作总结，分别于1月29日、2月8日和2月18日报省商务厅电子商务处。\n"
    "附件：商务部办公厅关于开展“2021全国网上年货节”活动的通知\n辽宁省商务厅\n2021年1月15日\n"
    "商务部办公厅\n商办电函〔2021〕11号\n商务部办公厅关于开展“2021全国网上年货节”活动的通知\n各省商务主管部门：\n"
    "各地商务主管部门要分别于2021年1月30日、2月9日、2月19日将各地阶段性活动情况及全面总结报送至商务部（电子商务司）。\n"
    "商务部办公厅\n2021年1月8日\n"
)


def lines(desk: Desk, question: str) -> list[str]:
    return [line for line in desk.ask(question).text.split("\n") if not line.startswith("《")]


def test_when_something_is_made_public_is_not_when_it_is_handed_in(desk: Desk) -> None:
    assert desk.ask("第三届双品网购节企业名单什么时候公布？").status is Status.NOT_STATED


def test_only_what_is_asked_for_is_told(desk: Desk) -> None:
    (line,) = lines(desk, "第六届双品网购节筹备情况几号前报")

    assert "筹备情况须于2024年4月12日前报商务部电子商务司" in line
    assert "5月13日" not in line


def test_two_things_asked_for_together_each_have_their_day(desk: Desk) -> None:
    found = lines(desk, "第六届双品网购节筹备情况和总结材料什么时候报")

    assert [("4月12日" in line, "5月13日" in line) for line in found] == [(True, False), (False, True)]
    assert desk.ask("第六届双品网购节筹备情况和发票什么时候报").status is Status.NOT_STATED


def test_all_of_it_where_nothing_is_named(desk: Desk) -> None:
    found = lines(desk, "第六届双品网购节要报的材料什么时候交")

    assert [("4月12日" in line, "5月13日" in line) for line in found] == [(True, False), (False, True)]


def test_a_list_of_materials_and_dates_is_matched_in_its_order() -> None:
    desk = make_desk(LEVELS)
    found = lines(desk, "辽宁年货节最后工作总结几号报省厅")

    assert len(found) == 1 and "最后工作总结须于2021年2月18日报辽宁省商务厅电子商务处" in found[0]


def test_who_reports_to_whom_chooses_between_two_notices_in_one_file() -> None:
    desk = make_desk(LEVELS)

    (line,) = lines(desk, "省里什么时候向商务部报年货节全面总结")
    assert "2021年2月19日报商务部电子商务司" in line


@pytest.mark.parametrize("question", ["海南年货节总结几号交", "海南年货节材料报给谁"])
def test_a_notice_without_a_deadline_has_none(question: str, desk: Desk) -> None:
    assert desk.ask(question).status is Status.NOT_STATED


def test_a_date_that_is_printed_in_full_is_not_called_computed() -> None:
    desk = make_desk(
        "关于举办第一届美食节的通知\n各区：\n请于2024年3月1日前将活动总结报市商务局。\n某市商务局\n2024年1月5日\n"
    )

    answer = desk.ask("第一届美食节活动总结什么时候报")
    assert "2024年3月1日前" in answer.text and "推算" not in answer.text


def test_a_launch_printed_with_an_impossible_year_is_told_as_printed_and_warned_of(desk: Desk) -> None:
    answer = desk.ask("海南年货节启动仪式是哪天")

    assert "2022年1月18日" in answer.text
    assert "year_outside_campaign" in [caveat.code for caveat in answer.warnings]


def test_words_around_a_thing_that_no_notice_writes_do_not_hide_it(desk: Desk) -> None:
    answer = desk.ask("第三届双品网购节想把摊子搭得气派点，名单哪天前交")

    assert "2021年3月20日" in answer.text


def test_phases_of_a_campaign_are_handed_in_to_nobody(desk: Desk) -> None:
    answer = desk.ask("海南年货节我们市局几号前把总结给省厅")

    assert answer.status is Status.NOT_STATED
