"""What is meant for the bot, and what is not; who asked, where, about which message."""

from __future__ import annotations

from typing import Any

import pytest
import telegram

from bots.model import Address, Channel, Inbound
from bots.telegram.reading import Me, read_message, read_press

ME = Me(42, "fair_bot")
WANG = {"id": 7, "is_bot": False, "first_name": "王"}
OURS = {"id": 42, "is_bot": True, "first_name": "活动通知助手", "username": "fair_bot"}
GROUP = {"id": -100, "type": "supergroup", "title": "电商处"}
PHOTO = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]


def made(**more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1712700000, "chat": {"id": 7, "type": "private"}, "from": WANG, **more}


def read(**more: Any) -> Inbound | None:
    return read_message(telegram.Message.de_json(made(**more), None), ME)


def said(**more: Any) -> str | None:
    inbound = read(**more)
    return None if inbound is None else inbound.text


def test_a_question_in_private_keeps_its_place_its_writer_and_its_name() -> None:
    assert read(text="总结什么时候交？") == Inbound(Address(Channel.TELEGRAM, "7"), "42:7:5", "7", "总结什么时候交？")


def test_in_a_group_the_answer_goes_to_the_topic_and_to_the_question() -> None:
    assert read(text="@fair_bot 什么时候交？", chat=GROUP, message_thread_id=3, is_topic_message=True) == Inbound(
        Address(Channel.TELEGRAM, "-100", "3"), "42:-100:5", "7", "什么时候交？", True, reply={"message": "5"}
    )


def test_a_thread_of_replies_is_no_topic() -> None:
    inbound = read(text="@fair_bot 什么时候交？", chat=GROUP, message_thread_id=3)

    assert inbound is not None and inbound.address.thread == ""


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("什么时候交？", None),
        ("@fair_bot什么时候交？", "什么时候交？"),
        ("小王，问问@FAIR_BOT 什么时候交", "小王，问问  什么时候交"),
        ("@fair_bot_2 什么时候交？", None),
        ("写信到 a@fair_bot.cn", None),
        ("/deadlines", "/deadlines"),
        ("/deadlines@fair_bot 年货节", "/deadlines@fair_bot 年货节"),
        ("/deadlines@other_bot", None),
        ("/pizza", None),
        ("@fair_bot", "/help"),
    ],
)
def test_in_a_group_only_what_names_the_bot_or_is_its_command_is_heard(text: str, heard: str | None) -> None:
    assert said(text=text, chat=GROUP) == heard


def test_a_reply_to_the_bot_is_heard_with_what_it_replies_to() -> None:
    inbound = read(text="联系人呢？", chat=GROUP, reply_to_message=made(**{"from": OURS}, chat=GROUP, text="5月13日前"))

    assert inbound is not None and (inbound.text, inbound.quoted) == ("联系人呢？", "5月13日前")


def test_a_reply_to_somebody_else_is_not_heard() -> None:
    assert read(text="联系人呢？", chat=GROUP, reply_to_message=made(chat=GROUP, text="哪天？")) is None


def test_a_topic_that_the_bot_opened_does_not_make_every_message_a_reply_to_it() -> None:
    opened = made(**{"from": OURS}, chat=GROUP, forum_topic_created={"name": "通知", "icon_color": 1})

    assert read(text="吃饭去", chat=GROUP, message_thread_id=5, is_topic_message=True, reply_to_message=opened) is None


def test_the_words_that_were_marked_are_what_is_replied_to() -> None:
    quote = {"text": "5月13日前", "position": 3}
    inbound = read(text="谁报？", reply_to_message=made(text="材料5月13日前报送"), quote=quote)

    assert inbound is not None and inbound.quoted == "5月13日前"


def test_a_bare_mention_asks_what_it_replies_to() -> None:
    inbound = read(text="@fair_bot", chat=GROUP, reply_to_message=made(chat=GROUP, text="总结什么时候交？"))

    assert inbound is not None and (inbound.text, inbound.quoted) == ("总结什么时候交？", "")


@pytest.mark.parametrize(
    "more",
    [
        {"text": "问", "from": {**WANG, "is_bot": True}},
        {"text": "/help", "chat": {"id": -5, "type": "channel", "title": "频道"}},
        {"text": "/help", "chat": GROUP, "sender_chat": {"id": -6, "type": "channel", "title": "频道"}},
        {"chat": GROUP, "new_chat_members": [WANG]},
        {"chat": GROUP, "photo": PHOTO, "caption": "看看"},
    ],
)
def test_bots_channels_events_and_pictures_for_others_are_not_answered(more: dict[str, Any]) -> None:
    assert read(**more) is None


def test_an_administrator_who_stays_anonymous_is_answered_as_the_group() -> None:
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    inbound = read(text="/laws", chat=GROUP, sender_chat=GROUP, **{"from": anonymous})

    assert inbound is not None and inbound.user == "-100"


@pytest.mark.parametrize(
    "more",
    [
        {"photo": PHOTO, "caption": "这是什么？"},
        {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
        {"document": {"file_id": "f", "file_unique_id": "u"}},
    ],
)
def test_what_is_no_text_is_answered_by_saying_so(more: dict[str, Any]) -> None:
    assert said(**more) == "/wordless"


def test_the_pictures_of_an_album_are_one_message() -> None:
    first, second = (read(photo=PHOTO, media_group_id="99", message_id=number) for number in (5, 6))

    assert first is not None and second is not None and first.message == second.message


def test_a_press_is_the_command_behind_the_button_and_comes_from_who_pressed() -> None:
    message = made(**{"from": OURS}, chat=GROUP, text="答", message_thread_id=3, is_topic_message=True)
    query = {"id": "9", "from": {**WANG, "id": 8}, "message": message, "chat_instance": "1", "data": "/source ab"}

    assert read_press(telegram.CallbackQuery.de_json(query, None), ME) == Inbound(
        Address(Channel.TELEGRAM, "-100", "3"), "42:press:9", "8", "/source ab", True, reply={"message": "5"}
    )


def test_a_press_under_a_message_too_old_to_be_shown_still_counts() -> None:
    gone = {"message_id": 5, "date": 0, "chat": {"id": 7, "type": "private"}}
    query = {"id": "9", "from": WANG, "message": gone, "chat_instance": "1", "data": "/source ab"}
    inbound = read_press(telegram.CallbackQuery.de_json(query, None), ME)

    assert inbound is not None and inbound.address == Address(Channel.TELEGRAM, "7")
