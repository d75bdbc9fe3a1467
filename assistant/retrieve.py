"""Find clauses: lexical and vector search, fused, kept to the documents a question is about.

(Query, Documents) -> Hits, best first. Source of the weight: measured, see `VECTOR_WEIGHT`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.lexicon import SYNONYMS
from assistant.model import Query
from assistant.scope import Document
from assistant.services import Shelf
from ingest.model import Clause, ClauseId, Notice, NoticeId, notice_of

VECTOR_WEIGHT = 0.6  # of cosine beside BM25 scaled to 1; on real notices R@5 0.532 -> 0.574, R@10 0.723 -> 0.809
CANDIDATES = 40  # of each search, before the documents are filtered


class Searches(Protocol):
    """The two searches over clauses; best first."""

    def search_lexical(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None
    ) -> list[tuple[ClauseId, float]]: ...

    def search_vector(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None
    ) -> list[tuple[ClauseId, float]]: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. `score` is BM25 over the best plus the weighted cosine."""

    notice: Notice
    clause: Clause
    score: float


def retrieve(
    query: Query, documents: Sequence[Document], all_documents: bool, index: Searches, shelf: Shelf, limit: int
) -> list[Hit]:
    """The clauses nearest to the question in the given documents, best first, at most `limit`.

    `all_documents` says that nothing is to be filtered, which saves the filter.
    """
    wanted = None if all_documents else {document.notice for document in documents}
    text = " ".join([query.question, *(word for term in query.terms for word in SYNONYMS.get(term, ()))])
    lexical = index.search_lexical(text, CANDIDATES, wanted)
    vector = index.search_vector(text, CANDIDATES, wanted)
    scores: dict[ClauseId, float] = {}
    top = max((score for _, score in lexical), default=0.0)
    for clause_id, score in lexical:
        scores[clause_id] = score / top if top else 0.0
    for clause_id, cosine in vector:
        scores[clause_id] = scores.get(clause_id, 0.0) + VECTOR_WEIGHT * max(cosine, 0.0)
    parts = {part for document in documents for part in document.parts}
    hits: list[Hit] = []
    for clause_id, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        notice = shelf.notice(notice_of(clause_id))
        clause = next((one for one in notice.clauses if one.id == clause_id), None) if notice else None
        if notice is None or clause is None or clause.part not in parts:
            continue  # not current any more, or of another document in the same file
        hits.append(Hit(notice, clause, score))
        if len(hits) == limit:
            break
    return hits
