"""Run by Alembic, never imported: migrates over the connection that `ingest.database` hands over."""

from __future__ import annotations

from alembic import context

from ingest.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # all of an upgrade or nothing, on SQLite too
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
