"""The search indexes behind one door. Derived from the library: they can be deleted and rebuilt at any time.

    <folder>/built.json         which generation is in use, and with what it was built
    <folder>/<generation>/      words/ (tantivy, clauses), notices/ (tantivy, whole notices), vectors/ (Chroma),
                                changed (touched by every write)

A rebuild makes a new generation beside the old one and then exchanges `built.json`: whoever searches meanwhile
goes on with the old one. Every hit is joined against the editions that the library shows, so what an index holds
too much is never seen. Methods that write expect the caller to hold `Library.writing()`.
"""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import numpy as np

from ingest.codec import Edition
from ingest.embed import Embedding, Vectors
from ingest.errors import IndexMismatch, StoreUnusable
from ingest.indexes.entries import (
    IndexEntry,
    Key,
    clause_of_key,
    edition_of_key,
    entries_of,
    notice_entry,
    notice_of_key,
)
from ingest.indexes.vectors import VectorIndex
from ingest.indexes.words import WordIndex
from ingest.model import ClauseId, Notice, NoticeId
from ingest.tokenise import RECIPE_VERSION

logger = logging.getLogger(__name__)

OVERFETCH = 3  # pieces per clause wanted at first; grows until there are enough
EXACT_UP_TO = 1_000  # entries in the notices asked for: score each (about 20 µs) instead of over-fetching from all
MOST_VECTORS = 3_000  # pieces fetched from the graph; it takes about 20 µs for each
REBUILD_BATCH = 100  # notices at a time: `tokenise` still remembers their words for the second index

Hits = list[tuple[ClauseId, float]]
NoticeHits = list[tuple[NoticeId, float]]
Id = TypeVar("Id", ClauseId, NoticeId)


@dataclass(frozen=True, slots=True)
class BuiltWith:
    """With what an index was built. Another one would find other clauses, or nothing."""

    embedding: str
    dimension: int
    recipe: int  # of the tokens
    parser: int
    vectors: str  # "embedded", or the address of a Chroma server


@dataclass(frozen=True, slots=True)
class Holdings:
    """The keys each index holds."""

    words: frozenset[Key]
    vectors: frozenset[Key]
    notices: frozenset[Edition]


class ClauseIndex:
    """Search by words and by vectors over what the library shows."""

    def __init__(
        self,
        folder: Path,
        editions: Callable[[], Mapping[NoticeId, Edition]],
        embedding: Embedding,
        *,
        parser_version: int,
        chroma_url: str | None = None,
    ) -> None:
        self._folder = folder
        self._editions = editions
        self._embedding = embedding
        self._chroma_url = chroma_url
        self._parser_version = parser_version
        self._generation: _Generation | None = None
        self._opening = threading.Lock()

    def close(self) -> None:
        if self._generation is not None:
            self._generation.close()
            self._generation = None

    def exists(self) -> bool:
        return self._built_file.exists()

    def create(self) -> None:
        """Start with empty indexes."""
        self.rebuild(())

    def check(self) -> None:
        """Raises IndexMismatch unless the indexes were built with what is asked for."""
        self._generation_in_use()

    def search_lexical(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> Hits:
        """Clauses by BM25, best first; `also` are words that may be meant beside the text's own, and count less."""
        words = self._generation_in_use().words
        visible = self._visible(notice_ids)
        among = None if notice_ids is None else visible
        return _joined(lambda fetch: words.search(text, fetch, among, also), limit, visible, clause_of_key)

    def search_notices(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> NoticeHits:
        """Notices by BM25 of their whole texts, best first; `also` as for clauses."""
        whole = self._generation_in_use().notices
        visible = self._visible(notice_ids)
        among = None if notice_ids is None else visible
        return _joined(lambda fetch: whole.search(text, fetch, among, also), limit, visible, notice_of_key)

    def search_vector(self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None) -> Hits:
        """Clauses by cosine, best first. Nothing for a text the embedding knows no word of."""
        generation = self._generation_in_use()
        visible = self._visible(notice_ids)
        vector = self._embedding.embed([text])[0]
        if not visible or not vector.any():
            return []
        entries = generation.words.count(visible) if notice_ids is not None else 0
        if notice_ids is not None and entries <= EXACT_UP_TO:
            present, vectors = generation.vectors.vectors(generation.words.keys(visible))
            if present and vectors.shape[1] != len(vector):
                raise IndexMismatch(
                    f"{self._folder}: holds vectors of {vectors.shape[1]} dimensions, {self._embedding.name} gives "
                    f"{len(vector)}; run `campaign reindex`"
                )
            scores = vectors @ vector if present else np.zeros(0, np.float32)
            scored = sorted(zip(present, scores.tolist(), strict=True), key=lambda hit: (-hit[1], hit[0]))
            return _joined(lambda fetch: scored[:fetch], limit, visible, clause_of_key)
        # Of entries that are few among very many, some are left out: the whole graph would take a second.
        overfetch = max(OVERFETCH, OVERFETCH * generation.words.size() // entries) if entries else OVERFETCH
        most = max(limit * OVERFETCH, MOST_VECTORS)
        return _joined(
            lambda fetch: generation.vectors.search(vector, fetch), limit, visible, clause_of_key, overfetch, most
        )

    def add(self, notices: Iterable[tuple[Edition, Notice]]) -> None:
        """Put notices into all indexes; doing so twice changes nothing."""
        given = list(notices)
        entries = [entry for edition, notice in given for entry in entries_of(edition, notice)]
        with self._changing() as generation:
            generation.vectors.add([entry.key for entry in entries], self._vectors(entries))
            generation.notices.write(add=[notice_entry(*one) for one in given], remove=[one for one, _ in given])
            generation.words.write(add=entries, remove=[edition for edition, _ in given])

    def remove(self, editions: Sequence[Edition]) -> None:
        """Take editions out of all indexes; unknown ones are no error."""
        with self._changing() as generation:
            # Vectors first: the index of words still knows the keys if we are stopped in between.
            generation.vectors.remove(generation.words.keys(editions))
            generation.notices.write(remove=editions)
            generation.words.write(remove=editions)

    def remove_vectors(self, keys: Sequence[Key]) -> None:
        """Take entries out of the index of vectors that the index of words does not know."""
        with self._changing() as generation:
            generation.vectors.remove(keys)

    def holdings(self) -> Holdings:
        """What all indexes hold. Vectors that are listed but cannot be read count as missing."""
        generation = self._generation_in_use()
        generation.refresh()
        listed = generation.vectors.keys()
        present, _ = generation.vectors.vectors(listed)
        whole = frozenset(map(edition_of_key, generation.notices.keys()))
        return Holdings(frozenset(generation.words.keys()), frozenset(present), whole)

    def rebuild(self, notices: Iterable[tuple[Edition, Notice]]) -> int:
        """Build the indexes anew beside the old ones, then exchange them. The number of entries."""
        name = f"g-{uuid.uuid4().hex[:12]}"
        new = self._opened(name)
        count = 0
        given = iter(notices)
        while batch := list(islice(given, REBUILD_BATCH)):
            entries = [entry for edition, notice in batch for entry in entries_of(edition, notice)]
            new.vectors.add([entry.key for entry in entries], self._vectors(entries))
            new.notices.write(add=[notice_entry(*one) for one in batch])
            new.words.write(add=entries)
            count += len(entries)
        new.close()
        old = _read_built(self._built_file)
        with _on_disk(self._folder):
            _write_built(self._built_file, name, self._asked(self._embedding.dimension))
        self.close()
        self._delete_others(name, old)
        return count

    def _asked(self, dimension: int) -> BuiltWith:
        return BuiltWith(
            self._embedding.name, dimension, RECIPE_VERSION, self._parser_version, self._chroma_url or "embedded"
        )

    @property
    def _built_file(self) -> Path:
        return self._folder / "built.json"

    def _visible(self, notice_ids: Collection[NoticeId] | None) -> frozenset[Edition]:
        editions = self._editions()
        if notice_ids is None:
            return frozenset(editions.values())
        return frozenset(editions[notice_id] for notice_id in notice_ids if notice_id in editions)

    def _vectors(self, entries: Sequence[IndexEntry]) -> Vectors:
        vectors = self._embedding.embed([entry.text for entry in entries])
        if vectors.shape != (len(entries), self._embedding.dimension):
            raise IndexMismatch(
                f"{self._embedding.name}: gave vectors of shape {vectors.shape} "
                f"for {len(entries)} texts of {self._embedding.dimension} dimensions; check the embedding's settings"
            )
        # A text the embedding knows no word of must have a place all the same: both indexes hold the same keys.
        nowhere = np.full(self._embedding.dimension, self._embedding.dimension**-0.5, np.float32)
        return np.where(vectors.any(axis=1, keepdims=True), vectors, nowhere)

    def _generation_in_use(self) -> _Generation:
        mark = _mark(self._built_file)
        generation = self._generation
        if generation is None or generation.built_mark != mark:
            with self._opening:
                generation = self._generation
                if generation is None or generation.built_mark != mark:
                    self.close()
                    generation = self._opened(self._checked(), mark)
                    self._generation = generation
        generation.catch_up()
        return generation

    def _checked(self) -> str:
        """The generation in use, if it was built with what we ask for."""
        built = _read_built(self._built_file)
        if built is None:
            raise IndexMismatch(f"{self._folder}: no usable search index here; run `campaign reindex`")
        name, was = built
        asked = self._asked(was.dimension)  # a model says its own only when loaded: not for every command
        for field in dataclasses.fields(BuiltWith):
            before, now = getattr(was, field.name), getattr(asked, field.name)
            if before != now:
                raise IndexMismatch(
                    f"{self._folder}: built with {field.name} {before}, this program asks for {now}; run `campaign reindex`"
                )
        return name

    def _opened(self, name: str, mark: Mark | None = None) -> _Generation:
        with _on_disk(self._folder):
            return _Generation(self._folder / name, self._chroma_url, mark)

    @contextmanager
    def _changing(self) -> Iterator[_Generation]:
        generation = self._generation_in_use()
        if generation.cut_short.exists():
            logger.warning("a write to %s was cut short; reading it again", generation.folder)
            generation.refresh()
        with _on_disk(self._folder):
            generation.cut_short.touch()
            try:
                yield generation
            finally:
                generation.announce()
            generation.cut_short.unlink()

    def sweep(self) -> tuple[str, ...]:
        """Delete generations that no rebuild finished; their names."""
        built = _read_built(self._built_file)
        return self._delete_others(built[0], None) if built else ()

    def _delete_others(self, name: str, old: tuple[str, BuiltWith] | None) -> tuple[str, ...]:
        if old is not None and old[1].vectors != "embedded" and old[1].vectors == self._chroma_url:
            VectorIndex(self._folder / old[0] / "vectors", old[0], self._chroma_url).drop()
        others = sorted(path for path in self._folder.glob("g-*") if path.name != name)
        for path in others:
            shutil.rmtree(path, ignore_errors=True)  # on Windows a reader may still hold it: the next sweep takes it
        return tuple(path.name for path in others)


class _Generation:
    """One set of indexes on disk, and the marks by which processes tell each other that it has changed."""

    def __init__(self, folder: Path, chroma_url: str | None, built_mark: Mark | None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.built_mark = built_mark
        self.cut_short = folder / "writing"  # there while somebody writes, and after somebody was killed writing
        self.words = WordIndex(folder / "words")
        self.notices = WordIndex(folder / "notices")
        self.vectors = VectorIndex(folder / "vectors", folder.name, chroma_url)
        self._changed = folder / "changed"
        if not self._changed.exists():
            self._changed.touch()
        self._seen = _mark(self._changed)
        self._catching_up = threading.Lock()

    def close(self) -> None:
        self.vectors.close()

    def catch_up(self) -> None:
        """See what other processes have written."""
        mark = _mark(self._changed)
        if mark != self._seen:
            with self._catching_up:
                if mark != self._seen:
                    self.refresh()
                    self._seen = mark

    def refresh(self) -> None:
        self.words.refresh()
        self.notices.refresh()
        self.vectors.refresh()

    def announce(self) -> None:
        """Tell the others that something was written. We ourselves know it already. Needs no room on the disk."""
        with self._catching_up:
            now_ns = time.time_ns()
            os.utime(self._changed, ns=(now_ns, now_ns))
            self._seen = _mark(self._changed)


@contextmanager
def _on_disk(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as exc:
        raise StoreUnusable(f"{folder}: {exc.strerror}; make the folder writable and see that there is room") from exc


Mark = tuple[int, int]


def _mark(path: Path) -> Mark | None:
    """Changes whenever the file is replaced or touched."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def _write_built(path: Path, name: str, built: BuiltWith) -> None:
    """Exchange the note in one step: nobody ever reads half of it."""
    beside = path.with_name(f"{path.name}.{name}")
    with beside.open("w", encoding="utf-8") as file:
        json.dump({"generation": name, **dataclasses.asdict(built)}, file, ensure_ascii=False, indent=2)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _read_built(path: Path) -> tuple[str, BuiltWith] | None:
    """The generation in use and how it was built; None where there is none or where it cannot be told."""
    try:
        values = json.loads(path.read_text("utf-8"))
        return values.pop("generation"), BuiltWith(**values)
    except (FileNotFoundError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _joined(
    search: Callable[[int], Sequence[tuple[Key, float]]],
    limit: int,
    visible: Collection[Edition],
    what: Callable[[Key], Id],
    overfetch: int = OVERFETCH,
    most: int | None = None,
) -> list[tuple[Id, float]]:
    """The best `limit` clauses or notices among what is visible: each counts with its best piece.

    At first `overfetch` times the limit is wanted; fewer than the limit are found where `most` pieces do not hold it.
    """
    if limit < 1 or not visible:
        return []
    fetch = limit * overfetch if most is None else min(limit * overfetch, most)
    while True:
        found = search(fetch)
        best: dict[Id, float] = {}
        for key, score in found:
            if edition_of_key(key) in visible:
                best.setdefault(what(key), score)
        if len(best) >= limit or len(found) < fetch or fetch == most:
            return sorted(best.items(), key=lambda hit: (-hit[1], hit[0]))[:limit]
        fetch = fetch * 4 if most is None else min(fetch * 4, most)
