"""`campaign`, the command line: which commands there are, and what happens when one fails.

A command's module is loaded when it is called, so that `campaign --help` does not wait for the libraries of all.
Packages that this one may not import add commands as entry points of the group `campaign.commands`.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TYPE_CHECKING

import click
from dotenv import load_dotenv

from assistant.clock import today_in_china
from assistant.commands.common import OpenArchive, World
from assistant.settings import Settings
from ingest.errors import CampaignError

if TYPE_CHECKING:  # for the reader of the types; loading it takes a while
    from assistant.services import Archive

logger = logging.getLogger(__name__)

GROUP = "campaign.commands"
FAILED = 1
DOTENV = Path(".env")  # of the folder the command is run in, where docker compose reads it, too


@dataclass(frozen=True, slots=True)
class Command:
    """Where a command is found, and what it does in a line."""

    target: str
    help: str


COMMANDS: Mapping[str, Command] = {
    "ingest": Command("assistant.commands.keeping:ingest", "Read files or folders into the library."),
    "notices": Command("assistant.commands.reading:notices", "List the notices of the library."),
    "notice": Command("assistant.commands.reading:notice", "Show one notice: masthead, clauses, facts."),
    "ask": Command("assistant.commands.asking:ask", "Answer a question, with the clauses it rests on."),
    "chat": Command("assistant.commands.asking:chat", "Answer questions line by line, with follow-ups."),
    "deadlines": Command("assistant.commands.reading:deadlines", "List what has to be done by when."),
    "contacts": Command("assistant.commands.reading:contacts", "List whom to ask."),
    "laws": Command("assistant.commands.reading:laws", "List the laws and documents referred to."),
    "remove": Command("assistant.commands.keeping:remove", "Take a notice out of the library."),
    "reindex": Command("assistant.commands.keeping:reindex", "Rebuild the search indexes from the library."),
    "doctor": Command("assistant.commands.keeping:doctor", "Check the library and its indexes, and repair them."),
    "serve": Command("assistant.commands.serving:serve", "Serve the web pages and the HTTP interface."),
}

# Commands that other packages bring: named here so that their absence can be explained.
BROUGHT: Mapping[str, str] = {
    "bot": "Answer in Telegram and WeCom, and send reminders.",
    "eval": "Run question sets and report what is right.",
}


class Campaign(click.Group):
    """Finds commands by name when they are called, and turns what went wrong into one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS, *sorted(_brought() | BROUGHT.keys())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in COMMANDS:
            return _load(EntryPoint(cmd_name, COMMANDS[cmd_name].target, GROUP))
        for found in entry_points(group=GROUP, name=cmd_name):
            return _load(found)
        return _missing(cmd_name) if cmd_name in BROUGHT else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        helps = {**BROUGHT, **{name: command.help for name, command in COMMANDS.items()}}
        with formatter.section("Commands"):
            formatter.write_dl([(name, helps.get(name, "")) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except CampaignError as error:
            raise click.ClickException(str(error)) from error


@click.command(cls=Campaign, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="campaign-assistant")
def campaign() -> None:
    """Answers about Chinese government campaign notices, each with the exact clause it rests on.

    Start with: campaign ask "第六届双品网购节的总结材料最晚什么时候交？"
    """


def main() -> None:
    """The command `campaign`: the only place that knows the real world, and the last that catches."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # what a terminal cannot say or show becomes "?"
    try:
        load_dotenv(DOTENV)  # what is set already goes before it
    except (OSError, UnicodeError) as error:
        click.echo(f"Error: {DOTENV}: {error}; make it a text file in UTF-8 that can be read", err=True)
        sys.exit(FAILED)
    try:
        campaign.main(obj=World(os.environ, today_in_china, _open_archive), prog_name="campaign")
    except Exception as error:
        logger.debug("traceback of the failure", exc_info=True)
        advice = "please report it; CAMPAIGN_LOG_LEVEL=debug shows where"
        click.echo(f"Error: unexpected {type(error).__name__}: {error}; {advice}", err=True)
        sys.exit(FAILED)


def _open_archive(settings: Settings, *, repair: bool) -> AbstractContextManager[Archive]:
    """The real archive. Found like the commands: it needs libraries that `--help` does not wait for."""
    found: OpenArchive = EntryPoint("archive", "assistant.wire:open_archive", GROUP).load()
    return found(settings, repair=repair)


def _brought() -> set[str]:
    return {found.name for found in entry_points(group=GROUP)}


def _load(found: EntryPoint) -> click.Command:
    try:
        command = found.load()
    except ImportError as exc:
        raise click.ClickException(
            f"{found.name}: cannot be loaded ({exc}); install the project with all it needs"
        ) from exc
    if not isinstance(command, click.Command):
        raise click.ClickException(
            f"{found.name}: {found.value} is no command; see the group {GROUP} in pyproject.toml"
        )
    return command


def _missing(name: str) -> click.Command:
    """Stands in for a command whose package is not installed."""

    @click.command(name, context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
    def missing() -> None:
        raise click.ClickException(
            f"{name}: not installed; install the project itself (`pip install -e .`), which brings it"
        )

    return missing
