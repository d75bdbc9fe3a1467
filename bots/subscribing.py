"""The words around subscriptions: what a user subscribes to, has subscribed to, and unsubscribes from."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.services import Shelf
from assistant.tables import Filter, list_notices
from bots.limits import LIMITS
from bots.model import Button, Inbound, Message, digest
from bots.people import Role, role_named
from bots.rendering import plain_message
from bots.subscriptions import EVERYTHING, Scope, Subscription, Subscriptions, scope_named

WHAT = "订阅什么的时限提醒？也可以写活动名称，例如：/subscribe 双品网购节"
SILENT = "这个机器人不能主动发消息，订阅不了提醒。随时发送“时限”，就能看接下来要报什么。"
NOTHING = "还没有订阅。发送 /subscribe 开始。"
LEVELS = (Role.PROVINCE, Role.CITY, Role.COUNTY, Role.ENTERPRISE)
OF = "的时限"
MOST = 20  # of one chat
MAX_WORDS = 60  # characters of a name; none is longer
TOO_MANY = f"一个聊天最多订阅{MOST}项。请先发送 /unsubscribe 退订不用的。"


class Subscribing:
    """`days` before a deadline reminders are sent; calendars have addresses only where the service has a public one."""

    def __init__(
        self, subscriptions: Subscriptions, shelf: Shelf, *, days: Sequence[int], public_url: str | None
    ) -> None:
        self._subscriptions = subscriptions
        self._shelf = shelf
        self._days = tuple(days)
        self._public_url = public_url

    def subscribe(self, inbound: Inbound, words: str) -> Message:
        if not LIMITS[inbound.address.channel].writes_first:
            return plain_message(SILENT)
        if not words:
            mine = self._subscriptions.of(inbound.address)
            rows: list[tuple[Button, ...]] = [(Button("全部", "/subscribe 全部", typed="订阅 全部"),)]
            rows.append(
                tuple(Button(role.value, f"/subscribe {role.value}", typed=f"订阅 {role.value}") for role in LEVELS)
            )
            return plain_message(_listed(mine) + WHAT, *rows)
        found = self._scope(words)
        if found is None:
            return plain_message(f"没有“{words}”的通知，没有订阅。发送 /notices 看有哪些活动。")
        scope, value = found
        if len(self._subscriptions.of(inbound.address)) >= MOST:
            return plain_message(TOO_MANY)
        new = self._subscriptions.add(inbound.address, inbound.sender, scope, value, self._days)
        mine = self._subscriptions.of(inbound.address)
        this = next(one for one in mine if (one.scope, one.value) == found)
        text = f"{'已订阅' if new else '已经订阅过'}：{name_of(this)}。{_when(self._days)}"
        if self._public_url and not inbound.group:
            text += f"\n日历订阅地址（请勿转发）：{self._public_url}/feeds/{this.token}.ics"
        return plain_message(text)

    def unsubscribe(self, inbound: Inbound, words: str) -> Message:
        mine = self._subscriptions.of(inbound.address)
        if not mine:
            return plain_message(NOTHING)
        pressed = [one for one in mine if words == _key(one)]
        if words in EVERYTHING or (not words and len(mine) == 1):
            chosen = list(mine)
        elif pressed:
            chosen = pressed
        elif words.isdecimal() and 0 < int(words) <= len(mine):
            chosen = [mine[int(words) - 1]]
        else:
            chosen = [
                one for one in mine if words and (words == name_of(one) or words in name_of(one).removesuffix(OF))
            ]
        if not chosen:
            rows = [
                (Button(name_of(one), f"/unsubscribe {_key(one)}", typed=f"退订 {n}"),) for n, one in enumerate(mine, 1)
            ]
            everything = Button("全部退订", "/unsubscribe 全部", typed="退订 全部")
            return plain_message(_listed(mine) + "退订哪一个？", *rows, (everything,))
        self._subscriptions.remove([one.row for one in chosen])
        return plain_message(f"已退订：{'、'.join(map(name_of, chosen))}。")

    def _scope(self, words: str) -> tuple[Scope, str] | None:
        scope, value = scope_named(words)
        if scope is not Scope.CAMPAIGN:
            return scope, value
        if len(value) <= MAX_WORDS and list_notices(self._shelf, Filter(campaign=value)):
            return scope, value
        role = role_named(words)
        return (Scope.LEVEL, role.level.name) if role else None


def name_of(subscription: Subscription) -> str:
    """What a subscription is called.

    >>> from bots.model import Address, Channel
    >>> name_of(Subscription(1, Address(Channel.TELEGRAM, "7"), "", Scope.LEVEL, "CITY", (1,), ""))
    '市级的时限'
    """
    if subscription.scope is Scope.EVERYTHING:
        return "全部时限"
    if subscription.scope is Scope.LEVEL:
        return Role[subscription.value].value + OF
    return subscription.value + OF


def _key(subscription: Subscription) -> str:
    """What stands behind its button: numbers change when one is ended, and a button may be pressed long after."""
    return digest(subscription.scope.value, subscription.value)[:16]


def _listed(mine: Sequence[Subscription]) -> str:
    return "".join(f"{n}. {name_of(one)}\n" for n, one in enumerate(mine, 1))


def _when(days: Sequence[int]) -> str:
    """
    >>> _when((7, 3, 1, 0))
    '到期前7、3、1天和当天上午9点提醒（逢休息日提前到上一个工作日），每周第一个工作日发本周清单，时限有变即时通知。'
    """
    before = "、".join(str(one) for one in days if one)
    parts = [f"到期前{before}天"] if before else []
    parts += ["当天"] if 0 in days else []
    return (
        f"{'和'.join(parts)}上午9点提醒（逢休息日提前到上一个工作日），每周第一个工作日发本周清单，时限有变即时通知。"
    )
