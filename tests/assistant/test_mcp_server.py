"""The tools, called by a real client of the protocol over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from mcp import Client
from mcp.types import CallToolResult, TextContent

from assistant.api.app import create_app
from assistant.services import Services
from tests.assistant.build import Desk, make_desk
from tests.assistant.serving import served
from tests.assistant.test_chat import NOTICE
from tests.fakes import FakeShelf

DAY = date(2024, 5, 1)


@pytest.fixture(scope="module")
def desk() -> Desk:
    return make_desk(NOTICE)


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    with served(create_app(Services(desk.assistant, FakeShelf(desk.notices)), today=lambda: DAY)) as base:
        yield f"{base}/mcp"


def call(address: str, tool: str, **arguments: object) -> CallToolResult:
    async def work() -> CallToolResult:
        async with Client(address) as client:
            return await client.call_tool(tool, arguments)

    return asyncio.run(work())


def data(result: CallToolResult) -> dict[str, Any]:
    assert not result.is_error and result.structured_content is not None
    return result.structured_content


def refusal(result: CallToolResult) -> str:
    assert result.is_error and isinstance(result.content[0], TextContent)
    return result.content[0].text


def test_the_tools_say_what_they_take(address: str) -> None:
    async def work() -> tuple[dict[str, Any], str | None]:
        async with Client(address) as client:
            tools = (await client.list_tools()).tools
            return {tool.name: tool.input_schema for tool in tools}, client.instructions

    schemas, instructions = asyncio.run(work())
    assert set(schemas) == {"ask", "deadlines", "contacts", "laws", "notice"}
    assert schemas["ask"]["required"] == ["question"]
    assert instructions is not None and "do not fill the gap" in instructions


def test_an_answer_comes_with_its_citations(address: str, desk: Desk) -> None:
    answer = data(call(address, "ask", question="云上购物月的总结材料什么时候报？"))
    citation = answer["citations"][0]
    assert answer["status"] == "answered"
    assert desk.notices[0].text[citation["start"] : citation["end"]] == citation["quote"]
    assert answer["facts"]["deadlines"][0]["due"] == "2024-05-20"


def test_what_is_not_stated_is_no_error_and_no_answer(address: str) -> None:
    answer = data(call(address, "ask", question="云上购物月的奖金是多少？"))
    assert answer["status"] in ("not_stated", "not_found")
    assert answer["citations"] == []


def test_the_tables_are_filtered_and_paged(address: str, desk: Desk) -> None:
    everything = data(call(address, "deadlines"))["items"]
    first = data(call(address, "deadlines", limit=1))
    assert len(everything) == 2
    assert first["items"] == everything[:1]
    assert data(call(address, "deadlines", limit=1, cursor=first["next"]))["items"] == everything[1:]
    assert [one["due"] for one in data(call(address, "deadlines", date_from="2024-05-13"))["items"]] == ["2024-05-20"]
    assert data(call(address, "deadlines", campaign="年货节"))["items"] == []
    assert data(call(address, "contacts", notice_id=desk.notices[0].id))["items"][0]["names"] == ["王伟"]
    assert data(call(address, "laws")) == {"items": [], "next": None}


def test_a_notice_comes_with_its_clauses(address: str, desk: Desk) -> None:
    notice = data(call(address, "notice", notice_id=desk.notices[0].id))
    assert [clause["path"][-1] for clause in notice["clauses"]][:2] == ["一", "二"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("ask", {"question": "  "}, "问题是空的"),
        ("ask", {"question": "联系人是谁？", "notice_id": "nowhere"}, "没有这份通知"),
        ("notice", {"notice_id": "nowhere"}, "没有这份通知"),
        ("contacts", {"notice_id": "nowhere"}, "没有这份通知"),
        ("deadlines", {"cursor": "x"}, "翻页标记无效"),
    ],
)
def test_a_bad_call_gets_one_clear_line(address: str, tool: str, arguments: dict[str, object], said: str) -> None:
    assert said in refusal(call(address, tool, **arguments))
