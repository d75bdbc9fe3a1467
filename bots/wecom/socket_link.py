"""One live connection to WeCom: frames out, each until it is acknowledged; frames in; dead when pings go unanswered."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from weakref import WeakValueDictionary

from pydantic import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from bots.wecom.socket_frames import EVENT, PING, SUBSCRIBE, Body, Frame, as_json
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

FRAME_BYTES = 1 << 20  # of one of the server's; messages are a few kilobytes, pictures come as addresses
PINGS_MISSED = 2
KICKED = "disconnected_event"
KICKED_BY = (
    "kicked by another instance: something else connected with the same bot id, and only one may; stop the other"
)
NOT_SUBSCRIBED = 846609  # the server has forgotten us though the socket is open


class Unreachable(CampaignError):
    """No connection could be opened."""


class NotWritten(CampaignError):
    """The frame did not leave this process."""


class NotAcknowledged(CampaignError):
    """The frame left; whether it arrived nobody knows."""


class Refused(CampaignError):
    """The server has the frame and will not take it."""

    def __init__(self, cmd: str, code: int, message: str) -> None:
        super().__init__(f"{cmd} refused: {code} {message[:100]}")
        self.code = code


class Ended(CampaignError):
    """The connection is no more."""

    def __init__(self, reason: str, *, kicked: bool = False) -> None:
        super().__init__(reason)
        self.kicked = kicked


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds. Of the protocol: ping, ack. Ours: the rest."""

    ping: float = 30.0
    ack: float = 5.0
    connect: float = 10.0
    between_frames: float = 1.0  # of one stream
    first_preview: float = 0.8  # most answers are there before it
    first_wait: float = 1.0  # between attempts to connect: doubled each time,
    longest_wait: float = 60.0  # up to this;
    refused_wait: float = 300.0  # when the secret is wrong: the server counts attempts
    kicked_wait: float = 600.0  # when somebody else took the connection
    watched: float = 2.0  # how long a check looks whether somebody else takes it


TIMES = Times()


@dataclass(eq=False, slots=True)
class _Waiting:
    """A frame without its acknowledgement."""

    text: str
    ack: asyncio.Future[Frame] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Link:
    """An open connection. `on_frame` is given what is no acknowledgement."""

    def __init__(self, socket: ClientConnection, times: Times, on_frame: Callable[[Frame], None]) -> None:
        self._socket = socket
        self._times = times
        self._on_frame = on_frame
        self._waiting: dict[str, deque[_Waiting]] = {}
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._asking: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Read and ping until the connection ends: raises Ended."""
        reading, pinging = asyncio.create_task(self._read()), asyncio.create_task(self._ping())
        try:
            await asyncio.wait((reading, pinging), return_when=asyncio.FIRST_COMPLETED)
            await (reading if reading.done() else pinging)
        finally:
            for task in (reading, pinging, *self._asking):
                task.cancel()
            await asyncio.gather(reading, pinging, *self._asking, return_exceptions=True)

    async def ask(self, cmd: str, body: Body | None = None, request: str | None = None) -> None:
        """Send a frame; return when it is acknowledged. Raises NotWritten, NotAcknowledged or Refused.

        Frames of one request go one after the other, also when whoever asked has lost interest: an acknowledgement names
        the request, not the frame.
        """
        task = asyncio.create_task(self._ask(cmd, body, request or f"{cmd}_{secrets.token_hex(8)}"))
        self._asking.add(task)
        task.add_done_callback(self._asked)
        try:
            await asyncio.shield(task)
        except asyncio.CancelledError:
            me = asyncio.current_task()
            if task.cancelled() and not (me and me.cancelling()):  # not we were cancelled: the connection ended
                raise NotWritten(f"{cmd}: the connection ended before it was written") from None
            raise

    def _asked(self, task: asyncio.Task[None]) -> None:
        self._asking.discard(task)
        if not task.cancelled():
            task.exception()  # seen, if whoever asked is gone

    async def _ask(self, cmd: str, body: Body | None, request: str) -> None:
        text = json.dumps(as_json(cmd, request, body), ensure_ascii=False)
        turn = self._turns.setdefault(request, asyncio.Lock())
        async with turn:
            if self._socket.close_code is not None:
                raise NotWritten("the connection is closed")
            waiting = _Waiting(text)
            self._waiting.setdefault(request, deque()).append(waiting)
            try:
                async with asyncio.timeout(self._times.ack):
                    await self._socket.send(text)
                    ack = await waiting.ack
            except TimeoutError as exc:
                raise NotAcknowledged(f"{cmd}: no acknowledgement within {self._times.ack:g} s") from exc
            except (ConnectionClosed, asyncio.CancelledError) as exc:
                raise NotAcknowledged(f"{cmd}: the connection broke off") from exc
        if ack.errcode:
            raise Refused(cmd, ack.errcode, ack.errmsg)

    async def _read(self) -> None:
        try:
            async for raw in self._socket:
                frame = _parsed(raw)
                if frame is None:
                    continue
                if not frame.cmd:
                    self._acknowledged(frame)
                elif frame.cmd == EVENT and frame.body and frame.body.event.eventtype == KICKED:
                    raise Ended(KICKED_BY, kicked=True)
                else:
                    self._on_frame(frame)
        except ConnectionClosed as exc:
            raise Ended(f"the connection broke off ({exc.rcvd.code if exc.rcvd else 'no word'})") from exc
        raise Ended("the server closed the connection")

    def _acknowledged(self, ack: Frame) -> None:
        """Acknowledgements of one request come in the order of its frames.

        One that got lost must not leave all later ones a frame behind: what was sent twice is acknowledged by either.
        """
        waiting = self._waiting.get(ack.headers.req_id)
        if not waiting:
            return
        first = waiting.popleft()
        same = [one for one in waiting if one.text == first.text]
        for one in same:
            waiting.remove(one)
        for one in (first, *same):
            if not one.ack.done():
                one.ack.set_result(ack)
        if not waiting:
            del self._waiting[ack.headers.req_id]

    async def _ping(self) -> None:
        missed = 0
        while True:
            await asyncio.sleep(self._times.ping)
            try:
                await self.ask(PING)
                missed = 0
            except NotAcknowledged:
                missed += 1
                if missed >= PINGS_MISSED:
                    raise Ended(f"{missed} pings went unanswered") from None
            except (NotWritten, Refused) as exc:
                raise Ended(str(exc)) from exc


def _parsed(raw: str | bytes) -> Frame | None:
    try:
        return Frame.model_validate(json.loads(raw, strict=False))  # control characters occur within strings
    except (ValidationError, ValueError) as exc:
        logger.warning("a frame was not understood: %s", type(exc).__name__)  # its text is somebody's message
        return None


@asynccontextmanager
async def open_link(url: str, times: Times, on_frame: Callable[[Frame], None]) -> AsyncIterator[Link]:
    """A connection that is not subscribed yet. Raises Unreachable."""
    connecting = connect(
        url, open_timeout=times.connect, close_timeout=1, ping_interval=None, max_size=FRAME_BYTES
    )  # pings are frames here
    try:
        socket = await connecting
    except (OSError, TimeoutError, WebSocketException, ImportError) as exc:  # the last: a proxy that speaks SOCKS
        raise Unreachable(f"cannot connect to {url}: {str(exc) or type(exc).__name__}") from exc
    try:
        yield Link(socket, times, on_frame)
    finally:
        await socket.close()


async def subscribe(link: Link, bot_id: str, secret: str) -> None:
    """Be the one that receives the messages of a bot. Raises as `Link.ask`."""
    await link.ask(SUBSCRIBE, {"bot_id": bot_id, "secret": secret})
