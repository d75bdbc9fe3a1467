"""Prohibitions: what is forbidden, to whom, in which word, and what only sounds like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.prohibitions import find_prohibitions
from ingest.model import ClauseId, ClauseKind, Prohibition, Span
from tests.ingest.build import make_notice


def forbidden(text: str) -> list[tuple[str | None, str, str]]:
    """Who, by which word, what."""
    return [(one.who, one.word, one.what) for one in find_prohibitions(make_notice(text))]


def test_each_thing_of_a_list_is_a_fact_with_the_same_sentence() -> None:
    quote = "要督促参与活动的企业严格遵守《电子商务法》，严禁“二选一”“大数据杀熟”以及销售假冒伪劣商品等违法违规行为。"
    text = f"二、优化环境。各地商务主管部门{quote}保护权益。"
    start = text.index("各地")
    span = Span(start, text.index("保护"))

    assert find_prohibitions(make_notice(text)) == tuple(
        Prohibition(clause=ClauseId("c1"), span=span, word="严禁", what=what, who="参与活动的企业")
        for what in ("“二选一”", "“大数据杀熟”", "销售假冒伪劣商品")
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "严禁销售假冒伪劣商品、侵犯知识产权和个人隐私等违法违规行为。",
            [(None, "严禁", "销售假冒伪劣商品"), (None, "严禁", "侵犯知识产权和个人隐私")],
        ),
        (
            "各参与单位须依法经营，严禁从事内部作弊、内外勾结、刷单套现等行为，以及销售假冒伪劣商品、虚标价格等违规经营行为。",
            [
                ("各参与单位", "严禁", what)
                for what in ("从事内部作弊", "内外勾结", "刷单套现", "销售假冒伪劣商品", "虚标价格")
            ],
        ),
        ("参与企业不得变相提高商品价格。", [("参与企业", "不得", "变相提高商品价格")]),
        ("（四）经营者在活动期间不得先涨价后打折。", [("经营者", "不得", "先涨价后打折")]),
        # what one verb takes stays together
        ("不得捏造、散布涨价信息。", [(None, "不得", "捏造、散布涨价信息")]),
        ("不得拦截仔畜、饲料原料、畜禽产品运输车辆。", [(None, "不得", "拦截仔畜、饲料原料、畜禽产品运输车辆")]),
        ("不允许将赠品、样品等纳入开票范围。", [(None, "不允许", "将赠品、样品等纳入开票范围")]),
        ("不得通过虚标价格等方式提高售价。", [(None, "不得", "通过虚标价格等方式提高售价")]),
        # of a limit, what is limited says what is meant
        ("（六）补贴商品价格不得高于备案价。", [(None, "不得", "补贴商品价格高于备案价")]),
        ("对暂时受困的企业，不得抽贷、断贷。", [(None, "不得", "抽贷、断贷")]),
        ("不得收取报名费、不得强制搭售。", [(None, "不得", "收取报名费"), (None, "不得", "强制搭售")]),
        ("按照规定不得转租，严禁违反规定收取费用。", [(None, "不得", "转租"), (None, "严禁", "违反规定收取费用")]),
        (
            "任何组织和个人不得截留资金，不得改变用途。",
            [("任何组织、个人", "不得", "截留资金"), ("任何组织、个人", "不得", "改变用途")],
        ),
        ("切勿轻信中奖电话，请勿转账。", [(None, "切勿", "轻信中奖电话"), (None, "请勿", "转账")]),
        ("各地商务部门要加强监管。商品严禁以次充好。", [(None, "严禁", "以次充好")]),  # they see to it
    ],
)
def test_what_is_forbidden_and_to_whom(text: str, expected: list[tuple[str | None, str, str]]) -> None:
    assert forbidden(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("未经消费者同意，平台不得发送商业信息。", [("未经消费者同意", "平台", "不得", "发送商业信息")]),
        ("除法律另有规定外，不得提供个人信息。", [("除法律另有规定外", None, "不得", "提供个人信息")]),
        ("对失信企业，一律不得参加本次活动。", [("对失信企业", None, "不得", "参加本次活动")]),
        (
            "活动期间，经营者不得先涨价后打折，不得强制搭售。",
            [
                ("活动期间", "经营者", "不得", "先涨价后打折"),
                ("活动期间", "经营者", "不得", "强制搭售"),
            ],
        ),
        ("同一产品不得重复申报。", [("同一产品", None, "不得", "重复申报")]),
        ("参与企业未上传凭证的，一律不予补贴。", [("参与企业未上传凭证的", None, "一律不予", "补贴")]),
        ("主播须取得资格，否则不得开播。", [("主播须取得资格，否则", None, "不得", "开播")]),
        # 要 and emphasis limit nothing; what another sentence part demands is no condition
        ("各地要加强监管，坚决杜绝虚假促销等行为。", [(None, "各地", "杜绝", "虚假促销")]),
        ("特别是不得泄露信息。", [(None, None, "不得", "泄露信息")]),
    ],
)
def test_what_limits_a_prohibition_is_kept(text: str, expected: list[tuple[str | None, str | None, str, str]]) -> None:
    found = find_prohibitions(make_notice(text))

    assert [(one.condition, one.who, one.word, one.what) for one in found] == expected


def test_in_a_letter_of_promise_the_promiser_is_bound() -> None:
    notice = make_notice("我公司自愿参加活动。\n二、不得虚假宣传。", title="承诺书")

    assert [one.who for one in find_prohibitions(notice)] == ["我公司"]


@pytest.mark.parametrize(
    "text",
    [
        "遵守《明码标价和禁止价格欺诈规定》。",
        "学习禁止传销条例。",
        "不得已而为之，来不及时不得不延期。",
        "信息不准确的不得分。",
        "属于禁止类、禁止性规定的除外。",
        "国家禁止销售的商品除外。",
        "规定不得上市的商品除外。",
        "墙上写着“严禁烟火”。",
        "经营者不得有下列行为：",
        "版权所有，未经授权不得转载。",
        "依法查处哄抬价格行为。",
        "如何杜绝假冒伪劣？",
    ],
)
def test_what_forbids_nothing(text: str) -> None:
    assert forbidden(text) == []


def test_elements_around_the_body_forbid_nothing() -> None:
    assert find_prohibitions(make_notice("关于严禁哄抬价格的通知", kind=ClauseKind.MASTHEAD)) == ()


PIECES = st.sampled_from(
    ["严禁", "不得", "禁止", "“", "”", "《", "》", "（", "）", "、", "，", "以及", "等", "行为", "销售", "企业", "督促", "价格", "高于", "。", "\n", " "]
)  # fmt: skip


@given(st.text(max_size=200) | st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))
def test_never_raises_and_every_quote_holds_its_words(text: str) -> None:
    for found in find_prohibitions(make_notice(text)):
        quote = found.span.of(text)

        assert found.word in quote
        assert found.what
