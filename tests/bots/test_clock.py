"""What time does to chats: a week in which nobody asks, and a clock that is set back."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bots.limits import LIMITS
from bots.model import Address, Channel, Outgoing
from bots.wire import Desk
from tests.bots.office import FakeLine, asks, open_desk

HOUR_S = 3600.0
WEEK_S = 7 * 24 * HOUR_S
TO = Address(Channel.TELEGRAM, "7")


@dataclass
class Clock:
    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def answers(desk: Desk, text: str, message: str) -> list[str]:
    """What is sent to a question."""
    line = FakeLine()
    relay = desk.relay([line])

    async def talk() -> None:
        async with relay.running():
            await relay.receive(asks(text, message))
            await line.until(1)

    asyncio.run(talk())
    return [parcel.outgoing.text for parcel in line.sent]


def test_whoever_asks_first_after_a_week_of_silence_is_answered(tmp_path: Path, clock: Clock) -> None:
    with open_desk(tmp_path, clock=clock) as desk:
        assert answers(desk, "/help", "before the holidays")

        clock.now += WEEK_S + 1
        desk.inbox.purge()  # the numbers of its rows are given anew
        desk.outbox.purge()

        assert "2024年5月13日" in answers(desk, "第六届双品网购节的总结材料什么时候交？", "after them")[0]


def test_a_clock_set_back_keeps_no_chat_waiting_and_throttles_nobody(tmp_path: Path, clock: Clock) -> None:
    with open_desk(tmp_path, clock=clock, fill=False) as desk:
        desk.leases.alive()
        for n in range(LIMITS[Channel.TELEGRAM].per_minute):
            desk.inbox.receive(asks("时限", str(n)))
            desk.outbox.put(str(n), [Outgoing(TO, "答")])
            parcel = desk.outbox.take([Channel.TELEGRAM])
            assert parcel is not None
            desk.outbox.sent(parcel)
        clock.now -= HOUR_S
        desk.outbox.put("new", [Outgoing(TO, "答")])

        assert desk.inbox.sent_lately(asks("时限", "new").sender, seconds=60) == 0
        assert desk.outbox.take([Channel.TELEGRAM]) is not None
