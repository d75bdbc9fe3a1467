"""A bot at work in this process: the real application of the library, our relay, a fake Bot API server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from fastapi import APIRouter

from bots.settings import BotSettings, TelegramSettings
from bots.telegram import make_line
from bots.wire import Desk
from tests.bots.office import open_desk
from tests.bots.telegram.fake_telegram import TOKEN, FakeTelegram

T = TypeVar("T")


def settings_for(fake: FakeTelegram, *, token: str = TOKEN) -> BotSettings:
    return BotSettings(telegram=TelegramSettings(token, api_url=fake.url))


@asynccontextmanager
async def at_work(library: Path, fake: FakeTelegram) -> AsyncIterator[Desk]:
    """A process that polls, from its start to its orderly end."""
    with open_desk(library, settings_for(fake)) as desk:
        line = make_line(desk)
        relay = desk.relay([line])
        line.connect(relay, APIRouter())
        async with relay.running():
            yield desk


async def until(look: Callable[[], T], timeout_s: float = 60.0) -> T:
    """Wait until something is there."""
    async with asyncio.timeout(timeout_s):
        while not (found := look()):
            await asyncio.sleep(0.01)
    return found
