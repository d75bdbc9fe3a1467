"""Takes messages in, has them answered, and sees to it that each answer is sent once.

A channel calls `receive` and acknowledges at once; answering and sending go on behind it, from the inbox and the outbox,
and are taken up again after a crash.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Protocol, TypeVar

from bots.channel import Awaited, Line, Previews, TryLater, Unclear, Undeliverable
from bots.guard import Guard
from bots.inbox import MAX_ATTEMPTS, Inbox, Taken
from bots.leases import Leases
from bots.model import Inbound, Message, Outgoing, Parcel
from bots.outbox import Outbox
from bots.rendering import pack, plain_message
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

T = TypeVar("T")

ANSWERERS = 4  # messages worked on at a time; each may wait for a language model
SENDERS = 8
IDLE_S = 1.0  # until the tables are looked at again when nothing in this process has changed them
GRACE_S = 10.0  # for what is under way when we are told to stop
MOST_WAIT_S = 30.0  # between attempts to write something down
PREVIEW_S = 1.0  # between two previews of one answer
REMIND_EVERY_S = 10.0
PURGE_EVERY = 720  # rounds of watching: an hour
FAILED = "出了点问题，没能回答。请稍后再问一次。"
GIVEN_UP = "这个问题多次未能处理成功，请换一种问法。"


class Talks(Protocol):
    """What is said to a message."""

    def reply(self, inbound: Inbound, on_text: Callable[[str], None]) -> Message | None:
        """The answer, None for what wants none. Called in a thread.

        `on_text` is told all that is proved so far, where an answer comes piece by piece.
        """
        ...


class Relay:
    """One per process. `lines` are its channels."""

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        leases: Leases,
        talks: Talks,
        guard: Guard,
        lines: Sequence[Line],
        run_due: Callable[[], bool] = lambda: False,
        purge: Callable[[], None] = lambda: None,
    ) -> None:
        """`run_due` puts into the outbox what is to be told without being asked, and says whether there was anything.

        `purge` deletes what is kept no longer.
        """
        self._inbox = inbox
        self._outbox = outbox
        self._leases = leases
        self._talks = talks
        self._guard = guard
        self._run_due = run_due
        self._purge = purge
        self._lines = {line.channel: line for line in lines}
        self._came = asyncio.Event()
        self._ready = asyncio.Event()

    async def receive(self, inbound: Inbound) -> bool:
        """Keep a message, to be answered; False where it came before. Takes milliseconds: acknowledge it after that.

        Raises StoreUnusable or LibraryBusy: then it is not kept, and must not be acknowledged.
        """
        whole = replace(inbound, text=_whole(inbound.text), quoted=_whole(inbound.quoted))
        new = await asyncio.to_thread(self._receive, whole)
        self._came.set()
        self._ready.set()
        return new

    def _receive(self, inbound: Inbound) -> bool:
        verdict = self._guard.look_at(inbound)
        new = self._inbox.receive(inbound, refused=not verdict.answered)
        if new and verdict.says:
            said = pack(plain_message(verdict.says), inbound.address, dict(inbound.reply))
            self._outbox.put(refusal(inbound), said)
        if new:
            logger.info("message channel=%s answered=%s", inbound.address.channel.value, verdict.answered)
        return new

    def wake(self) -> None:
        """Something was put into the outbox by other hands of this process."""
        self._ready.set()

    @asynccontextmanager
    async def running(self, *, all_lines: bool = True) -> AsyncIterator[None]:
        """Answer and send for as long as the context lasts; what is under way at its end is finished or left for later.

        `all_lines`: raise what a channel refuses; otherwise it is told, and the rest goes on without that channel.
        """
        async with AsyncExitStack() as stack:
            stack.push_async_callback(_guarded, "leaving", partial(asyncio.to_thread, self._leases.leave))
            await self._recover()
            for line in self._lines.values():
                try:
                    await stack.enter_async_context(line.running())
                except CampaignError as error:
                    if all_lines:
                        raise
                    logger.error("%s is left out: %s", line.channel.value, error)
            jobs = (
                self._watch(),
                self._remind(),
                _dispatch("a message", self._inbox.take, self._answer, self._came, ANSWERERS),
                _dispatch("a parcel", self._take_parcel, self._send, self._ready, SENDERS),
            )
            stack.push_async_callback(_stop, [asyncio.create_task(job) for job in jobs])
            yield

    # -- what others left ------------------------------------------------------------------------------------------

    async def _watch(self) -> None:
        """Say that we are alive, take up what others dropped, throw away what is old."""
        rounds = 0
        while True:
            await asyncio.sleep(self._leases.lease_s / 3)
            await _guarded("watching", self._recover)
            if rounds % PURGE_EVERY == 0:  # the first time at once: some processes are started anew every day
                await _guarded("purging", partial(asyncio.to_thread, self._purge))
            rounds += 1

    async def _recover(self) -> None:
        def recover() -> tuple[int, int]:
            self._leases.alive()
            return self._inbox.recover(), self._outbox.recover()

        taken_up, unknown = await asyncio.to_thread(recover)
        if taken_up:
            logger.info("taken up again messages=%d", taken_up)
            self._came.set()
        if unknown:
            logger.warning("messages that may not have arrived: %d; `campaign bot doctor` counts them", unknown)

    async def _remind(self) -> None:
        while True:
            if await _guarded("reminding", partial(asyncio.to_thread, self._run_due)):
                self._ready.set()
            await asyncio.sleep(REMIND_EVERY_S)

    # -- answering -------------------------------------------------------------------------------------------------

    async def _answer(self, taken: Taken) -> None:
        inbound = taken.inbound
        if taken.attempts > MAX_ATTEMPTS:
            outgoing = _packed(plain_message(GIVEN_UP), inbound)
        else:
            outgoing = await self._said(inbound)
        await _written("an answer", partial(self._inbox.answer, taken, outgoing))
        self._came.set()  # the next of the same chat
        self._ready.set()

    async def _said(self, inbound: Inbound) -> tuple[Outgoing, ...]:
        line = self._lines.get(inbound.address.channel)
        shown = _Shown(asyncio.get_running_loop())
        showing = [asyncio.create_task(shown.show(line.previews, inbound))] if line and line.previews else []
        try:
            message = await asyncio.to_thread(self._talks.reply, inbound, shown.on_text)
            return _packed(message, inbound) if message else ()
        except CampaignError as error:
            logger.error("not answered channel=%s: %s", inbound.address.channel.value, error)
        except Exception:  # the outermost loop: the user is told, the operator sees where
            logger.exception("not answered channel=%s", inbound.address.channel.value)
        finally:
            await _stop(showing)
        return _packed(plain_message(FAILED), inbound)

    # -- sending ---------------------------------------------------------------------------------------------------

    def _take_parcel(self) -> Parcel | None:
        return self._outbox.take([channel for channel, line in self._lines.items() if line.sends is not None])

    async def _send(self, parcel: Parcel) -> None:
        settle, reason = await self._handed_over(parcel)
        await _written("what became of a message", settle)
        if reason:
            logger.warning("not sent channel=%s: %s", parcel.outgoing.address.channel.value, reason)
        self._ready.set()  # the next to the same chat

    async def _handed_over(self, parcel: Parcel) -> tuple[Callable[[], None], str]:
        """Send it, and say how it is to be settled."""
        outbox = self._outbox
        sends = self._lines[parcel.outgoing.address.channel].sends
        try:
            if sends is None:
                raise TryLater("the connection was lost a moment ago")
            await sends.send(parcel)
        except Awaited as error:
            return partial(outbox.awaited, parcel, error.after_s), ""
        except TryLater as error:
            return partial(outbox.later, parcel, str(error), error.after_s), str(error)
        except Undeliverable as error:
            return partial(outbox.failed, parcel, str(error)), str(error)
        except Unclear as error:
            return partial(outbox.unknown, parcel, str(error)), str(error)
        except Exception as error:  # the outermost loop; whether it went out, a defect of ours does not tell
            logger.exception("not sent channel=%s", parcel.outgoing.address.channel.value)
            return partial(outbox.unknown, parcel, type(error).__name__), ""
        return partial(outbox.sent, parcel), ""


def _packed(message: Message, inbound: Inbound) -> tuple[Outgoing, ...]:
    return pack(message, inbound.address, dict(inbound.reply))


async def _written(what: str, write: Callable[[], object]) -> None:
    """Write something down, again until it is written: while this process lives nobody else will, and a chat waits for it."""
    wait_s = IDLE_S
    while True:
        try:
            await asyncio.to_thread(write)
            return
        except CampaignError as error:
            logger.error("%s could not be written down yet: %s", what, error)
        await asyncio.sleep(wait_s)
        wait_s = min(2 * wait_s, MOST_WAIT_S)


def refusal(inbound: Inbound) -> str:
    """What is called in the outbox what we say to a message that is not answered."""
    return f"refused:{inbound.name}"


class _Shown:
    """What is proved so far, on its way from the thread that answers to a preview."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._text = ""
        self._more = asyncio.Event()

    def on_text(self, text: str) -> None:
        self._text = text
        self._loop.call_soon_threadsafe(self._more.set)

    async def show(self, previews: Previews, inbound: Inbound) -> None:
        """A preview at once, then one whenever there is more, no more often than channels take."""
        while True:
            await _guarded("a preview", partial(previews.preview, inbound, self._text))
            await asyncio.sleep(PREVIEW_S)
            await self._more.wait()
            self._more.clear()


async def _dispatch(
    what: str, take: Callable[[], T | None], handle: Callable[[T], Awaitable[None]], event: asyncio.Event, at_most: int
) -> None:
    """Take what there is, `at_most` at a time, and handle it."""
    room = asyncio.Semaphore(at_most)
    tasks: set[asyncio.Task[None]] = set()

    async def one(taken: T) -> None:
        try:
            await _guarded(f"handling {what}", partial(handle, taken))
        finally:
            room.release()

    try:
        while True:
            await room.acquire()
            event.clear()
            taking = asyncio.create_task(_guarded(f"taking {what}", partial(asyncio.to_thread, take)))
            try:
                taken = await asyncio.shield(taking)
            except asyncio.CancelledError:  # what is ours by now is nobody else's
                if (taken := await taking) is not None:
                    tasks.add(asyncio.create_task(one(taken)))
                raise
            if taken is None:
                room.release()
                with suppress(TimeoutError):
                    async with asyncio.timeout(IDLE_S):  # wait_for of 3.11 may lose the word that we are to stop
                        await event.wait()
                continue
            task = asyncio.create_task(one(taken))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
    finally:
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_S)
            await _stop(list(late))


async def _guarded(doing: str, work: Callable[[], Awaitable[T]]) -> T | None:
    """One round of a loop that must go on: what went wrong is logged."""
    try:
        return await work()
    except CampaignError as error:
        logger.error("%s: %s", doing, error)
    except Exception:  # the outermost loop: every job of `running` goes round in this
        logger.exception("%s", doing)
    await asyncio.sleep(IDLE_S)  # a database that is away is not asked a thousand times a second
    return None


def _whole(text: str) -> str:
    r"""JSON can carry half a character (a lone surrogate), which cannot be kept.

    >>> _whole("报\ud83d送")
    '报?送'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


async def _stop(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
