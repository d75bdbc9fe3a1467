"""A WeCom of our own: it pushes sealed messages to a callback address, and takes what is sent to its interface.

As the real one: five seconds for a reply and three tries; texts over 2048 bytes are cut; what a user was sent before is
taken and not shown again where the sender asks for that; an address to reply to works once; tokens end.
"""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import FastAPI, Request, Response
from lxml import etree

from bots.settings import BotSettings, CallbackSettings, WeComSettings
from bots.wecom.crypto import Seal

CALLBACK = CallbackSettings("hJqcu3uJ9Tn2gXPmxx2w9kkCkCE2EPYo", "6qkdMrq68nTKduznJYO1A37W2oEgpkMUvkttRToqhUt")
CORP, AGENT, SECRET, HOOK = (
    "ww1436e0e65a779aee",
    1000002,
    "the-secret-of-the-app",
    "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
)
APP_SEAL, BOT_SEAL = Seal(CALLBACK, CORP), Seal(CALLBACK, "")


def settings_for(url: str, **more: Any) -> BotSettings:
    """All ways but the long connection."""
    wecom = WeComSettings(
        bot_callback=CALLBACK,
        corp_id=CORP,
        agent_id=AGENT,
        app_secret=SECRET,
        app_callback=CALLBACK,
        hook_key=HOOK,
        api_url=url,
    )
    return BotSettings(wecom=wecom, **more)


@dataclass
class Fault:
    """What goes wrong with one call: an answer instead of the right one, or a connection that breaks.

    With `taken` the message has arrived all the same.
    """

    reply: dict[str, Any] | None = None
    status: int = 200
    taken: bool = False
    silent: bool = False  # says nothing until the end


@dataclass
class Shown:
    """A message a user sees."""

    to: str
    text: str


@dataclass
class FakeWeCom:
    """`shown` is what users see; `calls` the paths that were called; `faults` by path, one a time."""

    shown: list[Shown] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    menus: list[dict[str, Any]] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    token: str = ""
    closed: bool = False
    ended: bool = False  # the next use of the token says that it has ended

    def texts(self, to: str) -> list[str]:
        return [one.text for one in list(self.shown) if one.to == to]

    def until(self, to: str, count: int = 1, timeout_s: float = 20.0) -> list[str]:
        """What somebody sees, once it is so much."""
        until(lambda: len(self.texts(to)) >= count, timeout_s)
        return self.texts(to)

    def app(self) -> FastAPI:
        made = FastAPI()
        for method, path, handle in (
            ("GET", "gettoken", self._gettoken),
            ("GET", "agent/get", self._agent),
            ("GET", "getcallbackip", self._addresses),
            ("GET", "menu/get", self._menu_there),
            ("POST", "menu/create", self._menu),
            ("POST", "message/send", self._send),
            ("POST", "webhook/send", self._webhook),
            ("POST", "aibot/response", self._response),
        ):
            made.add_api_route(f"/cgi-bin/{path}", self._route(path, handle), methods=[method])
        return made

    def _route(self, path: str, handle: Callable[[dict[str, str], dict[str, Any]], dict[str, Any]]) -> Any:
        async def route(request: Request) -> Response:
            self.calls.append(path)
            asked = dict(request.query_params)
            said = json.loads(await request.body() or b"{}")
            fault = (self.faults.get(path) or [None]).pop(0)
            if fault is None:
                return Response(json.dumps(self._checked(path, asked) or handle(asked, said)))
            if fault.taken:
                handle(asked, said)
            while fault.silent and not self.closed:
                await asyncio.sleep(0.05)
            if fault.reply is None and fault.status == 200:
                return Response(b"", headers={"content-length": "10"})  # and breaks off
            return Response(json.dumps(fault.reply), status_code=fault.status)

        return route

    def _checked(self, path: str, asked: dict[str, str]) -> dict[str, Any] | None:
        if path in ("gettoken", "webhook/send", "aibot/response"):
            return None
        if self.ended:
            self.ended = False
            self.token = ""
            return {"errcode": 42001, "errmsg": "access_token expired"}
        if not self.token or asked.get("access_token") != self.token:
            return {"errcode": 40014, "errmsg": "invalid access_token"}
        return None

    def _gettoken(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        if asked["corpsecret"] != SECRET or asked["corpid"] != CORP:
            return {"errcode": 40001, "errmsg": "invalid credential"}
        self.token = f"token-{uuid.uuid4().hex}"
        return ok(access_token=self.token, expires_in=7200)

    def _agent(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        return ok(agentid=int(asked["agentid"]), name="政策助手", close=0)

    def _addresses(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        return ok(ip_list=["101.226.103.0/24"])

    def _menu_there(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        return ok(**self.menus[-1]) if self.menus else {"errcode": 46003, "errmsg": "menu no exist"}

    def _menu(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        for top in said["button"]:
            below = top.get("sub_button", [])
            too_long = len(top["name"].encode()) > 16 or any(len(one["name"].encode()) > 40 for one in below)
            if too_long or len(said["button"]) > 3 or len(below) > 5:
                return {"errcode": 40058, "errmsg": "invalid parameter"}
        self.menus.append(said)
        return ok()

    def _send(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        text = said["text"]["content"].encode()[:2048].decode(errors="ignore")
        message = Shown(said["touser"], text)
        if said["agentid"] != AGENT:
            return {"errcode": 40056, "errmsg": "invalid agentid"}
        if said["touser"] == "left":
            return ok(invaliduser="left")
        if not (said.get("enable_duplicate_check") and message in self.shown):
            self.shown.append(message)
        return ok(msgid=uuid.uuid4().hex)

    def _webhook(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        if asked.get("key") != HOOK:
            return {"errcode": 93000, "errmsg": "invalid webhook url"}
        text = said[said["msgtype"]]["content"]
        if len(text.encode()) > 4096:
            return {"errcode": 40058, "errmsg": "content exceed max length"}
        self.shown.append(Shown(f"group {said['msgtype']}", text))
        return ok()

    def _response(self, asked: dict[str, str], said: dict[str, Any]) -> dict[str, Any]:
        code = asked["response_code"]
        if code in self.used or len(said["markdown"]["content"].encode()) > 20480:
            return {"errcode": 40044, "errmsg": "invalid response code"}
        self.used.add(code)
        self.shown.append(Shown(code, said["markdown"]["content"]))
        return ok()


@dataclass
class Pushed:
    """What became of one push: how many tries it took, the last status, and the opened reply."""

    tries: int
    status: int
    reply: str


@dataclass
class Pusher:
    """Pushes to one callback address. `clock` gives the seconds since 1970."""

    url: str
    seal: Seal
    clock: Callable[[], float] = time.time

    def query(self, sealed: str, *, nonce: str = "", timestamp: int | None = None) -> dict[str, str]:
        when = str(int(self.clock()) if timestamp is None else timestamp)
        nonce = nonce or uuid.uuid4().hex[:10]
        return {"msg_signature": self.seal.sign(when, nonce, sealed), "timestamp": when, "nonce": nonce}

    def xml(self, message: str, *, tries: int = 3, timeout_s: float = 5.0) -> Pushed:
        def read(reply: bytes) -> str:
            root = etree.fromstring(reply)
            names = ("MsgSignature", "TimeStamp", "Nonce", "Encrypt")
            return self.seal.open(*(root.findtext(name) or "" for name in names))

        return self._push(lambda: envelope_xml(self.seal.seal(message)), read, tries, timeout_s)

    def json(self, message: dict[str, Any], *, tries: int = 3, timeout_s: float = 5.0) -> Pushed:
        def read(reply: bytes) -> str:
            found = json.loads(reply)
            return self.seal.open(found["msgsignature"], str(found["timestamp"]), found["nonce"], found["encrypt"])

        return self._push(lambda: envelope_json(self.seal.seal(json.dumps(message))), read, tries, timeout_s)

    def _push(
        self, body: Callable[[], tuple[str, bytes]], read: Callable[[bytes], str], tries: int, timeout_s: float
    ) -> Pushed:
        status = 0
        for n in range(1, tries + 1):
            sealed, content = body()
            try:
                reply = httpx.post(self.url, params=self.query(sealed), content=content, timeout=timeout_s)
            except httpx.HTTPError:
                continue
            status = reply.status_code
            if status == 200:
                return Pushed(n, status, read(reply.content) if reply.content else "")
        return Pushed(tries, status, "")


def envelope_xml(sealed: str) -> tuple[str, bytes]:
    body = f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><Encrypt><![CDATA[{sealed}]]></Encrypt></xml>"
    return sealed, body.encode()


def envelope_json(sealed: str) -> tuple[str, bytes]:
    return sealed, json.dumps({"encrypt": sealed}).encode()


def app_message(user: str, text: str, number: int | str, *, kind: str = "text") -> str:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
        f"<CreateTime>1712700000</CreateTime><MsgType><![CDATA[{kind}]]></MsgType>"
        f"<Content><![CDATA[{text}]]></Content><MsgId>{number}</MsgId><AgentID>{AGENT}</AgentID></xml>"
    )


def app_event(user: str, event: str, key: str = "", *, at: int = 1712700000) -> str:
    return (
        f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[{user}]]></FromUserName>"
        f"<CreateTime>{at}</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event>"
        f"<EventKey><![CDATA[{key}]]></EventKey><AgentID>{AGENT}</AgentID></xml>"
    )


def bot_message(
    user: str, text: str, number: int | str, *, url: str = "", group: str = "", kind: str = "text", **more: Any
) -> dict[str, Any]:
    """`url` is where WeCom is; without it the message has no address for a reply."""
    reply = {"response_url": f"{url}/cgi-bin/aibot/response?response_code=code-{number}"} if url else {}
    chat = {"chattype": "group", "chatid": group} if group else {"chattype": "single"}
    content = {kind: {"content": text}} if text else {}
    return (
        {"msgid": str(number), "aibotid": "B", "from": {"userid": user}, "msgtype": kind}
        | chat
        | content
        | reply
        | more
    )


def refresh(stream: str) -> dict[str, Any]:
    return {"msgid": uuid.uuid4().hex, "aibotid": "B", "msgtype": "stream", "stream": {"id": stream}}


def bot_event(user: str, kind: str, number: int | str = "", **details: Any) -> dict[str, Any]:
    event = {"eventtype": kind, kind: details}
    return {"msgid": f"event-{number}", "aibotid": "B", "from": {"userid": user}, "msgtype": "event", "event": event}


def ok(**more: Any) -> dict[str, Any]:
    return {"errcode": 0, "errmsg": "ok", **more}


def until(true: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Wait for something to become so."""
    give_up = time.monotonic() + timeout_s
    while not true():
        assert time.monotonic() < give_up, "it never became so"
        time.sleep(0.02)
