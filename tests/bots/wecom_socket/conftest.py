"""A library for all tests of the folder, and a robot over it."""

from __future__ import annotations

import shutil
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from fastapi import APIRouter

from bots.relay import Relay, Talks
from bots.settings import BotSettings, WeComSettings
from bots.wecom.socket import SocketLine
from bots.wecom.socket_link import Times
from bots.wire import Desk
from tests.bots.office import open_desk
from tests.bots.wecom_socket.fake import BOT, SECRET

# What takes seconds takes hundredths of them.
FAST = Times(
    ping=0.2,
    ack=0.5,
    connect=2.0,
    between_frames=0.05,
    first_preview=0.05,
    first_wait=0.05,
    longest_wait=0.2,
    refused_wait=0.3,
    kicked_wait=60.0,
    watched=0.3,
)


LEASE_S = 6.0  # long enough for a busy machine to renew it


@pytest.fixture(scope="session")
def notices(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    with open_desk(folder):
        pass
    return folder


@pytest.fixture
def library(notices: Path, tmp_path: Path) -> Path:
    """Of each test its own: what one leaves undone is not done in another."""
    return Path(shutil.copytree(notices, tmp_path / "library"))


def settings_for(url: str, *, secret: str = SECRET, public_url: str | None = None) -> BotSettings:
    wecom = WeComSettings(bot_id=BOT, bot_secret=secret, socket_url=url)
    return BotSettings(wecom=wecom, public_url=public_url, per_minute=1000)


@asynccontextmanager
async def robot(
    library: Path,
    url: str,
    *,
    times: Times = FAST,
    talks: Talks | None = None,
    clock: Callable[[], float] = time.time,
    secret: str = SECRET,
    public_url: str | None = None,
) -> AsyncIterator[Desk]:
    """A running robot, as `campaign bot wecom` makes it; `talks` says something else than the assistant."""
    with open_desk(
        library, settings_for(url, secret=secret, public_url=public_url), clock=clock, lease_s=LEASE_S
    ) as desk:
        line = SocketLine(desk, times=times)
        relay = desk.relay([line])
        if talks is not None:
            relay = Relay(desk.inbox, desk.outbox, desk.leases, talks, desk.guard, [line])
        line.connect(relay, APIRouter())
        async with relay.running():
            yield desk
