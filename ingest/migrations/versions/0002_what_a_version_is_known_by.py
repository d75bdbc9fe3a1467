"""What a new version of a notice is known by. Filled in whenever a notice is stored or parsed again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("versions", sa.Column("doc_number", sa.String(200)))
    op.add_column("versions", sa.Column("name_digest", sa.String(20)))
    op.create_index("ix_versions_doc_number", "versions", ["doc_number"])
    op.create_index("ix_versions_name_digest", "versions", ["name_digest"])
    op.create_index("ix_versions_edition", "versions", ["edition"])


def downgrade() -> None:
    op.drop_index("ix_versions_edition", "versions")
    for column in ("doc_number", "name_digest"):
        op.drop_index(f"ix_versions_{column}", "versions")
        op.drop_column("versions", column)
