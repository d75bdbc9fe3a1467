"""A file that cannot be opened, as one of our errors. The same words for every format."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import UnreadableFile


@contextmanager
def readable(name: str) -> Iterator[None]:
    """What the system says about a file becomes UnreadableFile; `name` is what the user calls it."""
    try:
        yield
    except OSError as exc:
        raise UnreadableFile(f"{name}: cannot be read ({exc.strerror}); check the file and its permissions") from exc
