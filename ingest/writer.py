"""The steps of a change: stage, publish, remove, parse again. Used under `Library.writing()`, by one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select, update

from ingest.codec import Edition, decode, digest_of, edition_of, encode, encode_all
from ingest.database import Database
from ingest.errors import NoticeUnknown
from ingest.identity import doc_number_of, name_digest
from ingest.model import Amendment, Contact, Deadline, Fact, LawReference, Notice, NoticeId, Part
from ingest.schema import State, facts, in_state, library_state, obsolete_editions, versions

FACT_KINDS: Mapping[type[Fact], str] = {
    Deadline: "deadline",
    Contact: "contact",
    LawReference: "law",
    Amendment: "amendment",
}
MAX_DOC_NUMBER = 200  # characters of the column; a longer one is no 文号
MAX_ALIKE = 50  # notices that share the name of their file and their title, say none at all


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A file as it came and as it was understood: what `Writer.stage` stores."""

    notice: Notice
    file: bytes
    parser_version: int

    @property
    def file_digest(self) -> str:
        return digest_of(self.file)


@dataclass(frozen=True, slots=True)
class StagedVersion:
    """A version that is stored and not yet visible."""

    row: int
    edition: Edition
    version: int
    notice: Notice


@dataclass(frozen=True, slots=True)
class StoredFile:
    """The bytes of a current version, as they came."""

    row: int
    notice_id: NoticeId
    source: str
    file: bytes


class Staging:
    """A transaction in which versions are stored. What `add` fails on is left out, the others go in."""

    def __init__(self, database: Database, connection: Connection, now: datetime) -> None:
        self._database = database
        self._connection = connection
        self._now = now

    def alike(self, notice: Notice) -> tuple[Notice, ...]:
        """The notices that this one could be a version of: the same id, the same 文号, or the same file name and title."""
        doc_number = doc_number_of(notice.main.masthead)
        signs = [versions.c.notice_id == notice.id, versions.c.name_digest == name_digest(notice)]
        signs += [versions.c.doc_number == doc_number] if doc_number else []
        with self._database.translated():
            return tuple(decode(Notice, body) for body in self._bodies(or_(*signs)))

    def _bodies(self, signs: ColumnElement[bool]) -> Sequence[str]:
        # Whether they are in force is asked afterwards: that index holds everything, and SQLite would take it.
        found = self._connection.execute(select(versions.c.row, versions.c.state).where(signs)).all()
        rows = sorted((row.row for row in found if row.state != State.SUPERSEDED.value), reverse=True)[:MAX_ALIKE]
        return self._connection.scalars(select(versions.c.body).where(versions.c.row.in_(rows))).all() if rows else ()

    def add(self, new: NewVersion) -> StagedVersion:
        """Store a version."""
        notice = new.notice
        body = encode(notice)
        of_notice = versions.c.notice_id == notice.id
        with self._database.translated(), self._connection.begin_nested():
            newest = self._connection.scalar(select(func.max(versions.c.version)).where(of_notice))
            version = (newest or 0) + 1
            row = self._connection.execute(
                insert(versions)
                .values(
                    notice_id=notice.id,
                    version=version,
                    state=State.STAGED.value,
                    file_digest=new.file_digest,
                    file=new.file,
                    ingested_at=self._now,
                    **_parsed(notice, body, new.parser_version),
                )
                .returning(versions.c.row)
            ).scalar_one()
            _insert_facts(self._connection, row, notice)
        return StagedVersion(row, edition_of(body), version, notice)


class Writer:
    """The steps of a change. Only `Library.writing()` makes one, so that there is never a second."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @contextmanager
    def staging(self, now: datetime) -> Iterator[Staging]:
        """Store versions, invisible, in one transaction: each alone would wait for the disk."""
        with self._database.changing() as connection:
            yield Staging(self._database, connection, now)

    def stage(self, new: NewVersion, now: datetime) -> StagedVersion:
        """Store one version, invisible."""
        with self.staging(now) as staging:
            return staging.add(new)

    def staged(self) -> tuple[StagedVersion, ...]:
        """Versions that a writer stored and did not publish, in the order they were stored."""
        query = select(versions.c.row, versions.c.edition, versions.c.version, versions.c.body)
        with self._database.reading() as connection:
            rows = connection.execute(query.where(in_state(State.STAGED)).order_by(versions.c.row)).all()
        return tuple(
            StagedVersion(row.row, Edition(row.edition), row.version, decode(Notice, row.body)) for row in rows
        )

    def publish(self, staged: Sequence[StagedVersion]) -> None:
        """Make versions current, in order, in one transaction; their predecessors become superseded."""
        with self._database.changing() as connection:
            for version in staged:
                before = versions.c.notice_id == version.notice.id
                replaced = connection.scalars(select(versions.c.edition).where(before, in_state(State.CURRENT))).all()
                connection.execute(
                    update(versions).where(before, in_state(State.CURRENT)).values(state=State.SUPERSEDED.value)
                )
                connection.execute(
                    update(versions).where(versions.c.row == version.row).values(state=State.CURRENT.value)
                )
                _mark_obsolete(connection, replaced)
                back = obsolete_editions.c.edition == version.edition
                connection.execute(delete(obsolete_editions).where(back))
            _raise_revision(connection)

    def remove(self, notice_id: NoticeId) -> None:
        """Take a notice out with all its versions. Its editions stay on the list of what indexes must forget."""
        with self._database.changing() as connection:
            of_notice = versions.c.notice_id == notice_id
            rows = connection.execute(select(versions.c.row, versions.c.edition).where(of_notice)).all()
            if not rows:
                raise NoticeUnknown(f"{notice_id}: no notice has this id; `campaign notices` lists them")
            connection.execute(delete(facts).where(facts.c.version_row.in_([row.row for row in rows])))
            connection.execute(delete(versions).where(of_notice))
            _mark_obsolete(connection, [row.edition for row in rows])
            _raise_revision(connection)

    def obsolete(self) -> tuple[Edition, ...]:
        """Editions that are no longer visible and perhaps still in the indexes."""
        with self._database.reading() as connection:
            found = connection.scalars(select(obsolete_editions.c.edition).order_by(obsolete_editions.c.edition))
            return tuple(map(Edition, found))

    def forget(self, editions: Sequence[Edition]) -> None:
        """Strike editions off the list of obsolete ones: the indexes hold them no more."""
        with self._database.changing() as connection:
            for edition in editions:
                connection.execute(delete(obsolete_editions).where(obsolete_editions.c.edition == edition))

    def files(self, *, not_parsed_by: int) -> Iterator[StoredFile]:
        """The bytes of current versions that another parser than `not_parsed_by` made."""
        other = versions.c.parser_version != not_parsed_by
        with self._database.reading() as connection:
            rows = connection.scalars(select(versions.c.row).where(in_state(State.CURRENT), other)).all()
        for row in sorted(rows):
            yield self._file(versions.c.row == row)

    def file(self, notice_id: NoticeId) -> StoredFile:
        """The bytes of the current version."""
        return self._file(versions.c.notice_id == notice_id)

    def _file(self, which: ColumnElement[bool]) -> StoredFile:
        columns = [versions.c[name] for name in ("row", "notice_id", "source", "file")]
        with self._database.reading() as connection:
            row = connection.execute(select(*columns).where(which, in_state(State.CURRENT))).one()
        return StoredFile(row.row, NoticeId(row.notice_id), row.source, row.file)

    def reparse(self, file: StoredFile, notice: Notice, parser_version: int) -> None:
        """Put what a newer parser makes of the same bytes in the place of what an older one made, under the same id."""
        body = encode(notice)
        with self._database.changing() as connection:
            replaced = connection.scalars(select(versions.c.edition).where(versions.c.row == file.row)).all()
            connection.execute(
                update(versions).where(versions.c.row == file.row).values(**_parsed(notice, body, parser_version))
            )
            connection.execute(delete(facts).where(facts.c.version_row == file.row))
            _insert_facts(connection, file.row, notice)
            _mark_obsolete(connection, replaced)
            _raise_revision(connection)

    def current(self) -> Iterator[tuple[Edition, Notice]]:
        """All that is to be searched, one after the other: never all in memory."""
        with self._database.reading() as connection:
            rows = connection.scalars(
                select(versions.c.row).where(in_state(State.CURRENT)).order_by(versions.c.row)
            ).all()
        for row in rows:
            with self._database.reading() as connection:
                found = connection.execute(
                    select(versions.c.edition, versions.c.body).where(versions.c.row == row)
                ).one()
            yield Edition(found.edition), decode(Notice, found.body)


def days_of(deadline: Deadline) -> tuple[date | None, date | None]:
    """The first and the last day a deadline touches; None, None without a date.

    >>> from ingest.model import ClauseId, DeadlineKind, Span
    >>> period = Deadline(clause=ClauseId("c"), span=Span(0, 1), kind=DeadlineKind.PERIOD, what="活动",
    ...                   start=date(2024, 4, 28), end=date(2024, 5, 12))
    >>> [day.isoformat() for day in days_of(period)]
    ['2024-04-28', '2024-05-12']
    """
    days = [day for day in (deadline.start, deadline.end, deadline.due) if day is not None]
    return (min(days), max(days)) if days else (None, None)


def _parsed(notice: Notice, body: str, parser_version: int) -> dict[str, object]:
    """The columns that depend on the parser."""
    doc_number = doc_number_of(notice.main.masthead)
    return {
        "edition": edition_of(body),
        "source": notice.source,
        "parser_version": parser_version,
        "issued": notice.main.masthead.issued,
        "doc_number": doc_number[:MAX_DOC_NUMBER] if doc_number else None,
        "name_digest": name_digest(notice),
        "parts": encode_all(Part, notice.parts),
        "body": body,
    }


def _insert_facts(connection: Connection, row: int, notice: Notice) -> None:
    part_of = {clause.id: clause.part for clause in notice.clauses}
    found = notice.facts
    stated: tuple[Fact, ...] = (*found.deadlines, *found.contacts, *found.laws, *found.amendments)
    rows = []
    for position, fact in enumerate(stated):
        first_day, last_day = days_of(fact) if isinstance(fact, Deadline) else (None, None)
        rows.append(
            {
                "version_row": row,
                "kind": FACT_KINDS[type(fact)],
                "position": position,
                "part_id": part_of[fact.clause],
                "first_day": first_day,
                "last_day": last_day,
                "body": encode(fact),
            }
        )
    if rows:
        connection.execute(insert(facts), rows)


def _mark_obsolete(connection: Connection, editions: Sequence[str]) -> None:
    """Note editions for the indexes to forget, unless another version has the very same one."""
    for edition in sorted(set(editions)):
        wanted = versions.c.edition == edition
        listed = obsolete_editions.c.edition == edition
        if connection.scalar(select(versions.c.row).where(wanted, ~in_state(State.SUPERSEDED)).limit(1)) is not None:
            continue
        if connection.scalar(select(obsolete_editions.c.edition).where(listed)) is None:
            connection.execute(insert(obsolete_editions).values(edition=edition))


def _raise_revision(connection: Connection) -> None:
    connection.execute(update(library_state).values(revision=library_state.c.revision + 1))
