"""Short texts kept in the library's database for a limited time and number: seen by all workers, and after a restart.

(key, milliseconds, body) -> body. What they mean is the business of whoever keeps them.
"""

from __future__ import annotations

from sqlalchemy import Connection, Insert, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from ingest.database import Database
from ingest.schema import conversations as kept


class Kept:
    """Safe to share between threads and processes. Raises StoreUnusable where the database cannot be used."""

    def __init__(self, database: Database, *, limit: int) -> None:
        """At most `limit` texts; the oldest make room."""
        self._database = database
        self._limit = limit

    def read(self, key: str, *, since_ms: int) -> str | None:
        """What was kept last under a key, unless it is older than `since_ms`."""
        with self._database.reading() as connection:
            body: str | None = connection.scalar(
                select(kept.c.body).where(kept.c.key == key, kept.c.said_at >= since_ms)
            )
            return body

    def write(self, key: str, body: str, *, now_ms: int, since_ms: int) -> None:
        """Keep a text under a key in the place of the one before; what is older than `since_ms` is deleted."""
        with self._database.changing() as connection:
            connection.execute(delete(kept).where(kept.c.said_at < since_ms))
            connection.execute(_in_place_of(connection, {"key": key, "said_at": now_ms, "body": body}))
            oldest = connection.scalar(
                select(kept.c.said_at).order_by(kept.c.said_at.desc()).offset(self._limit).limit(1)
            )
            if oldest is not None:
                connection.execute(delete(kept).where(kept.c.said_at <= oldest, kept.c.key != key))

    def forget(self, key: str) -> None:
        """Delete what is kept under a key."""
        with self._database.changing() as connection:
            connection.execute(delete(kept).where(kept.c.key == key))

    def purge(self, *, since_ms: int) -> None:
        """Delete what is older."""
        with self._database.changing() as connection:
            connection.execute(delete(kept).where(kept.c.said_at < since_ms))


def _in_place_of(connection: Connection, row: dict[str, str | int]) -> Insert:
    """An insert that replaces; each database says it in its own words."""
    if connection.dialect.name == "postgresql":
        into_postgres = postgresql.insert(kept).values(row)
        return into_postgres.on_conflict_do_update(index_elements=[kept.c.key], set_=row)
    if connection.dialect.name == "sqlite":
        into_sqlite = sqlite.insert(kept).values(row)
        return into_sqlite.on_conflict_do_update(index_elements=[kept.c.key], set_=row)
    connection.execute(delete(kept).where(kept.c.key == row["key"]))
    return insert(kept).values(row)
