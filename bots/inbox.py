"""What came in: each message once, however often a channel delivers it, across restarts and several workers.

    received -> working -> answered          the answer is in the outbox in the same transaction
    received -> refused                      too many, or not allowed; nothing is worked on
    working, its process dead -> received    nothing was sent yet: the answer is written anew

The text of a message is deleted when it is answered; what stays, so that it is known when it comes again, are digests.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import delete, exists, func, select, update

from bots.guard import MINUTE_S
from bots.leases import Leases, live
from bots.model import Inbound, Outgoing, digest
from bots.moments import Clock, in_ms
from bots.outbox import put
from ingest.database import Database, insert_new
from ingest.schema import inbox, leases

logger = logging.getLogger(__name__)

BODY = TypeAdapter(Inbound)
KEEP_S = 7 * 24 * 3600.0  # channels deliver again for a day at most
FORGOTTEN = "forgotten:"  # what the sender of a message begins with who had it forgotten a moment ago
MAX_ATTEMPTS = 3  # a message that kills the process each time is given up


class State(Enum):
    RECEIVED = "received"
    WORKING = "working"
    ANSWERED = "answered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """A message to be answered."""

    row: int
    attempts: int  # this one included
    inbound: Inbound


@dataclass(frozen=True, slots=True)
class Written:
    """What is known of somebody's messages: digests of chats, and names of messages."""

    chats: frozenset[str]
    names: frozenset[str]


class Inbox:
    """Safe to share between threads and processes."""

    def __init__(self, database: Database, leases: Leases, clock: Clock) -> None:
        self._database = database
        self._leases = leases
        self._clock = clock

    def receive(self, inbound: Inbound, *, refused: bool = False) -> bool:
        """Keep a message; False where it was delivered before."""
        row = {
            "channel": inbound.address.channel.value,
            "message": inbound.name,
            "chat": inbound.address.key,
            "sender": inbound.sender,
            "state": (State.REFUSED if refused else State.RECEIVED).value,
            "attempts": 0,
            "body": "" if refused else BODY.dump_json(inbound).decode("utf-8"),
            "received_at": in_ms(self._clock()),
        }
        with self._database.changing() as connection:
            return insert_new(connection, inbox, row)

    def known(self, inbound: Inbound) -> bool:
        """Whether a message came before."""
        query = select(inbox.c.row).where(
            inbox.c.channel == inbound.address.channel.value, inbox.c.message == inbound.name
        )
        with self._database.reading() as connection:
            return connection.scalar(query) is not None

    def refused(self, inbound: Inbound) -> bool:
        """Whether a message was kept and is not answered."""
        query = select(inbox.c.state).where(
            inbox.c.channel == inbound.address.channel.value, inbox.c.message == inbound.name
        )
        with self._database.reading() as connection:
            return connection.scalar(query) == State.REFUSED.value

    def sent_lately(self, sender: str, *, seconds: float) -> int:
        """How many messages somebody wrote in the last seconds, those that were forgotten included."""
        now = self._clock()
        lately = inbox.c.received_at.between(in_ms(now - seconds) + 1, in_ms(now))  # a clock may have been set back
        query = select(func.count()).where(inbox.c.sender.in_((sender, _forgotten(sender))), lately)
        with self._database.reading() as connection:
            return int(connection.scalar(query) or 0)

    def take(self) -> Taken | None:
        """The oldest message that waits, of a chat in which none is worked on: answers keep the order of the questions."""
        other = inbox.alias()
        busy = exists().where(other.c.chat == inbox.c.chat, other.c.state == State.WORKING.value)
        waiting = select(inbox.c.row).where(inbox.c.state == State.RECEIVED.value, ~busy).order_by(inbox.c.row).limit(1)
        with self._database.changing() as connection:
            while (row := connection.scalar(waiting)) is not None:
                mine = (
                    update(inbox)
                    .where(inbox.c.row == row, inbox.c.state == State.RECEIVED.value)
                    .values(state=State.WORKING.value, holder=self._leases.holder, attempts=inbox.c.attempts + 1)
                )
                if not connection.execute(mine).rowcount:
                    continue  # another process was quicker
                found = connection.execute(select(inbox.c.attempts, inbox.c.body).where(inbox.c.row == row)).one()
                try:
                    return Taken(row, found.attempts, BODY.validate_json(found.body))
                except ValidationError:  # it must not hold up all others
                    logger.error("a message of another version was dropped row=%d", row)
                    dropped = update(inbox).where(inbox.c.row == row)
                    connection.execute(dropped.values(state=State.ANSWERED.value, holder=None, body=""))
        return None

    def answer(self, taken: Taken, outgoing: Sequence[Outgoing], *, delay_s: float = 0.0) -> bool:
        """Settle a message and put its answer into the outbox: both or neither. False where another has done so."""
        with self._database.changing() as connection:
            done = (
                update(inbox)
                .where(
                    inbox.c.row == taken.row,
                    inbox.c.state == State.WORKING.value,
                    inbox.c.holder == self._leases.holder,
                )
                .values(state=State.ANSWERED.value, holder=None, body="")
            )
            if not connection.execute(done).rowcount:
                return False
            batch = f"in:{taken.inbound.name}"  # not the number of its row: those are given anew
            put(connection, batch, outgoing, due_at=in_ms(self._clock() + delay_s))
        return True

    def recover(self) -> int:
        """Give back what processes took that are no more; the number of messages."""
        now = in_ms(self._clock())
        alive = exists().where(leases.c.holder == inbox.c.holder, live(now))
        with self._database.changing() as connection:
            lost = (
                update(inbox)
                .where(inbox.c.state == State.WORKING.value, ~alive)
                .values(state=State.RECEIVED.value, holder=None)
            )
            return connection.execute(lost).rowcount

    def written_by(self, sender: str) -> Written:
        """Where somebody wrote, and what his messages are called: what else is kept of him is found by that."""
        mine = select(inbox.c.chat, inbox.c.message).where(inbox.c.sender == sender)
        with self._database.reading() as connection:
            rows = connection.execute(mine).all()
        return Written(frozenset(row.chat for row in rows), frozenset(row.message for row in rows))

    def forget(self, sender: str) -> None:
        """Delete what somebody wrote, where, and that it was theirs; that a message came stays known.

        One that is worked on keeps its place and its text until it is answered. Those of the last minute still count for
        how much somebody may ask, under a digest of its own, until the next purge.
        """
        lately = inbox.c.received_at > in_ms(self._clock() - MINUTE_S)
        with self._database.changing() as connection:
            mine = update(inbox).where(inbox.c.sender == sender)
            connection.execute(
                mine.where(inbox.c.state != State.WORKING.value).values(chat="", body="", state=State.ANSWERED.value)
            )
            connection.execute(mine.where(lately).values(sender=_forgotten(sender)))
            connection.execute(mine.values(sender=""))

    def purge(self) -> None:
        """Delete rows too old to be delivered again, and who wrote what was forgotten."""
        written = inbox.c.received_at <= in_ms(self._clock() - MINUTE_S)
        forgotten = update(inbox).where(inbox.c.sender.startswith(FORGOTTEN), written)
        with self._database.changing() as connection:
            connection.execute(forgotten.values(sender=""))
            connection.execute(
                delete(inbox).where(
                    inbox.c.received_at < in_ms(self._clock() - KEEP_S),
                    inbox.c.state.in_((State.ANSWERED.value, State.REFUSED.value)),
                )
            )


def _forgotten(sender: str) -> str:
    """What is kept of who wrote for as long as a minute's messages are counted."""
    return FORGOTTEN + digest(FORGOTTEN, sender)[:48]
