"""Sections, attachments and whole notices: all of what they hold, by their titles."""

from __future__ import annotations

import pytest

from assistant.model import Kind, Status
from tests.assistant.build import Desk, make_desk


def test_a_section_is_answered_with_everything_below_it(desk: Desk) -> None:
    lines = desk.ask("第六届双品网购节工作要求有哪几条").text.split("\n")
    titles = ["二、工作要求", "（一）协同联动，步调一致", "（二）加强服务，优化环境", "（三）倡导绿色，推动转型"]

    assert len(lines) == len(titles)
    assert all(line.startswith(title) for line, title in zip(lines, titles, strict=True))
    assert "各地商务主管部门要加强与相关部门配合联动" in lines[1]


def test_of_a_section_what_the_question_names_is_answered_in_full() -> None:
    desk = make_desk(
        "2024丰收节方案\n为促进消费，制定方案如下：\n一、责任分工\n（一）市商务局：负责统筹。\n（二）各电商平台：设立专区，发放优惠券。\n"
    )

    answer = desk.ask("电商平台的责任分工是什么？", notice=desk.notices[0])

    assert answer.text == "（二）各电商平台：设立专区，发放优惠券。[1]"


def test_an_attachment_is_named_with_its_number(desk: Desk) -> None:
    answer = desk.ask("第三届双品网购节的承诺书是哪个附件")

    assert answer.text == "附件：承诺书[1]"


def test_a_campaign_by_itself_is_answered_with_its_main_facts(desk: Desk) -> None:
    answer = desk.ask("第六届双品网购节")

    for said in ("2024年4月28日至5月12日", "2024年5月13日前", "《电子商务法》", "010-65197902"):
        assert said in answer.text


def test_which_notice_lacks_something(desk: Desk) -> None:
    answer = desk.ask("哪些通知没有联系人")

    assert answer.kind is Kind.NOTICES
    assert answer.text == "《2024海南网上年货节总体方案》没有写明联系方式。[1]"


def test_which_notices_ask_for_something_are_those_with_a_deadline_for_it(desk: Desk) -> None:
    answer = desk.ask("哪些通知要求报推荐企业名单")

    assert {citation.title for citation in answer.citations} == {"商务部办公厅关于开展第三届“双品网购节”的通知"}


def test_several_things_asked_at_once_are_all_answered_and_what_is_missing_is_said(desk: Desk) -> None:
    answer = desk.ask("海南年货节活动时间是什么时候，联系人是谁？")

    assert answer.status is Status.ANSWERED
    assert "2024年1月18日至2月17日" in answer.text
    assert "通知没有写明联系人。" in answer.text


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        (
            "第六届双品网购节有哪些要求",
            ["二、工作要求", "（一）协同联动，步调一致", "（二）加强服务，优化环境", "（三）倡导绿色，推动转型"],
        ),
        ("第六届双品网购节都搞什么活动", ["一、总体安排", "二、工作要求"]),  # it has no section of that title
    ],
)
def test_what_a_notice_asks_for_in_all_is_the_section_of_that_title(
    desk: Desk, question: str, lines: list[str]
) -> None:
    said = desk.ask(question).text.split("\n")
    assert len(said) == len(lines)
    assert all(line.startswith(title) for line, title in zip(said, lines, strict=True))  # short ones in their own words


def test_a_notice_without_such_a_section_is_told_by_its_sections() -> None:
    desk = make_desk(
        "关于做好2024茶叶节工作的通知\n各市商务局：\n为做好工作，现通知如下：\n一、加强组织协调\n明确分工。\n二、做好宣传\n制作海报。\n市商务局\n2024年3月1日\n"
    )

    answer = desk.ask("有哪些要求？", notice=desk.notices[0])

    assert [line.split("[")[0] for line in answer.text.split("\n")] == [
        "一、加强组织协调 明确分工。",
        "二、做好宣传 制作海报。",
    ]


def test_a_requirement_of_something_named_is_not_answered_with_all_of_them(desk: Desk) -> None:
    assert "二、工作要求" not in desk.ask("第六届双品网购节对包装有什么要求").text
