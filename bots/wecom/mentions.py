"""In groups a message holds the robot's name: at its beginning, its end or in between. What is asked is the rest."""

from __future__ import annotations

import re

MENTION = re.compile(r"(?<!\S)@\S+")


def without_mentions(text: str) -> str:
    """What is asked, without whom; an address of e-mail stays.

    >>> without_mentions("@通知助手 总结发到 yycjc@mofcom.gov.cn 吗"), without_mentions("联系人是谁 @通知助手")
    ('总结发到 yycjc@mofcom.gov.cn 吗', '联系人是谁')
    """
    return re.sub(r"[ \u2005]{2,}", " ", MENTION.sub("", text)).strip()
