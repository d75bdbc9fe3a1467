"""The four steps of an answer: understand, choose the documents, draft, prove. Question in, Answer out."""

from __future__ import annotations

import logging
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from assistant.answers import ANSWERERS
from assistant.answers.clauses import out_of_scope
from assistant.answers.draft import Case
from assistant.evidence import Evidence
from assistant.model import Answer, Draft, Kind, Query, Status
from assistant.retrieve import Hit, Searches, retrieve
from assistant.scope import Document, choose_documents, documents_of
from assistant.services import Shelf
from assistant.understand import understand
from assistant.verify import Unproved, prove
from ingest.embed import Embedding
from ingest.model import NoticeId

logger = logging.getLogger(__name__)

SUGGESTED_EDITIONS = 5


class Assistant:
    """Answers questions over the notices on a shelf. Safe to share between threads: nothing of a question is kept."""

    def __init__(
        self,
        shelf: Shelf,
        index: Searches,
        meanings: Embedding,
        *,
        new_id: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        """`meanings` is what words are compared by: a local embedding, asked about single words."""
        self._shelf = shelf
        self._index = index
        self._evidence = Evidence(meanings)
        self._new_id = new_id
        self._catalogue: tuple[int, tuple[Document, ...]] = (-1, ())

    def ask(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Answer:
        """One answer. Raises BadQuestion for a question that cannot be worked on."""
        started = time.perf_counter()
        trace_id = self._new_id()
        documents = self._documents()
        query = understand(question, documents, as_of=as_of, notice_id=notice_id, previous=previous)
        chosen = choose_documents(query, documents)
        case = Case(
            query, chosen, self._shelf, self._evidence, self._searcher(query, chosen, len(chosen) == len(documents))
        )
        draft = self._draft(case, documents)
        answer = self._prove(draft, query, trace_id)
        logger.info(
            "answered ask=%s kind=%s status=%s documents=%d citations=%d ms=%.1f",
            trace_id,
            answer.kind.value,
            answer.status.value,
            len(chosen),
            len(answer.citations),
            (time.perf_counter() - started) * 1000,
        )
        return answer

    def search(self, question: str, *, as_of: date, limit: int) -> list[Hit]:
        """The clauses nearest to a question in the documents it is about, best first. Raises BadQuestion."""
        documents = self._documents()
        query = understand(question, documents, as_of=as_of)
        chosen = choose_documents(query, documents)
        return self._searcher(query, chosen, len(chosen) == len(documents))(limit) if chosen else []

    def _documents(self) -> tuple[Document, ...]:
        """The catalogue, read anew when the library has changed."""
        revision = self._shelf.revision()
        if self._catalogue[0] != revision:
            self._catalogue = (revision, documents_of(self._shelf.entries()))
        return self._catalogue[1]

    def _searcher(self, query: Query, chosen: tuple[Document, ...], everything: bool) -> Callable[[int], list[Hit]]:
        return lambda limit: retrieve(query, chosen, everything, self._index, self._shelf, limit)

    def _draft(self, case: Case, documents: tuple[Document, ...]) -> Draft:
        if not documents:
            return Draft(Status.NOT_FOUND, case.query.kind, "资料库里还没有通知。")
        if case.query.kind is Kind.HELP:
            return out_of_scope()
        if not case.documents:
            return _no_such_document(case.query, documents)
        return ANSWERERS[case.query.kind](case)

    def _prove(self, draft: Draft, query: Query, trace_id: str) -> Answer:
        try:
            return prove(draft, query, self._shelf.notice, trace_id=trace_id)
        except Unproved as exc:
            # A fault of ours: the user is told nothing that is not proved, the operator learns which check failed.
            logger.error(
                "unproved ask=%s kind=%s problems=%s", trace_id, draft.kind.value, [p.code for p in exc.problems]
            )
            refused = Draft(
                Status.NOT_FOUND, draft.kind, "找到了相关条款，但无法核对无误，因此不作回答。请查阅通知原文。"
            )
            return prove(refused, query, self._shelf.notice, trace_id=trace_id)


def _no_such_document(query: Query, documents: tuple[Document, ...]) -> Draft:
    """No notice is about what the question names: say which there are."""
    if query.unknown_campaign:
        asked = f"“{query.unknown_campaign}”"
    elif query.doc_number:
        asked = query.doc_number
    else:
        ref = query.campaign
        ordinal = re.search(r"第?\s*[一二三四五六七八九十\d]+\s*届", query.question) if ref.ordinals else None
        asked = "“" + "".join(filter(None, [
            "、".join(str(year) for year in ref.years),
            ordinal.group() if ordinal else None,
            ref.region,
            query.campaign_words or ref.series,
        ])) + "”"  # fmt: skip
    similar = [
        document.campaign.name
        for document in documents
        if document.campaign and (query.campaign.series is None or document.campaign.series == query.campaign.series)
    ]
    names = list(dict.fromkeys(similar))[:SUGGESTED_EDITIONS]
    text = f"没有{asked}的通知。" + (f"现有：{'、'.join(names)}。" if names else "")
    return replace(
        Draft(Status.NOT_FOUND, query.kind, text), suggestions=tuple(f"{name}的活动时间是什么时候？" for name in names)
    )
