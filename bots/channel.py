"""What a channel is to the rest: something that sends, that may show an answer while it is written, and that can be checked.

Ports, no implementation: one file or folder per channel fills them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from fastapi import APIRouter

from bots.model import Channel, Inbound, Parcel
from ingest.errors import CampaignError


class TryLater(CampaignError):
    """The message did not arrive; the channel may take it later. `after_s` where the channel says when."""

    def __init__(self, reason: str, after_s: float | None = None) -> None:
        super().__init__(reason)
        self.after_s = after_s


class Awaited(CampaignError):
    """It lies ready, and the channel will come for it; only if it does not within `after_s` is it sent."""

    def __init__(self, after_s: float) -> None:
        super().__init__("it lies ready for the channel to fetch it")
        self.after_s = after_s


class Undeliverable(CampaignError):
    """The message did not arrive and will not: a user who left, a bot that was thrown out, a setting that is wrong.

    The reason is for the operator and says what to do; it holds no secret and no text of the message.
    """


class Unclear(CampaignError):
    """Nobody knows whether the message arrived: the connection broke after it was handed over."""


class Sends(Protocol):
    """Hands over messages of one channel."""

    async def send(self, parcel: Parcel) -> None:
        """Return when the channel has it. Raises TryLater, Awaited, Undeliverable or Unclear."""
        ...


class Previews(Protocol):
    """Shows that and how an answer comes about. What fails here is no failure of the answer."""

    async def preview(self, inbound: Inbound, text: str) -> None:
        """`text` is all that is proved so far; empty: being looked for."""
        ...


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `campaign bot doctor`: what was looked at, whether it is well, else the cause and the cure."""

    what: str
    well: bool
    advice: str = ""


class Receives(Protocol):
    """What a channel hands its messages to: `bots.relay.Relay`."""

    async def receive(self, inbound: Inbound) -> bool:
        """Keep a message, to be answered; False where it came before. Acknowledge it after that, and only then."""
        ...


class Line(Protocol):
    """A channel, set up: it brings messages in by itself (polling, a long connection) or is reached over HTTP."""

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        """Said once, before anything runs: where messages go, and where addresses are added that a channel calls."""
        ...

    @property
    def channel(self) -> Channel: ...

    @property
    def sends(self) -> Sends | None:
        """None while nothing can be sent from this process: not connected, or another process is. It waits meanwhile."""
        ...

    @property
    def previews(self) -> Previews | None: ...

    def running(self) -> AbstractAsyncContextManager[None]:
        """Be connected for as long as the context lasts; recovers by itself when the network comes back."""
        ...

    def checks(self) -> AsyncIterator[Check]:
        """Look at everything that can be wrong with the settings and the network, in the order of setting up."""
        ...
