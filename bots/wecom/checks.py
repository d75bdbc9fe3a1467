"""What `campaign bot doctor` looks at in WeCom, in the order of setting up: each failure with its cause and cure."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import httpx

from bots.channel import Check, TryLater, Unclear, Undeliverable
from bots.moments import Clock
from bots.wecom.api import AppApi, Reply
from bots.wecom.envelope import FRESH_S, Envelope

ECHO_S = 1.0  # WeCom waits no longer when it checks an address
ECHO = "1288432023552776189"


async def check_app(http: httpx.AsyncClient, api: AppApi, agent: int, clock: Clock) -> AsyncIterator[Check]:
    """The app itself: secret, number and trusted address."""
    token = await _tried("corporation and secret (gettoken)", api.token)
    yield token
    if not token.well:
        return
    found: list[Reply] = []

    async def get_agent() -> None:
        found.append(await api.call("GET", "agent/get", params={"agentid": str(agent)}))

    got = await _tried("the app, and this machine among its trusted ones (agent/get)", get_agent)
    if got.well and found[0].get("close"):
        got = Check(got.what, False, "the app is switched off; switch it on in 应用管理")
    yield got
    yield await _tried("addresses that callbacks come from (getcallbackip)", lambda: api.call("GET", "getcallbackip"))
    yield await check_clock(http, api.base_url, clock)


async def check_reach(http: httpx.AsyncClient, api_url: str) -> Check:
    """Whether WeCom can be reached from here at all."""
    what = f"reaching {urlsplit(api_url).hostname}"
    try:
        await http.head(api_url)
    except httpx.HTTPError as error:
        return Check(what, False, f"{type(error).__name__}; is a proxy or firewall in between?")
    return Check(what, True)


async def check_clock(http: httpx.AsyncClient, api_url: str, clock: Clock) -> Check:
    """Callbacks signed five minutes off are refused: whose clock is wrong must be known."""
    what = "the clock of this machine"
    try:
        said = (await http.head(api_url)).headers.get("date", "")
        apart_s = abs(clock() - parsedate_to_datetime(said).timestamp())
    except httpx.HTTPError as error:
        return Check(
            what, False, f"WeCom cannot be reached ({type(error).__name__}); is a proxy or firewall in between?"
        )
    except ValueError:
        return Check(what, True, "WeCom does not tell the time; not compared")
    if apart_s > FRESH_S / 2:
        return Check(what, False, f"it is {apart_s:.0f} s off WeCom's; set it by NTP, or callbacks are refused")
    return Check(what, True)


async def check_callback(http: httpx.AsyncClient, envelope: Envelope, public_url: str | None, path: str) -> Check:
    """Call our own callback address from outside, as WeCom does when it is entered there."""
    what = f"the callback address {path}"
    if public_url is None:
        return Check(what, False, "set CAMPAIGN_PUBLIC_URL to where the service is reached from outside")
    started = time.perf_counter()
    try:
        reply = await http.get(public_url + path, params=envelope.signed(ECHO))
    except httpx.HTTPError as error:
        return Check(
            what, False, f"{public_url} cannot be reached ({type(error).__name__}); is `campaign serve` running?"
        )
    took_s = time.perf_counter() - started
    if reply.status_code == 403:
        return Check(what, False, "the service has another Token or EncodingAESKey than this command; set both alike")
    if reply.status_code != 200:
        return Check(what, False, f"HTTP {reply.status_code}; does the proxy pass {path} on to `campaign serve`?")
    if reply.content != ECHO.encode("ascii"):
        return Check(
            what, False, "something else answers there; does the proxy pass it on to `campaign serve` unchanged?"
        )
    if took_s > ECHO_S:
        return Check(what, False, f"it answers after {took_s:.1f} s; WeCom waits 1 s, look at the proxy")
    return Check(what, True)


async def _tried(what: str, work: Callable[[], Awaitable[object]]) -> Check:
    try:
        await work()
    except (TryLater, Unclear, Undeliverable) as error:
        return Check(what, False, str(error))
    return Check(what, True)
