"""The tables of the library. Changing one needs a migration beside it in `ingest/migrations/versions`."""

from __future__ import annotations

from enum import Enum

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

HEAD = "0003"  # the newest migration; a test holds it to the scripts


class State(Enum):
    """What a stored version is. Only `CURRENT` is ever searched, listed or answered from."""

    STAGED = "staged"  # stored, not yet in the indexes: invisible, completed by whoever writes next
    CURRENT = "current"
    SUPERSEDED = "superseded"  # an older version, kept readable


metadata = MetaData()

library_state = Table(
    "library_state",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),  # grows with every visible change
)

versions = Table(
    "versions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("notice_id", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("edition", String(40), nullable=False),  # fingerprint of `body`
    Column("source", Text, nullable=False),
    Column("file_digest", String(64), nullable=False),  # SHA-256 of `file`
    Column("file", LargeBinary, nullable=False),  # the bytes as they came, to be parsed again by a newer parser
    Column("parser_version", Integer, nullable=False),
    Column("issued", Date),
    Column("doc_number", String(200)),  # as `ingest.identity` compares it
    Column("name_digest", String(20)),  # of file name and title
    Column("parts", Text, nullable=False),  # JSON: what lists need, without the clauses
    Column("body", Text, nullable=False),  # JSON: the whole notice
    Column("ingested_at", DateTime(timezone=True), nullable=False),  # UTC
    UniqueConstraint("notice_id", "version", name="uq_versions_notice_id_version"),
    sqlite_autoincrement=True,  # readers cache by row: a number is never given twice
)

Index(
    "uq_versions_current",
    versions.c.notice_id,
    unique=True,
    sqlite_where=text("state = 'current'"),
    postgresql_where=text("state = 'current'"),
)
Index("ix_versions_state", versions.c.state)
Index("ix_versions_file_digest", versions.c.file_digest)
Index("ix_versions_doc_number", versions.c.doc_number)
Index("ix_versions_name_digest", versions.c.name_digest)
Index("ix_versions_edition", versions.c.edition)

facts = Table(
    "facts",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("version_row", Integer, ForeignKey("versions.row", ondelete="CASCADE"), nullable=False),
    Column("kind", String(20), nullable=False),  # deadline, contact, law, amendment
    Column("position", Integer, nullable=False),  # order within the notice
    Column("part_id", String(250), nullable=False),
    Column("first_day", Date),  # deadlines: the days they touch
    Column("last_day", Date),
    Column("body", Text, nullable=False),  # JSON
)

Index("ix_facts_version_row", facts.c.version_row, facts.c.kind)
Index("ix_facts_days", facts.c.kind, facts.c.first_day, facts.c.last_day)

obsolete_editions = Table(
    "obsolete_editions",
    metadata,
    Column("edition", String(40), primary_key=True),  # no longer visible, perhaps still in the indexes
)


conversations = Table(
    "conversations",
    metadata,
    Column("key", String(64), primary_key=True),  # SHA-256 of the id a sender gives a conversation
    Column("said_at", BigInteger, nullable=False),  # milliseconds since 1970
    Column("body", Text, nullable=False),  # JSON: what was understood of the last question
)

Index("ix_conversations_said_at", conversations.c.said_at)


def in_state(state: State) -> ColumnElement[bool]:
    """The condition that a version is in a state."""
    return versions.c.state == state.value
