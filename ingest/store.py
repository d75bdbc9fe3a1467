"""Where everything lies: one folder with the library and the indexes made from it.

<data_dir>/library.db (+ -wal, -shm)   the truth, unless a database URL says elsewhere
<data_dir>/library.db.lock             held by whoever writes
<data_dir>/index/                      the search indexes; may be deleted, `campaign reindex` makes them again
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.embed import Embedding, StaticEmbedding
from ingest.errors import LibraryBusy, StoreUnusable
from ingest.index import ClauseIndex
from ingest.library import Library
from ingest.parse import PARSER_VERSION
from ingest.writer import Writer

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Store:
    """The library and its indexes. One per process and data directory."""

    data_dir: Path
    library: Library
    index: ClauseIndex

    def close(self) -> None:
        self.index.close()
        self.library.close()

    @contextmanager
    def opened(self) -> Iterator[Store]:
        """Close it at the end of a `with`."""
        try:
            yield self
        finally:
            self.close()


def open_store(
    data_dir: Path,
    *,
    database_url: str | None = None,
    chroma_url: str | None = None,
    embedding: Embedding | None = None,
    parser_version: int = PARSER_VERSION,
    any_index: bool = False,
) -> Store:
    """Open, migrate, and complete what a killed process left half done.

    Raises StoreUnusable, LibraryTooNew, LibraryBusy; IndexMismatch unless `any_index` (for what repairs or rebuilds).
    """
    _prepare(data_dir)
    library = Library(database_url or f"sqlite:///{data_dir / 'library.db'}")
    index = ClauseIndex(
        data_dir / "index",
        library.editions,
        embedding or StaticEmbedding(),
        parser_version=parser_version,
        chroma_url=chroma_url,
    )
    store = Store(data_dir, library, index)
    try:
        if not index.exists():
            _start_empty(store)
        if not any_index:
            index.check()
            if library.unfinished():
                _complete_unless_busy(store)
    except BaseException:
        store.close()
        raise
    return store


def complete(writer: Writer, index: ClauseIndex) -> int:
    """Finish what was begun: index and publish staged versions, clear obsolete ones out of the indexes.

    The number of versions and editions this concerned.
    """
    staged = writer.staged()
    if staged:
        index.add([(version.edition, version.notice) for version in staged])
        writer.publish(staged)
    obsolete = writer.obsolete()
    if obsolete:
        index.remove(obsolete)
        writer.forget(obsolete)
    return len(staged) + len(obsolete)


def _start_empty(store: Store) -> None:
    """Make empty indexes for an empty library. One that holds notices needs `campaign reindex`: it may take long."""
    if store.library.editions() or store.library.unfinished():
        return
    with store.library.writing():
        if not store.index.exists():
            store.index.create()


def _complete_unless_busy(store: Store) -> None:
    try:
        with store.library.writing(wait_s=0) as writer:
            complete(writer, store.index)
    except LibraryBusy:
        return  # not left behind: somebody is at it now
    except StoreUnusable as exc:  # no room, say: what is half done is invisible, the rest can be read
        logger.warning("what was left half done stays so for now: %s", exc)


def _prepare(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except (FileExistsError, NotADirectoryError) as exc:
        raise StoreUnusable(f"{data_dir}: there is a file in the place of a folder; choose another --data-dir") from exc
    except OSError as exc:
        raise StoreUnusable(
            f"{data_dir}: cannot be written to ({exc.strerror}); make it writable or choose another --data-dir"
        ) from exc
