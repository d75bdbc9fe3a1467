"""A message is answered once: however often it is delivered, whoever dies, whatever the channel says."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

import pytest

from bots.channel import TryLater, Unclear, Undeliverable
from bots.inbox import Inbox
from bots.leases import Leases
from bots.outbox import Outbox
from bots.rendering import pack, plain_message
from tests.bots.office import FakeLine, asks, open_desk

QUESTION = "第六届双品网购节的总结材料什么时候交？"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    with open_desk(folder):
        pass
    return folder


def run(library: Path, *texts: str, line: FakeLine | None = None, answers: int) -> FakeLine:
    """Deliver messages, three times each at once, and wait for so many answers."""
    line = line or FakeLine()
    name = secrets.token_hex(4)  # the module shares one library

    async def talk() -> None:
        with open_desk(library) as desk:
            relay = desk.relay([line])
            async with relay.running():
                for n, text in enumerate(texts):
                    await asyncio.gather(*(relay.receive(asks(text, f"{name}-{n}", user=name)) for _ in range(3)))
                await line.until(answers)
                await asyncio.sleep(0.2)

    asyncio.run(talk())
    return line


def test_a_question_delivered_three_times_at_once_gets_one_cited_answer(library: Path) -> None:
    line = run(library, QUESTION, answers=1)

    assert len(line.sent) == 1
    text = line.sent[0].outgoing.text
    assert "2024年5月13日" in text and "商电促进函〔2024〕40号" in text and "请于4月12日、5月13日前报我司" in text


def test_a_follow_up_belongs_to_its_user(library: Path) -> None:
    line = run(library, "第六届双品网购节的活动时间？", "那联系人呢？", answers=2)

    assert "010-65197902" in line.sent[1].outgoing.text


def test_what_is_refused_for_now_is_sent_later_and_once(library: Path) -> None:
    line = run(library, QUESTION, line=FakeLine(faults=[TryLater("busy", 0.1)]), answers=1)

    assert [parcel.attempts for parcel in line.sent] == [2]


@pytest.mark.parametrize("fault", [Unclear("broke off"), Undeliverable("the user left"), ZeroDivisionError()])
def test_what_may_have_arrived_or_never_will_is_not_sent_again(library: Path, fault: Exception) -> None:
    line = run(library, QUESTION, QUESTION, line=FakeLine(faults=[fault]), answers=1)

    assert len(line.sent) == 1, "the second question is answered, the first answer is not repeated"


def test_a_process_that_dies_while_answering_leaves_the_answer_to_another(library: Path) -> None:
    line = FakeLine()
    with open_desk(library) as desk:
        desk.inbox.receive(asks(QUESTION, "dies-1", chat="dies"))
        dead = Leases(desk.archive.database, desk.clock, lease_s=0.2)
        dead.alive()
        assert Inbox(desk.archive.database, dead, desk.clock).take() is not None

        async def go_on() -> None:
            async with desk.relay([line]).running():
                await line.until(1)

        asyncio.run(go_on())
    assert "2024年5月13日" in line.sent[0].outgoing.text


def test_a_process_that_dies_while_sending_leaves_nothing_to_be_sent_twice(library: Path) -> None:
    line = FakeLine()
    with open_desk(library) as desk:
        dead = Leases(desk.archive.database, desk.clock, lease_s=0.2)
        dead.alive()
        desk.inbox.receive(asks(QUESTION, "dies-2", chat="dies-too"))
        theirs = Inbox(desk.archive.database, dead, desk.clock)
        taken = theirs.take()
        assert taken is not None
        theirs.answer(taken, pack(plain_message("答"), taken.inbound.address))
        assert Outbox(desk.archive.database, dead, desk.clock).take([line.channel]) is not None

        async def go_on() -> None:
            async with desk.relay([line]).running():
                await asyncio.sleep(1.5)

        asyncio.run(go_on())
        assert line.sent == []
        assert desk.outbox.counts()["unknown"] >= 1


@pytest.mark.parametrize("ticks", range(8))
def test_a_bot_that_is_told_to_stop_while_something_comes_in_stops(library: Path, ticks: int) -> None:
    async def run() -> None:
        with open_desk(library) as desk:
            relay = desk.relay([FakeLine()])
            async with asyncio.timeout(10):
                async with relay.running():
                    await asyncio.sleep(0.3)
                    relay.wake()
                    for _ in range(ticks):
                        await asyncio.sleep(0)

    asyncio.run(run())
