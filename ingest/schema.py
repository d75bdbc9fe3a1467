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

HEAD = "0005"  # the newest migration; a test holds it to the scripts


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

# -- chats: what comes in from messengers, what goes out to them, who wants to be told what --------------------------------

inbox = Table(
    "inbox",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("message", String(200), nullable=False),  # what the channel calls it, the same when it is delivered again
    Column("chat", String(64), nullable=False),  # digests: who wrote, and where
    Column("sender", String(64), nullable=False),
    Column("state", String(20), nullable=False),
    Column("holder", String(64)),  # the process at work on it
    Column("attempts", Integer, nullable=False),
    Column("body", Text, nullable=False),  # JSON; empty once it is settled
    Column("received_at", BigInteger, nullable=False),  # milliseconds since 1970, as all moments of chats
    UniqueConstraint("channel", "message", name="uq_inbox_channel_message"),
)
Index("ix_inbox_state", inbox.c.state, inbox.c.row)
Index("ix_inbox_sender", inbox.c.sender, inbox.c.received_at)

outbox = Table(
    "outbox",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),  # whatever has it is sent once
    Column("channel", String(20), nullable=False),
    Column("chat", String(64), nullable=False),  # digest: messages to one chat go in order
    Column("batch", String(200), nullable=False),  # the parts of one message
    Column("state", String(20), nullable=False),
    Column("holder", String(64)),
    Column("attempts", Integer, nullable=False),
    Column("due_at", BigInteger, nullable=False),
    Column("until", BigInteger),  # what comes later than that is of no use: a reminder in the night
    Column("settled_at", BigInteger),
    Column("reason", Text),  # why it was not sent, for the operator
    Column("body", Text, nullable=False),  # JSON; empty once it is settled
)
Index("ix_outbox_state", outbox.c.state, outbox.c.due_at)
Index("ix_outbox_chat", outbox.c.chat, outbox.c.state)
Index("ix_outbox_batch", outbox.c.batch)

leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", BigInteger, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("key", String(64), primary_key=True),  # digest of channel and user
    Column("role", String(20), nullable=False),
    Column("changed_at", BigInteger, nullable=False),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("chat", String(200), nullable=False),  # as the channel names it: reminders must find it
    Column("thread", String(50), nullable=False),
    Column("subscriber", String(64), nullable=False),  # digest of who asked for it
    Column("scope", String(20), nullable=False),  # everything, campaign, level
    Column("value", String(200), nullable=False),
    Column("days", String(50), nullable=False),  # days before: "7,3,1,0"
    Column("token", String(64), nullable=False, unique=True),  # of its calendar feed
    Column("created_at", BigInteger, nullable=False),
    UniqueConstraint("channel", "chat", "thread", "scope", "value", name="uq_subscriptions_scope"),
)
Index("ix_subscriptions_subscriber", subscriptions.c.subscriber)

known_deadlines = Table(
    "known_deadlines",
    metadata,
    Column("uid", String(64), primary_key=True),  # as in calendars: the same when a date is corrected
    Column("notice_id", String(200), nullable=False),
    Column("last_day", Date, nullable=False),
    Column("sequence", Integer, nullable=False),  # RFC 5545: grows with each change
    Column("state", String(20), nullable=False),  # current, withdrawn
    Column("changed_at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),  # JSON: what subscribers were told of it, to say what is different
)
Index("ix_known_deadlines_last_day", known_deadlines.c.last_day)

reminding = Table(
    "reminding",
    metadata,
    Column(
        "id", Integer, primary_key=True, autoincrement=False
    ),  # one row; none before the library was first looked at
    Column("revision", Integer, nullable=False),  # of the library, whose deadlines are the known ones
    Column("reminded_on", Date),  # the last day whose reminders are in the outbox
    Column("listed_on", Date),  # the same of the lists of a week
)

replies = Table(
    "replies",
    metadata,
    Column("trace_id", String(40), primary_key=True),
    Column("body", Text, nullable=False),  # JSON: the question and its answer, without who asked
    Column("said_at", BigInteger, nullable=False),
)
Index("ix_replies_said_at", replies.c.said_at)

last_answers = Table(
    "last_answers",
    metadata,
    Column("key", String(64), primary_key=True),  # digest of a conversation
    Column("trace_id", String(40), nullable=False),
    Column("said_at", BigInteger, nullable=False),
)
Index("ix_last_answers_said_at", last_answers.c.said_at)

streams = Table(
    "streams",
    metadata,
    Column("key", String(64), primary_key=True),  # what we call the stream; made of what the channel calls the message
    Column("state", String(20), nullable=False),
    Column("text", Text, nullable=False),  # all that is to be shown so far; emptied after an hour
    Column("parcel", String(200)),  # key in the outbox of the message that ends it
    Column("trace_id", String(40)),  # of the answer, for what the reader thinks of it
    Column("asked_at", BigInteger, nullable=False),
)
Index("ix_streams_asked_at", streams.c.asked_at)

verdicts = Table(
    "verdicts",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("trace_id", String(40), nullable=False, unique=True),
    Column("verdict", String(20), nullable=False),
    Column("comment", Text),
    Column("body", Text, nullable=False),  # JSON: the question and its answer as they were
    Column("given_at", BigInteger, nullable=False),
)


def in_state(state: State) -> ColumnElement[bool]:
    """The condition that a version is in a state."""
    return versions.c.state == state.value
