"""The pages: ask, read a notice at the place that was cited, see what is due.

A follow-up carries the questions before it in its address (`prev`), so that a page can be reloaded and passed on,
and nothing of a reader is kept here.

No `from __future__ import annotations` here: FastAPI reads annotations at run time.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, FastAPI, Form, Query, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.background import BackgroundTask

from assistant.api.problems import TITLES, Problem, notice_unknown
from assistant.changes import find_version, named
from assistant.errors import BadQuestion
from assistant.grid import parts_of
from assistant.model import Answer, Citation
from assistant.plain import dropped_word, due_word, when
from assistant.replies import Verdict
from assistant.services import Services
from assistant.tables import Filter, Window, list_deadlines, list_notices
from assistant.view import campaigns_of, due_status, notice_url, title_of
from assistant.web.layout import blocks, parse_span, references
from ingest.model import NoticeId, Span

HERE = Path(__file__).parent
STATIC = HERE / "static"
MAX_PREVIOUS = 3  # questions that a follow-up can build on; each is understood again
EXAMPLES = ("最近要报送哪些材料？", "联系人是谁？", "必须遵守哪些法律法规？")


def create_templates() -> Environment:
    """Templates with what all of them use. Every value is escaped; a name that is not given is an error."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals.update(
        place_url=place_url,
        references=references,
        parts_of=parts_of,
        title_of=title_of,
        when=when,
        due_word=due_word,
        dropped_word=dropped_word,
        notice_url=notice_url,
        named=named,
    )
    return env


def place_url(notice_id: NoticeId, clause_id: str, span: Span) -> str:
    """The page of a notice at a clause, with a stretch of its text marked.

    >>> place_url(NoticeId("a1"), "c7", Span(3, 9))
    '/notices/a1?quote=3-9#c7'
    """
    page, _, anchor = notice_url(notice_id, clause_id).partition("#")
    return f"{page}?quote={span.start}-{span.end}#{anchor}"


def citation_url(citation: Citation) -> str:
    return place_url(citation.notice_id, citation.clause_id, Span(citation.start, citation.end))


def create_pages(app: FastAPI, services: Services, today: Callable[[], date], templates: Environment) -> APIRouter:
    """The routes of the pages, over the same services as `/v1`. `app` is asked for its own description at `/docs`."""
    pages = APIRouter(include_in_schema=False)
    shelf = services.shelf

    def render(name: str, **values: object) -> Response:
        return HTMLResponse(templates.get_template(name).render(values))

    def follow(questions: list[str], notice_id: NoticeId | None) -> Answer:
        """Ask each in turn, the last one is the answer."""
        previous = None
        for question in questions[:-1]:
            previous = services.assistant.ask(question, as_of=today(), notice_id=notice_id, previous=previous).query
        return services.assistant.ask(questions[-1], as_of=today(), notice_id=notice_id, previous=previous)

    @pages.get("/")
    def ask(
        q: str | None = None,
        notice: Annotated[str | None, Query(max_length=200)] = None,
        prev: Annotated[list[str] | None, Query()] = None,
    ) -> Response:
        about = shelf.notice(NoticeId(notice)) if notice else None
        if notice and about is None:
            raise notice_unknown()
        before = (prev or [])[-MAX_PREVIOUS:]
        answer, refused = None, None
        if q is not None:
            try:
                answer = follow([*before, q], about.id if about else None)
            except BadQuestion as error:
                refused = error.message
        page = render(
            "ask.html",
            question=q or "",
            about=about,
            answer=answer,
            refused=refused,
            before=[*before, q][-MAX_PREVIOUS:] if answer else [],
            examples=EXAMPLES,
            citation_url=citation_url,
        )
        if answer is not None:
            kept = replace(answer, turns=tuple(before))
            page.background = BackgroundTask(services.replies.remember, kept)  # nobody waits for the disk
        return page

    @pages.post("/feedback")
    def feedback(
        trace_id: Annotated[str, Form(max_length=40)], verdict: Annotated[Literal["up", "down"], Form()]
    ) -> Response:
        known = services.replies.judge(trace_id, Verdict(verdict))
        return render("thanks.html", known=known)

    @pages.get("/notices")
    def notices(campaign: Annotated[str, Query(max_length=200)] = "") -> Response:
        entries = list_notices(shelf, Filter(campaign=campaign.strip() or None))
        return render("notices.html", entries=entries, campaign=campaign, campaigns_of=campaigns_of)

    @pages.get("/notices/{notice_id}")
    def notice(
        notice_id: str,
        quote: Annotated[str | None, Query(max_length=40)] = None,
        version: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    ) -> Response:
        found = find_version(shelf, NoticeId(notice_id), version)
        if found is None:
            raise notice_unknown()
        shown, entry = found
        as_of, relations = today(), shelf.relations()
        return render(
            "notice.html",
            notice=shown,
            entry=entry,
            versions=shelf.history(shown.id),
            campaigns=campaigns_of(shown),
            blocks=blocks(shown, parse_span(quote, len(shown.text))),
            status=lambda deadline: due_status(deadline, as_of),
            amended=relations.on(shown.id),
            amends=relations.by(shown.id),
        )

    @pages.get("/deadlines")
    def deadlines(campaign: Annotated[str, Query(max_length=200)] = "", due: str = "all") -> Response:
        window = Window(today(), due if due in ("upcoming", "past") else "all")
        stated = list_deadlines(shelf, Filter(campaign=campaign.strip() or None), window)
        notices = cache(shelf.notice)
        rows = [(one, seen, due_status(one.fact, window.as_of)) for one in stated if (seen := notices(one.notice))]
        to_come = [row for row in rows if row[2] != "past"]
        rows = to_come + [row for row in reversed(rows) if row[2] == "past"]  # nobody scrolls through years gone by
        return render("deadlines.html", rows=rows, campaign=campaign, due=window.due)

    @pages.get("/docs")
    def docs() -> Response:
        """The interface described without a line of JavaScript, so that it can be read without a network."""
        return render("docs.html", api=app.openapi())

    return pages


def problem_page(templates: Environment) -> Callable[[Request, Problem], Response]:
    """What a browser is shown when a request is refused."""

    def page(_request: Request, problem: Problem) -> Response:
        title = TITLES.get(problem.status, "请求未能完成")
        return HTMLResponse(
            templates.get_template("problem.html").render(title=title, detail=problem.detail),
            status_code=problem.status,
        )

    return page
