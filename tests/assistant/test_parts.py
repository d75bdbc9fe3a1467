"""Where one question ends and the next begins, in the way people type them."""

from __future__ import annotations

import pytest

from assistant.understanding.parts import split
from assistant.understanding.understand import kind_of


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
