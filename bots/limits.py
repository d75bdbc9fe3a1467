"""What each channel takes: the one table of limits, with where they come from. Text in, its size in the channel's unit out.

Sources: core.telegram.org/bots/api and /bots/faq (2026-06, Bot API 10.0); developer.work.weixin.qq.com, documents 90236
(应用消息), 91770 and 99110 (群机器人), 101031 (智能机器人), 101463 (长连接).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from bots.model import Channel


def utf16_units(text: str) -> int:
    """What Telegram counts: a character outside the BMP counts twice.

    >>> utf16_units("报送😀")
    4
    """
    return len(text.encode("utf-16-le")) // 2


def utf8_bytes(text: str) -> int:
    """What WeCom counts.

    >>> utf8_bytes("报送😀")
    10
    """
    return len(text.encode("utf-8"))


class Buttons(Enum):
    """What becomes of what could be pressed."""

    PRESSED = "pressed"
    TYPED = "typed"  # the message says what to write instead
    LEFT_OUT = "left out"  # nobody reads what is written there


@dataclass(frozen=True, slots=True)
class Limit:
    """Of one message, and of one chat."""

    most: int  # in the unit of `size`, markup included
    size: Callable[[str], int]
    per_minute: int  # messages to one chat; what is over is dropped or refused by the channel
    repeatable: bool = False  # whether the channel shows any message once though it is sent twice
    buttons: Buttons = Buttons.TYPED
    writes_first: bool = True  # whether it can say something nobody has just asked for


LIMITS: Mapping[Channel, Limit] = MappingProxyType(
    {
        # 4096 after the markup is read; 4000 with it leaves room for a number. In groups 20 a minute, alone 60.
        Channel.TELEGRAM: Limit(4000, utf16_units, per_minute=20, buttons=Buttons.PRESSED),
        # A frame of a stream replaces the one before it. 20,480 bytes, of which some are left for the frame.
        Channel.WECOM_SOCKET: Limit(20_000, utf8_bytes, per_minute=30),
        # It replaces what it showed, or goes to an address that works once.
        Channel.WECOM_BOT: Limit(20_000, utf8_bytes, per_minute=30, repeatable=True, writes_first=False),
        # Of more than 2048 the rest is cut off without a word; 36 are a mark. The same text, mark included, is shown to a
        # user once (enable_duplicate_check).
        Channel.WECOM_APP: Limit(2012, utf8_bytes, per_minute=30, repeatable=True),
        Channel.WECOM_HOOK: Limit(4096, utf8_bytes, per_minute=20, buttons=Buttons.LEFT_OUT),
    }
)
