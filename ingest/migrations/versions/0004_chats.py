"""Messengers: what comes in, what goes out, who is told what; answers kept for a while, and what people thought of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "verdicts",
    "replies",
    "reminding",
    "known_deadlines",
    "subscriptions",
    "people",
    "leases",
    "outbox",
    "inbox",
)


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message", sa.String(200), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("sender", sa.String(64), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("received_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("channel", "message", name="uq_inbox_channel_message"),
    )
    op.create_index("ix_inbox_state", "inbox", ["state", "row"])
    op.create_index("ix_inbox_sender", "inbox", ["sender", "received_at"])
    op.create_table(
        "outbox",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(200), nullable=False, unique=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(64), nullable=False),
        sa.Column("batch", sa.String(200), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("holder", sa.String(64)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sa.Column("settled_at", sa.BigInteger),
        sa.Column("reason", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "due_at"])
    op.create_index("ix_outbox_chat", "outbox", ["chat", "state"])
    op.create_index("ix_outbox_batch", "outbox", ["batch"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("holder", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "subscriptions",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat", sa.String(200), nullable=False),
        sa.Column("thread", sa.String(50), nullable=False),
        sa.Column("subscriber", sa.String(64), nullable=False),
        sa.Column("scope", sa.String(20), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("days", sa.String(50), nullable=False),
        sa.Column("token", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("channel", "chat", "thread", "scope", "value", name="uq_subscriptions_scope"),
    )
    op.create_index("ix_subscriptions_subscriber", "subscriptions", ["subscriber"])
    op.create_table(
        "known_deadlines",
        sa.Column("uid", sa.String(64), primary_key=True),
        sa.Column("notice_id", sa.String(200), nullable=False),
        sa.Column("last_day", sa.Date, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("changed_at", sa.BigInteger, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_known_deadlines_last_day", "known_deadlines", ["last_day"])
    op.create_table(
        "reminding",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("reminded_on", sa.Date),
        sa.Column("listed_on", sa.Date),
    )
    op.create_table(
        "replies",
        sa.Column("trace_id", sa.String(40), primary_key=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("said_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_replies_said_at", "replies", ["said_at"])
    op.create_table(
        "verdicts",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("trace_id", sa.String(40), nullable=False, unique=True),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("comment", sa.Text),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("given_at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
