"""Who is at work: a process holds a name for a few seconds and renews it; when it dies the name is free again.

Two uses: what only one process may do (hold the connection of a bot, send reminders), and telling which rows of the inbox
and the outbox were taken by a process that is no more.
"""

from __future__ import annotations

import secrets

from sqlalchemy import ColumnElement, delete, select, update

from bots.moments import Clock, in_ms
from ingest.database import Database, insert_new
from ingest.schema import leases

LEASE_S = 15.0
MOST_S = 600.0  # what lasts longer was written by a clock that has been set back since: it does not count


def live(now: int) -> ColumnElement[bool]:
    """Whether a lease holds; `now` in milliseconds."""
    return leases.c.until.between(now + 1, now + in_ms(MOST_S))


class Leases:
    """Names held by this process. Safe to share between threads."""

    def __init__(self, database: Database, clock: Clock, *, lease_s: float = LEASE_S) -> None:
        self._database = database
        self._clock = clock
        self.lease_s = lease_s
        self.holder = secrets.token_hex(16)

    def hold(self, name: str) -> bool:
        """Take or keep a name; False while another process holds it."""
        now = in_ms(self._clock())
        until = now + in_ms(self.lease_s)
        with self._database.changing() as connection:
            taken = connection.execute(
                update(leases)
                .where(leases.c.name == name, (leases.c.holder == self.holder) | ~live(now))
                .values(holder=self.holder, until=until)
            )
            if taken.rowcount:
                return True
            return insert_new(connection, leases, {"name": name, "holder": self.holder, "until": until})

    def release(self, name: str) -> None:
        """Give a name up at once, at an orderly end."""
        with self._database.changing() as connection:
            connection.execute(delete(leases).where(leases.c.name == name, leases.c.holder == self.holder))

    def alive(self) -> bool:
        """Say that this process is at work; to be called more often than every `lease_s`."""
        return self.hold(f"process:{self.holder}")

    def leave(self) -> None:
        """The orderly end of this process: what it has not finished may be taken up at once."""
        self.release(f"process:{self.holder}")

    def purge(self) -> None:
        """Delete what nobody will ask for."""
        with self._database.changing() as connection:
            connection.execute(delete(leases).where(~live(in_ms(self._clock()))))

    def free(self, name: str) -> bool:
        """Whether nobody holds a name."""
        with self._database.reading() as connection:
            found = select(leases.c.name).where(leases.c.name == name, live(in_ms(self._clock())))
            return connection.scalar(found) is None
