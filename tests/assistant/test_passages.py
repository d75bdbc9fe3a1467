"""A clause that holds only what every clause holds is no answer."""

from __future__ import annotations

import pytest

from tests.assistant.build import Desk, make_desk

NOTICE = """关于举办2024年云上购物月的通知

云商函〔2024〕8号

各市商务局：

一、动员商家

组织商家和平台参加活动，推出多样化补贴举措。

二、物流

快递企业要保障配送，费用由平台承担。

云岭省商务厅
2024年4月1日
"""


@pytest.fixture(scope="module")
def desk() -> Desk:
    return make_desk(NOTICE)


@pytest.mark.parametrize(
    "question", ["商家怎么报名云上购物月？", "参加云上购物月要不要审批？", "云上购物月的平台要交押金吗？"]
)
def test_who_is_everywhere_does_not_answer_what_is_asked_of_him(desk: Desk, question: str) -> None:
    assert desk.ask(question).status.value == "not_stated"


@pytest.mark.parametrize(
    ("question", "quote"),
    [("云上购物月有什么补贴？", "多样化补贴举措"), ("云上购物月的快递费谁出？", "费用由平台承担")],
)
def test_what_is_asked_and_stands_there_is_answered(desk: Desk, question: str, quote: str) -> None:
    answer = desk.ask(question)
    assert answer.status.value == "answered"
    assert quote in answer.citations[0].quote


def test_who_pays_is_not_answered_by_a_clause_about_the_goods(desk: Desk) -> None:
    silent = make_desk(NOTICE.replace("，费用由平台承担", ""))
    assert silent.ask("云上购物月的快递费谁出？").status.value == "not_stated"


@pytest.mark.parametrize(
    "question", ["云上购物月给不给奖品", "云上购物月第三季度有什么补贴", "云上购物月的快递员要打几针"]
)
def test_a_thing_a_quarter_or_a_count_that_is_not_there_is_not_answered_by_its_neighbour(
    desk: Desk, question: str
) -> None:
    assert desk.ask(question).status.value == "not_stated"
