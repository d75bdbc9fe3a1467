"""Find clauses: by words and by vectors, clause by clause and by the notice they stand in, fused.

(Query, Documents) -> Hits, best first. Source of the weights: `python -m eval.retrieval`, on pages of policy and on
articles of law; both together move little between half and double of each.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from assistant.model import Query
from assistant.scope import Document
from assistant.services import Shelf
from assistant.synonyms import lay_words_in
from ingest.model import Clause, ClauseId, Notice, NoticeId, notice_of
from ingest.tokenise import pairs, words

NOTICE_WEIGHT = 0.8  # of the BM25 of the whole notice, scaled to 1, beside the clause's own, scaled to 1
VECTOR_WEIGHT = 0.5  # of the cosine beside them
TITLE_WEIGHT = 0.25  # of the share of the notice's title that the question repeats
PREFERRED = 0.15  # what standing in a notice of the organ, region or year counts that the question mentions
CANDIDATES = 100  # clauses of each search
NOTICE_CANDIDATES = 100

Id = TypeVar("Id", ClauseId, NoticeId)


class Searches(Protocol):
    """The searches over clauses and whole notices; best first. `also` are words that may be meant beside the text's."""

    def search_lexical(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[ClauseId, float]]: ...

    def search_vector(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None
    ) -> list[tuple[ClauseId, float]]: ...

    def search_notices(
        self, text: str, limit: int, notice_ids: Collection[NoticeId] | None = None, also: Sequence[str] = ()
    ) -> list[tuple[NoticeId, float]]: ...


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that was found. `score` is the weighted sum of the searches."""

    notice: Notice
    clause: Clause
    score: float


def pins_documents(query: Query) -> bool:
    """Whether a question says which documents it means, by campaign, 文号 or notice: no other can answer it."""
    named = (query.campaign.series, query.campaign.ordinals, query.documents, query.notice_id)
    return any(named) or query.unknown_campaign is not None or query.unknown_number is not None


def retrieve(
    query: Query,
    documents: Sequence[Document],
    all_documents: bool,
    index: Searches,
    shelf: Shelf,
    limit: int,
    preferred: Collection[NoticeId] = (),
) -> list[Hit]:
    """The clauses nearest to the question in the given documents, best first, at most `limit`.

    `all_documents` says that nothing is to be filtered, which saves the filter. those of `preferred` notices come sooner.
    """
    wanted = None if all_documents else {document.notice for document in documents}
    text = query.question
    also = [word for meant in lay_words_in(text, words(text)).values() for word in meant]
    lexical = _scaled(index.search_lexical(text, CANDIDATES, wanted, also))
    vector = {clause_id: max(cosine, 0.0) for clause_id, cosine in index.search_vector(text, CANDIDATES, wanted)}
    whole: Mapping[NoticeId, float] = {}
    if wanted is None or len(wanted) > 1:
        whole = _scaled(index.search_notices(text, NOTICE_CANDIDATES, wanted, also))
    # What a search did not bring scores at most what its last hit scored.
    least_lexical, least_vector, least_whole = _least(lexical), _least(vector), _least(whole)
    scores = {
        clause_id: lexical.get(clause_id, least_lexical)
        + VECTOR_WEIGHT * vector.get(clause_id, least_vector)
        + NOTICE_WEIGHT * whole.get(notice_of(clause_id), least_whole)
        for clause_id in {**lexical, **vector}
    }
    found = {notice_of(name) for name in scores}
    candidates = [document for document in documents if document.notice in found]
    parts = {part for document in candidates for part in document.parts}
    asked = frozenset(pairs(text))
    named: dict[NoticeId, float] = {}
    for document in candidates:
        named[document.notice] = max(named.get(document.notice, 0.0), _named(document.title, asked))
    scores = {name: score + TITLE_WEIGHT * named.get(notice_of(name), 0.0) for name, score in scores.items()}
    if preferred:
        scores = {name: score + (PREFERRED if notice_of(name) in preferred else 0.0) for name, score in scores.items()}
    hits: list[Hit] = []
    find = shelf.lookup()
    for clause_id, score in sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])):
        notice = find(notice_of(clause_id))
        clause = next((one for one in notice.clauses if one.id == clause_id), None) if notice else None
        if notice is None or clause is None or clause.part not in parts:
            continue  # not current any more, or of another document in the same file
        hits.append(Hit(notice, clause, score))
        if len(hits) == limit:
            break
    return hits


def _named(title: str, asked: Collection[str]) -> float:
    """The share of a title that a question repeats, by pairs of characters.

    >>> round(_named("关于垃圾分类的通知", pairs("垃圾分类怎么收费")), 2)
    0.38
    """
    held = frozenset(pairs(title))
    return len(held.intersection(asked)) / len(held) if held else 0.0


def _scaled(found: Sequence[tuple[Id, float]]) -> dict[Id, float]:
    """Scores over the best."""
    top = max((score for _, score in found), default=0.0)
    return {name: score / top if top else 0.0 for name, score in found}


def _least(scores: Mapping[Id, float]) -> float:
    return min(scores.values(), default=0.0)
