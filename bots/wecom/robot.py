"""智能机器人 by callback: WeCom pushes a message, is told the name of a stream, and asks how far that is until it ends.

The answer lies ready in `bots.wecom.streams` until a refresh takes it. If WeCom does not ask any more, it goes once to the
address for a reply that came with the message. A robot of this kind cannot write first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Request, Response

from assistant.settings import BadSettings
from bots.channel import Awaited, Check, Receives, Undeliverable
from bots.limits import LIMITS
from bots.model import Channel, Inbound, Parcel, Run
from bots.relay import refusal
from bots.splitting import split
from bots.styles import STYLES
from bots.talk import ONLY_WORDS, WELCOME
from bots.wecom.api import call, code_of, new_client
from bots.wecom.checks import check_callback, check_clock
from bots.wecom.crypto import Forged, Seal
from bots.wecom.envelope import Envelope, refused
from bots.wecom.errcodes import BUSY, error_of
from bots.wecom.robot_messages import REPLY_TO, REPLY_UNTIL, STREAM, Entered, Opinion, Reader, Refresh, Wordless
from bots.wecom.streams import Finished, Frame, State, Streams
from bots.wire import Desk

logger = logging.getLogger(__name__)

PATH = "/wecom/bot"
GRACE_S = 10.0  # without a refresh; then WeCom is taken to have stopped


def make_line(desk: Desk) -> RobotLine:
    return RobotLine(desk)


class RobotLine:
    """See `bots.channel.Line`. An answer that WeCom has not fetched after `grace_s` is sent to it."""

    channel = Channel.WECOM_BOT

    def __init__(self, desk: Desk, *, grace_s: float = GRACE_S, streams: Streams | None = None) -> None:
        settings = desk.settings.wecom
        if settings.bot_callback is None:
            raise BadSettings("CAMPAIGN_WECOM_BOT_CALLBACK_TOKEN and _AES_KEY: set both for a robot by callback")
        self._desk = desk
        self._grace_s = grace_s
        self._streams = streams or desk.streams
        self._reader = Reader(settings.api_url)
        self._envelope = Envelope(Seal(settings.bot_callback, ""), desk.clock)
        self._http = new_client()
        self._receives: Receives | None = None

    @property
    def sends(self) -> RobotLine:
        return self

    @property
    def previews(self) -> RobotLine:
        return self

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        self._receives = receives
        routes.add_api_route(PATH, self._echo, methods=["GET"])
        routes.add_api_route(PATH, self._take, methods=["POST"])

    # -- in --------------------------------------------------------------------------------------------------------

    async def _echo(self, request: Request) -> Response:
        try:
            return self._envelope.echo(request)
        except Forged as error:
            return refused(self.channel.value, error)

    async def _take(self, request: Request) -> Response:
        """Acknowledge at once, with where the answer will be."""
        try:
            message = await self._envelope.json(request)
        except Forged as error:
            return refused(self.channel.value, error)
        read = self._reader.read(message, self._desk.clock())
        said: dict[str, Any] | None = None
        if isinstance(read, Inbound):
            said = await self._received(read)
        elif isinstance(read, Refresh):
            said = framed(read.stream, await asyncio.to_thread(self._streams.fetch, read.stream))
        elif isinstance(read, Wordless):
            said = framed(read.stream, Frame(ONLY_WORDS, last=True))
        elif isinstance(read, Entered):
            said = {"msgtype": "text", "text": {"content": WELCOME}}
        elif isinstance(read, Opinion):
            await asyncio.to_thread(self._judged, read)
        return self._envelope.reply_json(request, said) if said else Response()

    async def _received(self, inbound: Inbound) -> dict[str, Any] | None:
        if self._receives is None:
            return None
        await self._receives.receive(inbound)
        stream = inbound.reply.get(STREAM)
        if stream is None or await asyncio.to_thread(self._met_with_silence, inbound):
            return None
        await asyncio.to_thread(self._streams.open, stream)
        said = framed(stream, await asyncio.to_thread(self._streams.fetch, stream))
        said["stream"]["feedback"] = {"id": stream}
        return said

    def _met_with_silence(self, inbound: Inbound) -> bool:
        return self._desk.inbox.refused(inbound) and not self._desk.outbox.knows(refusal(inbound))

    def _judged(self, opinion: Opinion) -> None:
        trace_id = self._streams.trace_id(opinion.stream)
        if trace_id is not None:
            replies = self._desk.archive.services.replies
            replies.judge(trace_id, opinion.verdict, opinion.comment or None)

    # -- out -------------------------------------------------------------------------------------------------------

    async def preview(self, inbound: Inbound, text: str) -> None:
        """See `bots.channel.Previews`."""
        stream = inbound.reply.get(STREAM)
        if not stream or not text:
            return
        style = STYLES[self.channel]
        first = split((Run(text),), style, LIMITS[self.channel])[0]
        await asyncio.to_thread(self._streams.show, stream, "".join(map(style, first)))

    async def send(self, parcel: Parcel) -> None:
        """See `bots.channel.Sends`. The first part ends the stream; a second goes to the address for a reply."""
        stream = parcel.outgoing.reply.get(STREAM)
        if stream is not None and parcel.outgoing.number == 1:
            finished = await asyncio.to_thread(self._finish, stream, parcel)
            if finished.state is State.FETCHED:
                return
            if finished.new:
                raise Awaited(self._grace_s)
            if not await asyncio.to_thread(self._streams.claim, stream):
                return  # fetched in this very moment
        await self._push(parcel)

    def _finish(self, stream: str, parcel: Parcel) -> Finished:
        judged = [button.does for row in parcel.outgoing.buttons for button in row if button.does.startswith("/good ")]
        trace_id = judged[0].partition(" ")[2] if judged else None
        return self._streams.finish(stream, parcel.key, parcel.outgoing.text, trace_id)

    async def _push(self, parcel: Parcel) -> None:
        """To the address for a reply, which works once: so it is safe to try again."""
        reply = parcel.outgoing.reply
        url = reply.get(REPLY_TO)
        if url is None:
            raise Undeliverable("a robot by callback cannot write first; use the long connection or a group robot")
        if self._desk.clock() > float(reply[REPLY_UNTIL]):
            raise Undeliverable("WeCom takes a reply for an hour only")
        body = {"msgtype": "markdown", "markdown": {"content": parcel.outgoing.text}}
        answered = await call(self._http, "POST", url, json=body)
        code = code_of(answered)
        if code and parcel.outgoing.again and code not in BUSY:
            return  # refused, as it was used: by the try before, of which we did not know
        if code:
            raise error_of(code, str(answered.get("errmsg", "")))

    # -- while it runs ---------------------------------------------------------------------------------------------

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with self._http:
            yield

    async def checks(self) -> AsyncIterator[Check]:
        async with self._http:
            yield await check_clock(self._http, self._desk.settings.wecom.api_url, self._desk.clock)
            yield await check_callback(self._http, self._envelope, self._desk.settings.public_url, PATH)


def framed(stream: str, frame: Frame) -> dict[str, Any]:
    """A frame as WeCom takes it."""
    return {"msgtype": "stream", "stream": {"id": stream, "finish": frame.last, "content": frame.text}}
