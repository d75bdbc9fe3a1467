"""The line to Telegram: updates in, by polling or webhook, and messages out.

An update is acknowledged (by the next request of a poll, by the answer to a call) when it is kept, and not before: the
updater of the library acknowledges what still waits in memory, so the fetching here is our own.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, Request, Response
from telegram import BotCommand, Update
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import (
    Application,
    CallbackContext,
    CallbackQueryHandler,
    ContextTypes,
    ExtBot,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from bots.channel import Check, Receives
from bots.leases import Leases
from bots.model import Channel
from bots.settings import TelegramSettings
from bots.subscriptions import Subscriptions
from bots.talk import COMMANDS
from bots.telegram.checking import look_at
from bots.telegram.faults import explained, no_answer, seconds_of, wrong_token
from bots.telegram.reading import Me, read_message, read_press
from bots.telegram.sending import Previewer, Sender
from bots.wire import Desk
from ingest.errors import CampaignError

logger = logging.getLogger(__name__)

UPDATES = (Update.MESSAGE, Update.CALLBACK_QUERY)
HOOK_PATH = "/telegram"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
POLL_S = 25  # how long Telegram holds a request open when there is nothing
READ_S = 20.0  # a message whose fate we do not know is lost: wait long for its receipt
WAITS_S = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0)  # between attempts to be connected
REFUSED_S = 60.0  # a token that was right before

_Application = Application[ExtBot[None], CallbackContext[Any, Any, Any, Any], Any, Any, Any, None]


class Applied(Application):  # type: ignore[type-arg]  # its six arguments say nothing here
    """The library's, except that whoever delivers an update is told when it could not be kept."""

    async def process_error(self, update: object, error: Exception, *args: object, **kwargs: object) -> bool:
        raise error


class Requests(HTTPXRequest):
    """The library's, except that an answer that cannot be read is not written into the log: it may hold a message."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            parsed = json.loads(payload)
        except ValueError as exc:
            raise TelegramError("Invalid server response") from exc
        if not isinstance(parsed, dict):
            raise TelegramError("Invalid server response")
        return parsed


class TelegramLine:
    """A bot. With a webhook secret and a public address it is called by Telegram, otherwise it fetches."""

    channel = Channel.TELEGRAM

    def __init__(
        self, settings: TelegramSettings, public_url: str | None, leases: Leases, subscriptions: Subscriptions
    ) -> None:
        self._settings = settings
        self._hook = public_url + HOOK_PATH if public_url and settings.webhook_secret else None
        self._leases = leases
        self._subscriptions = subscriptions
        self._application = _make_application(settings)
        self._bot = self._application.bot
        self.previews = Previewer(self._bot)
        self._sender = Sender(self._bot, subscriptions, self.previews)
        self._reached = False
        self._me: Me | None = None  # until Telegram has said
        self._offset: int | None = None
        self._answering: set[asyncio.Task[None]] = set()

    @property
    def sends(self) -> Sender | None:
        """See `bots.channel.Line`."""
        return self._sender if self._reached else None

    def connect(self, receives: Receives, routes: APIRouter) -> None:
        """See `bots.channel.Line`."""
        self._receives = receives
        self._application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self._on_message))
        self._application.add_handler(CallbackQueryHandler(self._on_press))
        if self._settings.webhook_secret and self._hook:
            routes.add_api_route(HOOK_PATH, self._on_call, methods=["POST"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """See `bots.channel.Line`. Raises WrongToken where Telegram says so at once."""
        try:
            await self._begin()
            job = asyncio.create_task(self._stay_connected())
            try:
                yield
            finally:
                await _stop(job, *self._answering)
        finally:
            await self._application.shutdown()
            await self._bot.shutdown()  # the application skips it where it never got through

    async def checks(self) -> AsyncIterator[Check]:
        """See `bots.channel.Line`."""
        fetched = not await asyncio.to_thread(self._leases.free, self._lease)
        try:
            async for check in look_at(self._bot, self._settings, hook=self._hook, fetched=fetched):
                yield check
        finally:
            await self._bot.shutdown()

    # -- being connected -------------------------------------------------------------------------------------------

    @property
    def _lease(self) -> str:
        return f"telegram:{self._settings.token.partition(':')[0]}"

    async def _begin(self) -> None:
        try:
            await self._introduce()
        except InvalidToken:
            raise wrong_token(self._settings.api_url) from None
        except TelegramError as error:
            logger.debug("not connected yet: %s", type(error).__name__)  # told where it is tried again

    async def _introduce(self) -> None:
        """Learn who we are."""
        if self._me is None:
            await self._application.initialize()
            self._me = Me(self._bot.id, self._bot.username)
        self._reached = True

    async def _stay_connected(self) -> None:
        await self._repeat(self._set_up)
        if self._hook is None:
            await self._fetch_in_turn()

    async def _set_up(self) -> bool:
        await self._introduce()
        try:
            await self._bot.set_my_commands([BotCommand(one.name, one.help) for one in COMMANDS])
        except BadRequest as error:  # a menu is no reason to stay away
            logger.warning("the menu of commands was not set: %s", explained(error, self._settings.api_url))
        if self._hook is not None:
            await self._bot.set_webhook(
                self._hook, secret_token=self._settings.webhook_secret, allowed_updates=list(UPDATES)
            )
        return True

    async def _fetch_in_turn(self) -> None:
        """Fetch while no other process does: two at once would throw each other out."""
        waiting = False
        while True:
            if await self._hold():
                logger.info("fetching messages from Telegram")
                fetching = asyncio.create_task(self._fetch_on())
                try:
                    while await self._hold():
                        await asyncio.sleep(self._leases.lease_s / 3)
                finally:
                    await _stop(fetching)
                    await asyncio.to_thread(self._leases.release, self._lease)
            elif not waiting:
                logger.info("another process fetches the messages from Telegram; this one takes over when it ends")
                waiting = True
            await asyncio.sleep(self._leases.lease_s / 3)

    async def _hold(self) -> bool:
        """Whether it is our turn. What is fetched could not be kept where the database cannot be reached."""
        try:
            return await asyncio.to_thread(self._leases.hold, self._lease)
        except CampaignError as error:
            logger.error("fetching messages: %s", error)
            return False

    async def _fetch_on(self) -> None:
        await self._repeat(self._free_from_webhook)
        await self._repeat(self._fetch)

    async def _free_from_webhook(self) -> bool:
        """One that was set before keeps all messages from whoever fetches."""
        return await self._bot.delete_webhook()

    async def _fetch(self) -> bool:
        for update in await self._bot.get_updates(offset=self._offset, timeout=POLL_S, allowed_updates=list(UPDATES)):
            await self._take(update)
            self._offset = update.update_id + 1  # acknowledged by the next request
        return False

    async def _repeat(self, step: Callable[[], Awaitable[bool]]) -> None:
        """Take a step until it says that it was the last. What fails is told once, and tried again, later each time."""
        told, failures = "", 0  # what kind of failure, and how many in a row
        while True:
            wait_s = WAITS_S[min(failures, len(WAITS_S) - 1)]
            try:
                last = await step()
            except TelegramError as error:
                line = explained(error, self._settings.api_url)
                self._reached = not no_answer(error)
                kind = line if self._reached else "no answer"
                if isinstance(error, RetryAfter):
                    wait_s = seconds_of(error)
                elif isinstance(error, InvalidToken):
                    wait_s = REFUSED_S
            except CampaignError as error:
                line = kind = str(error)
            else:
                if told:
                    logger.info("connected to Telegram again")
                told, failures, self._reached = "", 0, True
                if last:
                    return
                continue
            if kind != told:
                logger.warning("%s", line)
            told, failures = kind, failures + 1
            await asyncio.sleep(wait_s)

    # -- what comes in ---------------------------------------------------------------------------------------------

    async def _take(self, update: Update) -> None:
        """Have an update kept. One that we cannot even read must not hold up all that come after it."""
        try:
            await self._application.process_update(update)
        except CampaignError:
            raise
        except Exception:  # the outermost loop over what comes in
            logger.exception("an update of Telegram was skipped")

    async def _on_call(self, request: Request) -> Response:
        """Telegram calls; it calls again where we do not say 200."""
        secret = self._settings.webhook_secret or ""
        if not hmac.compare_digest(request.headers.get(SECRET_HEADER, "").encode(), secret.encode()):
            logger.warning("a call of the Telegram webhook was refused: wrong secret")
            return Response(status_code=403)
        try:
            update = Update.de_json(await request.json(), self._bot)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            logger.warning("a call of the Telegram webhook was refused: no update (%s)", type(error).__name__)
            return Response(status_code=400)
        if self._me is None:  # Telegram reached us, but we did not reach it yet
            return Response(status_code=503)
        try:
            await self._take(update)
        except CampaignError as error:
            logger.error("an update of Telegram could not be kept: %s", error)
            return Response(status_code=503)
        return Response(status_code=200)

    async def _on_message(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        message = update.message
        if message is None or self._me is None:
            return
        if message.migrate_to_chat_id is not None:
            there = str(message.migrate_to_chat_id)
            await asyncio.to_thread(self._subscriptions.move, self.channel, str(message.chat.id), there)
        inbound = read_message(message, self._me)
        if inbound is not None:
            await self._receives.receive(inbound)

    async def _on_press(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        query = update.callback_query
        if query is None or self._me is None:
            return
        inbound = read_press(query, self._me)
        if inbound is not None:
            await self._receives.receive(inbound)
        task = asyncio.create_task(_answered(query.answer()))  # the button turns until then; nothing waits for it
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


async def _answered(answering: Coroutine[Any, Any, bool]) -> None:
    try:
        await answering
    except TelegramError as error:  # too old, or answered before
        logger.debug("a press was not acknowledged: %s", type(error).__name__)


async def _stop(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _make_application(settings: TelegramSettings) -> _Application:
    """Two pools of connections: a poll that hangs holds up no message."""
    builder = Application.builder().application_class(Applied).token(settings.token)
    api = settings.api_url.rstrip("/")
    return (
        builder.base_url(f"{api}/bot")
        .base_file_url(f"{api}/file/bot")
        .request(Requests(connection_pool_size=64, read_timeout=READ_S, connect_timeout=10.0, pool_timeout=10.0))
        .get_updates_request(Requests(connection_pool_size=2, read_timeout=READ_S, connect_timeout=10.0))
        .updater(None)
        .job_queue(None)
        .build()
    )


def make_line(desk: Desk) -> TelegramLine:
    """See `bots.channels.Known`."""
    settings = desk.settings.telegram
    if settings is None:
        raise ValueError("no token")
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library warns of a change of its own without it
    return TelegramLine(settings, desk.settings.public_url, desk.leases, desk.subscriptions)
