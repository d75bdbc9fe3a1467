"""What subscribers were told of, and how far: kept in the database, so that each change is told once, by whichever process.

current -> withdrawn -> current: each step raises the SEQUENCE of its event (RFC 5545, 3.8.7.4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from sqlalchemy import Connection, insert, select, update

from bots.reminding.duties import Duties, Duty
from ingest.codec import decode, encode
from ingest.database import Database, insert_new
from ingest.schema import known_deadlines, reminding

THE_ROW = 1


class State(Enum):
    CURRENT = "current"
    WITHDRAWN = "withdrawn"


class Task(Enum):
    """What is sent at nine. The value is the column of the last day it was put into the outbox."""

    REMINDERS = "reminded_on"
    LIST = "listed_on"


@dataclass(frozen=True, slots=True)
class Known:
    """A duty as it was told last."""

    duty: Duty
    sequence: int
    withdrawn: bool
    changed_at: int  # milliseconds since 1970

    def as_now(self, duty: Duty | None, now: int) -> Known:
        """The same after a look at the library, where None stands for a duty that is there no more."""
        if duty is None:
            return self if self.withdrawn else Known(self.duty, self.sequence + 1, True, now)
        if duty == self.duty and not self.withdrawn:
            return self
        same = duty.event == self.duty.event and not self.withdrawn
        return Known(duty, self.sequence + (not same), False, self.changed_at if same else now)


def known_since(connection: Connection, since: date) -> dict[str, Known]:
    """What is not over before a day, by name."""
    rows = connection.execute(select(known_deadlines).where(known_deadlines.c.last_day >= since))
    return {
        row.uid: Known(decode(Duty, row.body), row.sequence, row.state == State.WITHDRAWN.value, row.changed_at)
        for row in rows
    }


def merged(known: Mapping[str, Known], duties: Duties, now: int) -> dict[str, Known]:
    """What is known after a look at the library. Nothing is forgotten: calendars show for a while what is withdrawn."""
    seen = {uid: one.as_now(duties[uid].duty if uid in duties else None, now) for uid, one in known.items()}
    return seen | {uid: Known(held.duty, 0, False, now) for uid, held in duties.items() if uid not in known}


def keep(connection: Connection, before: Mapping[str, Known], after: Mapping[str, Known]) -> None:
    """Write what is different."""
    for uid, one in after.items():
        if before.get(uid) == one:
            continue
        values = {
            "notice_id": one.duty.notice,
            "last_day": one.duty.event.last,
            "sequence": one.sequence,
            "state": (State.WITHDRAWN if one.withdrawn else State.CURRENT).value,
            "changed_at": one.changed_at,
            "body": encode(one.duty),
        }
        changed = update(known_deadlines).where(known_deadlines.c.uid == uid).values(**values)
        if not connection.execute(changed).rowcount:
            connection.execute(insert(known_deadlines).values(uid=uid, **values))


# -- how far subscribers were told -----------------------------------------------------------------------------------------


def looked_at(database: Database) -> int | None:
    """The revision of the library up to which changes were told; None before it was first looked at."""
    with database.reading() as connection:
        found: int | None = connection.scalar(select(reminding.c.revision))
        return found


def begin(connection: Connection, revision: int) -> bool:
    """Say that the library was looked at for the first time; False where another process has done so."""
    return insert_new(connection, reminding, {"id": THE_ROW, "revision": revision})


def advance(connection: Connection, before: int, after: int) -> bool:
    """Say that changes up to a revision are told; False where another process has done so."""
    mine = update(reminding).where(reminding.c.revision == before).values(revision=after)
    return bool(connection.execute(mine).rowcount)


def finished_on(database: Database) -> dict[Task, date | None]:
    """The last days that were finished; nothing before the library was first looked at."""
    with database.reading() as connection:
        row = connection.execute(select(reminding.c.reminded_on, reminding.c.listed_on)).first()
        return {task: getattr(row, task.value) for task in Task} if row else {}


def finish(connection: Connection, day: date, task: Task) -> bool:
    """Say that what is sent on a day is in the outbox; False where it is."""
    column = reminding.c[task.value]
    mine = update(reminding).where(column.is_(None) | (column < day)).values({column: day})
    return bool(connection.execute(mine).rowcount)
