"""What an official sees in Telegram: a question, its cited answer, a follow-up, a press."""

from __future__ import annotations

import asyncio
from pathlib import Path

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
