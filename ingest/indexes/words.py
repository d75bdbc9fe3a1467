"""The index of words: tantivy, BM25, on disk, incremental. Text is cut by `ingest.tokenise`; tantivy only splits at blanks.

One process writes at a time (the library's lock sees to it); readers go on with the last commit until `refresh`.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import tantivy

from ingest.codec import Edition
from ingest.errors import IndexMismatch, StoreUnusable
from ingest.indexes.entries import IndexEntry, Key
from ingest.tokenise import characters, pairs, words

# Fields, each with statistics of its own, and what a term of each counts. Measured: ingest/data/README.md.
FIELDS: Mapping[str, Callable[[str], tuple[str, ...]]] = MappingProxyType(
    {"words": words, "pairs": pairs, "characters": characters}
)
WEIGHTS: Mapping[str, float] = MappingProxyType({"words": 0.5, "pairs": 1.0, "characters": 1.0})
ALSO_WEIGHT = 0.5  # of words that may be meant beside those that are asked
MAX_TERMS = 300  # of a question in each field; more make it slower, not clearer
WRITER_BYTES = 64_000_000


class WordIndex:
    """Keys by the sum of BM25 over words, character pairs and single characters."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._schema = _schema()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._index = tantivy.Index(self._schema, path=str(folder))
        except (ValueError, OSError) as exc:
            cure = "make room" if os.strerror(errno.ENOSPC) in str(exc) else "run `campaign reindex`"
            raise IndexMismatch(f"{folder}: the word index cannot be opened ({exc}); {cure}") from exc

    def refresh(self) -> None:
        """See what was committed since."""
        self._index.reload()

    def search(
        self, text: str, limit: int, editions: Collection[Edition] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[Key, float]]:
        """Keys with their BM25 scores, best first; only those of `editions` if given.

        `also` are words that may be meant beside the text's own; they count less.
        """
        query = self._query(text, also)
        if query is None or limit < 1:
            return []
        if editions is not None:
            among = tantivy.Query.const_score_query(self._of(editions), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, among)])
        return self._found(query, limit)

    def keys(self, editions: Collection[Edition] | None = None) -> list[Key]:
        """All keys, or those of some editions."""
        number = self.size()
        return [key for key, _ in self._found(self._of(editions), number)] if number else []

    def size(self) -> int:
        """How many keys there are."""
        return self._index.searcher().num_docs

    def count(self, editions: Collection[Edition]) -> int:
        """How many keys some editions have."""
        searcher = self._index.searcher()
        return sum(searcher.doc_freq("edition", edition) for edition in editions)

    def write(self, add: Iterable[IndexEntry] = (), remove: Iterable[Edition] = ()) -> None:
        """Remove editions, then add entries, in one commit."""
        try:
            writer = self._index.writer(WRITER_BYTES, 1)  # one thread: the same files give the same index
            for edition in remove:
                writer.delete_documents_by_term("edition", edition)
            for entry in add:
                document = tantivy.Document()
                document.add_text("key", entry.key)
                document.add_text("edition", entry.edition)
                for name, cut in FIELDS.items():
                    document.add_text(name, " ".join(cut(entry.text)))
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
        except (ValueError, OSError) as exc:
            raise StoreUnusable(
                f"{self._folder}: the word index cannot be written ({exc}); check room and rights, then run `campaign doctor`"
            ) from exc
        self._index.reload()

    def _query(self, text: str, also: Sequence[str]) -> tantivy.Query | None:
        # Each term once: repeated ones would count twice (measured: ingest/data/README.md).
        asked = []
        for name, cut in FIELDS.items():
            weights = dict.fromkeys(cut(text), WEIGHTS[name])
            if name != "characters":
                for term in (term for word in also for term in cut(word)):
                    weights.setdefault(term, WEIGHTS[name] * ALSO_WEIGHT)
            for term, weight in list(weights.items())[:MAX_TERMS]:
                query = tantivy.Query.term_query(self._schema, name, term)
                asked.append((tantivy.Occur.Should, tantivy.Query.boost_query(query, weight)))
        return tantivy.Query.boolean_query(asked) if asked else None

    def _of(self, editions: Collection[Edition] | None) -> tantivy.Query:
        if editions is None:
            return tantivy.Query.all_query()
        return tantivy.Query.term_set_query(self._schema, "edition", list(editions))

    def _found(self, query: tantivy.Query, limit: int) -> list[tuple[Key, float]]:
        searcher = self._index.searcher()
        hits = searcher.search(query, limit, count=False).hits
        return [(Key(searcher.doc(address)["key"][0]), float(score)) for score, address in hits]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("edition", stored=False, tokenizer_name="raw", index_option="basic")
    for field in FIELDS:
        builder.add_text_field(field, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()
