"""A true fact beside the point is no answer: what is asked for must stand in it, or in a clause."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import make_desk

TEXT = (
    "关于举办2025丰收消费节的通知\n各区商务局：\n现就有关事项通知如下：\n"
    "一、组织机构\n指导单位：市商务局、市农业农村局。\n承办单位：通过招标方式确定。\n分会场：有条件的县区。\n"
    "二、报名\n各参与企业须在活动前签署《诚信承诺书》。营业执照复印件一式两份。\n"
    "三、服务\n按照《门店服务指南》开展服务。无接触配送严格按照“配送规范标准”操作。\n"
    "咨询电话：0571-88880000\n咨询时间：周一至周五9:30-17:00\n"
)


@pytest.mark.parametrize(
    "question",
    [
        "承办单位的中标金额是多少？",
        "分会场设了几个？",
        "诚信承诺书要交几份？",
        "开幕式由谁主持？",
        "分会场的启动时间是哪天？",
    ],
)
def test_what_facts_leave_out_is_not_stated(question: str) -> None:
    desk = make_desk(TEXT)

    answer = desk.ask(question, notice=desk.notices[0])

    assert (answer.status, answer.citations) == (Status.NOT_STATED, ())


def test_how_many_there_are_is_seen_from_the_list_of_them() -> None:
    desk = make_desk(TEXT)

    answer = desk.ask("指导单位有几个？", notice=desk.notices[0])

    assert answer.text.startswith("指导单位：市商务局、市农业农村局。")


def test_the_hours_of_a_telephone_stand_in_a_clause_beside_its_number() -> None:
    desk = make_desk(TEXT)

    answer = desk.ask("咨询电话几点到几点有人接？", notice=desk.notices[0])

    assert "9:30-17:00" in answer.text


def test_a_standard_that_is_no_document_is_found_in_its_clause() -> None:
    desk = make_desk(TEXT.replace("按照《门店服务指南》开展服务。", ""))

    answer = desk.ask("无接触配送按什么标准操作？", notice=desk.notices[0])

    assert "配送规范标准" in answer.text
