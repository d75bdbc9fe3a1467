"""What of a user is in the database: after `/forget`, and when its time is over. Looked for in every table."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import sqlalchemy as sa

from bots.inbox import FORGOTTEN
from bots.model import Address, Channel, Inbound, Outgoing, digest
from bots.rendering import pack
from bots.subscriptions import Scope
from bots.wecom.streams import EXPIRED, stream_of
from bots.wire import Desk
from tests.bots.office import open_desk

HOUR_S = 3600.0
DAY_S = 24 * HOUR_S
WHO = "73317731"
SENDER = digest(Channel.WECOM_BOT.value, WHO)
ALONE, GROUP = Address(Channel.WECOM_BOT, WHO), Address(Channel.WECOM_BOT, "g1")
KEPT_FOR_A_TIME = ("inbox", "outbox", "conversations", "last_answers", "replies", "streams")


@dataclass
class Clock:
    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    with open_desk(tmp_path, clock=clock) as desk:
        desk.leases.alive()
        yield desk


def say(desk: Desk, text: str, address: Address = ALONE, *, group: bool = False) -> str:
    """What a relay does with a message, up to where WeCom fetches the answer; the name of its stream."""
    name = f"42:{WHO}:{text}"  # as Telegram's: it holds who wrote
    inbound = Inbound(address, name, WHO, text, group)
    desk.inbox.receive(inbound)
    stream = stream_of(inbound.name)
    desk.streams.open(stream)
    taken = desk.inbox.take()
    assert taken is not None
    message = desk.talk.reply(taken.inbound, lambda text: None)
    assert message is not None
    answer = pack(message, address)
    desk.inbox.answer(taken, answer)
    while (parcel := desk.outbox.take([Channel.WECOM_BOT])) is not None:
        desk.streams.finish(stream, parcel.key, parcel.outgoing.text, None)
        desk.outbox.sent(parcel)
    return stream


def rows(desk: Desk, table: str) -> list[str]:
    with desk.archive.database.reading() as connection:
        return [str(tuple(row)) for row in connection.execute(sa.text(f"select * from {table}"))]


def tables(desk: Desk) -> list[str]:
    with desk.archive.database.reading() as connection:
        return sa.inspect(connection).get_table_names()


def test_whoever_is_forgotten_is_in_no_table_any_more(desk: Desk) -> None:
    say(desk, "/role 市")
    shown = say(desk, "第六届双品网购节的总结材料什么时候交？")
    say(desk, "第六届双品网购节的联系人是谁？", GROUP, group=True)
    desk.subscriptions.add(ALONE, SENDER, Scope.EVERYTHING, "", (1,))
    say(desk, "/forget")

    of_the_command = {table: rows(desk, table)[-1:] for table in ("inbox", "outbox")}
    left = {
        table: found
        for table in tables(desk)
        if (found := [row for row in rows(desk, table) if WHO in row or SENDER in row or ALONE.key in row])
    }
    assert left == of_the_command, "that it was asked, and that it was answered: until their time is over"
    assert SENDER not in str(left)
    assert rows(desk, "last_answers") == [] and rows(desk, "conversations") == []
    assert "总结" not in str(rows(desk, "streams")) and "010-65197902" not in str(rows(desk, "streams"))
    assert desk.streams.fetch(shown).text == EXPIRED


def test_whoever_has_it_forgotten_asks_no_more_in_a_minute_than_others(desk: Desk, clock: Clock) -> None:
    for n in range(desk.settings.per_minute):
        say(desk, f"/help {n}")
    say(desk, "/forget")
    more = Inbound(ALONE, "43", WHO, "联系人是谁？")
    assert not desk.guard.look_at(more).answered

    clock.now += 61
    desk.privacy.purge()
    assert desk.guard.look_at(more).answered
    assert FORGOTTEN not in str(rows(desk, "inbox"))


def test_what_is_kept_for_a_time_goes_though_nobody_asks_anything_any_more(desk: Desk, clock: Clock) -> None:
    say(desk, "第六届双品网购节的总结材料什么时候交？")
    assert all(rows(desk, table) for table in KEPT_FOR_A_TIME)

    clock.now += 2 * HOUR_S
    desk.privacy.purge()
    assert "5月13日" not in str(rows(desk, "streams")) and "5月13日" in str(rows(desk, "replies"))

    clock.now += 7 * DAY_S
    with desk.archive.database.changing() as connection:  # the assistant's own clock cannot be set
        for table in ("conversations", "replies"):
            connection.execute(sa.text(f"update {table} set said_at = said_at - {round(8 * DAY_S * 1000)}"))
    desk.privacy.purge()
    assert {table: found for table in KEPT_FOR_A_TIME if (found := rows(desk, table))} == {}


def test_reminders_are_known_longer_than_answers(desk: Desk, clock: Clock) -> None:
    desk.outbox.put("remind:a:2024-05-13:1:c", [Outgoing(ALONE, "报送提醒")])
    parcel = desk.outbox.take([Channel.WECOM_BOT])
    assert parcel is not None
    desk.outbox.sent(parcel)
    clock.now += 30 * DAY_S
    desk.privacy.purge()

    assert desk.outbox.knows("remind:a:2024-05-13:1:c")
