"""A Bot API server on this machine, enough for the real library to run against: polls, messages, buttons, refusals.

It behaves as core.telegram.org/bots/api (Bot API 10.0) says: an update is gone once a poll asks for what comes after it,
a second poll ends the first, a webhook ends polling, texts are checked as entities, buttons as 64 bytes.
"""

from __future__ import annotations

import json
import re
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs

TOKEN = "42:TEST-token_1"
ME = {
    "id": 42,
    "is_bot": True,
    "first_name": "活动通知助手",
    "username": "fair_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}
TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "a", "blockquote"}
IN_JSON = {"allowed_updates", "commands", "link_preview_options", "reply_markup", "reply_parameters"}
LONGEST_POLL_S = 1.0


@dataclass(frozen=True, slots=True)
class Call:
    """A request, as it was answered."""

    method: str
    given: Mapping[str, Any]
    status: int
    result: Any

    @property
    def shown(self) -> str:
        """The text of a message, as a user sees it."""
        return str(self.result["text"])

    @property
    def buttons(self) -> dict[str, str]:
        """What stands under a message: label to command or address."""
        rows = self.given.get("reply_markup", {}).get("inline_keyboard", [])
        return {one["text"]: one.get("callback_data") or one["url"] for row in rows for one in row}


@dataclass(frozen=True, slots=True)
class Refusal(Exception):
    """What is answered instead. Status 0: the connection is closed without an answer, after the request took effect."""

    status: int
    description: str = ""
    parameters: Mapping[str, int] = field(default_factory=dict)


class FakeTelegram:
    """Listens from `start` to `stop`, and may be started again at the same port: the network that is down and back."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.updates: list[dict[str, Any]] = []
        self.faults: dict[str, list[Refusal]] = {}  # by method; each is used once
        self.copies = 1  # how often each update is in the answer to one poll
        self.keeps = False  # whether updates come again though they were acknowledged
        self.me: dict[str, Any] = ME
        self.hook: dict[str, Any] = {}
        self.on_acknowledged: Callable[[int], None] = lambda offset: None
        self._port = 0
        self._server: _Server | None = None
        self._news = threading.Condition()
        self._polls = 0
        self._number = 1000

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        self._server = _Server(("127.0.0.1", self._port), _handler(self))
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def stop(self) -> None:
        """Connections that are open break off."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server.break_off()
        self._server = None
        with self._news:
            self._polls += 1  # polls that hang end
            self._news.notify_all()

    # -- what users do ---------------------------------------------------------------------------------------------

    def next_number(self) -> int:
        with self._news:
            self._number += 1
            return self._number

    def push(self, **update: Any) -> dict[str, Any]:
        """Something happens; what polls and calls tell of it."""
        made = {"update_id": self.next_number(), **update}
        with self._news:
            self.updates.append(made)
            self._news.notify_all()
        return made

    def message(self, text: str | None, *, user: int = 7, chat: int | None = None, **more: Any) -> dict[str, Any]:
        """A message of a user, in private or in a group (where `chat` is negative)."""
        place = user if chat is None else chat
        where = {"id": place, "type": "private" if place > 0 else "supergroup"}
        who = {"id": user, "is_bot": False, "first_name": "王"}
        made = {"message_id": self.next_number(), "date": int(time.time()), "chat": where, "from": who, **more}
        return made if text is None else {**made, "text": text}

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        return self.push(message=self.message(text, **more))

    def press(self, under: Call, data: str, *, user: int = 7) -> dict[str, Any]:
        """A user presses a button under a message of the bot."""
        who = {"id": user, "is_bot": False, "first_name": "王"}
        query = {"id": str(self.next_number()), "from": who, "message": under.result, "chat_instance": "1"}
        return self.push(callback_query={**query, "data": data})

    # -- what the bot did ------------------------------------------------------------------------------------------

    def of(self, method: str) -> list[Call]:
        """The requests of a method that took effect, oldest first."""
        with self._news:
            return [call for call in self.calls if call.method == method and call.status in (0, 200)]

    def sent(self, chat: int = 7) -> list[Call]:
        return [call for call in self.of("sendMessage") if int(call.given["chat_id"]) == chat]

    # -- the wire --------------------------------------------------------------------------------------------------

    def answer(self, token: str, method: str, given: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Status and body; status 0 says that the connection is to be closed."""
        refusal, result = None, None
        try:
            if token != TOKEN:
                raise Refusal(401, "Unauthorized")
            fault = self.faults[method].pop(0) if self.faults.get(method) else None
            if fault is not None and fault.status:
                raise fault
            make = getattr(self, f"_{method}", None)
            result = make(given) if make else True
            refusal = fault
        except Refusal as error:
            refusal = error
        status = 200 if refusal is None else refusal.status
        if method != "getUpdates" or status != 200:
            with self._news:
                self.calls.append(Call(method, given, status, result))
        if refusal is None:
            return 200, {"ok": True, "result": result}
        body = {"ok": False, "error_code": status, "description": refusal.description}
        return status, {**body, "parameters": refusal.parameters} if refusal.parameters else body

    def _getMe(self, given: Mapping[str, Any]) -> dict[str, Any]:
        return self.me

    def _getUpdates(self, given: Mapping[str, Any]) -> list[dict[str, Any]]:
        if self.hook:
            raise Refusal(409, "Conflict: can't use getUpdates method while webhook is active; delete it first")
        offset = int(given.get("offset", 0))
        end = time.monotonic() + min(float(given.get("timeout", 0)), LONGEST_POLL_S)
        if offset:
            self.on_acknowledged(offset)
        with self._news:
            self._polls += 1
            mine = self._polls
            self._news.notify_all()
            if not self.keeps:
                self.updates = [one for one in self.updates if one["update_id"] >= offset]
            while not self._waiting(offset) and mine == self._polls and (left := end - time.monotonic()) > 0:
                self._news.wait(left)
            if mine != self._polls:
                raise Refusal(409, "Conflict: terminated by other getUpdates request; only one bot instance may run")
            return self._waiting(offset) * self.copies

    def _waiting(self, offset: int) -> list[dict[str, Any]]:
        return [one for one in self.updates if one["update_id"] >= offset]

    def _setWebhook(self, given: dict[str, Any]) -> bool:
        self.hook = given
        return True

    def _deleteWebhook(self, given: Mapping[str, Any]) -> bool:
        self.hook = {}
        return True

    def _getWebhookInfo(self, given: Mapping[str, Any]) -> dict[str, Any]:
        with self._news:
            waiting = len(self.updates)
        return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting, **self.hook}

    def _sendMessage(self, given: Mapping[str, Any]) -> dict[str, Any]:
        text = _checked(given)
        place = int(given["chat_id"])
        made = {
            "message_id": self.next_number(),
            "date": int(time.time()),
            "chat": {"id": place, "type": "private" if place > 0 else "supergroup"},
            "from": {key: ME[key] for key in ("id", "is_bot", "first_name", "username")},
            "text": text,
        }
        return {**made, "reply_markup": given["reply_markup"]} if "reply_markup" in given else made

    def _sendMessageDraft(self, given: Mapping[str, Any]) -> bool:
        if not int(given["draft_id"]):
            raise Refusal(400, "Bad Request: DRAFT_ID_INVALID")
        if given.get("text"):
            _checked(given)
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self._open: set[socket.socket] = set()

    def get_request(self) -> tuple[socket.socket, Any]:
        made, address = super().get_request()
        self._open.add(made)
        return made, address

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def break_off(self) -> None:
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what some tests are about."""


def _handler(fake: FakeTelegram) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8")
            found = re.fullmatch(r"/bot([^/]+)/(\w+)", self.path)
            token, method = (found[1], found[2]) if found else ("", "")
            given = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
            read = {name: json.loads(value) if name in IN_JSON else value for name, value in given.items()}
            status, answer = fake.answer(token, method, read)
            if status == 0:
                self.close_connection = True
                return
            out = json.dumps(answer).encode("utf-8")
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(out)))
            self.end_headers()
            self.wfile.write(out)

        def log_message(self, format: str, *args: Any) -> None:
            """Quiet."""

    return Handler


class _Entities(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            raise Refusal(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise Refusal(400, "Bad Request: can't parse entities: Unmatched end tag")

    def handle_data(self, data: str) -> None:
        self.text += data


def _checked(given: Mapping[str, Any]) -> str:
    """The text that a user sees."""
    text = str(given.get("text", ""))
    if given.get("parse_mode") == "HTML":
        entities = _Entities()
        entities.feed(text)
        entities.close()
        if entities.open:
            raise Refusal(400, "Bad Request: can't parse entities: Can't find end tag")
        text = entities.text
    if not text.strip():
        raise Refusal(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise Refusal(400, "Bad Request: message is too long")
    for row in given.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if not button.get("url") and not 0 < len(button.get("callback_data", "").encode("utf-8")) <= 64:
                raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    return text
