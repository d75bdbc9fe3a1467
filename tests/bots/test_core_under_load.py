"""What the tables of chats hold together through: many processes at once, a database that is busy, clocks set back."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import update

from bots.inbox import Inbox, Taken
from bots.leases import Leases
from bots.model import Address, Channel, Inbound, Outgoing, Parcel
from bots.outbox import Outbox
from bots.relay import Relay
from bots.wire import Desk
from ingest.database import Database
from ingest.errors import LibraryBusy
from ingest.schema import inbox, outbox
from tests.bots.office import FakeLine, asks, open_desk
from tests.ingest.test_library import postgres  # noqa: F401 - a server of our own, where the machine has one

CHANNELS = (Channel.TELEGRAM,)


@dataclass
class Clock:
    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'chats.sqlite'}"
    return str(request.getfixturevalue("postgres"))


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    with open_desk(folder):
        pass
    return folder


def outgoing(chat: str, text: str) -> Outgoing:
    return Outgoing(Address(Channel.TELEGRAM, chat), text)


# -- many processes ----------------------------------------------------------------------------------------------------


def test_processes_that_take_at_the_same_time_take_each_message_once_and_in_order(url: str) -> None:
    clock = Clock()
    names = [f"{url[:4]}-{n}" for n in range(4)]
    first = Database(url, lock_wait_s=5)
    writer = Outbox(first, Leases(first, clock), clock)
    for n in range(20):
        for name in names:
            writer.put(f"{name}:{n}", [outgoing(name, str(n))])
    sent: list[tuple[str, str]] = []
    together = threading.Barrier(4)

    def process() -> None:
        database = Database(url, lock_wait_s=5)
        leases = Leases(database, clock)
        mine = Outbox(database, leases, clock)
        leases.alive()
        together.wait()
        while (parcel := mine.take(CHANNELS)) is not None:
            sent.append((parcel.outgoing.address.chat, parcel.outgoing.text))
            mine.sent(parcel)
        database.close()

    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(process) for _ in range(4)]:
            done.result()
    while (parcel := writer.take(CHANNELS)) is not None:  # what was in front of all of them at their last look
        sent.append((parcel.outgoing.address.chat, parcel.outgoing.text))
        writer.sent(parcel)
    for name in names:
        assert [text for chat, text in sent if chat == name] == [str(n) for n in range(20)]
    first.close()


def test_processes_that_read_and_then_write_wait_for_each_other(url: str) -> None:
    clock = Clock()
    together = threading.Barrier(4)

    def process(number: int) -> int:
        database = Database(url, lock_wait_s=5)
        box = Inbox(database, Leases(database, clock), clock)
        together.wait()
        new = sum(box.receive(asks("？", f"{url[:4]}-{n}", chat=str(number))) for n in range(25))
        taken = 0
        while (one := box.take()) is not None:
            taken += box.answer(one, ())
        database.close()
        return new + taken

    with ThreadPoolExecutor(4) as pool:
        counts = [done.result() for done in [pool.submit(process, n) for n in range(4)]]
    database = Database(url, lock_wait_s=5)
    left = Inbox(database, Leases(database, clock), clock)
    rest = 0
    while (one := left.take()) is not None:
        rest += left.answer(one, ())
    database.close()
    assert sum(counts) + rest == 50, "each is new once and answered once"


# -- a database that is busy, and rows nobody can read -----------------------------------------------------------------


@dataclass
class Busy:
    """Raises so many times."""

    times: int = 2
    raised: int = field(default=0)

    def __call__(self) -> None:
        if self.raised < self.times:
            self.raised += 1
            raise LibraryBusy("another process has been writing")


class BusyInbox(Inbox):
    busy = Busy()

    def answer(self, taken: Taken, outgoing: Sequence[Outgoing], *, delay_s: float = 0.0) -> bool:
        self.busy()
        return super().answer(taken, outgoing, delay_s=delay_s)


class BusyOutbox(Outbox):
    busy = Busy()

    def sent(self, parcel: Parcel) -> None:
        self.busy()
        super().sent(parcel)


def relay_of(desk: Desk, line: FakeLine, box: Inbox | None = None, out: Outbox | None = None) -> Relay:
    return Relay(box or desk.inbox, out or desk.outbox, desk.leases, desk.talk, desk.guard, [line])


def answered(
    library: Path, make: Callable[[Desk, FakeLine], Relay], chat: str, *, before: Callable[[Desk], None]
) -> list[str]:
    """The answers to two messages of one chat."""
    line = FakeLine()

    async def run() -> None:
        with open_desk(library) as desk:
            before(desk)
            async with make(desk, line).running():
                for n in range(2):
                    desk.inbox.receive(asks("帮助", f"{chat}-{n}", chat=chat, user=chat))
                await line.until(2, 15.0)
                await asyncio.sleep(0.3)

    asyncio.run(run())
    return [parcel.outgoing.text for parcel in line.sent]


def test_an_answer_that_could_not_be_written_down_at_once_is_not_lost(library: Path) -> None:
    def make(desk: Desk, line: FakeLine) -> Relay:
        return relay_of(desk, line, box=BusyInbox(desk.archive.database, desk.leases, desk.clock))

    assert len(answered(library, make, "busy-inbox", before=lambda desk: None)) == 2


def test_a_chat_goes_on_when_what_was_sent_could_not_be_written_down_at_once(library: Path) -> None:
    def make(desk: Desk, line: FakeLine) -> Relay:
        return relay_of(desk, line, out=BusyOutbox(desk.archive.database, desk.leases, desk.clock))

    assert len(answered(library, make, "busy-outbox", before=lambda desk: None)) == 2


def test_rows_of_another_version_hold_nobody_up(library: Path) -> None:
    def spoil(desk: Desk) -> None:
        spoilt = asks("帮助", "spoilt", chat="spoilt")
        desk.inbox.receive(spoilt)
        desk.outbox.put("spoilt", [outgoing("spoilt", "旧")])
        with desk.archive.database.changing() as connection:
            connection.execute(update(inbox).where(inbox.c.message == spoilt.name).values(body='{"of": "long ago"}'))
            connection.execute(update(outbox).where(outbox.c.batch == "spoilt").values(body='{"of": "long ago"}'))

    assert len(answered(library, relay_of, "after-spoilt", before=spoil)) == 2


def test_an_answer_that_cannot_be_put_into_messages_is_an_apology(library: Path) -> None:
    class Unwritable:
        def reply(self, inbound: Inbound, on_text: Callable[[str], None]) -> object:
            return object()

    def make(desk: Desk, line: FakeLine) -> Relay:
        return Relay(desk.inbox, desk.outbox, desk.leases, Unwritable(), desk.guard, [line])  # type: ignore[arg-type]

    texts = answered(library, make, "unwritable", before=lambda desk: None)
    assert len(texts) == 2 and all("没能回答" in text for text in texts)


# -- clocks ------------------------------------------------------------------------------------------------------------


def test_a_clock_set_back_keeps_nothing_of_a_dead_process_for_itself(url: str) -> None:
    clock = Clock(now=2_000_000.0)
    database = Database(url, lock_wait_s=5)
    dead = Leases(database, clock)
    dead.alive()
    dead.hold("the-connection")
    theirs = Inbox(database, dead, clock)
    theirs.receive(asks("？", "back-1", chat="back"))
    assert theirs.take() is not None

    clock.now -= 24 * 3600
    living = Leases(database, clock)
    living.alive()
    assert Inbox(database, living, clock).recover() == 1
    assert living.hold("the-connection")
    database.close()


def test_an_orderly_end_leaves_what_it_held_to_others_at_once(library: Path) -> None:
    with open_desk(library) as desk:
        relay = desk.relay([FakeLine()])

        async def run() -> None:
            async with relay.running():
                assert not desk.leases.free(f"process:{desk.leases.holder}")

        asyncio.run(run())
        assert desk.leases.free(f"process:{desk.leases.holder}")


def test_ten_thousand_messages_of_one_chat_keep_no_other_waiting(url: str) -> None:
    clock = Clock()
    database = Database(url, lock_wait_s=5)
    leases = Leases(database, clock)
    box = Outbox(database, leases, clock)
    flood = [Outgoing(Address(Channel.TELEGRAM, "flood"), str(n), number=n) for n in range(10_000)]
    box.put("flood", flood)
    first = box.take(CHANNELS)
    assert first is not None
    box.later(first, "busy", 3600.0)
    clock.now += 1
    box.put("small", [outgoing("small", "答")])

    found = box.take(CHANNELS)
    assert found is not None and found.outgoing.text == "答"
    database.close()
