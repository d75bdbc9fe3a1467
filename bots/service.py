"""The bots inside `campaign serve`: callback addresses, calendar feeds, and what goes on behind them.

Channels that fetch their messages themselves (polling, a long connection) run here too where they are set up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from fastapi import APIRouter

from assistant.extensions import Extension
from assistant.services import Archive
from bots.channel import Line
from bots.channels import find_lines
from bots.reminding.feeds import create_feed_route
from bots.settings import BotSettings
from bots.wire import Desk, make_desk


def extension(archive: Archive, env: Mapping[str, str], today: Callable[[], date]) -> Extension | None:
    """See `assistant.extensions.MakeExtension`. None where neither a channel nor a public address is set up."""
    settings = BotSettings.from_env(env)
    lines = find_lines(settings)
    if not lines and settings.public_url is None:
        return None
    desk = make_desk(archive, settings, today)
    return extension_of(desk, [line(desk) for line in lines])


def extension_of(desk: Desk, lines: Sequence[Line]) -> Extension:
    """The addresses of channels that are called, and the relay behind all of them."""
    relay = desk.relay(lines)
    routes = APIRouter(include_in_schema=False)
    for line in lines:
        line.connect(relay, routes)
    if desk.settings.public_url is not None:
        routes.include_router(create_feed_route(desk.feeds, desk.settings.public_url))
    # A channel whose token was revoked is no reason to serve no pages.
    return Extension(routes, partial(relay.running, all_lines=False))
