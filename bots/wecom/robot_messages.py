"""What a robot is sent, read: a message to be answered, a refresh of a stream, or an event.

Opened JSON in, one of the types below out, None for what wants nothing. Source: developer.work.weixin.qq.com, documents
100719 (接收消息), 101027 (接收事件), 101031 (被动回复), 101138 (主动回复).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from assistant.replies import Verdict
from bots.model import Address, Channel, Inbound, digest
from bots.settings import WECOM_API
from bots.wecom.mentions import without_mentions
from bots.wecom.streams import stream_of

STREAM, REPLY_TO, REPLY_UNTIL = "stream", "response_url", "reply_until"  # what is kept in `Inbound.reply`
REPLY_S = 3600.0  # how long the address for a reply works
REPLY_PATH = "/cgi-bin/aibot/response"
JUDGED = {1: Verdict.UP, 2: Verdict.DOWN}

Fields = Mapping[str, Any]


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

    def read(self, message: Fields, now: float) -> Read | None:
        kind = _text(message, "msgtype")
        if kind == "stream":
            return Refresh(_text(_part(message, "stream"), "id"))
        if kind == "event":
            return self._event(message, now)
        words, user = words_of(message), _text(_part(message, "from"), "userid")
        inbound = self._inbound(message, words, user, now)
        if _text(message, "chattype") == "group" and words:
            text = without_mentions(words) or "/help"  # nothing but our name: what are you good for?
            return self._inbound(message, text, user, now)
        return inbound if words else Wordless(stream_of(inbound.message))

    def _event(self, message: Fields, now: float) -> Read | None:
        event = _part(message, "event")
        kind = _text(event, "eventtype")
        details = _part(event, kind)
        if kind == "enter_chat":
            return Entered()
        if kind == "template_card_event":
            # A press on a card: what stands behind it is what somebody says. It opens no stream.
            user = _text(_part(message, "from"), "userid")
            return self._inbound(message, _text(details, "event_key"), user, now, stream=False)
        if kind == "feedback_event" and details.get("type") in JUDGED:
            return Opinion(_text(details, "id"), JUDGED[details["type"]], _text(details, "content"))
        return None

    def _inbound(self, message: Fields, text: str, user: str, now: float, *, stream: bool = True) -> Inbound:
        group = _text(message, "chattype") == "group"
        key = digest(_text(message, "aibotid"), _text(message, "msgid"))
        reply = {STREAM: stream_of(key)} if stream else {}
        url = _text(message, "response_url")
        if may_reply_to(url, self.api_url):
            reply |= {REPLY_TO: url, REPLY_UNTIL: str(now + REPLY_S)}
        return Inbound(
            address=Address(Channel.WECOM_BOT, _text(message, "chatid") if group else user),
            message=key,
            user=user,
            text=text,
            group=group,
            quoted=words_of(_part(message, "quote")),
            reply=reply,
        )


def words_of(message: Fields) -> str:
    """What is written or was said in a message or a quotation.

    >>> words_of({"msgtype": "mixed", "mixed": {"msg_item": [{"msgtype": "text", "text": {"content": "什么时候交？"}}]}})
    '什么时候交？'
    """
    kind = _text(message, "msgtype")
    if kind == "mixed":
        items = _part(message, "mixed").get("msg_item")
        parts = [words_of(one) for one in items if isinstance(one, dict)] if isinstance(items, list) else []
        return "\n".join(part for part in parts if part)
    return _text(_part(message, kind), "content").strip() if kind in ("text", "voice") else ""


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


def _part(message: Fields, name: str) -> Fields:
    found = message.get(name)
    return found if isinstance(found, dict) else {}


def _text(message: Fields, name: str) -> str:
    found = message.get(name)
    return found if isinstance(found, str) else ""
