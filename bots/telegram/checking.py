"""What can be wrong with a bot of Telegram, in the order of setting it up. A bot and its settings in, checks out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

from telegram import Bot, WebhookInfo
from telegram.error import Conflict, TelegramError

from bots.channel import Check
from bots.settings import TelegramSettings
from bots.telegram.faults import explained

MANY_PENDING = 20
PORTS = (443, 80, 88, 8443)  # that Telegram calls
LATELY_S = 3600.0


async def look_at(bot: Bot, settings: TelegramSettings, *, hook: str | None, fetched: bool) -> AsyncIterator[Check]:
    """`hook` is the address Telegram is to call, None for polling; `fetched` whether a process of ours polls now."""
    try:
        await bot.initialize()
        yield Check(f"token, of @{bot.username}", True)
        yield _groups(bot)
        info = await bot.get_webhook_info()
        for check in _called(info, hook) if hook else _polled(info, fetched):
            yield check
        if not hook and not info.url and not fetched:
            yield await _alone(bot)
    except TelegramError as error:
        yield Check("connection", False, explained(error, settings.api_url))


def _groups(bot: Bot) -> Check:
    if not bot.can_join_groups:
        return Check("groups", True, "it cannot be added to any; @BotFather, /setjoingroups, changes that")
    if bot.can_read_all_group_messages:
        advice = "it is sent everything that is said in groups; @BotFather, /setprivacy, Enable: what is meant for it will do"
        return Check("groups", True, advice)
    return Check("groups, where it is sent commands, mentions and replies only", True)


def _called(info: WebhookInfo, hook: str) -> list[Check]:
    parts = urlsplit(hook)
    if parts.scheme != "https" or (parts.port or 443) not in PORTS:
        ports = ", ".join(map(str, PORTS))
        return [Check("webhook", False, f"CAMPAIGN_PUBLIC_URL must be https, on one of the ports {ports}")]
    if info.url != hook:
        where = f"is set to {urlsplit(info.url).hostname}" if info.url else "is not set"
        return [Check("webhook", False, f"it {where}; start `campaign serve`, which sets it to {hook}")]
    checks = [Check("webhook address", True)]
    if info.last_error_message and info.last_error_date and _lately(info.last_error_date):
        advice = f"Telegram could not deliver: {info.last_error_message}; it must reach {hook} from outside"
        checks.append(Check("webhook calls", False, advice))
    if info.pending_update_count > MANY_PENDING:
        advice = f"{info.pending_update_count} messages wait at Telegram; is `campaign serve` running?"
        checks.append(Check("webhook messages", False, advice))
    return checks


def _polled(info: WebhookInfo, fetched: bool) -> list[Check]:
    if info.url:
        host = urlsplit(info.url).hostname
        advice = f"a webhook is set (to {host}), so nothing can be fetched; starting `campaign bot telegram` removes it"
        return [Check("fetching messages", False, advice)]
    if fetched:
        return [Check("fetching messages", True, "a process does it")]
    wait = f", {info.pending_update_count} wait" if info.pending_update_count else ""
    return [Check("fetching messages", True, f"no process does it now{wait}; `campaign bot telegram` starts one")]


async def _alone(bot: Bot) -> Check:
    """Ask for messages without taking any: another program that does so is thrown out, or we are."""
    try:
        await bot.get_updates(limit=1, timeout=0)
    except Conflict:
        advice = "another program fetches with this token; stop it, or get this bot a token of its own"
        return Check("nobody else fetches", False, advice)
    return Check("nobody else fetches", True)


def _lately(moment: datetime) -> bool:
    return (datetime.now(UTC) - moment).total_seconds() < LATELY_S
