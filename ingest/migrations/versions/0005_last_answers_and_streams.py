"""The last answer of each conversation in a messenger, and answers that a channel fetches piece by piece."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_answers",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("trace_id", sa.String(40), nullable=False),
        sa.Column("said_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_last_answers_said_at", "last_answers", ["said_at"])
    op.create_table(
        "streams",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("parcel", sa.String(200)),
        sa.Column("trace_id", sa.String(40)),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_streams_asked_at", "streams", ["asked_at"])


def downgrade() -> None:
    for table in ("streams", "last_answers"):
        op.drop_table(table)
