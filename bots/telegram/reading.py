"""What arrives from Telegram as our own: a message or a press in, an `Inbound` out, or nothing where it is not for us.

Not for us: edited messages, channels, other bots, what is said in groups to others, commands of other bots.
Source: core.telegram.org/bots/api (Bot API 10.0), core.telegram.org/bots/features#privacy-mode.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import telegram
from telegram.constants import ChatType

from bots.model import Address, Channel, Inbound
from bots.talk import COMMANDS, WORDLESS, command_of

GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
KNOWN = frozenset({"start", *(command.name for command in COMMANDS)})
REPLY = "message"  # the name of the message to reply to, in `Inbound.reply`


@dataclass(frozen=True, slots=True)
class Me:
    """Who we are in Telegram."""

    id: int
    username: str


def read_message(message: telegram.Message, me: Me) -> Inbound | None:
    """A message as the rest understands it; None where it wants no answer of ours."""
    user = _writer(message)
    if user is None or message.chat.type not in (ChatType.PRIVATE, *GROUPS):
        return None
    group = message.chat.type in GROUPS
    words = message.text or message.caption or ""
    for_us, text = _said_to(words, me)
    if group and not (for_us or _replies_to(message, me)):
        return None
    if message.text is None:
        if message.effective_attachment is None:  # somebody joined, a title changed
            return None
        text = f"/{WORDLESS}"
    quoted = _quoted(message)
    return Inbound(
        address=_address(message),
        message=f"{me.id}:{_name(message)}",
        user=user,
        text=text or quoted or "/help",
        group=group,
        quoted=quoted if text else "",
        reply={REPLY: str(message.message_id)} if group else {},
    )


def read_press(query: telegram.CallbackQuery, me: Me) -> Inbound | None:
    """A press of one of our buttons: the command that stands behind it."""
    message = query.message
    if message is None or not query.data or query.from_user.is_bot:
        return None
    group = message.chat.type in GROUPS
    return Inbound(
        address=_address(message) if isinstance(message, telegram.Message) else _address_of(message.chat),
        message=f"{me.id}:press:{query.id}",
        user=str(query.from_user.id),
        text=query.data,
        group=group,
        reply={REPLY: str(message.message_id)} if group else {},
    )


def _writer(message: telegram.Message) -> str | None:
    """Who wrote it. An administrator who stays anonymous writes as the group; channels and bots are not answered."""
    if message.sender_chat is not None:
        return str(message.sender_chat.id) if message.sender_chat.id == message.chat.id else None
    return None if message.from_user is None or message.from_user.is_bot else str(message.from_user.id)


def _said_to(text: str, me: Me) -> tuple[bool, str]:
    """Whether words name us, and the words without our name.

    >>> me = Me(42, "fair_bot")
    >>> _said_to("@Fair_Bot总结什么时候交？", me), _said_to("问问 @fair_bot_2", me), _said_to("/laws@other_bot", me)
    ((True, '总结什么时候交？'), (False, '问问 @fair_bot_2'), (False, '/laws@other_bot'))
    >>> _said_to("/laws@fair_bot 年货节", me), _said_to("/laws", me), _said_to("/pizza", me)
    ((True, '/laws@fair_bot 年货节'), (True, '/laws'), (False, '/pizza'))
    """
    if text.startswith("/"):
        to = text.split(None, 1)[0].partition("@")[2].lower()
        return (to == me.username.lower() if to else command_of(text)[0] in KNOWN), text
    name = re.compile(rf"(?<![A-Za-z0-9_@])@{re.escape(me.username)}(?![A-Za-z0-9_])", re.IGNORECASE)
    return bool(name.search(text)), name.sub(" ", text).strip()


def _replies_to(message: telegram.Message, me: Me) -> bool:
    """Whether it answers a message of ours. In a topic everything is a reply to the message that opened the topic."""
    to = message.reply_to_message
    return to is not None and to.forum_topic_created is None and to.from_user is not None and to.from_user.id == me.id


def _quoted(message: telegram.Message) -> str:
    """The words it replies to: those that were marked, else the whole message."""
    if message.quote is not None:
        return message.quote.text
    to = message.reply_to_message
    return "" if to is None else to.text or to.caption or ""


def _name(message: telegram.Message) -> str:
    """What a message is called, the same whenever it comes; the pictures of an album have one name."""
    if message.media_group_id is not None:
        return f"album:{message.chat.id}:{message.media_group_id}"
    return f"{message.chat.id}:{message.message_id}"


def _address(message: telegram.Message) -> Address:
    topic = message.message_thread_id if message.is_topic_message else None
    return Address(Channel.TELEGRAM, str(message.chat.id), "" if topic is None else str(topic))


def _address_of(chat: telegram.Chat) -> Address:
    return Address(Channel.TELEGRAM, str(chat.id))
