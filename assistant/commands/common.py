"""What commands share: the world they are given, their options, and how they print."""

from __future__ import annotations

import functools
import json
import logging
import sys
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

import click

from assistant.clock import FIRST_DAY, LAST_DAY
from assistant.settings import Settings

if TYPE_CHECKING:  # for the reader of the types; loading it takes a while, and `campaign --help` does without
    from assistant.services import Archive

LOGGERS = ("assistant", "bots", "eval", "ingest", "uvicorn")

P = ParamSpec("P")
R = TypeVar("R")


class OpenArchive(Protocol):
    """Opens what the settings name. `repair` also takes search indexes that do not fit, for commands that mend them."""

    def __call__(self, settings: Settings, *, repair: bool) -> AbstractContextManager[Archive]: ...


@dataclass(frozen=True, slots=True)
class World:
    """All that a command does not know by itself: `main` gives the real one, tests another."""

    env: Mapping[str, str]
    today: Callable[[], date]
    open_archive: OpenArchive


class Refused(click.ClickException):
    """Wrong usage that only shows when the command runs: one line, exit status 2."""

    exit_code = 2


class Day(click.ParamType[date]):
    """YYYY-MM-DD."""

    name = "date"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            day = date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; write it as 2024-05-13", param, ctx)
        if not FIRST_DAY <= day <= LAST_DAY:
            self.fail(f"{value!r} is not between {FIRST_DAY} and {LAST_DAY}", param, ctx)
        return day


json_option = click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout, nothing else.")
as_of_option = click.option(
    "--as-of", type=Day(), callback=lambda ctx, _param, day: day or world_of(ctx).today(), help="Today, by default."
)
notice_option = click.option(
    "--notice", "notice_prefix", metavar="ID", help="This notice only; its id, or the beginning of it."
)
campaign_option = click.option("--campaign", metavar="TEXT", help="Words of a campaign's name: 双品节, '2022 年货节'.")


def world_of(ctx: click.Context) -> World:
    world = ctx.find_object(World)
    if world is None:
        raise TypeError("the commands are run through assistant.cli.main, or with a World as obj")
    return world


def with_archive(
    log_level: int = logging.WARNING, *, repair: bool = False
) -> Callable[[Callable[Concatenate[Archive, P], R]], Callable[P, R]]:
    """Give a command the archive that --data-dir or the environment names, and close it afterwards."""

    def decorate(command: Callable[Concatenate[Archive, P], R]) -> Callable[P, R]:
        @click.option(
            "--data-dir",
            type=click.Path(path_type=Path),
            help="Where the library lives; default $CAMPAIGN_DATA_DIR, else ./data.",
        )
        @click.pass_context
        @functools.wraps(command)
        def run(ctx: click.Context, /, *args: P.args, **kwargs: P.kwargs) -> R:
            data_dir = kwargs.pop("data_dir")
            world = world_of(ctx)
            settings = Settings.from_env(world.env, data_dir=data_dir if isinstance(data_dir, Path) else None)
            set_up_logging(settings.level(log_level))
            with world.open_archive(settings, repair=repair) as archive:
                return command(archive, *args, **kwargs)

        return run

    return decorate


def set_up_logging(level: int) -> None:
    """Our own lines from `level` on, those of the libraries only if something is wrong: they do not know what is private."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for name in LOGGERS:
        logging.getLogger(name).setLevel(level)


def print_json(document: object) -> None:
    """UTF-8 whatever the terminal speaks: programs read this."""
    made = json.dumps(document, ensure_ascii=False, indent=2).encode("utf-8", "replace")
    sys.stdout.buffer.write(made + b"\n")
    sys.stdout.flush()


def tell(line: str) -> None:
    """A message to the person at the terminal: never on stdout."""
    click.echo(line, err=True)
