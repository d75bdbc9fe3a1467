"""One question, one answer: however often it is delivered, whatever breaks on the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest

from bots.model import Address, Channel, Inbound, Message, Outgoing
from bots.rendering import plain_message
from bots.wecom.socket_frames import GROUP
from tests.bots.wecom_socket.conftest import FAST, robot
from tests.bots.wecom_socket.fake import FakeWeCom, Json

AT_ONCE = replace(FAST, first_preview=9.0)  # the answer is there before a preview
WORDS = ("第一句。", "第二句。")
QUESTION = "第六届双品网购节的总结材料什么时候交？"


@dataclass
class Says:
    """Answers after a while, with words told on the way."""

    text: str = "答"
    wait_s: float = 0.0
    words: tuple[str, ...] = ()

    def reply(self, inbound: Inbound, on_text: Callable[[str], None]) -> Message:
        for n in range(1, len(self.words) + 1):
            time.sleep(self.wait_s / (len(self.words) + 1))
            on_text("".join(self.words[:n]))
        time.sleep(self.wait_s / (len(self.words) + 1))
        return plain_message(self.text)


def test_a_message_delivered_three_times_at_once_and_again_later_has_one_answer(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url:
            async with robot(library, url):
                message = await fake.say(QUESTION, times=3)
                await fake.answered(1)
                await fake.drop()
                await fake.say(QUESTION, message=message, times=3)  # after the connection was opened anew
                await fake.answered(1)
            async with robot(library, url):  # after a restart
                await fake.say(QUESTION, message=message, times=3)
                await fake.answered(1)

    asyncio.run(run())
    assert len(fake.answers) == 1 and len(fake.streams) == 1
    assert fake.wrongs == []


@pytest.mark.parametrize("strict", [True, False], ids=["requests end with their connection", "requests live on"])
def test_an_answer_found_while_the_connection_was_lost_is_sent_when_it_is_back(library: Path, strict: bool) -> None:
    fake = FakeWeCom(strict=strict)

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says(wait_s=0.4)):
            await fake.say("什么时候？")
            await fake.until(lambda: bool(fake.streams))  # a preview stands
            await fake.drop()
            await fake.answered(1)

    asyncio.run(run())
    assert fake.answers == ["答"]
    assert fake.subscriptions == 2


@pytest.mark.parametrize("strict", [True, False], ids=["requests end with their connection", "requests live on"])
def test_a_connection_lost_between_the_answer_and_its_acknowledgement_doubles_nothing(
    library: Path, strict: bool
) -> None:
    fake = FakeWeCom(strict=strict, silent={"aibot_respond_msg"})

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says(), times=AT_ONCE):
            await fake.say("什么时候？")
            await fake.until(lambda: len(fake.answers) == 1)
            await fake.drop()
            fake.silent.clear()
            await asyncio.sleep(3.0)  # the second attempt comes after two seconds

    asyncio.run(run())
    assert fake.answers == ["答"]


def test_an_answer_without_an_acknowledgement_is_sent_again_in_its_own_place(library: Path) -> None:
    fake = FakeWeCom(silent={"aibot_respond_msg"})

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says(), times=AT_ONCE) as desk:
            await fake.say("什么时候？")
            await fake.until(lambda: len(fake.answers) == 1)
            await asyncio.sleep(0.6)
            fake.silent.clear()
            await fake.until(lambda: next(iter(fake.streams.values())).frames == 2)
            await fake.until(lambda: "sending" not in desk.outbox.counts())

    asyncio.run(run())
    assert fake.answers == ["答"]


def test_a_message_by_itself_without_an_acknowledgement_is_never_sent_again(library: Path) -> None:
    fake = FakeWeCom(silent={"aibot_send_msg"})

    async def run() -> None:
        async with fake.up() as url, robot(library, url) as desk:
            before = desk.outbox.counts().get("unknown", 0)
            desk.outbox.put("reminder-1", [Outgoing(Address(Channel.WECOM_SOCKET, "li"), "明天到期")])
            await fake.until(lambda: desk.outbox.counts().get("unknown", 0) == before + 1)
            await asyncio.sleep(0.3)

    asyncio.run(run())
    assert fake.answers == ["明天到期"]


def test_reminders_go_to_people_and_groups(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url, robot(library, url) as desk:
            for n, to in enumerate((Address(Channel.WECOM_SOCKET, "li"), Address(Channel.WECOM_SOCKET, "G1", GROUP))):
                desk.outbox.put(f"reminder-2:{n}", [Outgoing(to, "明天到期")])
            await fake.answered(2)

    asyncio.run(run())
    assert sorted((one["chatid"], one["chat_type"]) for one in fake.sent) == [("G1", 2), ("li", 1)]


@pytest.mark.parametrize("code", [846605, 846608])
def test_an_answer_whose_stream_is_gone_is_a_message_by_itself(library: Path, code: int) -> None:
    fake = FakeWeCom(refusals={"aibot_respond_msg": [code]})

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says(), times=AT_ONCE):
            await fake.say("什么时候？", user="late")
            await fake.answered(1)

    asyncio.run(run())
    assert [(one["chatid"], one["markdown"]["content"]) for one in fake.sent] == [("late", "答")]


def test_an_answer_later_than_five_minutes_is_a_message_by_itself(library: Path) -> None:
    fake = FakeWeCom()
    late = [0.0]

    async def run() -> None:
        async with fake.up() as url, robot(library, url, clock=lambda: time.time() + late[0], talks=Says(wait_s=0.3)):
            await fake.say("什么时候？")
            await fake.until(lambda: bool(fake.streams))  # a preview stands
            late[0] = 301.0
            await fake.answered(2)

    asyncio.run(run())
    assert fake.answers == ["回答见下一条消息。", "答"]


def test_a_long_answer_comes_in_parts_in_order(library: Path) -> None:
    fake = FakeWeCom()
    text = "".join(f"第{n}条，请于当日前报送材料。\n" for n in range(1200))

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says(text), times=AT_ONCE):
            await fake.say("什么时候？")
            await fake.until(lambda: len(fake.answers) >= 3)

    asyncio.run(run())
    assert [one.rpartition("（")[2] for one in fake.answers] == ["1/3）", "2/3）", "3/3）"]
    assert all(len(one.encode("utf-8")) <= 20480 for one in fake.answers)


def test_a_slow_answer_shows_what_is_proved_so_far(library: Path) -> None:
    fake = FakeWeCom(ack_delay_s=0.1)
    moments: list[float] = []

    def note(frame: Json) -> None:
        if frame["cmd"] == "aibot_respond_msg":
            moments.append(time.monotonic())

    fake.on_frame = note

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says("第一句。第二句。", wait_s=2.7, words=WORDS)):
            await fake.say("什么时候？")
            await fake.answered(1)

    asyncio.run(run())
    shown = [frame["body"]["stream"]["content"] for frame in fake.of("aibot_respond_msg")]
    assert shown[0] == "正在查找……" and shown[-1] == "第一句。第二句。"
    assert "第一句。" in shown[1:-1], "a second and more before the last word"
    assert fake.wrongs == [], "each frame waits for the acknowledgement of the one before"
    previews = [later - earlier for earlier, later in pairwise(moments[:-1])]
    assert all(gap >= 0.9 for gap in previews), "no more than one a second"


def test_lost_acknowledgements_of_previews_keep_no_answer_back(library: Path) -> None:
    fake = FakeWeCom(silent={"aibot_respond_msg"})

    async def run() -> None:
        async with fake.up() as url, robot(library, url, talks=Says(wait_s=0.3)) as desk:
            before = desk.outbox.counts().get("sent", 0)
            await fake.say("什么时候？")
            await fake.until(lambda: bool(fake.streams))
            await asyncio.sleep(0.2)
            fake.silent.clear()
            await fake.until(lambda: desk.outbox.counts().get("sent", 0) == before + 1)

    asyncio.run(run())
    assert fake.answers == ["答"]


def test_a_chat_gets_no_more_previews_when_its_minute_is_nearly_full(library: Path) -> None:
    fake = FakeWeCom()

    async def run() -> None:
        async with fake.up() as url, robot(library, url, times=replace(FAST, first_preview=0.0)) as desk:
            reply = {"replaced_until": "0"}
            address = Address(Channel.WECOM_SOCKET, "busy")
            desk.outbox.put("many", [Outgoing(address, str(n), reply=reply, number=n) for n in range(1, 16)])
            await fake.until(lambda: len(fake.sent) == 15)
            await fake.say(QUESTION, user="busy")
            await fake.answered(16)

    asyncio.run(run())
    assert [one.frames for one in fake.streams.values()] == [1], "only the answer"
