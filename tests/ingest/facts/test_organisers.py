"""Organisers and venues: labels, sentences, and what only sounds like an organiser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.organisers import find_organisers
from ingest.model import ClauseId, Organiser, OrganiserRole, Span
from tests.ingest.build import make_notice


def stated(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.role.value, one.names) for one in find_organisers(make_notice(text))]


def test_a_label_with_a_list_and_the_sentence_as_quote() -> None:
    quote = "共同指导单位：商务部、国家发展改革委、工业和信息化部、中国消费者协会。"
    notice = make_notice(f"一、总体安排\n{quote}\n活动形式：线上")
    start = notice.text.index(quote)

    assert find_organisers(notice) == (
        Organiser(
            clause=ClauseId("c1"),
            span=Span(start, start + len(quote)),
            role=OrganiserRole.GUIDE,
            names=("商务部", "国家发展改革委", "工业和信息化部", "中国消费者协会"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "商务部、工业和信息化部、国家邮政局和中国消费者协会为指导单位，在引导平台等方面分工合作。",
            [("指导单位", ("商务部", "工业和信息化部", "国家邮政局", "中国消费者协会"))],
        ),
        (
            "按照“政府指导、市场化运作”原则，商务部、文化和旅游部联合指导；各地组织企业参与。",
            [("指导单位", ("商务部", "文化和旅游部"))],
        ),
        (
            "活动由商务部指导，中国国际电子商务中心主办，某某电子商务协会承办。",
            [("指导单位", ("商务部",)), ("主办单位", ("中国国际电子商务中心",)), ("承办单位", ("某某电子商务协会",))],
        ),
        (
            "（一）主办单位\n海南省商务厅\n海南省委网信办\n（二）其他",
            [("主办单位", ("海南省商务厅", "海南省委网信办"))],
        ),
        (
            "协办单位：海南惠农慈善基金会、省市电商行业协会\n承办单位：通过邀标方式确定。",
            [("协办单位", ("海南惠农慈善基金会", "省市电商行业协会")), ("承办单位", ("通过邀标方式确定",))],
        ),
        ("以湖北为主会场，其余各地为分会场，组织企业参与。", [("主会场", ("湖北",)), ("分会场", ("其余各地",))]),
        (
            "初步选择辽宁、上海、青岛共9个配套活动丰富、特色突出的地方作为分会场，央地联动。",
            [("分会场", ("辽宁", "上海", "青岛"))],
        ),
        (
            "启动仪式主会场设在海口市华彩海口湾（暂定）或其他商业综合体，有条件的市县设分会场。",
            [("主会场", ("海口市华彩海口湾",)), ("分会场", ("有条件的市县",))],
        ),
    ],
)
def test_wordings(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "（五）承办单位：制定活动的细化方案并具体实施，配合省、市（县）做好活动，履行安全生产主体责任。",
        "各地商务主管部门指导电商企业认真做好准备工作。",
        "遵循“政府指导，企业参与”的原则。",
        "在省级生态环境主管部门指导下，开展工作。",
        "人员：活动指导单位、协办单位负责人，各市县商务主管部门负责人，约100人。",
        "主办：某市人民政府 网站标识码：3300000001 技术支持：某公司",
    ],
)
def test_what_only_sounds_like_an_organiser(text: str) -> None:
    assert stated(text) == []


@given(
    st.lists(st.sampled_from(["商务部", "和", "、", "指导", "主办单位：", "共同", "为", "主会场", "分会场", "以", "。", "\n", "（", "等9个"]), max_size=40).map("".join)
    | st.text(max_size=200)
)  # fmt: skip
def test_spans_lie_in_the_text_and_names_in_their_quote(text: str) -> None:
    notice = make_notice(text)

    for found in find_organisers(notice):
        assert Span(0, len(text)).holds(found.span)
        assert found.names
        assert all(name in found.span.of(notice.text) for name in found.names)
