"""自建应用: messages come in over a callback address, answers go out by `message/send`.

Without the callback's token it only sends: reminders to those who subscribed before, for instance.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

from fastapi import APIRouter, Request, Response

from assistant.settings import BadSettings
from bots.channel import Check, Receives, TryLater, Unclear, Undeliverable
from bots.model import Address, Channel, Inbound, Parcel, digest
from bots.settings import WeComSettings
from bots.wecom.api import AppApi, new_client
from bots.wecom.app_messages import ENTERED, Left, Said, read_app, reply_to
from bots.wecom.checks import check_app, check_callback
from bots.wecom.crypto import Forged, Seal
from bots.wecom.envelope import Envelope, refused
from bots.wecom.menu import menu_body
from bots.wire import Desk

logger = logging.getLogger(__name__)

PATH = "/wecom/app"
SAME_S = 4 * 3600  # the most WeCom remembers; longer than the outbox tries again
MARK_BITS = 12
ZERO, ONE = "\u200b", "\u200c"  # no width, three bytes each
MENU_WAITS_S = (5.0, 30.0, 300.0, 1800.0)
LEFT_US = "invaliduser"
NOT_REACHED = {
    LEFT_US: "the member left or is outside the visible range of the app; widen 可见范围 in 应用管理",
    "unlicenseduser": "the member has no interface licence; give one in 应用管理, 接口许可",
}


def make_line(desk: Desk) -> AppLine:
    return AppLine(desk)


class AppLine:
    """See `bots.channel.Line`."""

    channel = Channel.WECOM_APP
    previews = None

    def __init__(self, desk: Desk, *, menu_waits_s: Sequence[float] = MENU_WAITS_S) -> None:
        settings = desk.settings.wecom
        corp_id, secret, agent = _identity(settings)
        self._desk = desk
        self._corp_id = corp_id
        self._agent = agent
        self._menu_waits_s = menu_waits_s
        self._http = new_client()
        self._api = AppApi(self._http, settings.api_url, corp_id, secret, desk.clock)
        callback = settings.app_callback
        self._envelope = Envelope(Seal(callback, corp_id), desk.clock) if callback else None
        self._receives: Receives | None = None

    @property
    def sends(self) -> AppLine:
        return self

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        self._receives = receives
        if self._envelope is not None:
            routes.add_api_route(PATH, self._echo, methods=["GET"])
            routes.add_api_route(PATH, self._take, methods=["POST"])

    # -- in --------------------------------------------------------------------------------------------------------

    async def _echo(self, request: Request) -> Response:
        try:
            return self._opener().echo(request)
        except Forged as error:
            return refused(self.channel.value, error)

    async def _take(self, request: Request) -> Response:
        """Acknowledge at once: after five seconds WeCom sends it again."""
        try:
            message = await self._opener().xml(request)
        except Forged as error:
            return refused(self.channel.value, error)
        read = read_app(message)
        if isinstance(read, Inbound) and self._receives is not None:
            await self._receives.receive(read)
        elif isinstance(read, Left):
            await self._leave(read.user)
        elif isinstance(read, Said) and await self._wanted(read):
            text = reply_to(read, self._corp_id, int(self._desk.clock()))
            return self._opener().reply_xml(text)
        return Response()

    async def _wanted(self, said: Said) -> bool:
        """Whoever opens the app is welcomed once a day."""
        if said.event != ENTERED:
            return True
        key = digest("welcome", said.user, self._desk.today().isoformat())
        entered = Inbound(Address(self.channel, said.user), key, said.user, "")
        return await asyncio.to_thread(self._desk.inbox.receive, entered, refused=True)

    def _opener(self) -> Envelope:
        if self._envelope is None:
            raise Forged("no callback is set up")
        return self._envelope

    # -- out -------------------------------------------------------------------------------------------------------

    async def send(self, parcel: Parcel) -> None:
        """See `bots.channel.Sends`. WeCom drops what it was given before, so that sending again is safe."""
        outgoing = parcel.outgoing
        body: dict[str, Any] = {
            "touser": outgoing.address.chat,
            "msgtype": "text",
            "agentid": self._agent,
            "text": {"content": marked(outgoing.text, parcel.key)},
            "enable_duplicate_check": 1,
            "duplicate_check_interval": SAME_S,
        }
        reply = await self._api.call("POST", "message/send", json=body)
        for name, cure in NOT_REACHED.items():
            if reply.get(name):  # with errcode 0
                if name == LEFT_US:
                    await self._leave(outgoing.address.chat)
                raise Undeliverable(f"{name}: {cure}")

    async def _leave(self, user: str) -> None:
        """Whoever cannot be written to any more is not told of anything: he subscribes anew when he comes back."""
        await asyncio.to_thread(self._desk.subscriptions.leave, self.channel, user)

    # -- while it runs ---------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._http:
            making = asyncio.create_task(self._make_menu())
            try:
                yield
            finally:
                making.cancel()
                with suppress(asyncio.CancelledError):
                    await making

    async def _make_menu(self) -> None:
        """Put the menu there where there is none, as soon as WeCom can be reached."""
        for wait_s in (*self._menu_waits_s, None):
            try:
                if await self._has_menu():
                    logger.info("the menu that is there stays agent=%d", self._agent)
                    return
                await self._api.call("POST", "menu/create", params={"agentid": str(self._agent)}, json=menu_body())
                logger.info("menu made agent=%d", self._agent)
                return
            except Undeliverable as error:
                logger.error("the menu was not made: %s", error)
                return
            except (TryLater, Unclear) as error:
                if wait_s is None:
                    logger.error("the menu was not made, and is tried again at the next start: %s", error)
                    return
                logger.warning("the menu is not made yet: %s", error)
                await asyncio.sleep(wait_s)

    async def _has_menu(self) -> bool:
        """Whether somebody made one: WeCom refuses to show what is not there (46003)."""
        try:
            there = await self._api.call("GET", "menu/get", params={"agentid": str(self._agent)})
        except Undeliverable as error:
            logger.debug("no menu to be seen: %s", error)  # whatever else is wrong, making one says so
            return False
        return bool(there.get("button"))

    async def checks(self) -> AsyncIterator[Check]:
        async with self._http:
            async for one in check_app(self._http, self._api, self._agent, self._desk.clock):
                yield one
            if self._envelope is not None:
                yield await check_callback(self._http, self._envelope, self._desk.settings.public_url, PATH)


def marked(text: str, key: str) -> str:
    """A text with an invisible mark of its own, the same whenever it is sent.

    WeCom goes by the text alone: without the mark who asks the same again would get no answer.

    >>> marked("好", "in:1:1") == marked("好", "in:1:1"), marked("好", "in:1:1") == marked("好", "in:2:1")
    (True, False)
    """
    number = int.from_bytes(hashlib.sha256(key.encode("utf-8")).digest()[:4], "big")
    return text + "".join(ONE if number >> bit & 1 else ZERO for bit in range(MARK_BITS))


def _identity(settings: WeComSettings) -> tuple[str, str, int]:
    if settings.corp_id is None or settings.app_secret is None or settings.agent_id is None:
        raise BadSettings("CAMPAIGN_WECOM_CORP_ID, _APP_SECRET and _AGENT_ID: set all three for an app")
    return settings.corp_id, settings.app_secret, settings.agent_id
