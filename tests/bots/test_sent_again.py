"""What replaces itself may be sent twice; everything else never is. And nothing is taken for a channel that cannot send."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.leases import Leases
from bots.model import REPLACED_UNTIL, Address, Channel, Outgoing, Parcel
from bots.outbox import Outbox, State
from ingest.database import Database
from tests.bots.office import FakeLine, asks, open_desk

SOCKET = (Channel.WECOM_SOCKET,)
TO = Address(Channel.WECOM_SOCKET, "zhangsan")


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(f"sqlite:///{tmp_path / 'chats.sqlite'}", lock_wait_s=5)


def box(database: Database, clock: Clock) -> tuple[Outbox, Leases]:
    leases = Leases(database, clock)
    leases.alive()
    return Outbox(database, leases, clock), leases


def taken(outbox: Outbox, *, until: float) -> Parcel:
    outbox.put("answer", [Outgoing(TO, "答", reply={REPLACED_UNTIL: str(until)})])
    parcel = outbox.take(SOCKET)
    assert parcel is not None and not parcel.outgoing.again
    return parcel


def test_an_answer_that_replaces_itself_is_sent_again_after_a_crash(database: Database, clock: Clock) -> None:
    taken(box(database, clock)[0], until=2_000.0)
    clock.now += 60  # the process that took it is dead
    outbox, _ = box(database, clock)

    assert outbox.recover() == 0
    parcel = outbox.take(SOCKET)
    assert parcel is not None and parcel.outgoing.again and parcel.outgoing.text == "答"


def test_an_answer_too_old_to_replace_itself_is_not(database: Database, clock: Clock) -> None:
    taken(box(database, clock)[0], until=1_030.0)
    clock.now += 60
    outbox, _ = box(database, clock)

    assert outbox.recover() == 1
    assert outbox.counts() == {State.UNKNOWN.value: 1}


def test_one_without_an_acknowledgement_is_sent_again_while_it_replaces_itself(
    database: Database, clock: Clock
) -> None:
    outbox, leases = box(database, clock)
    outbox.unknown(taken(outbox, until=1_030.0), "no acknowledgement")
    clock.now += 10
    leases.alive()
    second = outbox.take(SOCKET)
    assert second is not None and second.outgoing.again

    clock.now += 60
    outbox.unknown(second, "no acknowledgement")
    assert outbox.counts() == {State.UNKNOWN.value: 1}


def test_only_the_first_part_replaces_itself() -> None:
    reply = {REPLACED_UNTIL: "2000"}

    assert Outgoing(TO, "一", reply=reply).replaced_until == 2000.0
    assert Outgoing(TO, "二", reply=reply, number=2, count=2).replaced_until == 0.0


class AwayLine(FakeLine):
    """Cannot send until `here`."""

    here = False

    @property
    def sends(self) -> FakeLine | None:  # type: ignore[override]  # the port allows None, the fake does not
        return self if self.here else None


def test_answers_wait_for_a_channel_that_is_away_without_using_up_attempts(tmp_path: Path) -> None:
    line = AwayLine()

    async def talk() -> None:
        with open_desk(tmp_path) as desk:
            async with desk.relay([line]).running():
                desk.outbox.put("a", [Outgoing(asks("").address, "答")])
                await asyncio.sleep(0.5)
                assert desk.outbox.counts() == {State.WAITING.value: 1}
                line.here = True
                await line.until(1)

    asyncio.run(talk())
    assert line.sent[0].attempts == 1
