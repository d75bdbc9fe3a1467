"""The library: the truth about which notices there are. Everything else is derived from it.

A notice goes through three steps, so that a crash between any two loses nothing and shows nothing half done:

    stage    stored in one transaction, invisible
    (index)  its clauses go into both search indexes under its edition
    publish  one transaction makes it current, its predecessor superseded, and raises the revision

Searches are joined against `editions()`. Whoever writes next finds staged leftovers and completes them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from ingest.codec import Edition, decode, decode_all, digest_of, edition_of
from ingest.database import Database
from ingest.errors import NoticeAmbiguous, NoticeUnknown
from ingest.kept import Kept
from ingest.lasting import lasting
from ingest.mentions import Asked, Mentions, MentionsRead
from ingest.model import (
    Amendment,
    Contact,
    Deadline,
    Fact,
    LawReference,
    Notice,
    NoticeId,
    Part,
    PartId,
    Stated,
)
from ingest.relations import Relations, link
from ingest.schema import State, facts, in_state, library_state, obsolete_editions, versions
from ingest.writer import FACT_KINDS, Writer

F = TypeVar("F", bound=Fact)

REPEALED = "repealed"  # follows from another notice, so it is no `State` of a stored version

NOTICES_IN_MEMORY = 256  # about 0.2 MB each
FACTS_IN_MEMORY = 20_000  # about 1 kB each
MAX_IDS_IN_SQL = 500  # SQLite takes 32,766 parameters; beyond this, filtering here is quicker anyway


@dataclass(frozen=True, slots=True)
class Entry:
    """One stored version of a notice, for lists and for understanding questions."""

    id: NoticeId
    source: str
    version: int
    state: str  # "current", or "repealed" by another notice; "superseded" in the history of a notice
    parts: tuple[Part, ...]
    ingested_at: datetime  # UTC

    @property
    def issued(self) -> date | None:
        return self.parts[0].masthead.issued


@dataclass(frozen=True, slots=True)
class Damage:
    """A version that is not what was stored."""

    notice_id: NoticeId
    version: int
    state: State
    file_intact: bool
    text_intact: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """That a file is known already, and what became of it."""

    notice_id: NoticeId
    version: int
    state: State
    parser_version: int
    source: str


class _Stored(NamedTuple):
    """Where a version lies. A version that is parsed anew keeps its row and gets another edition."""

    row: int
    edition: Edition


@dataclass(frozen=True, slots=True)
class _Current:
    """What is visible at one revision."""

    revision: int
    stored: Mapping[NoticeId, _Stored]
    editions: Mapping[NoticeId, Edition]
    entries: tuple[Entry, ...]
    relations: Relations


class Library:
    """Notices in any SQLAlchemy database. Reading is free of locks; `writing()` admits one writer at a time."""

    def __init__(self, url: str, *, lock_wait_s: float = 60.0) -> None:
        """Migrates to the newest schema; raises LibraryTooNew, StoreUnusable or LibraryBusy."""
        self._database = Database(url, lock_wait_s=lock_wait_s)
        self._current: _Current | None = None
        self._refreshing = threading.Lock()
        self._mentions = MentionsRead(self._database)
        self._load_notice = lru_cache(maxsize=NOTICES_IN_MEMORY)(self._load)
        self._decode_fact = lru_cache(maxsize=FACTS_IN_MEMORY)(decode)

    def close(self) -> None:
        self._load_notice.cache_clear()
        self._decode_fact.cache_clear()
        self._database.close()

    @property
    def database(self) -> Database:
        """For what others keep beside the notices."""
        return self._database

    def kept(self, *, limit: int) -> Kept:
        """Texts that are kept beside the notices for a time, at most `limit`."""
        return Kept(self._database, limit=limit)

    def revision(self) -> int:
        """Grows with every visible change."""
        with self._database.reading() as connection:
            return _revision(connection)

    def entries(self) -> tuple[Entry, ...]:
        """Current notices, newest issued first, those without a date last."""
        return self._visible().entries

    def editions(self) -> Mapping[NoticeId, Edition]:
        """What searches are joined against."""
        return self._visible().editions

    def relations(self) -> Relations:
        """Which notice changes which."""
        return self._visible().relations

    def notice(self, notice_id: NoticeId, version: int | None = None) -> Notice | None:
        """The current version, or an older one by its number; None if there is none."""
        if version is None:
            stored = self._visible().stored.get(notice_id)
        else:
            query = select(versions.c.row, versions.c.edition).where(
                versions.c.notice_id == notice_id, versions.c.version == version, ~in_state(State.STAGED)
            )
            with self._database.reading() as connection:
                row = connection.execute(query).first()
            stored = row and _Stored(row.row, Edition(row.edition))
        return self._load_notice(stored) if stored else None

    def lookup(self) -> Callable[[NoticeId], Notice | None]:
        """Looks up notices as they are current now: the database is asked once, and not for each, whether one changed."""
        stored = self._visible().stored

        def notice(notice_id: NoticeId) -> Notice | None:
            found = stored.get(notice_id)
            return self._load_notice(found) if found else None

        return notice

    def history(self, notice_id: NoticeId) -> tuple[Entry, ...]:
        """All versions of a notice that were ever visible, newest first."""
        query = _entry_columns().where(versions.c.notice_id == notice_id, ~in_state(State.STAGED))
        with self._database.reading() as connection:
            return tuple(map(_entry, connection.execute(query.order_by(versions.c.version.desc()))))

    def find(self, prefix: str) -> NoticeId:
        """The current notice whose id is `prefix` or alone begins with it; raises NoticeUnknown, NoticeAmbiguous."""
        ids = self._visible().stored
        if prefix in ids:
            return NoticeId(prefix)
        fitting = sorted(notice_id for notice_id in ids if prefix and notice_id.startswith(prefix))
        if not fitting:
            raise NoticeUnknown(f"{prefix or '(empty)'}: no notice has this id; `campaign notices` lists them")
        if len(fitting) > 1:
            raise NoticeAmbiguous(
                f"{prefix}: {len(fitting)} notices begin with this ({', '.join(fitting[:3])}…); write more"
            )
        return fitting[0]

    def deadlines(
        self,
        *,
        notice_ids: Collection[NoticeId] | None = None,
        date_from: date | None = None,
        date_to: date | None = None,
    ) -> tuple[Stated[Deadline], ...]:
        """Deadlines by notice and place in the text. A range overlaps the window if any of its days does;
        what has no day at all is outside every window."""
        window = []
        if date_from is not None:
            window.append(facts.c.last_day >= date_from)
        if date_to is not None:
            window.append(facts.c.first_day <= date_to)
        return self._stated(Deadline, notice_ids, window)

    def contacts(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[Contact], ...]:
        return self._stated(Contact, notice_ids)

    def laws(self, *, notice_ids: Collection[NoticeId] | None = None) -> tuple[Stated[LawReference], ...]:
        return self._stated(LawReference, notice_ids)

    def mentions(self, kind: type[Fact], *, words: str = "", field: str = "", value: str = "") -> Mentions:
        """Where facts of a kind are stated: for finding notices without reading them.

        Of all of them with `words`, only those whose values hold these; with `field`, those with a value in that field:
        any in one that holds several, the given `value` in one that holds one.
        """
        return self._mentions.find(Asked(FACT_KINDS[kind], words, field, value), self.revision())

    def seen(self, file_digest: str) -> Seen | None:
        """What is known of a file with these bytes: its visible version, else its newest older one."""
        query = (
            select(*(versions.c[name] for name in ("notice_id", "version", "state", "parser_version", "source")))
            .where(versions.c.file_digest == file_digest, ~in_state(State.STAGED))
            .order_by(versions.c.state, versions.c.row.desc())  # "current" sorts before "superseded"
        )
        with self._database.reading() as connection:
            row = connection.execute(query.limit(1)).first()
        if row is None:
            return None
        return Seen(NoticeId(row.notice_id), row.version, State(row.state), row.parser_version, row.source)

    def unfinished(self) -> bool:
        """Whether a writer stopped half way: versions staged, or editions the indexes may still hold."""
        with self._database.reading() as connection:
            staged = connection.scalar(select(versions.c.row).where(in_state(State.STAGED)).limit(1))
            return staged is not None or connection.scalar(select(obsolete_editions.c.edition).limit(1)) is not None

    def damaged(self) -> tuple[Damage, ...]:
        """Versions whose stored bytes no longer match their fingerprints."""
        names = ("notice_id", "version", "state", "edition", "file_digest", "file", "body")
        query = select(*(versions.c[name] for name in names)).execution_options(yield_per=50)
        found = []
        with self._database.reading() as connection:
            for row in connection.execute(query.order_by(versions.c.row)):
                file_intact = digest_of(row.file) == row.file_digest
                text_intact = edition_of(row.body) == row.edition
                if not (file_intact and text_intact):
                    notice_id, state = NoticeId(row.notice_id), State(row.state)
                    found.append(Damage(notice_id, row.version, state, file_intact, text_intact))
        return tuple(found)

    @contextmanager
    def writing(self, wait_s: float | None = None) -> Iterator[Writer]:
        """Be the only writer, in all processes; raises LibraryBusy."""
        with self._database.locked(wait_s):
            yield Writer(self._database)

    def _visible(self) -> _Current:
        revision = self.revision()
        current = self._current
        if current is None or current.revision != revision:
            with self._refreshing:
                current = self._refreshed(self._current)
                self._current = current
        return current

    def _refreshed(self, before: _Current | None) -> _Current:
        """Read what is visible now; of notices known before, only the row number."""
        with self._database.reading() as connection:
            # Revision first: if a publish falls between the two reads, the next poll reads again.
            revision = _revision(connection)
            if before is not None and before.revision == revision:
                return before
            columns = select(versions.c.row, versions.c.notice_id, versions.c.edition)
            listed = {
                NoticeId(row.notice_id): _Stored(row.row, Edition(row.edition))
                for row in connection.execute(columns.where(in_state(State.CURRENT)))
            }
            known = {before.stored[entry.id]: entry for entry in before.entries} if before else {}
            missing = [stored.row for stored in listed.values() if stored not in known]
            fresh: dict[int, Entry] = {}
            with lasting(len(missing)):
                for start in range(0, len(missing), MAX_IDS_IN_SQL):
                    query = _entry_columns().where(versions.c.row.in_(missing[start : start + MAX_IDS_IN_SQL]))
                    fresh |= {row.row: _entry(row) for row in connection.execute(query)}
            changes = self._decoded(Amendment, connection.execute(_of_current(Amendment)).all())
        entries = (fresh.get(stored.row) or known.get(stored) for stored in listed.values())
        present = sorted((entry for entry in entries if entry), key=_newest_first)
        relations = link(present, changes)
        return _Current(
            revision=revision,
            stored=listed,
            editions={notice_id: stored.edition for notice_id, stored in listed.items()},
            entries=tuple(_in_force(entry, relations) for entry in present),
            relations=relations,
        )

    def _load(self, stored: _Stored) -> Notice | None:
        with self._database.reading() as connection:
            body = connection.scalar(select(versions.c.body).where(versions.c.row == stored.row))
        return None if body is None else decode(Notice, body)  # None: removed a moment ago

    def _stated(
        self,
        kind: type[F],
        notice_ids: Collection[NoticeId] | None,
        conditions: Sequence[ColumnElement[bool]] = (),
    ) -> tuple[Stated[F], ...]:
        query = _of_current(kind).where(*conditions)
        if notice_ids is not None and len(notice_ids) <= MAX_IDS_IN_SQL:
            query = query.where(versions.c.notice_id.in_(list(notice_ids)))
        wanted = None if notice_ids is None else frozenset(notice_ids)
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return self._decoded(kind, [row for row in rows if wanted is None or row.notice_id in wanted])

    def _decoded(self, kind: type[F], rows: Sequence[Row[Any]]) -> tuple[Stated[F], ...]:
        hashable: Any = kind
        return tuple(
            Stated(NoticeId(row.notice_id), PartId(row.part_id), self._decode_fact(hashable, row.body)) for row in rows
        )


def _of_current(kind: type[Fact]) -> Select[Any]:
    """The facts of one kind that are in force, by notice and place in the text."""
    return (
        select(versions.c.notice_id, facts.c.part_id, facts.c.body)
        .join(versions, facts.c.version_row == versions.c.row)
        .where(in_state(State.CURRENT), facts.c.kind == FACT_KINDS[kind])
        .order_by(versions.c.notice_id, facts.c.position)
    )


def _revision(connection: Connection) -> int:
    return int(connection.execute(select(library_state.c.revision)).scalar_one())


def _entry_columns() -> Select[tuple[object, ...]]:
    names = ("row", "notice_id", "source", "version", "state", "parts", "ingested_at")
    return select(*(versions.c[name] for name in names))


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    values = row._mapping
    return Entry(
        id=NoticeId(values["notice_id"]),
        source=values["source"],
        version=values["version"],
        state=values["state"],
        parts=decode_all(Part, values["parts"]),
        ingested_at=_in_utc(values["ingested_at"]),
    )


def _in_force(entry: Entry, relations: Relations) -> Entry:
    state = REPEALED if entry.id in relations.repealed else State.CURRENT.value
    return entry if entry.state == state else replace(entry, state=state)


def _in_utc(moment: datetime) -> datetime:
    """SQLite gives the moment back without its zone, PostgreSQL in the zone of the session."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _newest_first(entry: Entry) -> tuple[bool, int, NoticeId]:
    return (entry.issued is None, -entry.issued.toordinal() if entry.issued else 0, entry.id)
