"""What goes out: each message is sent once, or not again where nobody can know.

    waiting -> dropped                withdrawn, or too late to be of use
    waiting -> sending -> sent
                       -> waiting     the channel refused for now (busy, down): tried again later, longer each time
                       -> failed      the channel refused for good, or too often; later parts of the message are dropped
                       -> unknown     it may have arrived: the connection broke after it was handed over, or the process
                                      died while sending. Never sent again, and told to the operator.

What is shown once though it is sent twice has no unknown: it is sent again, marked `again`. That is so for all messages
of some channels (`limits.repeatable`), and in others for the answer to a message as long as it can be replaced. So a message is delivered at most once everywhere, and exactly once wherever the channel says what became of it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import Enum

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import ColumnElement, Connection, delete, exists, func, or_, select, update

from bots.leases import Leases, live
from bots.limits import LIMITS
from bots.model import Channel, Outgoing, Parcel
from bots.moments import Clock, in_ms
from ingest.database import Database, insert_new
from ingest.schema import leases, outbox

logger = logging.getLogger(__name__)

BODY = TypeAdapter(Outgoing)
KEEP_S = 400 * 24 * 3600.0  # a reminder's key must outlive its deadline
ANSWERS = ("in:", "refused:")  # what the keys of replies to messages begin with
KEEP_ANSWERS_S = 7 * 24 * 3600.0  # as long as a message is known, and is not answered again
MINUTE_S = 60.0
RETRY_S = (2.0, 10.0, 60.0, 300.0, 900.0, 1800.0, 3600.0)  # between attempts; then it has failed
UNREADABLE = "written by another version of the program"


class State(Enum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


OPEN = (State.WAITING.value, State.SENDING.value)


def put(
    connection: Connection, batch: str, outgoing: Sequence[Outgoing], *, due_at: int, until: int | None = None
) -> bool:
    """Write the parts of a message into the outbox; False where they are there already.

    `due_at` and `until` in milliseconds: what is not sent until then is dropped.
    """
    new = [
        insert_new(
            connection,
            outbox,
            {
                "key": f"{batch}:{one.number}",
                "channel": one.address.channel.value,
                "chat": one.address.key,
                "batch": batch,
                "state": State.WAITING.value,
                "attempts": 0,
                "due_at": due_at,
                "until": until,
                "body": BODY.dump_json(one).decode("utf-8"),
            },
        )
        for one in outgoing
    ]
    return all(new)


def _read(row: int, body: str) -> Outgoing | None:
    """None for what another version has written: it must not hold up all others."""
    try:
        return BODY.validate_json(body)
    except ValidationError:
        logger.error("a message was dropped: %s row=%d", UNREADABLE, row)
        return None


def _repeatable(outgoing: Outgoing, now_s: float) -> bool:
    """Whether it is shown once though it is sent twice."""
    return LIMITS[outgoing.address.channel].repeatable or now_s < outgoing.replaced_until


def _again(outgoing: Outgoing) -> str:
    return BODY.dump_json(replace(outgoing, again=True)).decode("utf-8")


def withdraw(connection: Connection, batch_prefix: str, *, now: int) -> int:
    """Take back what is not sent yet and is no longer true; the number of messages."""
    waiting = update(outbox).where(
        outbox.c.batch.startswith(batch_prefix, autoescape=True), outbox.c.state == State.WAITING.value
    )
    return connection.execute(waiting.values(**_dropped("withdrawn", now))).rowcount


def arrived(connection: Connection, key: str, *, now: int) -> None:
    """The channel has fetched a message by itself."""
    fetched = update(outbox).where(outbox.c.key == key, outbox.c.state.in_(OPEN))
    connection.execute(fetched.values(state=State.SENT.value, holder=None, body="", settled_at=now))


def _still_of_use(now: int) -> ColumnElement[bool]:
    return outbox.c.until.is_(None) | (outbox.c.until > now)


def _dropped(reason: str, now: int) -> dict[str, object]:
    return {"state": State.DROPPED.value, "holder": None, "reason": reason, "body": "", "settled_at": now}


class Outbox:
    """Safe to share between threads and processes."""

    def __init__(self, database: Database, leases: Leases, clock: Clock) -> None:
        self._database = database
        self._leases = leases
        self._clock = clock

    def put(self, batch: str, outgoing: Sequence[Outgoing]) -> bool:
        """Have a message sent; False where one of this name was put before, whatever became of it."""
        with self._database.changing() as connection:
            return put(connection, batch, outgoing, due_at=in_ms(self._clock()))

    def knows(self, batch: str) -> bool:
        """Whether a message of this name was put."""
        with self._database.reading() as connection:
            return connection.scalar(select(outbox.c.row).where(outbox.c.batch == batch).limit(1)) is not None

    def take(self, channels: Collection[Channel]) -> Parcel | None:
        """The next message that is due. Those of one chat go in order, and not more in a minute than its channel takes."""
        now = in_ms(self._clock())
        before = outbox.alias()
        in_front = exists().where(before.c.chat == outbox.c.chat, before.c.row < outbox.c.row, before.c.state.in_(OPEN))
        due = (
            select(outbox.c.row, outbox.c.chat, outbox.c.channel)
            .where(
                outbox.c.state == State.WAITING.value,
                outbox.c.due_at <= now,
                _still_of_use(now),
                outbox.c.channel.in_([one.value for one in channels]),
                ~in_front,
            )
            .order_by(outbox.c.due_at, outbox.c.row)
            .limit(1)
        )
        with self._database.changing() as connection:
            while row := connection.execute(due).first():
                full = self._minute_full(connection, row.chat, LIMITS[Channel(row.channel)].per_minute)
                this = update(outbox).where(outbox.c.row == row.row, outbox.c.state == State.WAITING.value)
                if full is not None:
                    connection.execute(this.values(due_at=full))
                    continue
                taken = {"state": State.SENDING.value, "holder": self._leases.holder}
                if not connection.execute(this.values(attempts=outbox.c.attempts + 1, **taken)).rowcount:
                    continue  # another process was quicker
                query = select(outbox.c.key, outbox.c.attempts, outbox.c.body).where(outbox.c.row == row.row)
                found = connection.execute(query).one()
                outgoing = _read(row.row, found.body)
                if outgoing is not None:
                    return Parcel(row.row, found.key, found.attempts, outgoing)
                connection.execute(update(outbox).where(outbox.c.row == row.row).values(**_dropped(UNREADABLE, now)))
        return None

    def _minute_full(self, connection: Connection, chat: str, per_minute: int) -> int | None:
        """When the next message to a chat may go, if the last minute was full."""
        now = self._clock()
        lately = outbox.c.settled_at.between(in_ms(now - MINUTE_S) + 1, in_ms(now))  # a clock may have been set back
        sent = select(outbox.c.settled_at).where(outbox.c.chat == chat, outbox.c.state == State.SENT.value, lately)
        oldest = connection.scalar(sent.order_by(outbox.c.settled_at.desc()).offset(per_minute - 1).limit(1))
        return None if oldest is None else oldest + in_ms(MINUTE_S)

    def sent(self, parcel: Parcel) -> None:
        self._settle(parcel, State.SENT, None)

    def unknown(self, parcel: Parcel, reason: str) -> None:
        """It may have arrived."""
        if _repeatable(parcel.outgoing, self._clock()):
            self.later(parcel, reason, again=True)
        else:
            self._settle(parcel, State.UNKNOWN, reason)

    def failed(self, parcel: Parcel, reason: str) -> None:
        """It did not arrive and will not; the parts after it make no sense without it."""
        self._settle(parcel, State.FAILED, reason)

    def later(self, parcel: Parcel, reason: str, after_s: float | None = None, *, again: bool = False) -> None:
        """It did not arrive, or may be sent twice: after a while, or after as long as the channel says."""
        if parcel.attempts > len(RETRY_S):
            self.failed(parcel, f"given up after {parcel.attempts} attempts: {reason}")
            return
        wait_s = RETRY_S[parcel.attempts - 1] if after_s is None else after_s
        values = {"state": State.WAITING.value, "holder": None, "reason": reason[:500]}
        if again:
            values["body"] = _again(parcel.outgoing)
        with self._database.changing() as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.row == parcel.row, outbox.c.state == State.SENDING.value)
                .values(due_at=in_ms(self._clock() + wait_s), **values)
            )

    def awaited(self, parcel: Parcel, after_s: float) -> None:
        """It lies ready to be fetched, which is no attempt; unless that happens it is due after a while."""
        values = {"state": State.WAITING.value, "holder": None, "attempts": parcel.attempts - 1}
        with self._database.changing() as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.row == parcel.row, outbox.c.state == State.SENDING.value)
                .values(due_at=in_ms(self._clock() + after_s), **values)
            )

    def _settle(self, parcel: Parcel, state: State, reason: str | None) -> None:
        now = in_ms(self._clock())
        values = {"holder": None, "settled_at": now, "body": ""}
        with self._database.changing() as connection:
            connection.execute(
                update(outbox)
                .where(outbox.c.row == parcel.row, outbox.c.state == State.SENDING.value)
                .values(state=state.value, reason=reason and reason[:500], **values)
            )
            if state is State.FAILED:
                batch = select(outbox.c.batch).where(outbox.c.row == parcel.row).scalar_subquery()
                rest = update(outbox).where(
                    outbox.c.batch == batch, outbox.c.row > parcel.row, outbox.c.state == State.WAITING.value
                )
                connection.execute(rest.values(**_dropped("an earlier part failed", now)))

    def withdraw(self, batch_prefix: str) -> int:
        """Take back what is not sent yet and is no longer true; the number of messages."""
        with self._database.changing() as connection:
            return withdraw(connection, batch_prefix, now=in_ms(self._clock()))

    def recover(self) -> int:
        """Settle what is too late, and what processes were sending that are no more; how many may have arrived."""
        now = in_ms(self._clock())
        alive = exists().where(leases.c.holder == outbox.c.holder, live(now))
        lost = select(outbox.c.row, outbox.c.body).where(outbox.c.state == State.SENDING.value, ~alive)
        late = update(outbox).where(outbox.c.state == State.WAITING.value, ~_still_of_use(now))
        unknown = 0
        with self._database.changing() as connection:
            connection.execute(late.values(**_dropped("too late", now)))
            for row, body in connection.execute(lost).all():
                outgoing = _read(row, body)
                again = outgoing is not None and _repeatable(outgoing, self._clock())
                values: dict[str, object] = {"holder": None, "reason": "the process ended while sending"}
                if outgoing is not None and again:
                    values |= {"state": State.WAITING.value, "body": _again(outgoing)}
                else:
                    values |= {"state": State.UNKNOWN.value, "body": "", "settled_at": now}
                changed = connection.execute(
                    update(outbox)
                    .where(outbox.c.row == row, outbox.c.state == State.SENDING.value, ~alive)
                    .values(**values)
                ).rowcount
                unknown += changed and not again
        return unknown

    def forget(self, chat: str) -> None:
        """Delete what was sent to a chat, and take back what was not; what is under way at this moment stays."""
        with self._database.changing() as connection:
            connection.execute(delete(outbox).where(outbox.c.chat == chat, outbox.c.state != State.SENDING.value))

    def counts(self) -> dict[str, int]:
        """How many messages are in each state, for the operator."""
        with self._database.reading() as connection:
            rows = connection.execute(select(outbox.c.state, func.count()).group_by(outbox.c.state))
            return {row[0]: row[1] for row in rows}

    def purge(self) -> None:
        """Delete rows settled so long ago that nothing asks for their key any more."""
        now = self._clock()
        answers = or_(*(outbox.c.batch.startswith(prefix) for prefix in ANSWERS))
        old = (outbox.c.settled_at < in_ms(now - KEEP_S)) | (
            answers & (outbox.c.settled_at < in_ms(now - KEEP_ANSWERS_S))
        )
        with self._database.changing() as connection:
            connection.execute(delete(outbox).where(old))
