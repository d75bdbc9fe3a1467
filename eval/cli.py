"""`campaign eval`: check regression sets, run them, and say by the exit status whether a build may pass."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import click
import httpx
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.commands.common import Refused, World, json_option, print_json, set_up_logging, tell, world_of
from assistant.commands.keeping import fill_if_empty
from assistant.settings import Settings
from eval.baseline import compare, read_baseline, write_baseline
from eval.cases import BadSet, CaseSet, first_of
from eval.check import problems
from eval.draft import draft_set, verdict_line
from eval.junit import junit_xml
from eval.load import load_set
from eval.page import page_html
from eval.passing import BAR, GATES, Judged
from eval.report import Report, report_json
from eval.run import Result, run
from eval.sheet import EXAMPLES, write_table
from eval.targets import TIMEOUT_S, InProcess, OverHttp, Target
from eval.terminal import print_report

FAILED = 1
WIDTH = 120  # of the report where nobody sits at a terminal


class RunByDefault(click.Group):
    """`campaign eval SET…` runs sets; the first word may also be a command of its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, "--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)


sets_argument = click.argument("sets", metavar="SET...", nargs=-1, required=True, type=click.Path(path_type=Path))
against_option = click.option(
    "--against", metavar="URL", help="A running service to ask, instead of the assistant in this process."
)
data_dir_option = click.option(
    "--data-dir",
    type=click.Path(path_type=Path, file_okay=False),
    help="The library to ask; default $CAMPAIGN_DATA_DIR, else a fresh one made of the bundled notices.",
)
file_type = click.Path(path_type=Path, dir_okay=False)


@click.group(cls=RunByDefault, no_args_is_help=True, subcommand_metavar="SET... [OPTIONS] | COMMAND")
def command() -> None:
    """Run question sets (YAML, CSV, XLSX) and report what is right, and why the rest is not.

    `campaign eval SET...` is short for `campaign eval run SET...`; `campaign eval run --help` lists the options.
    """


@command.command("run")
@sets_argument
@against_option
@data_dir_option
@click.option("--baseline", type=file_type, help="What the sets scored before; see --save-baseline.")
@click.option("--save-baseline", type=file_type, help="Write what the sets score now, for later runs to compare with.")
@click.option(
    "--fail-on",
    type=click.Choice(sorted(GATES), case_sensitive=False),
    help="What fails the run: a share under --fail-under or any harm (bar; the default), any wrong answer (failure), "
    "what is worse than the baseline (regression; the default with --baseline), or nothing.",
)
@click.option("--fail-under", type=click.FloatRange(0, 1), help=f"The share of right answers asked for; default {BAR}.")
@click.option("--html", type=file_type, help="Write a report to read, one file.")
@click.option("--junit", type=file_type, help="Write a report for a CI server.")
@json_option
@click.pass_context
def run_sets(
    ctx: click.Context,
    sets: tuple[Path, ...],
    against: str | None,
    data_dir: Path | None,
    baseline: Path | None,
    save_baseline: Path | None,
    fail_on: str | None,
    fail_under: float | None,
    html: Path | None,
    junit: Path | None,
    as_json: bool,
) -> None:
    """Ask all questions of the sets as users do, and report what is right and why the rest is not.

    Exit status 1 if a set may not pass. Harm is an answer to what must not be answered, or a quote that is not printed.
    """
    gate = fail_on or ("regression" if baseline is not None else "bar")
    if gate == "regression" and baseline is None:
        raise Refused("--fail-on regression: nothing to compare with; name a --baseline, made by --save-baseline")
    before = read_baseline(baseline) if baseline is not None else None
    with _target(world_of(ctx), data_dir, against) as target:
        case_sets = [load_set(path, target.sources.ids) for path in sets]
        _check_names(case_sets)
        reports = [Report(one.name, tuple(_run(one, target))) for one in case_sets]
        judged = []
        for report in reports:
            then = compare(report, before) if before is not None else None
            refused = GATES[gate](report, then, fail_under if fail_under is not None else BAR)
            if gate != "bar" and fail_under is not None:
                refused = (*refused, *(one for one in GATES["bar"](report, then, fail_under) if one not in refused))
            judged.append(Judged(report, then, refused))
        if html is not None:
            _write(html, page_html(judged, world_of(ctx).today()))
        if junit is not None:
            _write(junit, junit_xml(judged))
        if save_baseline is not None:
            write_baseline(save_baseline, reports)
    passed = all(one.passed for one in judged)
    if as_json:
        print_json({"passed": passed, "fail_on": gate, "sets": [_judged_json(one) for one in judged]})
    else:
        console = Console(highlight=False, width=None if sys.stdout.isatty() else WIDTH)
        for one in judged:
            print_report(one, console)
    if not passed:
        ctx.exit(FAILED)


@command.command()
@sets_argument
@against_option
@data_dir_option
@click.pass_context
def check(ctx: click.Context, sets: tuple[Path, ...], against: str | None, data_dir: Path | None) -> None:
    """Say what is wrong with sets, without asking a question: each problem with its line, in a spreadsheet its cell."""
    found: list[str] = []
    with _target(world_of(ctx), data_dir, against) as target:
        for path in sets:
            try:
                case_set = load_set(path, target.sources.ids)
            except BadSet as exc:
                found.extend(exc.problems)
                continue
            wrong = problems(case_set, target.sources)
            found.extend(first_of(wrong, path))
            if not wrong:
                click.echo(f"{path}: {len(case_set.cases)} cases, nothing wrong")
    for problem in found:
        click.echo(problem)
    if found:
        ctx.exit(FAILED)


@command.command()
@click.argument("case_set", metavar="SET", type=click.Path(path_type=Path))
@click.argument("table", metavar="TABLE", type=file_type)
@against_option
@data_dir_option
@click.pass_context
def convert(ctx: click.Context, case_set: Path, table: Path, against: str | None, data_dir: Path | None) -> None:
    """Write a set as a spreadsheet (.xlsx, .csv), to be kept there from then on."""
    if table.exists():
        raise Refused(f"{table}: is there already; name a new file")
    with _target(world_of(ctx), data_dir, against) as target:
        loaded = load_set(case_set, target.sources.ids)
    write_table(loaded, table)
    click.echo(f"{table}: {len(loaded.cases)} cases")


@command.command()
@click.argument("table", metavar="TABLE", type=file_type)
def new(table: Path) -> None:
    """Begin a set as a spreadsheet (.xlsx, .csv): its columns, and three examples to write over."""
    if table.exists():
        raise Refused(f"{table}: is there already; name a new file")
    write_table(CaseSet(table.stem, EXAMPLES), table)
    click.echo(f"{table}: {len(EXAMPLES)} examples; docs/evaluating.md says what stands in each column")


@command.command()
@click.argument("out", metavar="SET", type=file_type)
@click.option(
    "--verdicts",
    type=click.File("r", encoding="utf-8"),
    help="JSON lines of another system (- for stdin) instead of what users of this library said.",
)
@data_dir_option
@click.pass_context
def draft(ctx: click.Context, out: Path, verdicts: TextIO | None, data_dir: Path | None) -> None:
    """Make cases, for a person to finish, of answers that users of the service or of a bot were unhappy with."""
    world = world_of(ctx)
    if out.exists():
        raise Refused(f"{out}: is there already; name a new file")
    if verdicts is not None:
        _write(out, draft_set(verdicts, name=out.stem, today=world.today()))
        return
    settings = Settings.from_env(world.env, data_dir=data_dir)
    with world.open_archive(settings, repair=False) as archive:
        sources = {entry.id: entry.source for entry in archive.shelf.entries()}
        lines = [verdict_line(judged, sources) for judged in archive.services.replies.judged()]
    _write(out, draft_set(lines, name=out.stem, today=world.today()))


def _check_names(case_sets: Sequence[CaseSet]) -> None:
    """A baseline and a report tell sets apart by their names."""
    named: dict[str, Path] = {}
    for one in case_sets:
        if one.name in named:
            raise BadSet([f"{one.path}: its name {one.name!r} is that of {named[one.name]}; names must differ"])
        named[one.name] = one.path


def _run(case_set: CaseSet, target: Target) -> Iterator[Result]:
    """With a bar at a terminal: a set over HTTP, or with a language model behind it, takes its time."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield from progress.track(
            run(case_set.cases, target), total=len(case_set.cases), description=f"{case_set.name}"
        )


def _judged_json(judged: Judged) -> dict[str, object]:
    then = judged.comparison
    changed = None
    if then is not None:
        changed = {
            "known": then.known,
            **{
                name: [one.case.id for one in getattr(then, name)]
                for name in ("broken", "fixed", "still", "new", "harmful")
            },
            "gone": list(then.gone),
            "fallen": [str(drop) for drop in then.drops],
        }
    return {"passed": judged.passed, "refused": list(judged.refused), "baseline": changed, **report_json(judged.report)}


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    tell(f"wrote {path}")


@contextmanager
def _target(world: World, data_dir: Path | None, against: str | None) -> Iterator[Target]:
    """What is asked: a service at an address, else the assistant over a library."""
    if against is not None:
        if data_dir is not None:
            raise Refused("--against URL asks the library of that service; leave out --data-dir")
        set_up_logging(logging.WARNING)
        with httpx.Client(base_url=against, timeout=TIMEOUT_S) as client:
            yield OverHttp(client)
        return
    with _settings(world.env, data_dir) as settings, world.open_archive(settings, repair=False) as archive:
        set_up_logging(settings.level(logging.WARNING))
        fill_if_empty(archive)
        yield InProcess(archive.services)


@contextmanager
def _settings(env: Mapping[str, str], data_dir: Path | None) -> Iterator[Settings]:
    """The library that is named, else one of its own that is gone afterwards and touches no database in use."""
    settings = Settings.from_env(env, data_dir=data_dir)
    if data_dir is not None or env.get("CAMPAIGN_DATA_DIR"):
        yield settings
        return
    with tempfile.TemporaryDirectory(prefix="campaign-eval-") as folder:
        yield replace(settings, data_dir=Path(folder), database_url=None, chroma_url=None)
