"""The channel of a WeCom robot (智能机器人) over a long connection: nothing has to be reachable from outside.

A message comes in as a callback with a request id. Its answer is a stream under that request: frames with the whole text
so far, of which the last one stays. Frames of one stream replace each other, so the last may be sent twice. What comes
later than five minutes, further parts, buttons and reminders are messages of their own.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from fastapi import APIRouter

from bots.channel import Check, Receives, TryLater, Unclear, Undeliverable
from bots.limits import LIMITS, utf8_bytes
from bots.model import REPLACED_UNTIL, Channel, Inbound, Outgoing, Parcel, Run, digest
from bots.styles import STYLES
from bots.talk import WELCOME as GREETING
from bots.wecom.callbacks import VERDICTS, Callback, Feedback
from bots.wecom.socket_checks import look_at
from bots.wecom.socket_frames import (
    EVENT,
    MESSAGE,
    REQUEST,
    RESPOND,
    SEND,
    STREAM,
    WELCOME,
    Body,
    Frame,
    card_of,
    read_message,
    read_press,
    sent_body,
    stream_body,
    trace_of,
    welcome_body,
)
from bots.wecom.socket_keeper import Keeper
from bots.wecom.socket_link import (
    NOT_SUBSCRIBED,
    TIMES,
    Link,
    NotAcknowledged,
    NotWritten,
    Refused,
    Times,
)
from bots.wecom.socket_shown import MINUTE_S, Paces, Streams
from bots.wire import Desk
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

LOOKING = "正在查找……"
SEE_BELOW = "回答见下一条消息。"
STREAM_GONE = frozenset({846605, 846608})  # the request is of an earlier connection; the stream is too old
TOO_OFTEN = frozenset({45009, 846607})
BUSY = frozenset({-1})
PREVIEWS_UP_TO = 15  # messages and frames in the last minute: the rest of what a chat takes is for answers
LAST_S = 5.0  # for keeping what came in, when we are told to stop
RECEIVE_AGAIN_S = (0.5, 2.0, 5.0, 15.0, 30.0)  # nobody delivers again what we cannot keep


class SocketLine:
    """`bots.channel.Line`."""

    def __init__(self, desk: Desk, *, times: Times = TIMES) -> None:
        wecom = desk.settings.wecom
        if wecom.bot_id is None or wecom.bot_secret is None:
            raise ValueError("no robot is set up")
        self._desk = desk
        self._times = times
        self._arrived: asyncio.Queue[Frame] = asyncio.Queue()
        self._keeper = Keeper(
            wecom.socket_url, wecom.bot_id, wecom.bot_secret, desk.leases, self._arrived.put_nowait, times=times
        )
        self._greetings: set[asyncio.Task[None]] = set()
        self._paces = Paces()
        self._streams = Streams()

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        self._receives = receives

    @property
    def channel(self) -> Channel:
        return Channel.WECOM_SOCKET

    @property
    def sends(self) -> SocketLine | None:
        return self if self._keeper.link else None

    @property
    def previews(self) -> SocketLine:
        return self  # connected or not: that may change while an answer is written

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        receiving = asyncio.create_task(self._receive_all())
        try:
            async with self._keeper.running():
                yield
        finally:
            with suppress(TimeoutError):
                async with asyncio.timeout(LAST_S):  # what came in is not delivered again
                    await self._arrived.join()
            for task in (receiving, *self._greetings):
                task.cancel()
            await asyncio.gather(receiving, *self._greetings, return_exceptions=True)

    # -- in --------------------------------------------------------------------------------------------------------

    async def _receive_all(self) -> None:
        while True:
            frame = await self._arrived.get()
            try:
                await self._receive(frame)
            except CampaignError as exc:
                logger.error("a message was lost: %s", exc)
            except Exception:  # the outermost loop
                logger.exception("a frame was not handled cmd=%s", frame.cmd)
            finally:
                self._arrived.task_done()

    async def _receive(self, frame: Frame) -> None:
        if frame.body is None:
            return
        event = frame.body.event
        if frame.cmd == MESSAGE:
            request = frame.headers.req_id
            await self._keep(frame.body, read_message(frame.body, request, now_s=self._desk.clock()))
        elif frame.cmd != EVENT:
            return
        elif event.eventtype == "enter_chat":
            greeting = asyncio.create_task(self._greet(frame))  # its acknowledgement keeps nobody waiting
            self._greetings.add(greeting)
            greeting.add_done_callback(self._greetings.discard)
        elif event.eventtype == "template_card_event":
            await self._keep(frame.body, read_press(frame.body))
        elif event.eventtype == "feedback_event":
            await asyncio.to_thread(self._judged, event.feedback_event)

    async def _keep(self, callback: Callback, inbound: Inbound) -> None:
        if not (callback.msgid and inbound.user and inbound.address.chat):
            logger.warning("a message without id or sender was passed over")
            return
        for wait_s in RECEIVE_AGAIN_S:
            try:
                await self._receives.receive(inbound)
                return
            except CampaignError as exc:
                logger.warning("a message is not kept yet: %s", exc)
                await asyncio.sleep(wait_s)
        await self._receives.receive(inbound)

    async def _greet(self, frame: Frame) -> None:
        """Within 5 seconds, or not at all."""
        link = self._keeper.link
        if link is None:
            return
        try:
            await link.ask(WELCOME, welcome_body(GREETING), frame.headers.req_id)
        except (NotWritten, NotAcknowledged, Refused) as exc:
            logger.info("nobody was greeted: %s", exc)

    def _judged(self, feedback: Feedback) -> None:
        """👍 and 👎 below a message. It holds the answer's trace id, or the name of the stream that became the answer."""
        verdict = VERDICTS.get(feedback.type)
        stream = self._streams.known.get(feedback.id)
        trace = stream.trace if stream else feedback.id
        if verdict is None or not trace:
            return
        kept = self._desk.archive.services.replies.judge(trace, verdict, feedback.content or None)
        logger.info("feedback verdict=%s kept=%s", verdict.value, kept)

    # -- out -------------------------------------------------------------------------------------------------------

    async def preview(self, inbound: Inbound, text: str) -> None:
        """See `bots.channel.Previews`."""
        stream, request = inbound.reply.get(STREAM), inbound.reply.get(REQUEST)
        if not stream or not request or self._desk.clock() >= float(inbound.reply[REPLACED_UNTIL]):
            return
        if not text:
            await asyncio.sleep(self._times.first_preview)
        link = self._keeper.link
        if link is None or self._paces.lately(inbound.address.key) >= PREVIEWS_UP_TO:
            return
        shown = _cut(STYLES[self.channel](Run(text))) if text else LOOKING
        feedback = "" if stream in self._streams.known else stream
        self._streams.frame(stream)
        self._paces.count(inbound.address.key)
        try:
            await link.ask(RESPOND, stream_body(stream, shown, finish=False, feedback=feedback), request)
        except (NotWritten, NotAcknowledged, Refused) as exc:
            logger.info("no preview: %s", self._meaning(exc) if isinstance(exc, Refused) else exc)

    async def send(self, parcel: Parcel) -> None:
        """See `bots.channel.Sends`."""
        outgoing = parcel.outgoing
        link = self._keeper.link
        if link is None:
            raise TryLater("not connected to WeCom")
        if self._paces.lately(outgoing.address.key) >= LIMITS[self.channel].per_minute:
            raise TryLater("30 messages to one chat within a minute", MINUTE_S / 4)
        if self._desk.clock() >= outgoing.replaced_until or not await self._finish(link, outgoing):
            await self._push(link, outgoing)
        await self._offer(link, parcel)

    async def _finish(self, link: Link, outgoing: Outgoing) -> bool:
        """The last frame of an answer's stream; False where there is no such stream any more."""
        stream, request = outgoing.reply[STREAM], outgoing.reply[REQUEST]
        before = self._streams.known.get(stream)
        if before:
            await asyncio.sleep(before.last_frame + self._times.between_frames - asyncio.get_running_loop().time())
        trace = trace_of(outgoing)
        self._streams.frame(stream).trace = trace
        body = stream_body(stream, outgoing.text, finish=True, feedback="" if before else trace)
        try:
            await self._asked(link, outgoing, RESPOND, body, request)
        except Refused as exc:
            if exc.code in STREAM_GONE:
                return False
            raise self._meaning(exc) from exc
        return True

    async def _push(self, link: Link, outgoing: Outgoing) -> None:
        """A message by itself. It stays, so it must not be sent twice."""
        if outgoing.again:
            raise Unclear("the answer may have been shown; its stream has ended, and another message would double it")
        await self._close(link, outgoing)
        body = sent_body(outgoing.address, "markdown", {"content": outgoing.text})
        try:
            await self._asked(link, outgoing, SEND, body)
        except Refused as exc:
            raise self._meaning(exc) from exc

    async def _close(self, link: Link, outgoing: Outgoing) -> None:
        """Say below a preview that will never be finished where the answer is, if the server still takes it."""
        stream, request = outgoing.reply.get(STREAM), outgoing.reply.get(REQUEST)
        if outgoing.number == 1 and stream and request and stream in self._streams.known:
            try:
                await link.ask(RESPOND, stream_body(stream, SEE_BELOW, finish=True), request)
            except (NotWritten, NotAcknowledged, Refused) as exc:
                logger.info("a preview stays as it is: %s", exc)

    async def _offer(self, link: Link, parcel: Parcel) -> None:
        """The buttons, as a card below the message. That they fail is no failure of the message.

        A card's task id is taken once by the server, so a message that is repeated brings no second card.
        """
        outgoing = parcel.outgoing
        card = card_of(outgoing, digest(parcel.key, outgoing.text)[:32])
        if card is None:
            return
        self._paces.count(outgoing.address.key)
        try:
            await link.ask(SEND, sent_body(outgoing.address, "template_card", card))
        except (NotWritten, NotAcknowledged, Refused) as exc:
            logger.info("no buttons: %s", exc)

    async def _asked(self, link: Link, outgoing: Outgoing, cmd: str, body: Body, request: str | None = None) -> None:
        self._paces.count(outgoing.address.key)
        try:
            await link.ask(cmd, body, request)
        except NotWritten as exc:
            raise TryLater(str(exc)) from exc
        except NotAcknowledged as exc:
            raise Unclear(str(exc)) from exc

    def _meaning(self, refused: Refused) -> TryLater | Undeliverable:
        """What the server's refusal means for the message."""
        if refused.code == NOT_SUBSCRIBED:
            self._keeper.renew()
            return TryLater(str(refused), self._times.first_wait * 2)
        if refused.code in TOO_OFTEN:
            return TryLater(str(refused), MINUTE_S)
        if refused.code in BUSY:
            return TryLater(str(refused))
        return Undeliverable(
            f"{refused}; the robot can write only to chats it is in, where somebody wrote to it before (docs/wecom-socket.md)"
        )

    def checks(self) -> AsyncIterator[Check]:
        return look_at(self._keeper, self._desk.leases)


def _cut(text: str) -> str:
    """What of a preview fits into a frame."""
    most = LIMITS[Channel.WECOM_SOCKET].most
    return text if utf8_bytes(text) <= most else text.encode("utf-8")[:most].decode("utf-8", "ignore")


def make_line(desk: Desk) -> SocketLine:
    """The robot that the settings name, not connected yet."""
    return SocketLine(desk)
