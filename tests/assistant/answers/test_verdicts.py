"""Yes or no, where the notice itself decides it; nothing of the kind where it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.model import Status
from assistant.verify import Unproved, check, prove
from tests.assistant.build import Desk, draft_of, make_desk, query_of

RULES = (
    "关于开展“2025家电消费节”的通知\n各市商务局：\n一、组织机构\n主办单位：省商务厅、省教育厅。\n"
    "二、工作要求\n严禁刷单炒信、先涨价后打折等违法行为。\n参与企业不得强制搭售商品。\n每张发票对应一件商品，不允许多件商品合开一张发票。\n"
    "请于2025年6月20日前将总结报省商务厅。逾期未报的，取消下年度参与资格。\n"
)


@pytest.fixture(scope="module")
def season() -> Desk:
    return make_desk(RULES)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("家电消费节可以刷单吗", "不允许。原文：严禁刷单炒信、先涨价后打折等违法行为。"),
        ("家电消费节能不能先涨价再打折", "不允许。原文：严禁刷单炒信、先涨价后打折等违法行为。"),
        ("家电消费节允许企业强制搭售吗", "不允许。原文：不得强制搭售商品。"),
        ("家电消费节允许多件商品合开一张发票吗", "不允许。原文：不允许多件商品合开一张发票。"),
        ("省教育厅是家电消费节的主办单位吗", "是，列有“省教育厅”。主办单位：省商务厅、省教育厅。"),
        ("家电消费节总结6月25日交可以吗", "晚于时限："),
        ("家电消费节总结6月10日交可以吗", "在时限内："),
        ("家电消费节总结是6月30日前报吗", "不是这一天："),
    ],
)
def test_the_notice_decides(question: str, said: str, season: Desk) -> None:
    answer = season.ask(question)

    assert answer.status is Status.ANSWERED
    assert said in answer.text


@pytest.mark.parametrize("question", ["家电消费节可以抽奖吗", "家电消费节允许直播带货吗", "家电消费节能不能发红包"])
def test_what_a_notice_neither_forbids_nor_speaks_of_is_not_stated(question: str, season: Desk) -> None:
    assert season.ask(question).status is Status.NOT_STATED


def test_who_is_not_listed_is_said_not_to_be_listed(season: Desk) -> None:
    answer = season.ask("省财政厅是家电消费节的主办单位吗")

    assert "没有列出“省财政厅”" in answer.text
    assert "主办单位：省商务厅、省教育厅。" in answer.text


def test_an_open_list_gives_no_verdict(desk: Desk) -> None:
    answer = desk.ask("湖南是第六届双品网购节的分会场吗")

    assert answer.text == "分会场：其余各地。[1]"


def test_what_happens_to_what_comes_too_late_is_quoted_where_it_is_said(season: Desk, desk: Desk) -> None:
    assert "逾期未报的，取消下年度参与资格" in season.ask("家电消费节总结晚几天交行吗").text
    late = desk.ask("第六届双品网购节总结晚几天交行吗")
    assert (late.status, late.text) == (
        Status.NOT_STATED,
        "《关于举办“第六届双品网购节”的通知》（商电促进函〔2024〕40号）没有写明逾期如何处理。",
    )


def test_nobody_elses_number_is_given_for_a_person(desk: Desk) -> None:
    assert desk.ask("第三届双品网购节李旺源的电话").status is Status.NOT_STATED
    assert "李旺源" in desk.ask("第六届双品网购节李旺源的电话").text


@pytest.mark.parametrize(
    ("question", "true", "false"),
    [
        ("省教育厅是家电消费节的主办单位吗", "列有“省教育厅”", "列有“省财政厅”"),
        ("省财政厅是家电消费节的主办单位吗", "没有列出“省财政厅”", "没有列出“省教育厅”"),
        ("家电消费节可以刷单吗", "不允许。原文：严禁刷单炒信", "不允许。原文：鼓励刷单炒信"),
    ],
)
def test_a_verdict_that_the_quote_does_not_bear_out_is_refused(
    question: str, true: str, false: str, season: Desk
) -> None:
    draft = draft_of(season.ask(question))
    assert true in draft.text

    assert check(replace(draft, text=draft.text.replace(true, false)), season.find) != ()


@pytest.mark.parametrize(("true", "false"), [("不是这一天", "是这一天"), ("不是这一天", "在时限内")])
def test_a_verdict_on_the_day_asked_about_is_held_against_the_question(true: str, false: str, season: Desk) -> None:
    answer = season.ask("家电消费节总结是6月30日前报吗")
    draft = draft_of(answer)

    with pytest.raises(Unproved):
        prove(replace(draft, text=draft.text.replace(true, false)), query_of(answer), season.find, trace_id="t")


def test_who_issued_the_notice_is_not_asked_whether_it_is_listed(desk: Desk) -> None:
    answer = desk.ask("商务部第六届双品网购节的通知里指导单位有没有海关总署")

    assert "没有列出“海关总署”" in answer.text
    assert "“商务部”" not in answer.text
