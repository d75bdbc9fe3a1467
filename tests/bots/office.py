"""A desk over a small library in a folder, and a channel that keeps what it is given. For tests of bots."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from fastapi import APIRouter

from assistant.settings import Settings
from assistant.wire import open_archive
from bots.channel import Check, Previews, Receives
from bots.leases import Leases
from bots.model import Address, Channel, Inbound, Parcel
from bots.settings import BotSettings
from bots.wire import Desk, make_desk

TODAY = date(2024, 4, 10)
OPEN = BotSettings()
NOTICES = Path(__file__).parents[2] / "notices"


@contextmanager
def open_desk(
    data_dir: Path,
    settings: BotSettings = OPEN,
    *,
    today: date = TODAY,
    clock: Callable[[], float] = time.time,
    lease_s: float = 1.0,
    fill: bool = True,
    database_url: str | None = None,
) -> Iterator[Desk]:
    """A desk as a process has one; with `fill`, a folder that holds nothing yet gets the bundled notices."""
    with open_archive(Settings(data_dir=data_dir, database_url=database_url)) as archive:
        if fill and not archive.shelf.entries():
            archive.ingest([NOTICES], lambda outcome: None)
        leases = Leases(archive.database, clock, lease_s=lease_s)
        yield make_desk(archive, settings, lambda: today, clock=clock, leases=leases)


@dataclass
class FakeLine:
    """A channel of the tests: `sent` is what it was given; `faults` are raised first, one a time."""

    channel: Channel = Channel.TELEGRAM
    sent: list[Parcel] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)
    previews: Previews | None = None

    @property
    def sends(self) -> FakeLine:
        return self

    async def send(self, parcel: Parcel) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(parcel)

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        self.receives = receives

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        yield

    async def checks(self) -> AsyncIterator[Check]:
        yield Check("always well", True)

    async def until(self, count: int, timeout_s: float = 20.0) -> None:
        """Wait until so many messages were sent."""
        async with asyncio.timeout(timeout_s):
            while len(self.sent) < count:
                await asyncio.sleep(0.02)


def asks(text: str, message: str = "1", *, user: str = "7", chat: str = "7", group: bool = False) -> Inbound:
    """A message as an adapter reads it."""
    return Inbound(Address(Channel.TELEGRAM, chat), message, user, text, group)
