"""What an official sees in Telegram: a question, its cited answer, a follow-up, a press."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bots.talk import COMMANDS, ONLY_WORDS
from tests.bots.telegram.counter import at_work, until
from tests.bots.telegram.fake_telegram import FakeTelegram

QUESTION = "第六届双品网购节的总结材料什么时候交？"


def test_from_a_question_to_a_cited_answer_a_follow_up_and_a_press(library: Path, fake: FakeTelegram) -> None:
    async def talk() -> None:
        async with at_work(library, fake):
            fake.say(QUESTION)
            first = (await until(lambda: fake.sent()))[0]
            assert "2024年5月13日" in first.shown
            assert "商电促进函〔2024〕40号" in first.shown and "请于4月12日、5月13日前报我司" in first.shown

            fake.say("那联系人呢？")
            second = (await until(lambda: fake.sent()[1:]))[0]
            assert "010-65197902" in second.shown

            fake.press(first, first.buttons["原文"])
            third = (await until(lambda: fake.sent()[2:]))[0]
            assert "请于4月12日、5月13日前报我司" in third.shown
            await until(lambda: fake.of("answerCallbackQuery"))

    asyncio.run(talk())
    assert len(fake.sent()) == 3


def test_the_menu_names_what_the_bot_does_in_chinese(library: Path, fake: FakeTelegram) -> None:
    async def look() -> None:
        async with at_work(library, fake):
            await until(lambda: fake.of("setMyCommands"))

    asyncio.run(look())
    menu = [(one["command"], one["description"]) for one in fake.of("setMyCommands")[0].given["commands"]]
    assert menu == [(one.name, one.help) for one in COMMANDS]
    assert ("deadlines", "接下来要报什么、什么时候") in menu


def test_another_edition_is_a_press_away_whatever_its_name(library: Path, fake: FakeTelegram) -> None:
    async def talk() -> None:
        async with at_work(library, fake):
            fake.say("第六届双品网购节的活动时间？")
            first = (await until(lambda: fake.sent()))[0]
            fake.press(first, first.buttons["换一届"])
            choice = (await until(lambda: fake.sent()[1:]))[0]
            fake.press(choice, next(does for name, does in choice.buttons.items() if "第三届" in name))
            await until(lambda: fake.sent()[2:])

    asyncio.run(talk())
    assert "2021年4月28日" in fake.sent()[2].shown


def test_in_a_group_it_speaks_when_spoken_to_and_keeps_people_apart(library: Path, fake: FakeTelegram) -> None:
    group = {"chat": -100, "message_thread_id": 3, "is_topic_message": True}

    async def talk() -> None:
        async with at_work(library, fake):
            fake.say(QUESTION, **group)  # to others
            fake.push(message=fake.message("@fair_bot 2022全国网上年货节的联系人？", user=8, **group))
            asked = fake.push(message=fake.message(f"@fair_bot {QUESTION}", user=7, **group))["message"]
            answers = await until(lambda: len(fake.sent(-100)) > 1 and fake.sent(-100))
            first = next(one for one in answers if "总结材料" in one.shown)
            assert first.given["reply_parameters"]["message_id"] == asked["message_id"]
            assert first.given["reply_parameters"]["allow_sending_without_reply"]
            assert first.given["message_thread_id"] == "3"
            assert first.given["link_preview_options"] == {"is_disabled": True}

            fake.push(message=fake.message("那活动时间呢？", user=7, reply_to_message=first.result, **group))
            third = (await until(lambda: fake.sent(-100)[2:]))[0]
            assert "2024年4月28日" in third.shown

    asyncio.run(talk())
    assert len(fake.sent(-100)) == 3


def test_edited_messages_and_channels_are_passed_over_and_pictures_are_told(library: Path, fake: FakeTelegram) -> None:
    async def talk() -> None:
        async with at_work(library, fake):
            fake.push(edited_message=fake.message(QUESTION, edit_date=1))
            fake.push(channel_post=fake.message(QUESTION, chat=-5))
            fake.push(
                message=fake.message(
                    None,
                    sticker={
                        "file_id": "f",
                        "file_unique_id": "u",
                        "type": "regular",
                        "width": 1,
                        "height": 1,
                        "is_animated": False,
                        "is_video": False,
                    },
                )
            )
            fake.push(message=fake.message(None, voice={"file_id": "f", "file_unique_id": "u", "duration": 2}))
            await until(lambda: fake.sent()[1:])

    asyncio.run(talk())
    assert [call.shown for call in fake.of("sendMessage")] == [ONLY_WORDS, ONLY_WORDS]
