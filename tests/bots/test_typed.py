"""Where nothing can be pressed, what could be pressed is written: 更多, 原文, 换一届, 赞, 踩 mean the last answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.replies import Verdict
from bots.model import Address, Button, Channel, Inbound, Message
from bots.rendering import pack, plain_message
from bots.wire import Desk
from tests.bots.office import asks, open_desk

QUESTION = "第六届双品网购节的总结材料什么时候交？"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with open_desk(tmp_path_factory.mktemp("library")) as desk:
        yield desk


def say(desk: Desk, text: str, user: str = "li") -> str:
    """What is answered in an app of WeCom."""
    inbound = Inbound(Address(Channel.WECOM_APP, user), text, user, text)
    message = desk.talk.reply(inbound, lambda _: None)
    assert isinstance(message, Message)
    return "\n".join(one.text for one in pack(message, inbound.address))


def test_an_answer_says_what_can_be_written_next(desk: Desk) -> None:
    said = say(desk, QUESTION)

    assert "可以接着问：联系人是谁？ 活动时间是什么时候？" in said
    assert said.endswith("可以回复：原文、换一届、赞、踩")


def test_the_words_of_buttons_mean_the_last_answer_of_who_writes_them(desk: Desk) -> None:
    say(desk, QUESTION)

    assert "请于4月12日、5月13日前报我司" in say(desk, "原文")
    assert "届双品网购节呢？" in say(desk, "换一届")
    assert say(desk, "赞") == "谢谢。"
    assert [judged.verdict for judged in desk.archive.services.replies.judged()] == [Verdict.UP]
    assert say(desk, "原文", user="wang") == "这条回答已过期，请重新提问。"


def test_whoever_is_forgotten_has_no_last_answer(desk: Desk) -> None:
    say(desk, QUESTION, user="zhao")
    say(desk, "忘记我", user="zhao")

    assert say(desk, "更多", user="zhao") == "这条回答已过期，请重新提问。"


def test_a_choice_is_written_as_what_to_reply_and_understood_when_replied(desk: Desk) -> None:
    assert say(desk, "身份").endswith("可以回复：身份 省级、身份 市级、身份 县级、身份 企业")
    assert say(desk, "身份 市级").startswith("已设为：市级。")


def test_buttons_stay_buttons_where_they_can_be_pressed_and_are_not_spoken_of_where_nobody_reads() -> None:
    message = plain_message("换成哪一届？", (Button("第五届", "第五届呢？", typed="第五届呢？"),))
    pressed = pack(message, asks("").address)
    pushed = pack(message, replace(asks("").address, channel=Channel.WECOM_HOOK))

    assert [one.text for one in (*pressed, *pushed)] == ["换成哪一届？", "换成哪一届？"]
    assert pressed[0].buttons == message.buttons
