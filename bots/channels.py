"""The table of channels: which are set up, and who makes them. One line per channel."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from bots.channel import Line
from bots.settings import BotSettings
from bots.wire import Desk


class Known(NamedTuple):
    """A channel: whether settings ask for it, and the function of the module that makes it from a desk."""

    group: str  # what `campaign bot GROUP` runs
    asked_for: Callable[[BotSettings], bool]
    module: str
    maker: str
    alone: bool = True  # whether a process without the service is of any use to it


CHANNELS: tuple[Known, ...] = (
    Known("telegram", lambda one: one.telegram is not None, "bots.telegram", "make_line"),
    Known("wecom", lambda one: one.wecom.bot_id is not None, "bots.wecom.socket", "make_line"),
    Known("wecom", lambda one: one.wecom.bot_callback is not None, "bots.wecom.robot", "make_line", alone=False),
    Known("wecom", lambda one: one.wecom.corp_id is not None, "bots.wecom.app", "make_line"),
    Known("wecom", lambda one: one.wecom.hook_key is not None, "bots.wecom.hook", "make_line"),
)


def runs_alone(settings: BotSettings, group: str) -> bool:
    """Whether any channel of a group that settings ask for does more than answer calls of its service."""
    return any(known.alone for known in CHANNELS if known.group == group and known.asked_for(settings))


def find_lines(settings: BotSettings, group: str | None = None) -> list[Callable[[Desk], Line]]:
    """Makers of the channels that settings ask for; of one group only, if it is given."""
    return [
        getattr(import_module(known.module), known.maker)
        for known in CHANNELS
        if known.asked_for(settings) and group in (None, known.group)
    ]
