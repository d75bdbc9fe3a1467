"""Keeps the one connection that a bot may have: held by one of our processes, opened again when it is lost.

A new connection throws out the one before it. So only the process that holds the lease connects, and one that was thrown
out by somebody else waits long before it tries again: two that fight would both be deaf.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import NoReturn

from bots.leases import Leases
from bots.model import digest
from bots.wecom.socket_frames import Frame
from bots.wecom.socket_link import (
    Ended,
    Link,
    NotAcknowledged,
    NotWritten,
    Refused,
    Times,
    Unreachable,
    open_link,
    subscribe,
)
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

WHY_S = 0.1  # for a connection that broke to say so
MOST_KICKED_WAITS = 6  # the wait after being kicked grows up to so many times the first
WRONG_SECRET = 853000
ADVICE = {
    WRONG_SECRET: (
        "the bot id or the secret is wrong: copy both anew from the robot's page (API 模式, 使用长连接) into "
        "CAMPAIGN_WECOM_BOT_ID and CAMPAIGN_WECOM_BOT_SECRET; a new secret makes the old one invalid"
    ),
    45009: "connected too often; wait a few minutes",
}
STANDING_BY = "another of our processes holds the connection; standing by"


class Keeper:
    """`link` is the connection while there is one that may be written to. `chance` gives numbers from 0 to 1."""

    def __init__(
        self,
        url: str,
        bot_id: str,
        secret: str,
        leases: Leases,
        on_frame: Callable[[Frame], None],
        *,
        times: Times,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.link: Link | None = None
        self.url = url
        self.times = times
        self._bot_id = bot_id
        self._secret = secret
        self._leases = leases
        self._on_frame = on_frame
        self._chance = chance
        self._told = ""
        self._broken = asyncio.Event()

    @property
    def lease(self) -> str:
        return f"wecom-socket:{digest(self._bot_id)[:32]}"

    def renew(self) -> None:
        """Have the connection opened anew: the server no longer knows it."""
        self._broken.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Keep a connection; does not wait for one."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping

    @asynccontextmanager
    async def subscribed(self) -> AsyncIterator[tuple[Link, asyncio.Task[None]]]:
        """A connection that receives, and the task that ends with it. Raises Unreachable, Ended, or as `Link.ask`."""
        async with open_link(self.url, self.times, self._on_frame) as link:
            running = asyncio.create_task(link.run())
            try:
                try:
                    await subscribe(link, self._bot_id, self._secret)
                except (NotAcknowledged, NotWritten):
                    done, _ = await asyncio.wait([running], timeout=WHY_S)
                    if done:
                        await running  # it knows why
                    raise
                yield link, running
            finally:
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)

    # -- whose turn it is ------------------------------------------------------------------------------------------

    async def _keep(self) -> None:
        try:
            while True:
                held = await self._hold()
                if not held:
                    if held is False:
                        self._tell(STANDING_BY)
                    await asyncio.sleep(self._leases.lease_s / 3)
                    continue
                tasks = asyncio.create_task(self._connect_again()), asyncio.create_task(self._while_held())
                try:
                    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    for task in tasks:
                        task.cancel()
                    ends = await asyncio.gather(*tasks, return_exceptions=True)
                for end in ends:
                    if isinstance(end, Exception):  # a defect of ours: nobody else would see it
                        logger.error("keeping the connection: %s", type(end).__name__, exc_info=end)
                        await asyncio.sleep(self.times.first_wait)
        finally:
            await self._release()

    async def _hold(self) -> bool | None:
        """Whether the lease is ours; None where the database cannot be asked."""
        try:
            return await asyncio.to_thread(self._leases.hold, self.lease)
        except CampaignError as exc:
            self._tell(str(exc))
            return None

    async def _while_held(self) -> None:
        """Renew the lease; return when it is lost: another process may connect then."""
        loop = asyncio.get_running_loop()
        last = loop.time()
        while loop.time() - last < self._leases.lease_s:
            await asyncio.sleep(self._leases.lease_s / 4)
            held = await self._hold()
            if held is False:
                return
            last = loop.time() if held else last

    async def _release(self) -> None:
        try:
            await asyncio.to_thread(self._leases.release, self.lease)
        except CampaignError as exc:
            logger.warning("%s", exc)  # it ends by itself

    # -- the connection --------------------------------------------------------------------------------------------

    async def _connect_again(self) -> NoReturn:
        loop = asyncio.get_running_loop()
        lost, kicked = 0, 0
        while True:
            started = loop.time()
            try:
                await self._be_connected()
            except Refused as exc:
                wait = self.times.refused_wait
                self._tell(ADVICE.get(exc.code, str(exc)), wait)
            except Ended as exc:
                if loop.time() - started > self.times.longest_wait:
                    lost, kicked = 0, 0
                kicked += exc.kicked
                wait = self._growing(lost)
                if exc.kicked:
                    wait = self.times.kicked_wait * min(kicked, MOST_KICKED_WAITS)
                self._tell(str(exc), wait)
                lost += 1
            except (Unreachable, NotAcknowledged, NotWritten) as exc:
                wait = self._growing(lost)
                self._tell(str(exc), wait)
                lost += 1
            await asyncio.sleep(wait)

    def _growing(self, lost: int) -> float:
        """Doubled each time; of all that lost the same server not all come back at the same moment."""
        most: float = min(self.times.first_wait * 2.0 ** min(lost, 20), self.times.longest_wait)
        return most * (0.5 + self._chance() / 2)

    async def _be_connected(self) -> NoReturn:
        """Until the connection ends: raises Ended, or what kept it from being opened."""
        async with self.subscribed() as (link, running):
            self._broken.clear()
            self.link = link
            self._tell("connected")
            broken = asyncio.create_task(self._broken.wait())
            try:
                await asyncio.wait((running, broken), return_when=asyncio.FIRST_COMPLETED)
                if running.done():
                    await running
                raise Ended("the server no longer knows the connection")
            finally:
                self.link = None
                broken.cancel()

    def _tell(self, what: str, wait_s: float | None = None) -> None:
        """One line for the operator, not the same line twice in a row."""
        if what == self._told:
            return
        self._told = what
        if wait_s is None:
            logger.info("wecom-socket: %s", what)
        else:
            logger.warning("wecom-socket: %s; trying again in %.0f s", what, wait_s)
