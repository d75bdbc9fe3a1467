"""Notices in versions, their facts, and the editions that the indexes may forget."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    library_state = op.create_table(
        "library_state",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
    )
    op.bulk_insert(library_state, [{"id": 1, "revision": 0}])
    op.create_table(
        "versions",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("notice_id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("file_digest", sa.String(64), nullable=False),
        sa.Column("file", sa.LargeBinary, nullable=False),
        sa.Column("parser_version", sa.Integer, nullable=False),
        sa.Column("issued", sa.Date),
        sa.Column("parts", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("ingested_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("notice_id", "version", name="uq_versions_notice_id_version"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_versions_current",
        "versions",
        ["notice_id"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_index("ix_versions_state", "versions", ["state"])
    op.create_index("ix_versions_file_digest", "versions", ["file_digest"])
    op.create_table(
        "facts",
        sa.Column("row", sa.Integer, primary_key=True),
        sa.Column("version_row", sa.Integer, sa.ForeignKey("versions.row", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("part_id", sa.String(250), nullable=False),
        sa.Column("first_day", sa.Date),
        sa.Column("last_day", sa.Date),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index("ix_facts_version_row", "facts", ["version_row", "kind"])
    op.create_index("ix_facts_days", "facts", ["kind", "first_day", "last_day"])
    op.create_table("obsolete_editions", sa.Column("edition", sa.String(40), primary_key=True))


def downgrade() -> None:
    for table in ("obsolete_editions", "facts", "versions", "library_state"):
        op.drop_table(table)
