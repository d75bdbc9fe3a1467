"""What a robot is sent, read: a message to be answered, a refresh of a stream, or an event.

Opened JSON in, one of the types below out, None for what wants nothing. Source: developer.work.weixin.qq.com, documents
100719 (接收消息), 101027 (接收事件), 101031 (被动回复), 101138 (主动回复).
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pydantic import ValidationError

from assistant.replies import Verdict
from bots.model import Address, Channel, Inbound, message_name
from bots.settings import WECOM_API
from bots.wecom.callbacks import VERDICTS, Callback
from bots.wecom.streams import stream_of

logger = logging.getLogger(__name__)

STREAM, REPLY_TO, REPLY_UNTIL = "stream", "response_url", "reply_until"  # what is kept in `Inbound.reply`
REPLY_S = 3600.0  # how long the address for a reply works
REPLY_PATH = "/cgi-bin/aibot/response"


@dataclass(frozen=True, slots=True)
class Refresh:
    """WeCom asks how far a stream is."""

    stream: str


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody opened the chat, for the first time today."""


@dataclass(frozen=True, slots=True)
class Wordless:
    """A picture, a file: nothing that can be read."""

    stream: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of the answer that a stream showed."""

    stream: str
    verdict: Verdict
    comment: str


Read = Inbound | Refresh | Entered | Wordless | Opinion


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads messages of the robots behind one callback address. `api_url` is where replies may go to, beside WeCom."""

    api_url: str

    def read(self, message: object, now: float) -> Read | None:
        try:
            callback = Callback.model_validate(message)
        except ValidationError as error:
            logger.warning("a message of a form that we do not know was passed over (%d faults)", error.error_count())
            return None
        if callback.msgtype == "stream":
            return Refresh(callback.stream.id)
        if callback.msgtype == "event":
            return self._event(callback, now)
        if not callback.said:
            return Wordless(_stream_of(callback))
        return self._inbound(callback, callback.said, now, {STREAM: _stream_of(callback)})

    def _event(self, callback: Callback, now: float) -> Read | None:
        event = callback.event
        if event.eventtype == "enter_chat":
            return Entered()
        if event.eventtype == "template_card_event":
            # A press on a card: what stands behind it is what somebody says. It opens no stream.
            return self._inbound(callback, event.template_card_event.event_key, now, {})
        feedback = event.feedback_event
        if event.eventtype == "feedback_event" and feedback.type in VERDICTS:
            return Opinion(feedback.id, VERDICTS[feedback.type], feedback.content)
        return None

    def _inbound(self, callback: Callback, text: str, now: float, reply: Mapping[str, str]) -> Inbound:
        url, user = callback.response_url, callback.sender.userid
        to = {REPLY_TO: url, REPLY_UNTIL: str(now + REPLY_S)} if may_reply_to(url, self.api_url) else {}
        return Inbound(
            address=Address(Channel.WECOM_BOT, callback.chatid if callback.in_group else user),
            message=callback.name,
            user=user,
            text=text,
            group=callback.in_group,
            quoted=callback.quote.words,
            reply={**reply, **to},
        )


def _stream_of(callback: Callback) -> str:
    return stream_of(message_name(Channel.WECOM_BOT, callback.name))


def may_reply_to(url: str, api_url: str) -> bool:
    """Whether an address is one of WeCom's own: what comes in a message does not make us call others.

    >>> may_reply_to("https://qyapi.weixin.qq.com/cgi-bin/aibot/response?response_code=A", WECOM_API)
    True
    >>> may_reply_to("https://qyapi.weixin.qq.com.example.com/cgi-bin/aibot/response", WECOM_API)
    False
    """
    try:
        parts = urlsplit(url)
        return parts.path == REPLY_PATH and (parts.scheme, parts.netloc) in {
            (known.scheme, known.netloc) for known in (urlsplit(WECOM_API), urlsplit(api_url))
        }
    except ValueError:
        return False
