"""`campaign bot`: run the bots, and check how they are set up."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Sequence
from contextlib import suppress

import click
from fastapi import APIRouter

from assistant.commands.common import tell, with_archive, world_of
from assistant.commands.keeping import fill_if_empty
from assistant.services import Archive
from bots.channels import find_lines, runs_alone
from bots.settings import BotSettings
from bots.wire import Desk, make_desk

NEEDED = {
    "telegram": "CAMPAIGN_TELEGRAM_TOKEN is not set; get a token from @BotFather (docs/telegram.md)",
    "wecom": "nothing of CAMPAIGN_WECOM_… is set; docs/wecom.md says what to click where",
}

CALLED = "a robot by callback is called by WeCom, which only `campaign serve` answers; run that (docs/wecom.md)"


@click.group("bot")
def command() -> None:
    """Answer in Telegram and WeCom, and send reminders."""


@command.command()
@with_archive(logging.INFO)
def telegram(archive: Archive) -> None:
    """Fetch messages from Telegram and answer them, until stopped.

    Where Telegram calls instead (a webhook), that is part of `campaign serve`.
    """
    telegram = _desk(archive).settings.telegram
    if telegram is not None and telegram.webhook_secret:
        raise click.ClickException(
            "CAMPAIGN_TELEGRAM_WEBHOOK_SECRET is set, so Telegram calls `campaign serve`; run that, or unset it to fetch"
        )
    _run(archive, "telegram")


@command.command()
@with_archive(logging.INFO)
def wecom(archive: Archive) -> None:
    """Hold the long connection of a WeCom robot, and send what is due in WeCom, until stopped.

    Callback addresses are part of `campaign serve`.
    """
    _run(archive, "wecom")


@command.command()
@with_archive()
def doctor(archive: Archive) -> None:
    """Check every channel that is set up, and name the cause of what fails. Exit status 1 if anything does."""
    desk = _desk(archive)
    wrong = asyncio.run(_examine(desk))
    if wrong:
        raise click.ClickException(f"{wrong} of the checks failed; the lines above say what to do")


def _run(archive: Archive, group: str) -> None:
    desk = _desk(archive)
    makers = find_lines(desk.settings, group)
    if not makers:
        raise click.ClickException(NEEDED[group])
    if not runs_alone(desk.settings, group):
        raise click.ClickException(CALLED)
    fill_if_empty(archive)
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(desk, group))


async def _serve(desk: Desk, group: str) -> None:
    lines = [make(desk) for make in find_lines(desk.settings, group)]
    relay = desk.relay(lines)
    for line in lines:
        line.connect(relay, APIRouter())  # without the service nobody calls
    stopped = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopped.set)  # containers are stopped with it
    async with relay.running():
        tell(f"running {', '.join(line.channel.value for line in lines)} (Ctrl+C stops)")
        await stopped.wait()


async def _examine(desk: Desk) -> int:
    """Print a line per check; the number of those that failed."""
    wrong = 0
    lines = [make(desk) for make in find_lines(desk.settings)]
    if not lines:
        raise click.ClickException("no channel is set up; .env.example names what to set")
    for line in lines:
        async for check in line.checks():
            wrong += not check.well
            mark = "ok  " if check.well else "FAIL"
            click.echo(f"{mark} {line.channel.value}: {check.what}" + (f": {check.advice}" if check.advice else ""))
    _tell_counts(desk)
    return wrong


def _tell_counts(desk: Desk) -> None:
    counts = desk.outbox.counts()
    shown: Sequence[str] = [f"{state} {count}" for state, count in sorted(counts.items())]
    click.echo(f"     outbox: {', '.join(shown) or 'empty'}")


def _desk(archive: Archive) -> Desk:
    world = world_of(click.get_current_context())
    return make_desk(archive, BotSettings.from_env(world.env), world.today)
