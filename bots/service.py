"""The bots inside `campaign serve`: callback addresses, calendar feeds, and what goes on behind them.

Channels that fetch their messages themselves (polling, a long connection) run here too where they are set up.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import date

from fastapi import APIRouter

from assistant.extensions import Extension
from assistant.services import Archive
from bots.channels import find_lines
from bots.settings import BotSettings
from bots.wire import make_desk


def extension(archive: Archive, env: Mapping[str, str], today: Callable[[], date]) -> Extension | None:
    """See `assistant.extensions.MakeExtension`. None where no channel is set up."""
    settings = BotSettings.from_env(env)
    lines = find_lines(settings)
    if not lines:
        return None
    desk = make_desk(archive, settings, today)
    made = [line(desk) for line in lines]
    relay = desk.relay(made)
    routes = APIRouter(include_in_schema=False)
    for one in made:
        one.connect(relay, routes)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        async with relay.running():
            yield

    return Extension(routes, running)
