"""What a notice says in words is quoted; what it does not say is not."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import Desk


@pytest.mark.parametrize(
    ("question", "label", "quote"),
    [
        ("第三届双品网购节推荐几家企业", "正文 一", "推荐不超过5家企业参加活动"),
        ("第六届双品网购节对包装有什么要求", "正文 二 （三）", "推广原发包装，减少过度包装"),
        ("第六届双品网购节能卖假货吗", "正文 二 （二）", "严禁销售假冒伪劣商品"),
        ("第三届双品网购节承诺书里投诉怎么处理", "附件 二", "建立投诉处理高效机制"),
        ("海南年货节启动仪式有多少人参加", "正文 二 （一）", "约100人"),
        ("海南年货节的口号", "正文 一 （一）", "中国年，海南味带回家"),
    ],
)
def test_the_clause_that_says_it_is_quoted(question: str, label: str, quote: str, desk: Desk) -> None:
    answer = desk.ask(question)

    assert answer.status is Status.ANSWERED
    assert quote in answer.text
    assert any(citation.label == label and quote in citation.quote for citation in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "第六届双品网购节补贴金额是多少",
        "第六届双品网购节罚款多少",
        "第六届双品网购节报名网址",
        "第三届双品网购节奖金多少元",
        "海南年货节的停车位",
        "海南年货节启动仪式下雨改期吗",
    ],
)
def test_what_the_notice_does_not_say_is_not_said(question: str, desk: Desk) -> None:
    answer = desk.ask(question)

    assert (answer.status, answer.citations) == (Status.NOT_STATED, ())


def test_a_place_named_by_its_number(desk: Desk) -> None:
    answer = desk.ask("第三届双品网购节第二部分讲什么")

    assert answer.citations[0].label == "正文 二"
    assert "严格遵守《电子商务法》" in answer.citations[0].quote


def test_a_place_without_a_notice_is_ambiguous(desk: Desk) -> None:
    answer = desk.ask("第二部分讲什么")

    assert answer.status is Status.AMBIGUOUS
    assert len(answer.suggestions) >= 2
