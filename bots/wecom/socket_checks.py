"""What `campaign bot doctor` looks at in a long connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from bots.channel import Check
from bots.leases import Leases
from bots.wecom.socket_keeper import ADVICE, Keeper
from bots.wecom.socket_link import Ended, NotAcknowledged, NotWritten, Refused, Unreachable


async def look_at(keeper: Keeper, leases: Leases) -> AsyncIterator[Check]:
    """Subscribe for a moment, unless a running process of ours is connected: a second connection would throw it out."""
    if not await asyncio.to_thread(leases.hold, keeper.lease):
        yield Check("a running process holds the connection", True, "not tried here: a second one would break it")
        return
    try:
        async for check in _subscribe(keeper):
            yield check
    finally:
        await asyncio.to_thread(leases.release, keeper.lease)


async def _subscribe(keeper: Keeper) -> AsyncIterator[Check]:
    what = "subscribing with the bot id and the secret"
    try:
        async with keeper.subscribed() as (_, running):
            yield Check(what, True)
            done, _ = await asyncio.wait([running], timeout=keeper.times.watched)
            if done:
                yield Check("staying connected", False, str(running.exception()))
            else:
                yield Check("staying connected", True)
    except Unreachable as exc:
        yield Check("reaching WeCom", False, f"{exc}; outgoing connections on port 443 must be allowed")
    except (Ended, NotWritten, NotAcknowledged) as exc:
        yield Check(what, False, f"{exc}; check CAMPAIGN_WECOM_SOCKET and proxies between here and WeCom")
    except Refused as exc:
        yield Check(what, False, ADVICE.get(exc.code, str(exc)))
