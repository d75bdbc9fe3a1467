"""`campaign eval`: run regression sets over a library, and say by the exit status whether the bar is met."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console

from assistant.commands.common import json_option, print_json, set_up_logging, world_of
from assistant.commands.keeping import fill_if_empty
from assistant.settings import Settings
from eval.cases import load_set
from eval.report import Report, print_report, report_json
from eval.run import current_notices, run, texts_of

FAILED = 1
WIDTH = 120  # of the report where nobody sits at a terminal


@click.command()
@click.argument("sets", metavar="SET...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 1),
    default=0.95,
    show_default=True,
    help="The share of right answers that is asked for.",
)
@json_option
@click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The library to ask; default $CAMPAIGN_DATA_DIR, else a fresh one made of the bundled notices.",
)
@click.pass_context
def command(
    ctx: click.Context, sets: tuple[Path, ...], fail_under: float, as_json: bool, data_dir: Path | None
) -> None:
    """Ask all questions of the sets as production would, and report what is right and why the rest is not.

    Exit status 1 if a set stays under the bar, answers what must not be answered, or quotes what is not printed.
    """
    world = world_of(ctx)
    with _settings(world.env, data_dir) as settings, world.open_archive(settings, repair=False) as archive:
        set_up_logging(settings.level(logging.WARNING))
        fill_if_empty(archive)
        texts = texts_of(current_notices(archive.shelf))
        case_sets = [load_set(path, texts) for path in sets]
        reports = [Report(one.name, tuple(run(one.cases, archive.services))) for one in case_sets]
    passed = all(report.passed(fail_under) for report in reports)
    if as_json:
        print_json({"passed": passed, "sets": [report_json(report, fail_under) for report in reports]})
    else:
        console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
        for report in reports:
            print_report(report, console)
    if not passed:
        ctx.exit(FAILED)


@contextmanager
def _settings(env: Mapping[str, str], data_dir: Path | None) -> Iterator[Settings]:
    """The library that is named, else one of its own that is gone afterwards and touches no database in use."""
    settings = Settings.from_env(env, data_dir=data_dir)
    if data_dir is not None or env.get("CAMPAIGN_DATA_DIR"):
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="campaign-eval-") as folder:
        yield replace(settings, data_dir=Path(folder), database_url=None, chroma_url=None)
