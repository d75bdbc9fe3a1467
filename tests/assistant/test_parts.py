"""Where one question ends and the next begins, in the way people type them."""

from __future__ import annotations

import pytest

from assistant.understanding.parts import split
from assistant.understanding.understand import kind_of
from tests.assistant.build import make_desk


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("要守啥法,违反了罚多少", ["要守啥法", "违反了罚多少"]),
        ("找谁,顺便说下几号前交材料", ["找谁", "几号前交材料"]),
        ("年货节的电话和材料截止时间", ["年货节的电话", "材料截止时间"]),
        ("传真、邮箱分别是啥", ["传真", "邮箱分别是啥"]),
        ("我是市商务局的,要报什么,报给谁", ["我是市商务局的,要报什么", "报给谁"]),
        ("联系人是谁,第六届双品网购节的", ["联系人是谁,第六届双品网购节的"]),
        ("老外付钱不方便,怎么办", ["老外付钱不方便,怎么办"]),
        ("品牌和平台怎么参加", ["品牌和平台怎么参加"]),
        ("活动期间有什么要求", ["活动期间有什么要求"]),
    ],
)
def test_a_stretch_that_asks_nothing_belongs_to_the_question_beside_it(text: str, parts: list[str]) -> None:
    assert [part.text for part in split(text, kind_of)] == parts


@pytest.mark.parametrize("question", ["工信部邮箱是多少？商务部的邮箱呢？", "工信部的邮箱和商务部的邮箱"])
def test_the_contacts_of_two_organs_are_each_taken_from_their_own_notices(question: str) -> None:
    def notice(organ: str, email: str) -> str:
        return f"{organ}文件\n关于举办{email[0]}类购物节的通知\n各单位：\n一、要求\n依法登记。\n联系人：李明，邮箱：{email}。\n{organ}\n2024年1月5日\n"

    desk = make_desk(notice("工业和信息化部", "a@miit.gov.cn"), notice("商务部", "b@mofcom.gov.cn"))
    text = desk.ask(question).text

    assert text.index("a@miit.gov.cn") < text.index("b@mofcom.gov.cn")
