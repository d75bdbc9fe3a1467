"""Alembic migrations of the library, packaged so that an installed program migrates by itself."""
