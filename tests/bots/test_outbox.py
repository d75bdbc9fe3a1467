"""The outbox: many hands at once, and messages that are of no use any more."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bots.leases import Leases
from bots.model import Address, Channel, Outgoing
from bots.moments import in_ms
from bots.outbox import Outbox, put
from ingest.database import Database

HANDS = 8
EACH = 20


@dataclass
class Now:
    """A clock that is set by hand."""

    now: float = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Post:
    database: Database
    clock: Now = field(default_factory=Now)

    def outbox(self) -> Outbox:
        leases = Leases(self.database, self.clock)
        leases.alive()
        return Outbox(self.database, leases, self.clock)


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    database = Database(f"sqlite:///{tmp_path / 'library.db'}", lock_wait_s=10)
    yield Post(database)
    database.close()


def said(chat: str) -> list[Outgoing]:
    return [Outgoing(Address(Channel.TELEGRAM, chat), "报送提醒")]


def test_many_hands_at_once_neither_fail_nor_send_twice(post: Post) -> None:
    def work(hand: int) -> list[str]:
        outbox, taken = post.outbox(), []
        for n in range(EACH):
            outbox.put(f"{hand}-{n}", said(f"{hand}-{n}"))
            parcel = outbox.take([Channel.TELEGRAM])
            assert parcel is not None
            taken.append(parcel.key)
            outbox.sent(parcel)
        return taken

    with ThreadPoolExecutor(HANDS) as pool:
        sent = [key for taken in pool.map(work, range(HANDS)) for key in taken]

    assert sorted(sent) == sorted(f"{hand}-{n}:1" for hand in range(HANDS) for n in range(EACH))


def test_what_is_too_late_is_neither_sent_nor_in_the_way(post: Post) -> None:
    outbox = post.outbox()
    with post.database.changing() as connection:
        put(connection, "reminder", said("7"), due_at=in_ms(post.clock()), until=in_ms(post.clock() + 60))
    outbox.put("answer", said("7"))
    post.clock.now += 60
    outbox.recover()

    parcel = outbox.take([Channel.TELEGRAM])

    assert parcel is not None and parcel.key == "answer:1"
    assert outbox.counts() == {"dropped": 1, "sending": 1}
