"""`/mcp`: the same answers and tables as tools of the Model Context Protocol, for assistants that call tools.

Services in, an MCP server out. Results are the JSON of the contract, quotes with their places included. No state is
kept between calls: a caller that wants a follow-up understood asks the whole question.

No `from __future__ import annotations` here: the server reads annotations at run time.
"""

import functools
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Annotated, Literal, ParamSpec

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field
from starlette.routing import BaseRoute

from assistant.api.problems import OURS, notice_unknown, problem_from
from assistant.changes import relations_json
from assistant.clock import FIRST_DAY, LAST_DAY
from assistant.services import Services
from assistant.tables import Filter, Window, list_contacts, list_deadlines, list_laws, page
from assistant.view import Json, answer_json, contacts_json, deadlines_json, laws_json, notice_json
from ingest.model import NoticeId

P = ParamSpec("P")

PATH = "/mcp"
INSTRUCTIONS = (
    "Answers about Chinese government campaign notices (双品网购节, 网上年货节, 以旧换新 …), each with the verbatim clause it "
    "rests on. Ask in Chinese. `status` other than `answered` means that the notices do not say it: do not fill the gap. "
    "Show users the citations (title, 文号, label, quote)."
)
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

Day = Annotated[date | None, Field(ge=FIRST_DAY, le=LAST_DAY, description="ISO date; default today in China")]
From = Annotated[date | None, Field(ge=FIRST_DAY, le=LAST_DAY, description="first day, ISO")]
To = Annotated[date | None, Field(ge=FIRST_DAY, le=LAST_DAY, description="last day, ISO")]
Words = Annotated[str | None, Field(max_length=200, description="words of a campaign's name: 双品节, 2022 年货节")]
One = Annotated[str | None, Field(max_length=200, description="id of one notice")]
Limit = Annotated[int, Field(ge=1, le=1000, description="items at most")]
Cursor = Annotated[str | None, Field(max_length=200, description="`next` of the page before")]


def told(tool: Callable[P, Json]) -> Callable[P, Json]:
    """What is refused is refused in one line for the user, as everywhere."""

    @functools.wraps(tool)
    def call(*args: P.args, **kwargs: P.kwargs) -> Json:
        try:
            return tool(*args, **kwargs)
        except OURS as exc:
            raise ToolError(problem_from(exc).detail) from exc

    return call


def create_mcp_server(services: Services, today: Callable[[], date], version: str) -> MCPServer:
    """The tools over `services`. Plain `def`: the server runs them in worker threads."""
    shelf = services.shelf
    server = MCPServer("campaign-assistant", title="政策通知助手", instructions=INSTRUCTIONS, version=version)

    def wanted(notice_id: str | None, campaign: str | None = None) -> Filter:
        if notice_id is not None and shelf.notice(NoticeId(notice_id)) is None:
            raise notice_unknown()
        return Filter(NoticeId(notice_id) if notice_id else None, campaign or None)

    @server.tool(title="提问", annotations=READ_ONLY)
    @told
    def ask(
        question: Annotated[str, Field(description="one question, in Chinese, naming the campaign it is about")],
        notice_id: One = None,
        as_of: Day = None,
    ) -> Json:
        """Answer a question from the notices: text with [n] marks, and the citations they refer to."""
        filter_ = wanted(notice_id)
        answer = services.assistant.ask(question, as_of=as_of or today(), notice_id=filter_.notice_id)
        return answer_json(answer, cache(shelf.notice))

    @server.tool(title="时间要求", annotations=READ_ONLY)
    @told
    def deadlines(
        campaign: Words = None,
        notice_id: One = None,
        due: Annotated[Literal["upcoming", "past", "all"], Field(description="seen from `as_of`")] = "all",
        date_from: From = None,
        date_to: To = None,
        as_of: Day = None,
        limit: Limit = 100,
        cursor: Cursor = None,
    ) -> Json:
        """List what is to be handed in, done or held by when: submissions, milestones, periods."""
        seen = Window(as_of or today(), due, date_from, date_to)
        stated, after = page(list_deadlines(shelf, wanted(notice_id, campaign), seen), limit, cursor)
        return {"items": deadlines_json(stated, cache(shelf.notice), seen.as_of), "next": after}

    @server.tool(title="联系人", annotations=READ_ONLY)
    @told
    def contacts(campaign: Words = None, notice_id: One = None, limit: Limit = 100, cursor: Cursor = None) -> Json:
        """List whom to ask: names, organisations, phones, faxes, e-mails, addresses."""
        stated, after = page(list_contacts(shelf, wanted(notice_id, campaign)), limit, cursor)
        return {"items": contacts_json(stated, cache(shelf.notice)), "next": after}

    @server.tool(title="法律法规", annotations=READ_ONLY)
    @told
    def laws(campaign: Words = None, notice_id: One = None, limit: Limit = 100, cursor: Cursor = None) -> Json:
        """List the laws and documents that the notices refer to, and whom they bind."""
        stated, after = page(list_laws(shelf, wanted(notice_id, campaign)), limit, cursor)
        return {"items": laws_json(stated, cache(shelf.notice)), "next": after}

    @server.tool(title="通知全文结构", annotations=READ_ONLY)
    @told
    def notice(notice_id: Annotated[str, Field(max_length=200)], as_of: Day = None) -> Json:
        """One notice: masthead, clause tree with places, facts, anomalies. Ids come with every citation and list."""
        found = shelf.notice(NoticeId(notice_id))
        entry = next((one for one in shelf.entries() if one.id == notice_id), None)
        if found is None or entry is None:
            raise notice_unknown()
        return notice_json(found, entry, as_of or today()) | relations_json(shelf, found, cache(shelf.notice))

    return server


def mcp_routes(server: MCPServer) -> list[BaseRoute]:
    """The server's address, to be served while `server.session_manager.run()` is open.

    Any Host is taken, as by the rest of the service: nothing here is secret or changes anything, and behind a reverse
    proxy the name is not known to us.
    """
    open_to_all = TransportSecuritySettings(enable_dns_rebinding_protection=False)
    return server.streamable_http_app(
        streamable_http_path=PATH, stateless_http=True, json_response=True, transport_security=open_to_all
    ).routes
