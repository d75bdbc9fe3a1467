"""群机器人: says things in its group and hears nothing. Reminders go there; nobody can ask.

The key of its address is a secret: whoever has it can write into the group.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter

from assistant.settings import BadSettings
from bots.channel import Check, Receives
from bots.model import Channel, Parcel
from bots.wecom.api import call, check, new_client
from bots.wecom.checks import check_reach
from bots.wire import Desk

KEY = re.compile(r"[0-9A-Za-z]{8}(?:-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}")


def make_line(desk: Desk) -> HookLine:
    return HookLine(desk)


class HookLine:
    """See `bots.channel.Line`."""

    channel = Channel.WECOM_HOOK
    previews = None

    def __init__(self, desk: Desk) -> None:
        settings = desk.settings.wecom
        if settings.hook_key is None:
            raise BadSettings("CAMPAIGN_WECOM_HOOK_KEY: not set; copy the address of the robot from its group")
        self._key = settings.hook_key
        self._api_url = settings.api_url.rstrip("/")
        self._http = new_client()

    @property
    def sends(self) -> HookLine:
        return self

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        """Nothing comes in."""

    async def send(self, parcel: Parcel) -> None:
        """See `bots.channel.Sends`. The group is the one that the key belongs to."""
        body = {"msgtype": "markdown_v2", "markdown_v2": {"content": parcel.outgoing.text}}
        url = f"{self._api_url}/cgi-bin/webhook/send"
        check(await call(self._http, "POST", url, params={"key": self._key}, json=body))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._http:
            yield

    async def checks(self) -> AsyncIterator[Check]:
        """Whether the key is right shows with the first message only: trying it would write into the group."""
        well = KEY.fullmatch(self._key) is not None
        advice = "" if well else "not like 8-4-4-4-12 letters; copy the address of the robot anew from its group"
        yield Check("the form of the key", well, advice)
        async with self._http:
            yield await check_reach(self._http, self._api_url)
