"""The index of vectors: Chroma, cosine, either embedded in this process or on a server.

Embedded Chroma keeps its graph in the memory of each process: a process that does not reopen finds nothing of what
another added, and one that writes on its old graph overwrites the other's (both seen with 1.5.9). So there is one
writer at a time (the library's lock), everybody reopens when told that something changed, and a file lock keeps
reopening apart from writing. Writes come in small pieces, so that nobody waits for long.

Filtering is not left to Chroma: its `where` costs 50 to 90 ms and grows with the collection.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock

from ingest.embed import Vectors
from ingest.errors import IndexMismatch, StoreUnusable
from ingest.indexes.entries import Key

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

PIECE = 256  # vectors per write: about 40 ms, the longest a reader waits to reopen
PAGE = 2_000  # keys per read
# Notices repeat each other nearly word for word, which graphs find hard: of the best 30 among 10,000 such clauses
# Chroma's own settings (100, 100, 16) find 69 %, these about 90 %, at 5,500 instead of 8,900 inserts a second.
GRAPH = {"ef_construction": 200, "ef_search": 400, "max_neighbors": 32}


class VectorIndex:
    """Keys by cosine. `folder` holds the embedded database; with `url` it is on a server instead."""

    def __init__(self, folder: Path, name: str, url: str | None = None) -> None:
        self._folder = folder
        self._name = name
        self._url = url
        self._using = threading.RLock()  # Chroma's graph is neither searched nor changed while it is reopened
        self._client: Any = None  # Chroma's interface class lacks the `close` that its clients have
        self._opened: Collection | None = None

    def close(self) -> None:
        with self._using:
            if self._client is not None:
                self._client.close()
            self._client = self._opened = None

    def refresh(self) -> None:
        """See what another process has written. A server is always up to date."""
        if self._url is None:
            self.close()

    def search(self, vector: Vectors, limit: int) -> list[tuple[Key, float]]:
        """Keys with their cosine to `vector` ((dimension,), unit length), best first."""
        with self._collection() as collection:
            found = collection.query(query_embeddings=vector[None, :], n_results=limit, include=["distances"])
        distances = found["distances"] or [[]]
        return [(Key(key), 1.0 - distance) for key, distance in zip(found["ids"][0], distances[0], strict=True)]

    def vectors(self, keys: Sequence[Key]) -> tuple[list[Key], Vectors]:
        """Those of `keys` that are here, with their vectors, (n, dimension)."""
        present: list[Key] = []
        parts: list[Vectors] = []
        for start in range(0, len(keys), PAGE):
            with self._collection() as collection:
                found = collection.get(ids=list(keys[start : start + PAGE]), include=["embeddings"])
            if found["ids"]:
                present += map(Key, found["ids"])
                parts.append(np.asarray(found["embeddings"], dtype=np.float32))
        return present, np.concatenate(parts) if parts else np.zeros((0, 0), np.float32)

    def keys(self) -> list[Key]:
        """All keys."""
        found: list[Key] = []
        while True:
            with self._collection() as collection:
                page = collection.get(limit=PAGE, offset=len(found), include=[])["ids"]
            found += map(Key, page)
            if len(page) < PAGE:
                return found

    def add(self, keys: Sequence[Key], vectors: Vectors) -> None:
        """Add or replace. Rows of `vectors` go with `keys`."""
        for start in range(0, len(keys), PIECE):
            piece = slice(start, start + PIECE)
            with self._writing() as collection:
                collection.upsert(ids=list(keys[piece]), embeddings=vectors[piece])

    def remove(self, keys: Sequence[Key]) -> None:
        for start in range(0, len(keys), PIECE):
            with self._writing() as collection:
                collection.delete(ids=list(keys[start : start + PIECE]))

    def drop(self) -> None:
        """Delete the collection from a server; an embedded one goes with its folder."""
        if self._url is not None:
            with self._collection():
                self._client.delete_collection(self._name)
        self.close()

    @contextmanager
    def _collection(self) -> Iterator[Collection]:
        with self._using, self._translated():
            if self._opened is None:
                with self._apart():
                    self._opened = self._open()
            yield self._opened

    @contextmanager
    def _writing(self) -> Iterator[Collection]:
        with self._collection() as collection, self._apart():
            yield collection

    def _apart(self) -> FileLock:
        """Keeps one process from reading the files of the graph while another writes them."""
        return FileLock(self._folder.with_suffix(".lock"), thread_local=False)

    def _open(self) -> Collection:
        import chromadb  # half a second: only for those who search
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            self._client = chromadb.PersistentClient(path=str(self._folder), settings=settings)
        else:
            address = urlsplit(self._url)
            secure = address.scheme == "https"
            self._client = chromadb.HttpClient(
                host=address.hostname or "",
                port=address.port or (443 if secure else 8000),
                ssl=secure,
                settings=settings,
            )
        collection: Collection = self._client.get_or_create_collection(
            self._name, embedding_function=None, configuration={"hnsw": {"space": "cosine", **GRAPH}}
        )
        if self._url is None and (any_one := collection.peek(1)["embeddings"]) is not None and len(any_one):
            collection.query(query_embeddings=any_one, n_results=1, include=[])  # read the graph now: nobody writes
        return collection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except _chroma_errors() as exc:
            reason = str(exc).strip().splitlines()[0] if str(exc).strip() else type(exc).__name__
            if self._url is not None:
                raise StoreUnusable(
                    f"{self._url}: the Chroma server does not do its part ({reason}); check CAMPAIGN_CHROMA_URL"
                ) from exc
            raise IndexMismatch(
                f"{self._folder}: the vector index cannot be used ({reason}); "
                "if there is room on the disk, run `campaign reindex`"
            ) from exc


def _chroma_errors() -> tuple[type[Exception], ...]:
    """What Chroma raises: its own errors, those of its HTTP client, and ValueError where no server answers."""
    import httpx
    from chromadb.errors import ChromaError

    return (ChromaError, httpx.HTTPError, ValueError, OSError)
