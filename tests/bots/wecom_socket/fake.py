"""A WeCom server of the tests: the long connection of robots, as far as its documents and the field describe it.

A new subscription throws out the one before; frames of one request are refused before the last is acknowledged; a
request belongs to the connection it came on; a stream shows the last frame; a card's task id is taken once.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed

Json = dict[str, Any]

BOT, SECRET = "robot", "a-secret-of-tests"


@dataclass
class Bubble:
    """A message as the user sees it."""

    text: str
    finished: bool
    frames: int = 1


@dataclass
class FakeWeCom:
    """`silent` are commands that are not acknowledged; `refusals` are answered once each; `strict`: see above."""

    strict: bool = False
    ack_delay_s: float = 0.0
    silent: set[str] = field(default_factory=set)
    refusals: dict[str, list[int]] = field(default_factory=dict)
    frames: list[Json] = field(default_factory=list)
    streams: dict[str, Bubble] = field(default_factory=dict)
    sent: list[Json] = field(default_factory=list)  # bodies of aibot_send_msg
    welcomes: list[str] = field(default_factory=list)
    wrongs: list[str] = field(default_factory=list)  # what a robot must not do
    subscriptions: int = 0
    refused_secrets: int = 0
    feedback: dict[str, str] = field(default_factory=dict)  # stream -> the id that a press of 👍 names

    def __post_init__(self) -> None:
        self._live: ServerConnection | None = None
        self._busy: set[str] = set()
        self._asked_on: dict[str, ServerConnection] = {}
        self._tasks: set[str] = set()
        self._server: Server | None = None
        self._port = 0
        self.on_frame: Callable[[Json], None] = lambda frame: None

    # -- being a server --------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def up(self) -> AsyncIterator[str]:
        """Listen; the address stays the same when it is done again."""
        async with serve(self._serve, "127.0.0.1", self._port, close_timeout=0.2) as self._server:
            self._port = self._server.sockets[0].getsockname()[1]
            yield self.url

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self._port}"

    async def _serve(self, connection: ServerConnection) -> None:
        async with asyncio.TaskGroup() as answering:
            with suppress(ConnectionClosed):
                async for raw in connection:
                    frame = json.loads(raw)
                    self.frames.append(frame)
                    self.on_frame(frame)
                    answering.create_task(self._answer(connection, frame))
        if self._live is connection:
            self._live = None

    async def _answer(self, connection: ServerConnection, frame: Json) -> None:
        cmd, request = frame["cmd"], frame["headers"]["req_id"]
        if request in self._busy:
            self.wrongs.append(f"{cmd} before the last frame of its request was acknowledged")
        self._busy.add(request)
        code, message = await self._taken(connection, cmd, request, frame.get("body") or {})
        await asyncio.sleep(0 if cmd == "aibot_subscribe" else self.ack_delay_s)
        self._busy.discard(request)
        if cmd not in self.silent:
            with suppress(ConnectionClosed):
                await connection.send(json.dumps({"headers": {"req_id": request}, "errcode": code, "errmsg": message}))

    async def _taken(self, connection: ServerConnection, cmd: str, request: str, body: Json) -> tuple[int, str]:
        if self.refusals.get(cmd):
            return self.refusals[cmd].pop(0), "refused by the test"
        if cmd == "aibot_subscribe":
            return await self._subscribed(connection, body)
        if cmd == "aibot_respond_msg":
            return self._streamed(connection, request, body["stream"])
        if cmd == "aibot_respond_welcome_msg":
            self.welcomes.append(body["text"]["content"])
        if cmd == "aibot_send_msg":
            return self._pushed(body)
        return 0, "ok"

    async def _subscribed(self, connection: ServerConnection, body: Json) -> tuple[int, str]:
        if body != {"bot_id": BOT, "secret": SECRET}:
            self.refused_secrets += 1
            return 853000, "invalid bot_id or secret"
        old, self._live = self._live, connection
        self.subscriptions += 1
        if old is not None and old is not connection:
            await self._throw_out(old)
        return 0, "ok"

    async def _throw_out(self, connection: ServerConnection) -> None:
        event = {"msgid": uuid.uuid4().hex, "msgtype": "event", "event": {"eventtype": "disconnected_event"}}
        with suppress(ConnectionClosed):
            await connection.send(_frame("aibot_event_callback", uuid.uuid4().hex, event))

    def _streamed(self, connection: ServerConnection, request: str, stream: Json) -> tuple[int, str]:
        if self.strict and self._asked_on.get(request) is not connection:
            return 846605, "invalid req_id"
        if len(stream["content"].encode("utf-8")) > 20480:
            return 40058, "content too long"
        seen = self.streams.get(stream["id"])
        if seen is None:
            self.streams[stream["id"]] = Bubble(stream["content"], stream["finish"])
            self.feedback[stream["id"]] = stream.get("feedback", {}).get("id", "")
            return 0, "ok"
        if seen.finished and not stream["finish"]:
            self.wrongs.append("a preview after the answer")
        seen.text, seen.finished, seen.frames = stream["content"], stream["finish"], seen.frames + 1
        return 0, "ok"

    def _pushed(self, body: Json) -> tuple[int, str]:
        task = body.get("template_card", {}).get("task_id")
        if task in self._tasks:
            return 42014, "task_id was used before"
        if task:
            self._tasks.add(task)
        self.sent.append(body)
        return 0, "ok"

    # -- being users -----------------------------------------------------------------------------------------------

    async def say(
        self, words: str, *, user: str = "zhangsan", group: str = "", message: str = "", times: int = 1, **more: Any
    ) -> str:
        """A user writes; the id of the message."""
        message = message or uuid.uuid4().hex
        about = {"msgtype": "text", "text": {"content": words}} | more
        for _ in range(times):
            await self.deliver("aibot_msg_callback", _callback(message, user, group) | about)
        return message

    async def event(self, kind: str, about: Json | None = None, *, user: str = "zhangsan", group: str = "") -> None:
        body = _callback(uuid.uuid4().hex, user, group) | {"msgtype": "event"}
        body["event"] = {"eventtype": kind} | ({kind: about} if about else {})
        await self.deliver("aibot_event_callback", body)

    async def deliver(self, cmd: str, body: Json) -> None:
        await self.until(lambda: self._live is not None)
        assert self._live is not None
        request = uuid.uuid4().hex
        self._asked_on[request] = self._live
        await self._live.send(_frame(cmd, request, body))

    async def drop(self) -> None:
        """The connection breaks."""
        if self._live is not None:
            self._live.transport.abort()
            await self.until(lambda: self._live is None)

    def kick_soon(self) -> None:
        """Somebody else subscribes in a moment."""

        async def kick() -> None:
            await asyncio.sleep(0.1)
            if self._live is not None:
                await self._throw_out(self._live)

        self._kicking = asyncio.create_task(kick())

    @staticmethod
    def written(frame: Json) -> str:
        return json.dumps(frame)

    # -- looking ---------------------------------------------------------------------------------------------------

    @property
    def answers(self) -> list[str]:
        """What stands in the chats and is finished, oldest first: bubbles, then messages by themselves."""
        bubbles = [one.text for one in self.streams.values() if one.finished]
        return bubbles + [body["markdown"]["content"] for body in self.sent if body["msgtype"] == "markdown"]

    @property
    def cards(self) -> list[Json]:
        return [body for body in self.sent if body["msgtype"] == "template_card"]

    def of(self, cmd: str) -> Iterator[Json]:
        return (frame for frame in self.frames if frame["cmd"] == cmd)

    async def until(self, true: Callable[[], bool], timeout_s: float = 20.0) -> None:
        async with asyncio.timeout(timeout_s):
            while not true():
                await asyncio.sleep(0.01)

    async def answered(self, count: int) -> None:
        """Wait for so many answers, and a little for one too many."""
        await self.until(lambda: len(self.answers) >= count)
        await asyncio.sleep(0.15)


def _callback(message: str, user: str, group: str) -> Json:
    chat = {"chattype": "group", "chatid": group} if group else {"chattype": "single"}
    return {"msgid": message, "aibotid": BOT, "from": {"userid": user}, **chat}


def _frame(cmd: str, request: str, body: Json) -> str:
    return json.dumps({"cmd": cmd, "headers": {"req_id": request}, "body": body}, ensure_ascii=False)
