"""What passes through a bot: Inbound, Run, Outgoing, Parcel. Frozen data, standard library only.

message of a channel -> Inbound -> inbox -> Message -> Outgoing parts -> outbox -> Parcel -> message of a channel
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

# In `reply`: until when the first part of an answer replaces itself when it is sent twice, as the frames of a stream do.
REPLACED_UNTIL = "replaced_until"


class Channel(Enum):
    """The ways to and from messengers; its limits are in `bots.limits`."""

    TELEGRAM = "telegram"
    WECOM_SOCKET = "wecom-socket"  # 智能机器人, long connection
    WECOM_BOT = "wecom-bot"  # 智能机器人, callback
    WECOM_APP = "wecom-app"  # 自建应用, callback
    WECOM_HOOK = "wecom-hook"  # 群机器人, push only


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message goes. `chat` is what the channel calls it: a chat, a user, a group."""

    channel: Channel
    chat: str
    thread: str = ""

    @property
    def key(self) -> str:
        """What stands for it in tables that need not know it."""
        return digest(self.channel.value, self.chat, self.thread)


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message, a press of a button or an event, as the adapter of its channel read it.

    `reply` is what the adapter will need to answer it (a message to reply to, a request id, an address valid for an hour).
    """

    address: Address
    message: str  # the same when it is delivered again; holds the bot's own id where a channel counts per bot
    user: str
    text: str
    group: bool = False
    quoted: str = ""  # the message it replies to
    reply: Mapping[str, str] = field(default_factory=dict)

    @property
    def sender(self) -> str:
        """Digest of who wrote it."""
        return digest(self.address.channel.value, self.user)

    @property
    def name(self) -> str:
        """Digest of what the channel calls it: in some that holds the number of who wrote it."""
        return message_name(self.address.channel, self.message)

    @property
    def conversation(self) -> str:
        """Follow-ups belong to one person in one place: in a group two people do not share theirs."""
        return conversation_of(self.address.key, self.sender)


class Look(Enum):
    """How a stretch of a message is shown."""

    PLAIN = "plain"
    STRONG = "strong"
    QUOTE = "quote"  # words of a notice, to the character


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a message. A `whole` one is not cut while it fits into a message by itself: a citation."""

    text: str
    look: Look = Look.PLAIN
    url: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: opens `url`, or comes back as the command `does`.

    `typed` does the same where nothing can be pressed; a button without it is left out there.
    """

    label: str
    does: str = ""
    url: str | None = None
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, before a channel's limits are known."""

    runs: tuple[Run, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of a channel, ready to be sent: its text is written in the channel's own style."""

    address: Address
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    reply: Mapping[str, str] = field(default_factory=dict)
    number: int = 1  # of `count`
    count: int = 1
    again: bool = False  # it may have arrived already: to be given only to a channel that then shows it once

    @property
    def replaced_until(self) -> float:
        """Until when it takes its own place if it is sent twice, in seconds since 1970; 0: it never does."""
        return float(self.reply.get(REPLACED_UNTIL, 0)) if self.number == 1 else 0.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """An `Outgoing` on its way. `key` is the same whenever it is tried."""

    row: int
    key: str
    attempts: int  # this one included
    outgoing: Outgoing = field(repr=False)


def message_name(channel: Channel, message: str) -> str:
    """See `Inbound.name`."""
    return digest(channel.value, message)


def conversation_of(chat: str, sender: str) -> str:
    """See `Inbound.conversation`; of the digests of where and who."""
    return "\x1f".join(("bot", chat, sender))


def digest(*names: str) -> str:
    """A stand-in of 64 characters for what need not be stored.

    >>> len(digest("telegram", "7")), digest("a", "bc") == digest("ab", "c")
    (64, False)
    """
    return hashlib.sha256("\x1f".join(names).encode()).hexdigest()
