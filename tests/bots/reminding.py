"""A desk whose clock is set by hand, notices that can be corrected, and what its subscribers are sent. For tests of reminders."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from assistant.clock import CHINA
from bots.model import Address, Channel
from bots.settings import DAYS_BEFORE, BotSettings
from bots.subscriptions import Scope
from bots.wire import Desk
from tests.bots.office import OPEN, FakeLine, open_desk

NOTICE = """滨海省商务厅

滨商电商函〔2024〕9号

关于开展2024滨海网上购物节的通知

各市商务局：

为促进消费持续恢复，现就开展2024滨海网上购物节有关事项通知如下：

一、活动时间

2024年6月18日至6月30日。

二、报送要求

请各市商务局于{due}前将活动方案报送我厅。{more}

联系人：王小明，联系电话：0411-82345678

滨海省商务厅

2024年5月6日
"""


@dataclass
class Clock:
    """Seconds since 1970, as set."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def set(self, *moment: int) -> None:
        """Year, month, day, hour, minute in China."""
        self.now = datetime(*moment, tzinfo=CHINA).timestamp()  # type: ignore[misc]


@dataclass
class Morning:
    """A desk, and the chat that it reaches."""

    desk: Desk
    clock: Clock
    folder: Path
    line: FakeLine = field(default_factory=FakeLine)

    def at(self, *moment: int) -> list[str]:
        """The texts that are sent at a moment."""
        self.clock.set(*moment)
        self.desk.leases.alive()
        self.desk.outbox.recover()
        self.desk.scheduler.run_due(self.clock.now)
        before = len(self.line.sent)
        while parcel := self.desk.outbox.take([self.line.channel]):
            asyncio.run(self.line.send(parcel))
            self.desk.outbox.sent(parcel)
        return [parcel.outgoing.text for parcel in self.line.sent[before:]]

    def subscribe(
        self,
        scope: Scope = Scope.EVERYTHING,
        value: str = "",
        *,
        chat: str = "7",
        days: tuple[int, ...] = DAYS_BEFORE,
    ) -> None:
        self.desk.subscriptions.add(Address(Channel.TELEGRAM, chat), f"user of {chat}", scope, value, days)

    def publish(self, due: str, more: str = "", *, name: str = "滨海.txt", text: str = NOTICE) -> None:
        """Take a notice in, or its correction."""
        path = self.folder / name
        path.write_text(text.format(due=due, more=more), "utf-8")
        self.desk.archive.ingest([path], lambda outcome: None)


@contextmanager
def morning(folder: Path, *moment: int, settings: BotSettings = OPEN) -> Iterator[Morning]:
    """A desk that saw its library for the first time at a moment."""
    clock = Clock()
    clock.set(*moment)
    notices = folder / "notices"
    notices.mkdir(exist_ok=True)
    with open_desk(folder / "library", settings, clock=clock, fill=False) as desk:
        yield Morning(desk, clock, notices)
