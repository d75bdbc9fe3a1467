"""Messages and previews to Telegram. Parcels in; `TryLater`, `Undeliverable` or `Unclear` where one did not arrive."""

from __future__ import annotations

import asyncio
import html
import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ChatAction, InlineKeyboardButtonLimit, ParseMode
from telegram.error import BadRequest, ChatMigrated, RetryAfter, TelegramError

from assistant.grid import flattened
from bots.limits import LIMITS
from bots.model import Address, Button, Channel, Inbound, Outgoing, Parcel, Run, digest
from bots.splitting import split
from bots.styles import as_html
from bots.subscriptions import Subscriptions
from bots.telegram.faults import chat_is_gone, not_sent, seconds_of
from bots.telegram.reading import REPLY

logger = logging.getLogger(__name__)

PER_SECOND = 25  # of 30 in all that a bot may send; core.telegram.org/bots/faq
PREVIEW_AFTER_S = 0.5  # what is answered sooner needs no preview, and none can come after it
TYPING_LASTS_S = 4.5  # of 5
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
NOT_READ = ("parse entities", "entities_too_long")
NO_TOPIC = ("thread not found", "topic_deleted", "topic_closed")
NOT_PRESSED = ("button", "wrong http url", "reply markup")


@dataclass(frozen=True, slots=True)
class Form:
    """In which form a message is tried: plainer when Telegram takes it no other way."""

    chat: str
    styled: bool = True
    buttons: bool = True
    topic: bool = True


class Sender:
    """Sends what the outbox hands over. Each message goes by itself: one chat that must wait holds up no other."""

    def __init__(self, bot: Bot, subscriptions: Subscriptions, previews: Previewer) -> None:
        self._bot = bot
        self._subscriptions = subscriptions
        self._previews = previews
        self._pace = Pace(PER_SECOND)

    async def send(self, parcel: Parcel) -> None:
        """See `bots.channel.Sends`."""
        outgoing = parcel.outgoing
        await self._previews.settled(outgoing.address)
        form: Form | None = Form(outgoing.address.chat)
        while form is not None:
            await self._pace.turn()
            try:
                await self._hand_over(outgoing, form)
                return
            except TelegramError as error:
                form = await self._plainer(form, error)
                if form is None:
                    if chat_is_gone(error):
                        await asyncio.to_thread(self._subscriptions.leave, Channel.TELEGRAM, outgoing.address.chat)
                    raise not_sent(error) from None  # the library's text may hold more than the operator should see

    async def _hand_over(self, outgoing: Outgoing, form: Form) -> None:
        address, reply = outgoing.address, outgoing.reply.get(REPLY)
        await self._bot.send_message(
            chat_id=form.chat,
            text=outgoing.text if form.styled else without_markup(outgoing.text),
            parse_mode=ParseMode.HTML if form.styled else None,
            message_thread_id=int(address.thread) if address.thread and form.topic else None,
            link_preview_options=NO_PREVIEW,
            reply_parameters=ReplyParameters(int(reply), allow_sending_without_reply=True)
            if reply and outgoing.number == 1
            else None,
            reply_markup=keyboard(outgoing.buttons) if form.buttons else None,
        )

    async def _plainer(self, form: Form, error: TelegramError) -> Form | None:
        """How to try again at once what Telegram did not take; None where that cannot help."""
        if isinstance(error, ChatMigrated):
            chat = str(error.new_chat_id)
            await asyncio.to_thread(self._subscriptions.move, Channel.TELEGRAM, form.chat, chat)
            return replace(form, chat=chat) if chat != form.chat else None
        if not isinstance(error, BadRequest):
            return None
        said = error.message.lower()
        if form.styled and any(sign in said for sign in NOT_READ):
            logger.error("a message is sent without markup: Telegram could not read it")
            return replace(form, styled=False)
        if form.topic and any(sign in said for sign in NO_TOPIC):
            return replace(form, topic=False)  # a reminder for a topic that is gone is told to the whole group
        if form.buttons and any(sign in said for sign in NOT_PRESSED):
            logger.error(
                "a message is sent without buttons: %s; can CAMPAIGN_PUBLIC_URL be reached from outside?", said
            )
            return replace(form, buttons=False)
        return None


class Previewer:
    """Shows that an answer is being written: in private as a draft that grows, in groups as “typing…”."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._under_way: dict[Address, asyncio.Task[float]] = {}

    async def preview(self, inbound: Inbound, text: str) -> None:
        """See `bots.channel.Previews`. In groups it goes on until it is stopped: no words are shown there."""
        if not text:
            await asyncio.sleep(PREVIEW_AFTER_S)
        shown = _beginning(flattened(text))
        while True:
            task = asyncio.create_task(self._show(inbound, shown))
            self._under_way[inbound.address] = task
            wait_s = await asyncio.shield(task)  # goes on when the answer is there: `settled` waits for it
            await asyncio.sleep(wait_s)
            if not inbound.group:
                return

    async def settled(self, address: Address) -> None:
        """Wait until no preview is on its way any more: one after the answer would stand there for half a minute."""
        task = self._under_way.pop(address, None)
        if task is not None:
            await asyncio.wait([task])

    async def _show(self, inbound: Inbound, text: str) -> float:
        """How long to wait before the next. What fails is told nobody: the answer says it all."""
        chat, thread = inbound.address.chat, inbound.address.thread
        topic = int(thread) if thread else None
        try:
            if inbound.group:
                await self._bot.send_chat_action(chat, ChatAction.TYPING, message_thread_id=topic)
                return TYPING_LASTS_S
            await self._bot.send_message_draft(int(chat), draft_id(inbound), text, message_thread_id=topic)
        except RetryAfter as error:
            return seconds_of(error)
        except TelegramError as error:
            logger.debug("no preview: %s", type(error).__name__)
            return TYPING_LASTS_S
        return 0.0


class Pace:
    """Turns that are taken no faster than so many a second."""

    def __init__(self, per_second: int) -> None:
        self._step_s = 1 / per_second
        self._next_s = 0.0

    async def turn(self) -> None:
        now = time.monotonic()
        self._next_s = max(self._next_s, now) + self._step_s
        await asyncio.sleep(self._next_s - self._step_s - now)


def keyboard(rows: Sequence[Sequence[Button]]) -> InlineKeyboardMarkup | None:
    """Buttons as Telegram has them. What stands behind one comes back as it is, so it must fit into 64 bytes."""
    made = [[_pressed(button) for button in row if button.url or _fits(button)] for row in rows]
    kept = [row for row in made if row]
    return InlineKeyboardMarkup(kept) if kept else None


def _pressed(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.label, url=button.url)
    return InlineKeyboardButton(button.label, callback_data=button.does)


def _fits(button: Button) -> bool:
    fits = len(button.does.encode("utf-8")) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA
    if not fits:
        logger.error("a button is left out: its command is longer than Telegram takes")
    return fits


def without_markup(text: str) -> str:
    """What is left of a message of ours when its tags go.

    >>> without_markup('<b>出处</b> <a href="https://a.example">A&lt;B</a>')
    '出处 A<B'
    """
    return html.unescape(re.sub(r"<[^>]*>", "", text))


def draft_id(inbound: Inbound) -> int:
    """A number for the draft of an answer, the same for all its steps, never 0."""
    return int(digest(inbound.message)[:7], 16) + 1


def _beginning(text: str) -> str:
    """As much as one message takes."""
    parts = split((Run(text),), as_html, LIMITS[Channel.TELEGRAM])
    return "".join(run.text for run in parts[0]) if parts else ""
