"""Themes, slogans and principles as printed; aims and demands are none of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.themes import find_themes
from ingest.model import ClauseId, Span, Theme, ThemeKind
from tests.ingest.build import make_notice


def stated(text: str) -> list[tuple[str, str]]:
    return [(one.kind.value, one.text) for one in find_themes(make_notice(text))]


def test_the_quote_is_the_sentence() -> None:
    quote = "我部将以“品牌品质·惠享生活”为主题，开展购物节。"
    notice = make_notice(f"各地：\n{quote}特此通知。")

    assert find_themes(notice) == (
        Theme(clause=ClauseId("c1"), span=Span(4, 4 + len(quote)), kind=ThemeKind.THEME, text="品牌品质·惠享生活"),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("活动主题：数商惠民·乐享海南\n宣传口号：中国年，海南味带回家", [("主题", "数商惠民·乐享海南"), ("口号", "中国年，海南味带回家")]),
        ("围绕“数享生活”“数贸全球”“数智赋能”三大主题，聚焦品牌。", [("主题", "数享生活"), ("主题", "数贸全球"), ("主题", "数智赋能")]),
        ("(一)“数享生活”主题活动。聚焦数字消费。", [("主题", "数享生活")]),
        ("活动主题为“全民乐购，约惠辽宁”。", [("主题", "全民乐购，约惠辽宁")]),
        ("遵循“政府指导，企业参与，市场化运作”的原则", [("原则", "政府指导，企业参与，市场化运作")]),
        ("秉承“政府指导、企业为主”的组织原则，统一标识。", [("原则", "政府指导、企业为主")]),
        ("应遵循公平、公正、公开的原则，进行初审。", [("原则", "公平、公正、公开")]),
        ("以“数享生活”为主题。突出“数享生活”主题。", [("主题", "数享生活")]),
    ],
)  # fmt: skip
def test_wordings(text: str, expected: list[tuple[str, str]]) -> None:
    assert stated(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "以“防疫情、保供应、促消费”为目标，开展活动。",
        "按照“统一时间、统一标识”(标识另发)的要求，组织企业。",
        "突出本次活动主题，制造营销话题。",
        "深入开展“不忘初心、牢记使命”主题教育。",
        "（二）活动主题和口号",
        "严禁“二选一”“大数据杀熟”等行为。",
    ],
)
def test_what_is_no_theme(text: str) -> None:
    assert stated(text) == []


@given(
    st.lists(st.sampled_from(["“", "”", "主题", "口号：", "原则", "为", "以", "遵循", "三大", "数享生活", "、", "。", "\n"]), max_size=40).map("".join)
    | st.text(max_size=200)
)  # fmt: skip
def test_the_words_stand_in_their_quote(text: str) -> None:
    notice = make_notice(text)

    for found in find_themes(notice):
        assert found.text and found.text in found.span.of(notice.text)
