"""Whom to ask: the channel asked for, of the notice asked about."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import Desk, make_desk


@pytest.mark.parametrize(
    ("question", "holds", "lacks"),
    [
        ("第六届双品网购节电话号码", ["010-65197902", "010-85093748"], ["邮箱", "传真"]),
        ("第六届双品网购节传真", ["传真010-65197902"], ["85093748", "邮箱"]),
        ("第六届双品网购节邮箱", ["yycjc@mofcom.gov.cn"], ["010-"]),
        ("第六届双品网购节联系方式", ["王殿宁、李旺源", "电话010-65197902", "传真010-65197902", "邮箱yycjc@mofcom.gov.cn"], []),
        ("第三届双品网购节联系人", ["王帅卿", "010-85093723"], ["王殿宁"]),
    ],
)  # fmt: skip
def test_only_the_channel_asked_for(question: str, holds: list[str], lacks: list[str], desk: Desk) -> None:
    text = desk.ask(question).text

    assert [one for one in holds if one not in text] == []
    assert [one for one in lacks if one in text] == []


def test_a_channel_that_is_not_printed_is_not_stated(desk: Desk) -> None:
    for question in ("第三届双品网购节传真", "第三届双品网购节邮箱"):
        assert desk.ask(question).status is Status.NOT_STATED


def test_a_fax_is_no_telephone() -> None:
    desk = make_desk(
        "工业和信息化部司局简函\n工消费函〔2021〕885号\n关于组织开展“2022全国网上年货节”的通知\n各省工业和信息化主管部门：\n请参加。\n"
        "联系方式：\n肖 鹏 010-68205665/66016906（传真）\n工业和信息化部消费品工业司\n2021年12月28日\n"
    )

    assert "66016906" not in desk.ask("2022年货节电话多少").text
    assert "传真010-66016906" in desk.ask("2022年货节传真").text


def test_a_person_is_found_by_name(desk: Desk) -> None:
    answer = desk.ask("李旺源的电话是多少")

    assert {citation.doc_number for citation in answer.citations} == {"商电促进函〔2024〕40号"}


def test_the_number_of_the_office_is_none_for_complaints(desk: Desk) -> None:
    answer = desk.ask("第六届双品网购节的投诉电话是多少？")

    assert answer.status is Status.NOT_STATED
    assert "没有写明用于投诉的电话" in answer.text
    assert "010-" not in answer.text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云上购物月李静的手机号是多少？", None),  # a landline is none
        ("云上购物月王伟的手机号是多少？", "电话13987654321"),
        ("云上购物月承办单位的联系人是谁？", None),  # nobody of the office
        ("云上购物月飞驰的联系电话是多少？", None),
        ("云上购物月联系人是谁？", "电话13987654321"),
    ],
)
def test_the_number_of_one_is_none_of_another(question: str, said: str | None) -> None:
    desk = make_desk(
        "关于举办2024年云上购物月的通知\n云商函〔2024〕8号\n各市商务局：\n支持飞驰平台开展促销。承办单位：省会展公司。\n"
        "联系人：王伟，电话：13987654321\n联系人：李静，电话：0871-63139999\n云岭省商务厅\n2024年4月1日\n"
    )

    answer = desk.ask(question)

    assert (answer.status is Status.ANSWERED) is (said is not None)
    assert said is None or said in answer.text


def test_a_chat_group_is_no_telephone(desk: Desk) -> None:
    answer = desk.ask("第六届双品网购节总结材料发到哪个微信群？")

    assert (answer.status, answer.citations) == (Status.NOT_STATED, ())
    assert "没有写明微信群" in answer.text


def test_a_number_that_is_printed_for_complaints_is_given_to_who_asks_for_it() -> None:
    desk = make_desk(
        "关于举办2024年云上购物月的通知\n云商函〔2024〕8号\n各市商务局：\n请参加。\n"
        "联系人：王伟，电话：0871-63139512\n投诉电话：0871-63139999\n云岭省商务厅\n2024年4月1日\n"
    )

    assert "0871-63139999" in desk.ask("云上购物月的投诉电话是多少？").text
    assert "63139512" not in desk.ask("云上购物月的投诉电话是多少？").text


def test_what_a_mailbox_is_for_does_not_hide_whose_it_is(desk: Desk) -> None:
    assert "yycjc@mofcom.gov.cn" in desk.ask("给商务部报总结的邮箱是啥").text


def test_an_office_named_without_its_province_is_the_one_that_issued_the_notice() -> None:
    desk = make_desk(
        "关于举办2024年云上购物月的通知\n云商函〔2024〕8号\n各市商务局：\n请参加。\n"
        "联系人：王伟，电话：0871-63139512\n云岭省商务厅\n2024年4月1日\n"
    )

    assert "0871-63139512" in desk.ask("云上购物月省商务厅的电话").text
    assert desk.ask("云上购物月省财政厅的电话").status is Status.NOT_STATED


def test_what_a_person_is_beside_a_contact_is_not_stated(desk: Desk) -> None:
    answer = desk.ask("王殿宁是处长吗")

    assert answer.status is Status.NOT_STATED
    assert "处长" in answer.text


def test_the_number_of_another_body_is_not_that_of_the_office(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节武汉海关的联系电话").status is Status.NOT_STATED


def test_the_post_of_a_person_is_not_his_telephone(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节的王殿宁是啥职务").status is Status.NOT_STATED


def test_an_office_that_supervises_markets_is_not_asked_whom_to_complain_to(desk: Desk) -> None:
    assert "用于监督" not in desk.ask("第六届双品网购节市场监督管理局的联系人是谁").text
