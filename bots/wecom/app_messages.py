"""What an app is sent, read: a message to be answered, or one that words of ours answer at once.

Opened XML in, `Inbound` or `Said` out. Source: developer.work.weixin.qq.com, documents 90239 (消息格式), 90240 (事件格式),
90241 (被动回复).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from lxml import etree

from bots.model import Address, Channel, Inbound, digest
from bots.talk import ONLY_WORDS, WELCOME
from bots.wecom.envelope import cdata, field

logger = logging.getLogger(__name__)

ENTERED = "enter_agent"
CLICKED = "click"
LEFT = "unsubscribe"
GREETED = {"subscribe": WELCOME, ENTERED: WELCOME}
# WeCom switches apps off that are not used for long: the operator should hear of it.
WARNINGS = frozenset({"inactive_alert", "close_inactive_agent", "low_active"})


@dataclass(frozen=True, slots=True)
class Said:
    """What is said to `user` in the reply to the callback itself."""

    user: str
    text: str
    event: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """`user` left the visible range of the app."""

    user: str


def read_app(message: etree._Element) -> Inbound | Said | Left | None:
    """None for what wants no answer."""
    user, kind = field(message, "FromUserName"), field(message, "MsgType")
    if not user:
        return None
    if kind == "text":
        return _inbound(message, user, field(message, "Content"))
    if kind != "event":
        return Said(user, ONLY_WORDS)
    event = field(message, "Event")
    if event.lower() == LEFT:
        return Left(user)
    if event.lower() == CLICKED:
        return _inbound(message, user, field(message, "EventKey"))
    if event in GREETED:
        return Said(user, GREETED[event], event)
    if event in WARNINGS:
        logger.warning("WeCom sends %s: the app is hardly used and may be switched off; see 应用管理", event)
    return None


def reply_to(said: Said, corp_id: str, now: int) -> str:
    """As it goes into the reply, not yet sealed."""
    return (
        f"<xml><ToUserName>{cdata(said.user)}</ToUserName><FromUserName>{cdata(corp_id)}</FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType>{cdata('text')}</MsgType><Content>{cdata(said.text)}</Content></xml>"
    )


def _inbound(message: etree._Element, user: str, text: str) -> Inbound:
    names = ("MsgId",) if field(message, "MsgId") else ("FromUserName", "CreateTime", "Event", "EventKey")
    key = digest(field(message, "AgentID"), *(field(message, name) for name in names))
    return Inbound(Address(Channel.WECOM_APP, user), key, user, text)
