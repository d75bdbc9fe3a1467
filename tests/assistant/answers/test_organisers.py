"""Who does what: only the role that is asked for, as printed."""

from __future__ import annotations

import pytest

from assistant.model import Status
from tests.assistant.build import Desk


def test_who_receives_is_not_asked_whether_it_takes_part(desk: Desk) -> None:
    answer = desk.ask("第六届双品网购节的活动情况怎么发给商务部，有没有系统？")

    assert "没有列出" not in answer.text


def test_the_role_asked_for(desk: Desk) -> None:
    assert desk.ask("第六届双品网购节指导单位有哪些").text == "指导单位：商务部、国家发展改革委、中国消费者协会。[1]"
    assert desk.ask("第六届双品网购节主会场在哪").text == "主会场：湖北。[1]"


def test_an_organiser_that_is_still_to_be_found_is_told_as_printed(desk: Desk) -> None:
    assert desk.ask("海南年货节承办单位是谁").text == "承办单位：通过邀标方式确定。[1]"


def test_a_role_that_is_not_printed_is_not_stated(desk: Desk) -> None:
    for question in ("第六届双品网购节的协办单位", "海南年货节的主办单位是谁"):
        assert desk.ask(question).status is Status.NOT_STATED


@pytest.mark.parametrize(
    "question",
    [
        "第六届双品网购节分会场能不能请明星代言",
        "第六届双品网购节指导单位要不要交保证金",
        "第六届双品网购节指导单位是谁评出来的",
        "海南年货节承办单位能不能转包",
        "海南年货节承办单位分到多少奖金",
    ],
)
def test_a_list_of_names_does_not_answer_what_is_asked_of_them(desk: Desk, question: str) -> None:
    assert desk.ask(question).status is Status.NOT_STATED
