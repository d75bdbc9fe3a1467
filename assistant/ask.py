"""The four steps of an answer: understand, choose the documents, draft, prove. Question in, Answer out."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from assistant.amended import warn_amended, with_amending
from assistant.answers.draft import Case
from assistant.answers.fitting import answer_of_kind
from assistant.answers.help import help_for
from assistant.answers.merging import merge
from assistant.answers.shown import shown_in
from assistant.evidence import Evidence
from assistant.glance import Glance
from assistant.llm.prose import UNPROVED, ProseWriter, Told
from assistant.model import Answer, CampaignRef, Caveat, Draft, Kind, Query, Status, Token
from assistant.narrow import MANY_DOCUMENTS, Narrowed, narrow
from assistant.rerank import Scores, rerank
from assistant.retrieve import Hit, Searches, pins_documents, retrieve
from assistant.scope import Document, choose_documents, documents_of
from assistant.services import Shelf
from assistant.understanding.editions import edition_named, missing_editions
from assistant.understanding.spelling import words_of
from assistant.understanding.understand import Catalogue, understand
from assistant.verify import Unproved, prove
from ingest.embed import Embedding
from ingest.lasting import lasting
from ingest.model import BINDING_LAWS, NoticeId, PartId

logger = logging.getLogger(__name__)

SUGGESTED_EDITIONS = 5
FIRST_PAGE = 20  # clauses of a search, of which the notices are looked at
HEARD_IN = 6  # documents in whose words a mistyped one is looked for; more of them would hold any sound


class Assistant:
    """Answers questions over the notices on a shelf. Safe to share between threads: nothing of a question is kept."""

    def __init__(
        self,
        shelf: Shelf,
        index: Searches,
        meanings: Embedding,
        *,
        writer: ProseWriter | None = None,
        reranker: Scores | None = None,
        new_id: Callable[[], str] = lambda: secrets.token_hex(8),
    ) -> None:
        """`meanings` is what words are compared by: a local embedding, asked about single words.

        `writer` has a language model word the answers; without it they are composed from facts and clauses. `reranker`
        reads the best clauses again and puts them in order.
        """
        self._shelf = shelf
        self._index = index
        self._evidence = Evidence(meanings)
        self._writer = writer
        self._reranker = reranker
        self._new_id = new_id
        self._catalogue: tuple[int, Catalogue] = (-1, Catalogue((), frozenset()))

    def ask(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Answer:
        """One answer. Raises BadQuestion for a question that cannot be worked on."""
        return answer_of(self.ask_stream(question, as_of=as_of, notice_id=notice_id, previous=previous))

    def ask_stream(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Iterator[Token | Answer]:
        """The same, piece by piece as each is proved; the Answer comes last and alone is final.

        Raises BadQuestion at once; what comes after the first piece does not fail for want of a model.
        """
        started = time.perf_counter()
        trace_id = self._new_id()
        shelf = Glance(self._shelf)
        answer, draft, query, remarks = self._found(question, as_of, notice_id, previous, shelf, trace_id)
        logger.info(
            "answered ask=%s kind=%s status=%s documents=%d citations=%d ms=%.1f",
            trace_id,
            answer.kind.value,
            answer.status.value,
            len({citation.notice_id for citation in answer.citations}),
            len(answer.citations),
            (time.perf_counter() - started) * 1000,
        )
        return self._tell(answer, draft, query, shelf, remarks)

    def _found(
        self,
        question: str,
        as_of: date,
        notice_id: NoticeId | None,
        previous: Query | None,
        shelf: Shelf,
        trace_id: str,
    ) -> tuple[Answer, Draft, Query, list[str]]:
        """The proved answer before anybody words it, what it was made of, and what is to be said beside it."""
        catalogue = self._read_catalogue()
        query = self._understood(question, catalogue, as_of, notice_id, previous)
        query = replace(query, trace_id=trace_id, follows=previous.trace_id if previous is not None else "")
        found = [self._draft(one, catalogue, shelf) for one in (query, *query.more)]
        draft = merge(query, [draft for draft, _ in found])
        answer = _proved(draft, query, shelf, trace_id)
        if answer.status is Status.ANSWERED:
            query = replace(query, shown=shown_in(draft, shelf.notice))
            answer = replace(answer, query=query)
        return answer, draft, query, [narrowed.remark for _, narrowed in found]

    def _tell(
        self, answer: Answer, draft: Draft, query: Query, shelf: Shelf, remarks: Sequence[str]
    ) -> Iterator[Token | Answer]:
        """A proved answer, in the words of the model where there is one and it says the same.

        Refusals are never worded by a model: it could only turn them into answers.
        """
        if self._writer is not None and answer.status is Status.ANSWERED and self._writer.retells(answer):
            told = yield from self._writer.tell(answer, draft, query)
            answer = _retold(answer, told, query, shelf)
        else:
            yield from (Token(line) for line in answer.text.splitlines(keepends=True))
        yield warn_amended(_with_remarks(answer, remarks), shelf.relations(), shelf.notice)

    def understand(self, question: str, *, as_of: date, previous: Query | None = None) -> Query:
        """What a question asks and what its answer showed: for what was said earlier in a conversation.

        No language model is asked. Raises BadQuestion.
        """
        return self._found(question, as_of, None, previous, Glance(self._shelf), "")[2]

    def read(
        self, question: str, *, as_of: date, notice_id: NoticeId | None = None, previous: Query | None = None
    ) -> Query:
        """What a question asks, by its words alone: nothing is looked for. Raises BadQuestion."""
        return self._understood(question, self._read_catalogue(), as_of, notice_id, previous)

    def search(
        self,
        question: str,
        *,
        as_of: date,
        limit: int,
        notice_id: NoticeId | None = None,
        previous: Query | None = None,
    ) -> list[Hit]:
        """The clauses nearest to a question, best first: of the campaign or 文号 it names only; a year, an organ or a
        region it mentions alone may be what a clause of another document speaks of. Raises BadQuestion.
        """
        catalogue = self._read_catalogue()
        query = self._understood(question, catalogue, as_of, notice_id, previous)
        if query.by_title:  # words that a title shares with a question rule no other notice out
            query = replace(query, documents=(), by_title=False)
        chosen = choose_documents(query, catalogue.documents)
        if pins_documents(query):
            return self._case(query, chosen, catalogue, self._shelf).search(limit) if chosen else []
        everything = len(chosen) == len(catalogue.documents)
        preferred = frozenset() if everything else frozenset(one.notice for one in chosen)
        return self._in_order(
            query, retrieve(query, catalogue.documents, True, self._index, self._shelf, limit, preferred)
        )

    def _understood(
        self, question: str, catalogue: Catalogue, as_of: date, notice_id: NoticeId | None, previous: Query | None
    ) -> Query:
        def vocabulary(query: Query) -> frozenset[str]:
            notices = [
                self._shelf.notice(one.notice) for one in choose_documents(query, catalogue.documents)[:HEARD_IN]
            ]
            return words_of(clause.own.of(notice.text) for notice in notices if notice for clause in notice.clauses)

        @cache
        def nearest(text: str) -> tuple[tuple[NoticeId, float], ...]:
            looked_for = Query(text, Kind.CLAUSES, as_of)
            hits = retrieve(looked_for, catalogue.documents, True, self._index, self._shelf, FIRST_PAGE)
            best: dict[NoticeId, float] = {}
            for hit in hits:
                best.setdefault(hit.notice.id, hit.score)
            return tuple(best.items())

        return understand(
            question,
            catalogue,
            as_of=as_of,
            notice_id=notice_id,
            previous=previous,
            vocabulary=vocabulary,
            nearest=nearest,
        )

    def _read_catalogue(self) -> Catalogue:
        """What the library holds, read anew when it has changed."""
        revision = self._shelf.revision()
        if self._catalogue[0] != revision:
            entries = self._shelf.entries()
            with lasting(len(entries)):
                laws = frozenset(one.fact.name for one in self._shelf.laws() if one.fact.category in BINDING_LAWS)
                people = frozenset(name for one in self._shelf.contacts() for name in one.fact.names)
                self._catalogue = (revision, Catalogue(documents_of(entries), laws, people))
        return self._catalogue[1]

    def _case(self, query: Query, chosen: tuple[Document, ...], catalogue: Catalogue, shelf: Shelf) -> Case:
        everything = len(chosen) == len(catalogue.documents)

        def search(limit: int) -> list[Hit]:
            return self._in_order(query, retrieve(query, chosen, everything, self._index, shelf, limit))

        return Case(query, chosen, shelf, self._evidence.for_question(), search, catalogue.people)

    def _in_order(self, query: Query, hits: list[Hit]) -> list[Hit]:
        return hits if self._reranker is None else rerank(query.question, hits, self._reranker)

    def _draft(self, query: Query, catalogue: Catalogue, shelf: Shelf) -> tuple[Draft, Narrowed]:
        if not catalogue.documents:
            return Draft(Status.NOT_FOUND, query.kind, "资料库里还没有通知。"), Narrowed(())
        if query.kind is Kind.HELP:
            return help_for(query.wording), Narrowed(())
        chosen = choose_documents(query, catalogue.documents)
        if not chosen:
            return no_such_document(query, catalogue.documents), Narrowed(())
        chosen = with_amending(query, chosen, catalogue.documents, shelf.relations())

        def nearest() -> frozenset[PartId]:
            hits = self._case(query, chosen, catalogue, shelf).search(MANY_DOCUMENTS)
            return frozenset(hit.clause.part for hit in hits)

        narrowed = narrow(query, chosen, shelf, nearest)
        draft = answer_of_kind(self._case(query, narrowed.documents, catalogue, shelf))
        missing = [_asked_for(query, ref) for ref in missing_editions(query.campaign, chosen)]
        return with_missing(_of_those_seen(draft, narrowed), missing), narrowed


def _retold(answer: Answer, told: Told, query: Query, shelf: Shelf) -> Answer:
    """The answer in the model's words, once more through the gate as a whole; else as it was."""
    warning = told.warning
    answer = replace(answer, wording=told.wording, dropped=(*answer.dropped, *map(str, told.dropped)))
    if told.draft is not None:
        try:
            retold = prove(told.draft, query, shelf.notice, trace_id=answer.trace_id)
            return replace(retold, wording=answer.wording, dropped=answer.dropped)
        except Unproved as exc:  # a fault of ours: each sentence had passed by itself
            logger.error("unproved ask=%s retold problems=%s", answer.trace_id, [p.code for p in exc.problems])
            warning = UNPROVED
            answer = replace(answer, dropped=(*answer.dropped, *map(str, exc.problems)))
    return replace(answer, warnings=(*answer.warnings, warning)) if warning else answer


def _proved(draft: Draft, query: Query, shelf: Shelf, trace_id: str) -> Answer:
    try:
        return prove(draft, query, shelf.notice, trace_id=trace_id)
    except Unproved as exc:
        # A fault of ours: the user is told nothing that is not proved, the operator learns which check failed.
        logger.error("unproved ask=%s kind=%s problems=%s", trace_id, draft.kind.value, [p.code for p in exc.problems])
        refused = Draft(Status.NOT_FOUND, draft.kind, "找到了相关条款，但无法核对无误，因此不作回答。请查阅通知原文。")
        answer = prove(refused, query, shelf.notice, trace_id=trace_id)
        return replace(answer, dropped=tuple(map(str, exc.problems)))


def _of_those_seen(draft: Draft, narrowed: Narrowed) -> Draft:
    """That none of the notices says something is not known where some were passed over."""
    silent = draft.status is Status.NOT_STATED or (draft.status is Status.NOT_FOUND and draft.kind is Kind.NOTICES)
    if not (narrowed.passed_over and silent):
        return draft
    text = "没有找到能回答这个问题的通知条款。请写明是哪个活动，或换一种说法。"
    return Draft(Status.NOT_FOUND, draft.kind, text, suggestions=draft.suggestions, nearest=draft.nearest)


def _with_remarks(answer: Answer, remarks: Sequence[str]) -> Answer:
    """An answer from some of very many notices says so. Counted in the library, not drafted."""
    if answer.status is not Status.ANSWERED:
        return answer
    added = (Caveat("more_notices", remark) for remark in dict.fromkeys(remarks) if remark)
    return replace(answer, warnings=(*answer.warnings, *added))


def answer_of(events: Iterable[Token | Answer]) -> Answer:
    """The answer at the end of a stream."""
    for event in events:
        if isinstance(event, Answer):
            return event
    raise LookupError("a stream that ended without an answer")


def no_such_document(query: Query, documents: tuple[Document, ...]) -> Draft:
    """No notice is about what the question names: say which there are."""
    ref = query.campaign
    asked = query.unknown_campaign or query.unknown_number or _asked_for(query, ref)
    similar = [
        document.campaign.name
        for document in documents
        if document.campaign and (not ref.series or document.campaign.series in ref.series)
    ]
    names = list(dict.fromkeys(similar))[:SUGGESTED_EDITIONS]
    text = f"没有“{asked}”的通知。" + (f"现有：{'、'.join(names)}。" if names else "")
    suggestions = tuple(f"{name}的活动时间是什么时候？" for name in names)
    return Draft(Status.NOT_FOUND, query.kind, text, suggestions=suggestions)


def _asked_for(query: Query, ref: CampaignRef) -> str:
    """An edition as the question names it: 第五届双品网购节."""
    return edition_named(ref, query.campaign_words)


def with_missing(draft: Draft, missing: Sequence[str]) -> Draft:
    """An answer about some of the editions asked for also says of which there is no notice."""
    if draft.status is not Status.ANSWERED or not missing:
        return draft
    return replace(draft, text="\n".join([draft.text, *(f"没有“{one}”的通知。" for one in missing)]))
