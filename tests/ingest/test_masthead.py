"""What names a document, read off the lines around its body."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.head import read_addressees
from ingest.masthead import Line, is_doc_number, level_of, names_organs
from ingest.model import Found, Level, Masthead, Span
from tests.assistant.build import parsed

FULL = (
    "商务部办公厅文件\n商办电函〔2021〕11号 签发人：王某\n特 急\n商务部办公厅关于开展促消费\n活动的通知\n各省商务主管部门：\n"
    "请参加。\n（此件公开发布）\n商务部办公厅\n2021年1月8日\n抄送：国务院办公厅。\n商务部办公厅 2021年1月9日印发\n"
)


def head_of(text: str) -> Masthead:
    return parsed(text).main.masthead


def test_every_element_is_read_with_its_place() -> None:
    notice = parsed(FULL)
    head = notice.main.masthead

    assert head.title == Found("商务部办公厅关于开展促消费活动的通知", Span(33, 52))
    assert head.doc_number == Found("商办电函〔2021〕11号", Span(9, 22))
    assert [issuer.value for issuer in head.issuers] == ["商务部办公厅"]
    assert [addressee.value for addressee in head.addressees] == ["各省商务主管部门"]
    assert head.issued == date(2021, 1, 8)  # 成文日期 before 印发日期
    assert head.issued_span is not None and head.issued_span.of(notice.text) == "2021年1月8日"
    assert [clause.path[1] for clause in notice.clauses] == ["版头", "引言", "落款", "版记"]


def test_where_only_the_printing_is_dated_that_dates_the_notice() -> None:
    text = "关于开展促消费活动的通知\n各区：\n请参加。\n商务部办公厅\n2021年3月15日印发\n"

    head = head_of(text)
    assert (head.issued, [issuer.value for issuer in head.issuers]) == (date(2021, 3, 15), ["商务部办公厅"])


def test_a_day_that_does_not_exist_dates_nothing() -> None:
    assert head_of("关于促消费的通知\n各区：\n请参加。\n某市商务局\n2021年2月30日\n").issued is None


def test_two_ministries_issue_together() -> None:
    head = head_of("商务部办公厅 财政部办公厅关于开展促消费活动的通知\n各省：\n请参加。\n")

    assert [issuer.value for issuer in head.issuers] == ["商务部办公厅", "财政部办公厅"]


def test_the_department_of_a_department_letter_is_named_by_its_contact() -> None:
    text = (
        "中华人民共和国商务部司（局）函\n商电促进函〔2024〕40号\n关于举办“第六届双品网购节”的通知\n各省：\n请参加。\n"
        "联系人：电子商务司 王殿宁\n电话：010-65197902\n"
    )

    assert [issuer.value for issuer in head_of(text).issuers] == ["商务部电子商务司"]


def test_a_plan_without_signature_is_issued_by_who_decides_on_it() -> None:
    text = "2024海南网上年货节总体方案\n为保障供应，海南省商务厅会同相关部门决定举办2024海南网上年货节。\n一、时间\n1月。\n二、地点\n海口。\n"

    assert [issuer.value for issuer in head_of(text).issuers] == ["海南省商务厅"]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("各市商务局、沈抚示范区商务主管部门：", ["各市商务局", "沈抚示范区商务主管部门"]),
        (
            "各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门：",
            ["各省、自治区、直辖市、计划单列市及新疆生产建设兵团商务主管部门"],
        ),
        ("各区、县（市）商务局，各有关企业：", ["各区、县（市）商务局", "各有关企业"]),
        ("活动时间如下：", []),
        ("联系电话：", []),
        ("各地要做到：", []),
    ],
)
def test_addressees_end_in_a_colon_and_are_organs(line: str, names: list[str]) -> None:
    assert [found.value for found in read_addressees(Line(0, line))] == names


@pytest.mark.parametrize("line", ["商电促进函〔2024〕40号", "辽商电商函[2021] 15 号", "国办发（2020）第32号"])
def test_a_number_alone_on_its_line_is_a_document_number(line: str) -> None:
    assert is_doc_number(line)
    assert not is_doc_number(f"按照{line}要求")


@pytest.mark.parametrize(
    ("line", "organ"),
    [
        ("辽宁省商务厅办公室", True),
        ("商务部（电子商务司）", True),
        ("二、指导单位", False),
        ("加强部门协同，服务企业", False),
        ("2021年3月15日", False),
    ],
)
def test_an_organ_says_nothing_else(line: str, organ: bool) -> None:
    assert names_organs(line) is organ


@pytest.mark.parametrize(
    ("organ", "level"),
    [
        ("工业和信息化部（消费品工业司）", Level.MINISTRY),
        ("国家邮政局", Level.MINISTRY),
        ("各省、自治区、直辖市商务主管部门", Level.PROVINCE),
        ("海南省商务厅", Level.PROVINCE),
        ("沈阳市商务局", Level.CITY),
        ("宁波市鄞州区商务局", Level.COUNTY),
        ("各有关企业", Level.ENTERPRISE),
        ("王殿宁", None),
    ],
)
def test_the_name_of_an_organ_says_its_level(organ: str, level: Level | None) -> None:
    assert level_of(organ) is level
