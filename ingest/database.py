"""The door to SQL: opening, migrating, one writer at a time. Nothing of SQLAlchemy's own errors gets past it.

SQLite (the default) is shared by processes on one machine through a lock file beside it; PostgreSQL through an
advisory lock, so that several machines may share one library.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, inspect, literal, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import StaticPool

from ingest.errors import LibraryBusy, LibraryTooNew, StoreUnusable
from ingest.schema import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"
PG_LOCK = 0x6E6F74696365  # "notice": any number that no other program takes
SQLITE_WAIT_S = 30  # for a reader or writer of another process to finish its transaction
PG_POLL_S = 0.05
WRITES = "campaign_writes"  # marks connections of `changing`


class Database:
    """An engine at the newest schema. `reading` and `changing` hand out connections; `locked` admits one writer."""

    def __init__(self, url: str, *, lock_wait_s: float) -> None:
        self._url = _parsed(url)
        self._lock_wait_s = lock_wait_s
        self._memory_lock = threading.Lock()
        self.name = self._url.render_as_string(hide_password=True)
        self._engine = _engine(self._url, self.name)
        self._changing = self._engine.execution_options(**{WRITES: True})
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _translated(self.name), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """One transaction: all of it or nothing. What it reads stays so until its end."""
        with _translated(self.name), self._changing.begin() as connection:
            yield connection

    @contextmanager
    def translated(self) -> Iterator[None]:
        """For work on a connection: errors of SQL as ours."""
        with _translated(self.name):
            yield

    @contextmanager
    def locked(self, wait_s: float | None = None) -> Iterator[None]:
        """Be the only writer of this library, in all processes; raises LibraryBusy after `wait_s`."""
        limit = self._lock_wait_s if wait_s is None else wait_s
        if self._url.get_backend_name() == "postgresql":
            lock = self._advisory_lock(limit)
        elif path := _sqlite_path(self._url):
            lock = self._file_lock(path.with_name(path.name + ".lock"), limit)
        else:
            lock = self._thread_lock(limit)
        with lock:
            yield

    @contextmanager
    def _file_lock(self, path: Path, wait_s: float) -> Iterator[None]:
        # An object of its own each time: threads of one process exclude each other like processes do.
        lock = FileLock(path, timeout=wait_s, thread_local=False)
        try:
            lock.acquire()
        except Timeout as exc:
            raise LibraryBusy(_busy(self.name, wait_s)) from exc
        except OSError as exc:
            raise StoreUnusable(f"{path}: cannot be locked ({exc.strerror}); make its folder writable") from exc
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def _thread_lock(self, wait_s: float) -> Iterator[None]:
        if not self._memory_lock.acquire(timeout=wait_s):
            raise LibraryBusy(_busy(self.name, wait_s))
        try:
            yield
        finally:
            self._memory_lock.release()

    @contextmanager
    def _advisory_lock(self, wait_s: float) -> Iterator[None]:
        give_up = time.monotonic() + wait_s
        with self.reading() as connection:
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")  # hold a lock, no transaction
            while not connection.scalar(text("select pg_try_advisory_lock(:key)"), {"key": PG_LOCK}):
                if time.monotonic() >= give_up:
                    raise LibraryBusy(_busy(self.name, wait_s))
                time.sleep(PG_POLL_S)
            try:
                yield
            finally:
                connection.execute(text("select pg_advisory_unlock(:key)"), {"key": PG_LOCK})

    def _migrate(self) -> None:
        if self._schema_version() == HEAD:  # the usual case: Alembic is not even imported
            return
        with self.locked():
            found = self._schema_version()
            if found != HEAD:
                _upgrade(self, found)

    def set_up(self) -> None:
        """What is set once for a database, outside any transaction."""
        if self._url.get_backend_name() == "sqlite":
            with _translated(self.name), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA journal_mode = WAL")  # readers go on while one writes

    def _schema_version(self) -> str | None:
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("select version_num from alembic_version"))
            return found


def _upgrade(database: Database, found: str | None) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    known = {script.revision for script in ScriptDirectory(MIGRATIONS).walk_revisions()}
    if found is not None and found not in known:
        raise LibraryTooNew(
            f"{database.name}: written by a newer version of this program (schema {found}, this one knows {HEAD}); "
            "upgrade the program, or use another --data-dir"
        )
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    database.set_up()
    with database.changing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as exc:
        raise StoreUnusable(
            "the database URL cannot be understood; write sqlite:///path or postgresql+psycopg://…"
        ) from exc


def _engine(url: URL, name: str) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True)
        if _sqlite_path(url) is None:
            engine = create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        else:
            engine = create_engine(url, connect_args={"timeout": SQLITE_WAIT_S})
    except (NoSuchModuleError, ModuleNotFoundError) as exc:
        raise StoreUnusable(
            f"{name}: no driver for this database is installed; use sqlite, or postgresql+psycopg with the extra `postgres`"
        ) from exc
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _sqlite_path(url: URL) -> Path | None:
    """The file of a SQLite library; None for one in memory."""
    return Path(url.database) if url.database and url.database != ":memory:" else None


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # Python's own transactions leave out DDL: a migration could be cut in half
    connection.execute("PRAGMA synchronous = FULL")  # what was reported as added survives a power cut
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes then fails at once, without waiting, if somebody wrote in between.
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITES) else "BEGIN")


def insert_new(connection: Connection, table: Table, row: Mapping[str, object]) -> bool:
    """Insert a row unless one with the same unique values is there; whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(row).on_conflict_do_nothing()
    # A count of rows is -1 where SQLAlchemy fetches the new key by itself, as it does with PostgreSQL.
    return connection.execute(statement.returning(literal(1))).first() is not None


@contextmanager
def _translated(name: str) -> Iterator[None]:
    try:
        yield
    except DBAPIError as exc:
        reason = str(exc.orig).strip().splitlines()[0] if exc.orig and str(exc.orig).strip() else type(exc).__name__
        if "database is locked" in reason:
            raise LibraryBusy(_busy(name, SQLITE_WAIT_S)) from exc
        raise StoreUnusable(f"{name}: {reason}; check that the database exists, is writable and has room") from exc
    except SQLAlchemyError as exc:
        raise StoreUnusable(f"{name}: {exc}") from exc


def _busy(name: str, wait_s: float) -> str:
    return f"{name}: another process has been writing for {wait_s:g} s; wait for it to finish, then try again"
