"""The menu under an app's messages: a table. Its keys are commands of `bots.talk`.

Limits (developer.work.weixin.qq.com, document 90231): 3 entries of 16 bytes, 5 below each of 40 bytes.
"""

from __future__ import annotations

from typing import Any

MENU: tuple[tuple[str, str | tuple[tuple[str, str], ...]], ...] = (
    ("时限", "/deadlines"),
    ("查一查", (("联系人", "/contacts"), ("法律法规", "/laws"), ("有哪些通知", "/notices"))),
    (
        "我的",
        (
            ("订阅提醒", "/subscribe"),
            ("退订提醒", "/unsubscribe"),
            ("我的身份", "/role"),
            ("使用说明", "/help"),
            ("删除我的记录", "/forget"),
        ),
    ),
)


def menu_body() -> dict[str, Any]:
    """As `menu/create` takes it."""
    return {
        "button": [
            {"type": "click", "name": name, "key": below}
            if isinstance(below, str)
            else {"name": name, "sub_button": [{"type": "click", "name": one, "key": key} for one, key in below]}
            for name, below in MENU
        ]
    }
