"""`/v1`: one short function per address; each calls the core, renders with `assistant.view`, nothing else.

No `from __future__ import annotations` here: FastAPI reads annotations at run time and some are local to a function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from starlette.background import BackgroundTask

from assistant.api.events import UNBUFFERED, event_stream, keeping, remembering, wants_events
from assistant.api.problems import Problem, notice_unknown
from assistant.ask import answer_of
from assistant.calendar import export_calendar
from assistant.changes import difference_json, find_difference, find_version, relations_json
from assistant.clock import FIRST_DAY, LAST_DAY
from assistant.model import Answer
from assistant.replies import Verdict
from assistant.services import Services
from assistant.tables import (
    Filter,
    Window,
    list_contacts,
    list_deadlines,
    list_laws,
    list_notices,
    page,
)
from assistant.trace import Trace, trace_json, trace_of
from assistant.view import (
    Json,
    answer_json,
    contacts_json,
    deadlines_json,
    laws_json,
    notice_item_json,
    notice_json,
)
from ingest.library import Entry
from ingest.model import Notice, NoticeId

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


def whole_characters(text: str) -> str:
    """JSON can carry half a character (a lone surrogate), which nothing behind us can store or send."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as exc:
        raise ValueError("half a character") from exc
    return text


class AskBody(BaseModel):
    """A question. A `conversation_id` of the sender's choosing makes follow-up questions possible."""

    model_config = ConfigDict(extra="forbid")

    question: Annotated[str, AfterValidator(whole_characters)] = Field(
        examples=["第六届双品网购节的总结材料最晚什么时候交？"]
    )
    conversation_id: str | None = Field(default=None, max_length=200)
    notice_id: str | None = Field(default=None, max_length=200, description="ask this notice only")
    as_of: Day | None = Field(default=None, description="the day the question is asked; default today in China")
    trace: bool = Field(default=False, description="for evaluators: add to the answer how it came about, as `trace`")


class AskReply(BaseModel):
    """An Answer; described here is only what is not always there."""

    model_config = ConfigDict(extra="allow")

    trace: Trace | None = None


class FeedbackBody(BaseModel):
    """What a user thought of an answer. It is kept with the question and the answer, and without who asked."""

    model_config = ConfigDict(extra="forbid")

    trace_id: Annotated[str, AfterValidator(whole_characters)] = Field(max_length=40, description="of the answer")
    verdict: Literal["up", "down"]
    comment: Annotated[str, AfterValidator(whole_characters)] | None = Field(default=None, max_length=1000)


@dataclass(frozen=True, slots=True)
class Paging:
    limit: int
    cursor: str | None


def paging(
    limit: Annotated[int, Query(ge=1, le=1000, description="how many items at most")] = 100,
    cursor: Annotated[str | None, Query(max_length=200, description="`next` of the page before")] = None,
) -> Paging:
    return Paging(limit, cursor)


def wanted(
    notice_id: Annotated[str | None, Query(max_length=200)] = None,
    campaign: Annotated[str | None, Query(max_length=200, description="words of its name: 双品节, 2022 年货节")] = None,
) -> Filter:
    return Filter(NoticeId(notice_id) if notice_id else None, campaign or None)


Paged = Annotated[Paging, Depends(paging)]
Wanted = Annotated[Filter, Depends(wanted)]
Version = Annotated[int | None, Query(ge=1, le=1_000_000, description="of the notice; the current one by default")]
AsOf = Annotated[Day | None, Query(description="seen from this day; default today in China")]


def create_routes(services: Services, today: Callable[[], date]) -> APIRouter:
    """The routes over `services`. Plain `def`: FastAPI runs them in worker threads."""
    shelf = services.shelf

    def known(filter_: Filter) -> Filter:
        """A filter on a notice that is not there would otherwise look like a notice that states nothing."""
        if filter_.notice_id is not None and shelf.notice(filter_.notice_id) is None:
            raise notice_unknown()
        return filter_

    def known_version(notice_id: str, version: int | None) -> tuple[Notice, Entry]:
        found = find_version(shelf, NoticeId(notice_id), version)
        if found is None:
            raise notice_unknown()
        return found

    def window(
        date_from: Annotated[Day | None, Query(alias="from")] = None,
        date_to: Annotated[Day | None, Query(alias="to")] = None,
        due: Literal["upcoming", "past", "all"] = "all",
        as_of: AsOf = None,
    ) -> Window:
        if date_from is not None and date_to is not None and date_to < date_from:
            raise Problem(422, "invalid_request", "to：不能早于from。")
        return Window(as_of or today(), due, date_from, date_to)

    Windowed = Annotated[Window, Depends(window)]
    api = APIRouter(prefix="/v1")

    @api.post(
        "/ask",
        tags=["ask"],
        summary="Answer a question; with `Accept: text/event-stream` as events `token`, `answer`, `error`",
        responses={200: {"model": AskReply, "description": "the answer"}},
    )
    def ask(body: AskBody, request: Request) -> Response:
        filter_ = known(Filter(NoticeId(body.notice_id) if body.notice_id else None))
        previous = services.conversations.last(body.conversation_id) if body.conversation_id else None
        events = services.assistant.ask_stream(
            body.question, as_of=body.as_of or today(), notice_id=filter_.notice_id, previous=previous
        )
        kept = remembering(events, services.conversations, body.conversation_id)

        def shown(answer: Answer) -> Json:
            seen = answer_json(answer, cache(shelf.notice))
            if not body.trace:
                return seen
            trace = trace_of(answer, services.assistant, notice_id=filter_.notice_id, previous=previous)
            return seen | {"trace": trace_json(trace)}

        if wants_events(request.headers.get("accept", "")):
            return StreamingResponse(
                event_stream(keeping(kept, services.replies), shown),
                media_type="text/event-stream",
                headers=UNBUFFERED,
            )
        answer = answer_of(kept)
        after = BackgroundTask(services.replies.remember, answer)  # nobody waits for the disk
        return JSONResponse(shown(answer), background=after)

    @api.post("/feedback", tags=["ask"], summary="Say whether an answer was right", status_code=204)
    def feedback(body: FeedbackBody) -> Response:
        if not services.replies.judge(body.trace_id, Verdict(body.verdict), body.comment or None):
            raise Problem(404, "answer_unknown", "没有这条回答，或已超过保存期限。")
        return Response(status_code=204)

    @api.get("/notices", tags=["notices"], summary="List the notices")
    def notices(filter_: Wanted, paged: Paged) -> Response:
        entries, after = page(list_notices(shelf, known(filter_)), paged.limit, paged.cursor)
        return _items([notice_item_json(entry) for entry in entries], after)

    @api.get("/notices/{notice_id}", tags=["notices"], summary="One notice with its clauses and facts")
    def notice(notice_id: str, version: Version = None, as_of: AsOf = None) -> Response:
        found, entry = known_version(notice_id, version)
        shown = notice_json(found, entry, as_of or today())
        return JSONResponse(shown | relations_json(shelf, found, cache(shelf.notice)))

    @api.get("/notices/{notice_id}/text", tags=["notices"], summary="Its canonical text, to the character")
    def text(notice_id: str, version: Version = None) -> Response:
        return PlainTextResponse(known_version(notice_id, version)[0].text)

    @api.get("/notices/{notice_id}/diff", tags=["notices"], summary="What changed from one version to another")
    def diff(
        notice_id: str,
        before: Annotated[Version, Query(alias="from")] = None,
        after: Annotated[Version, Query(alias="to")] = None,
        as_of: AsOf = None,
    ) -> Response:
        found = find_difference(shelf, NoticeId(notice_id), before, after)
        if found is None:
            raise notice_unknown()
        return JSONResponse(difference_json(found, as_of or today()))

    @api.get("/deadlines", tags=["tables"], summary="Deadlines, milestones and periods")
    def deadlines(filter_: Wanted, seen: Windowed, paged: Paged) -> Response:
        stated, after = page(list_deadlines(shelf, known(filter_), seen), paged.limit, paged.cursor)
        return _items(deadlines_json(stated, cache(shelf.notice), seen.as_of), after)

    @api.get("/deadlines.ics", tags=["tables"], summary="The same as a calendar")
    def calendar(request: Request, filter_: Wanted, seen: Windowed) -> Response:
        made = export_calendar(
            list_deadlines(shelf, known(filter_), seen),
            cache(shelf.notice),
            stamp=datetime.now(UTC),
            base_url=str(request.base_url).rstrip("/"),
        )
        return Response(
            made,
            media_type="text/calendar; charset=utf-8",
            headers={"content-disposition": 'attachment; filename="deadlines.ics"'},
        )

    @api.get("/contacts", tags=["tables"], summary="Whom to ask")
    def contacts(filter_: Wanted, paged: Paged) -> Response:
        stated, after = page(list_contacts(shelf, known(filter_)), paged.limit, paged.cursor)
        return _items(contacts_json(stated, cache(shelf.notice)), after)

    @api.get("/laws", tags=["tables"], summary="The laws and documents that are referred to")
    def laws(filter_: Wanted, paged: Paged) -> Response:
        stated, after = page(list_laws(shelf, known(filter_)), paged.limit, paged.cursor)
        return _items(laws_json(stated, cache(shelf.notice)), after)

    return api


def create_health_routes(services: Services) -> APIRouter:
    """For whoever watches over the process."""
    health = APIRouter(tags=["health"])

    @health.get("/healthz", summary="Is the process alive")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @health.get("/readyz", summary="Can it answer")
    def readyz() -> dict[str, object]:
        shelf = services.shelf
        return {"status": "ready", "notices": len(shelf.entries()), "revision": shelf.revision()}

    return health


def _items(items: list[dict[str, object]], after: str | None) -> Response:
    return JSONResponse({"items": items, "next": after})
