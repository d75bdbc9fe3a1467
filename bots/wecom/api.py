"""WeCom's HTTP interface: what is posted, what its answers mean, and the token of an app. Vendor errors stop here.

A message that was not handed over raises TryLater, one that is refused Undeliverable, one of which nobody knows Unclear.
Nothing that is raised or logged holds an address: their queries are secrets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import httpx

from bots.channel import TryLater, Unclear
from bots.moments import Clock
from bots.wecom.errcodes import STALE_TOKEN, error_of

logger = logging.getLogger(__name__)

TIMEOUT_S = 10.0
EARLY_S = 300.0  # a token is fetched anew before it ends
NOT_HANDED_OVER = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)

Reply = Mapping[str, Any]


def new_client(timeout_s: float = TIMEOUT_S) -> httpx.AsyncClient:
    for name in ("httpx", "httpcore"):  # they log whole addresses
        logging.getLogger(name).setLevel(logging.WARNING)
    return httpx.AsyncClient(timeout=timeout_s, follow_redirects=False)


async def call(http: httpx.AsyncClient, method: str, url: str, **said: Any) -> Reply:
    """A call, and its answer whatever errcode that has. Raises TryLater and Unclear."""
    try:
        response = await http.request(method, url, **said)
    except NOT_HANDED_OVER as error:
        raise TryLater(f"WeCom cannot be reached ({type(error).__name__})") from None
    except httpx.HTTPError as error:
        raise Unclear(f"the connection to WeCom broke ({type(error).__name__})") from None
    if response.status_code >= 500 or response.status_code == 429:
        raise TryLater(f"WeCom answered with HTTP {response.status_code}")
    try:
        reply = response.json()
    except ValueError:
        reply = None
    if not isinstance(reply, dict):
        raise Unclear(f"what answered is not WeCom (HTTP {response.status_code}); is a proxy in between?")
    return reply


def code_of(reply: Reply) -> int:
    code = reply.get("errcode", 0)
    return code if isinstance(code, int) else -1


def check(reply: Reply) -> Reply:
    """The answer, if its errcode is 0. Raises what stands for any other."""
    code = code_of(reply)
    if code != 0:
        raise error_of(code, str(reply.get("errmsg", "")))
    return reply


class AppApi:
    """The interface as one app uses it, over a client that the caller opens and closes."""

    def __init__(self, http: httpx.AsyncClient, base_url: str, corp_id: str, secret: str, clock: Clock) -> None:
        self._http = http
        self.base_url = base_url.rstrip("/")
        self._corp_id = corp_id
        self._secret = secret
        self._clock = clock
        self._token: str | None = None
        self._until = 0.0
        self._fetching = asyncio.Lock()

    async def token(self, stale: str | None = None) -> str:
        """The token; fetched once however many want it. `stale` is one that WeCom did not take."""
        async with self._fetching:
            if self._token is None or self._token == stale or self._clock() >= self._until:
                self._token = None
                asked = {"corpid": self._corp_id, "corpsecret": self._secret}
                try:
                    reply = check(await call(self._http, "GET", f"{self.base_url}/cgi-bin/gettoken", params=asked))
                except Unclear as error:  # whatever became of it: no message was handed over
                    raise TryLater(str(error)) from None
                self._token = str(reply["access_token"])
                self._until = self._clock() + float(reply.get("expires_in", 7200)) - EARLY_S
            return self._token

    async def call(self, method: str, path: str, *, params: Mapping[str, str] | None = None, **said: Any) -> Reply:
        """A call with the token, fetched anew once where WeCom does not take it any more."""
        url = f"{self.base_url}/cgi-bin/{path}"
        token = await self.token()
        reply = await call(self._http, method, url, params={**(params or {}), "access_token": token}, **said)
        if code_of(reply) in STALE_TOKEN:
            token = await self.token(stale=token)
            reply = await call(self._http, method, url, params={**(params or {}), "access_token": token}, **said)
        return check(reply)
