"""Who is told of a duty: every chat with a subscription that fits, once, however many of its subscriptions do."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from assistant.tables import are_named
from bots.guard import Guard
from bots.model import Address, Channel
from bots.reminding.duties import Duty
from bots.settings import BotSettings
from bots.subscriptions import Scope, Subscription, Subscriptions, scope_named
from ingest.model import Level

HOOK = Address(Channel.WECOM_HOOK, "group")  # the group that a 群机器人 stands in; its key says which


def fits(subscription: Subscription, duty: Duty) -> bool:
    """Whether a subscription is about a duty. What is asked of nobody in particular concerns every level."""
    if subscription.scope is Scope.CAMPAIGN:
        return are_named(duty.parts, subscription.value)
    if subscription.scope is Scope.LEVEL:
        return duty.level in (None, Level[subscription.value])
    return True


@dataclass(frozen=True, slots=True)
class Recipients:
    """Everybody who is to be told something, as of now."""

    by_address: Mapping[Address, tuple[Subscription, ...]]

    @property
    def days(self) -> frozenset[int]:
        """All that anybody is reminded on before a last day."""
        return frozenset(day for theirs in self.by_address.values() for one in theirs for day in one.days)

    def of(self, duty: Duty) -> dict[Address, frozenset[int]]:
        """Who is told of a duty, and how many days before it."""
        asked = {(one.scope, one.value): one for theirs in self.by_address.values() for one in theirs}
        fitting = {about for about, one in asked.items() if fits(one, duty)}  # most chats ask for the same few things
        found = {}
        for address, theirs in self.by_address.items():
            days = [one.days for one in theirs if (one.scope, one.value) in fitting]
            if days:
                found[address] = frozenset(day for each in days for day in each)
        return found

    def about(self, duties: Iterable[Duty]) -> dict[Address, list[Duty]]:
        """Which of several duties are whose."""
        found: dict[Address, list[Duty]] = defaultdict(list)
        for duty in duties:
            for address in self.of(duty):
                found[address].append(duty)
        return found


def find_recipients(subscriptions: Subscriptions, guard: Guard, settings: BotSettings, before: float) -> Recipients:
    """Subscriptions of those who may be told, made before a moment in seconds since 1970; and of the group in settings."""
    found: dict[Address, list[Subscription]] = defaultdict(list)
    for one in (*subscriptions.before(before), *configured(settings)):
        if one.address == HOOK or guard.may_be_told(one.address, one.subscriber):
            found[one.address].append(one)
    return Recipients({address: tuple(theirs) for address, theirs in found.items()})


def configured(settings: BotSettings) -> Collection[Subscription]:
    """A 群机器人 hears nothing: what its group is told, settings say."""
    if settings.wecom.hook_key is None:
        return ()
    scope, value = scope_named(settings.wecom.hook_scope)
    return (Subscription(0, HOOK, "", scope, value, settings.days_before, token=""),)
