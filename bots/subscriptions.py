"""Who wants to be told of which deadlines: all of them, those of a campaign, those of a level of administration.

(address, scope) -> Subscription, each with an unguessable token for its calendar feed.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy import ColumnElement, Row, delete, exists, select, update

from bots.model import Address, Channel
from bots.moments import Clock, in_ms
from bots.people import Role
from ingest.database import Database, insert_new
from ingest.schema import subscriptions

EVERYTHING = ("全部", "所有", "全部通知")


class Scope(Enum):
    EVERYTHING = "everything"
    CAMPAIGN = "campaign"  # words of its name, as `campaign deadlines --campaign` takes them
    LEVEL = "level"  # name of an `ingest.model.Level`


@dataclass(frozen=True, slots=True)
class Subscription:
    row: int
    address: Address
    subscriber: str = field(repr=False)  # digest of who asked for it
    scope: Scope
    value: str
    days: tuple[int, ...]  # before a deadline, most first
    token: str = field(repr=False)


def scope_named(words: str) -> tuple[Scope, str]:
    """What words name: everything, a level by its exact name, else a campaign.

    >>> scope_named("全部"), scope_named("市级"), scope_named("双品网购节")
    ((<Scope.EVERYTHING: 'everything'>, ''), (<Scope.LEVEL: 'level'>, 'CITY'), (<Scope.CAMPAIGN: 'campaign'>, '双品网购节'))
    """
    words = " ".join(dict.fromkeys(words.split()))
    if words in EVERYTHING:
        return Scope.EVERYTHING, ""
    level = next((role.level.name for role in Role if role.value == words), None)
    return (Scope.LEVEL, level) if level else (Scope.CAMPAIGN, words)


class Subscriptions:
    """Safe to share between threads and processes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, address: Address, subscriber: str, scope: Scope, value: str, days: Sequence[int]) -> bool:
        """Subscribe a chat; False where it was already."""
        with self._database.changing() as connection:
            return insert_new(
                connection,
                subscriptions,
                {
                    "channel": address.channel.value,
                    "chat": address.chat,
                    "thread": address.thread,
                    "subscriber": subscriber,
                    "scope": scope.value,
                    "value": value,
                    "days": ",".join(map(str, days)),
                    "token": secrets.token_urlsafe(24),
                    "created_at": in_ms(self._clock()),
                },
            )

    def of(self, address: Address) -> tuple[Subscription, ...]:
        """Those of a chat, oldest first."""
        return self._select(
            (subscriptions.c.channel == address.channel.value)
            & (subscriptions.c.chat == address.chat)
            & (subscriptions.c.thread == address.thread)
        )

    def before(self, seconds: float) -> tuple[Subscription, ...]:
        """Those that were there at a moment, in seconds since 1970, and still are."""
        return self._select(subscriptions.c.created_at <= in_ms(seconds))

    def by_token(self, token: str) -> Subscription | None:
        return next(iter(self._select(subscriptions.c.token == token)), None)

    def remove(self, rows: Sequence[int]) -> None:
        with self._database.changing() as connection:
            connection.execute(delete(subscriptions).where(subscriptions.c.row.in_(rows)))

    def leave(self, channel: Channel, chat: str) -> None:
        """Delete what a chat subscribed to that can be written to no more."""
        with self._database.changing() as connection:
            connection.execute(delete(subscriptions).where(_of_chat(channel, chat)))

    def move(self, channel: Channel, chat: str, to: str) -> None:
        """A chat is now called otherwise; what it subscribed to under both names stays once."""
        there = subscriptions.alias()
        twice = exists().where(
            there.c.channel == subscriptions.c.channel,
            there.c.chat == to,
            there.c.thread == subscriptions.c.thread,
            there.c.scope == subscriptions.c.scope,
            there.c.value == subscriptions.c.value,
        )
        with self._database.changing() as connection:
            connection.execute(delete(subscriptions).where(_of_chat(channel, chat), twice))
            connection.execute(update(subscriptions).where(_of_chat(channel, chat)).values(chat=to))

    def forget(self, subscriber: str) -> None:
        """Delete what somebody subscribed to, wherever."""
        with self._database.changing() as connection:
            connection.execute(delete(subscriptions).where(subscriptions.c.subscriber == subscriber))

    def _select(self, condition: ColumnElement[bool]) -> tuple[Subscription, ...]:
        query = select(subscriptions).where(condition).order_by(subscriptions.c.row)
        with self._database.reading() as connection:
            return tuple(map(_subscription, connection.execute(query)))


def _of_chat(channel: Channel, chat: str) -> ColumnElement[bool]:
    return (subscriptions.c.channel == channel.value) & (subscriptions.c.chat == chat)


def _subscription(row: Row[tuple[object, ...]]) -> Subscription:
    values = row._mapping
    return Subscription(
        row=values["row"],
        address=Address(Channel(values["channel"]), values["chat"], values["thread"]),
        subscriber=values["subscriber"],
        scope=Scope(values["scope"]),
        value=values["value"],
        days=tuple(int(one) for one in values["days"].split(",") if one),
        token=values["token"],
    )
