"""Every message answered once, whatever Telegram, the network and the operator do."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import APIRouter

from bots.model import Address, Channel, Inbound, Message
from bots.relay import Relay
from bots.rendering import pack, plain_message
from bots.subscriptions import Scope
from bots.telegram import make_line
from bots.wire import Desk
from tests.bots.office import open_desk
from tests.bots.telegram.counter import at_work, settings_for, until
from tests.bots.telegram.fake_telegram import FakeTelegram, Refusal

QUESTION = "第六届双品网购节的总结材料什么时候交？"
ANOTHER = "第六届双品网购节的活动时间？"


def test_what_comes_three_times_at_once_and_again_after_a_restart_is_answered_once(
    library: Path, fake: FakeTelegram
) -> None:
    fake.copies, fake.keeps = 3, True

    async def work(question: str, answers: int) -> None:
        async with at_work(library, fake):
            fake.say(question)
            await until(lambda: len(fake.sent()) >= answers)

    asyncio.run(work(QUESTION, 1))
    asyncio.run(work(ANOTHER, 2))

    assert ["总结材料" in call.shown for call in fake.sent()] == [True, False]


class SlowTalks:
    """Answers when it is let; says something before."""

    def __init__(self) -> None:
        self.let = threading.Event()

    def reply(self, inbound: Inbound, on_text: Callable[[str], None]) -> Message:
        on_text("第一句。")
        self.let.wait(20)
        return plain_message(f"答：{inbound.text}")


def test_a_slow_answer_is_acknowledged_and_shown_to_be_written_at_once(library: Path, fake: FakeTelegram) -> None:
    talks, acknowledged = SlowTalks(), threading.Event()
    fake.on_acknowledged = lambda offset: acknowledged.set()

    async def talk(desk: Desk) -> None:
        line = make_line(desk)
        relay = Relay(desk.inbox, desk.outbox, desk.leases, talks, desk.guard, [line])
        line.connect(relay, APIRouter())
        async with relay.running():
            fake.say("慢慢想", user=7)
            fake.say("@fair_bot 慢慢想", user=8, chat=-100)
            await until(acknowledged.is_set)
            drafts = await until(lambda: [call for call in fake.of("sendMessageDraft") if call.given.get("text")])
            typing = await until(lambda: fake.of("sendChatAction"))
            assert (drafts[0].given["text"], typing[0].given["chat_id"]) == ("第一句。", "-100")
            assert not fake.of("sendMessage")
            talks.let.set()
            await until(lambda: fake.sent() and fake.sent(-100))

    with open_desk(library, settings_for(fake)) as desk:
        asyncio.run(talk(desk))
    assert [call.shown for call in fake.sent() + fake.sent(-100)] == ["答：慢慢想", "答：慢慢想"]


def test_a_chat_that_must_wait_holds_up_no_other(library: Path, fake: FakeTelegram) -> None:
    fake.faults["sendMessage"] = [Refusal(429, "Too Many Requests: retry after 1", {"retry_after": 1})]

    async def talk() -> None:
        async with at_work(library, fake):
            fake.say(QUESTION, user=7)
            await until(lambda: [call for call in fake.calls if call.status == 429])
            fake.say(QUESTION, user=8)
            await until(lambda: fake.sent(7) and fake.sent(8))

    asyncio.run(talk())
    assert [int(call.given["chat_id"]) for call in fake.of("sendMessage")] == [8, 7]


@pytest.mark.parametrize(
    ("refusal", "kept"),
    [
        (Refusal(403, "Forbidden: bot was blocked by the user"), 0),
        (Refusal(400, "Bad Request: chat not found"), 0),
        (Refusal(400, "Bad Request: not enough rights to send text messages to the chat"), 1),
    ],
)
def test_who_cannot_be_reached_any_more_is_not_reminded_any_more(
    library: Path, fake: FakeTelegram, refusal: Refusal, kept: int
) -> None:
    fake.faults["sendMessage"] = [refusal]

    async def talk() -> tuple[int, int]:
        async with at_work(library, fake) as desk:
            desk.subscriptions.add(Address(Channel.TELEGRAM, "7"), "s", Scope.EVERYTHING, "", (1,))
            desk.subscriptions.add(Address(Channel.TELEGRAM, "8"), "s", Scope.EVERYTHING, "", (1,))
            fake.say(QUESTION)
            await until(lambda: desk.outbox.counts().get("failed"))
            mine, others = (desk.subscriptions.of(Address(Channel.TELEGRAM, chat)) for chat in "78")
            return len(mine), len(others)

    assert asyncio.run(talk()) == (kept, 1)
    assert not fake.sent()


def test_what_telegram_cannot_read_or_show_is_sent_as_plain_words(library: Path, fake: FakeTelegram) -> None:
    fake.faults["sendMessage"] = [
        Refusal(400, "Bad Request: can't parse entities: Unsupported start tag"),
        Refusal(400, "Bad Request: inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL"),
    ]

    async def talk() -> None:
        async with at_work(library, fake):
            fake.say(QUESTION)
            await until(lambda: fake.sent())

    asyncio.run(talk())
    (call,) = fake.sent()
    assert "请于4月12日、5月13日前报我司" in call.shown and "<" not in call.shown
    assert "parse_mode" not in call.given and "reply_markup" not in call.given


def test_what_belongs_into_a_topic_that_is_gone_is_told_to_the_whole_group(library: Path, fake: FakeTelegram) -> None:
    fake.faults["sendMessage"] = [Refusal(400, "Bad Request: message thread not found")]

    async def talk() -> None:
        async with at_work(library, fake) as desk:
            desk.outbox.put("r", pack(plain_message("到期提醒"), Address(Channel.TELEGRAM, "-100", "3")))
            await until(lambda: fake.sent(-100))

    asyncio.run(talk())
    assert "message_thread_id" not in fake.sent(-100)[0].given


def test_a_connection_that_breaks_after_the_message_was_handed_over_sends_it_no_second_time(
    library: Path, fake: FakeTelegram
) -> None:
    fake.faults["sendMessage"] = [Refusal(0)]

    async def talk() -> dict[str, int]:
        async with at_work(library, fake) as desk:
            fake.say(QUESTION)
            await until(lambda: desk.outbox.counts().get("unknown"))
            fake.say(ANOTHER)
            await until(lambda: desk.outbox.counts().get("sent"))
            return desk.outbox.counts()

    assert asyncio.run(talk()) == {"unknown": 1, "sent": 1}
    assert len(fake.sent()) == 2, "each once: the first did arrive"


def test_a_group_that_became_a_supergroup_gets_its_answer_and_keeps_its_subscriptions(
    library: Path, fake: FakeTelegram
) -> None:
    fake.faults["sendMessage"] = [
        Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", {"migrate_to_chat_id": -1009})
    ]

    async def talk() -> list[int]:
        async with at_work(library, fake) as desk:
            for chat in ("-9", "-8"):
                desk.subscriptions.add(Address(Channel.TELEGRAM, chat), "s", Scope.EVERYTHING, "", (1,))
            fake.say(f"@fair_bot {QUESTION}", chat=-9)
            await until(lambda: fake.sent(-1009))
            fake.push(message=fake.message(None, chat=-8, migrate_to_chat_id=-1008))
            await until(lambda: desk.subscriptions.of(Address(Channel.TELEGRAM, "-1008")))
            chats = ("-9", "-1009", "-8", "-1008")
            return [len(desk.subscriptions.of(Address(Channel.TELEGRAM, chat))) for chat in chats]

    assert asyncio.run(talk()) == [0, 1, 0, 1]
