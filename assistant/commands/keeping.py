"""`campaign ingest`, `remove`, `reindex` and `doctor`: what changes the library."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from assistant.commands.common import json_option, print_json, tell, with_archive
from assistant.plain import printable
from assistant.services import Archive
from ingest.pipeline import PARSER, Origin, Outcome, Report, Result, files_in, origin_of

FAILED = 1
STOPPED = "stopped; what the lines above name is in the library, and the same command goes on from there"
# A file that could not be read is skipped as well; only the exit status tells it from one that is not for us.
WORDS = {result: result.value for result in Result} | {Result.FAILED: Result.SKIPPED.value}


@click.command()
@click.argument("origins", metavar="PATH...", nargs=-1, required=True)
@json_option
@with_archive()
def ingest(archive: Archive, origins: tuple[str, ...], as_json: bool) -> None:
    """Read files, or folders with all below them, into the library; zip archives and web addresses, too.

    One line per file; exit status 1 if any could not be read. The others are in all the same.
    """
    paths = [origin_of(word) for word in origins]
    with _progress(paths) as (advance, show):

        def report(outcome: Outcome) -> None:
            advance()
            if not as_json:
                show(_line(outcome))

        try:
            done = archive.ingest(paths, report)
        except KeyboardInterrupt:
            raise click.ClickException(STOPPED) from None
    if as_json:
        print_json({"items": [_outcome_json(outcome) for outcome in done.outcomes], "next": None})
    tell(_summary(done))
    if done.failed:
        sys.exit(FAILED)


@click.command()
@click.argument("notice_prefix", metavar="ID")
@json_option
@with_archive()
def remove(archive: Archive, notice_prefix: str, as_json: bool) -> None:
    """Take a notice out of the library, with all its versions.

    ID may be shortened as long as it fits one notice only.
    """
    notice_id = archive.shelf.find(notice_prefix)
    archive.remove(notice_id)
    if as_json:
        print_json({"id": notice_id, "removed": True})
    else:
        click.echo(f"removed  {notice_id}")


@click.command()
@json_option
@with_archive(repair=True)
def reindex(archive: Archive, as_json: bool) -> None:
    """Rebuild both search indexes from the library; notices that an older parser made are parsed again."""
    outcomes: list[Outcome] = []
    entries = archive.reindex(outcomes.append)
    if as_json:
        print_json({"entries": entries, "items": [_outcome_json(outcome) for outcome in outcomes]})
    else:
        for outcome in outcomes:
            click.echo(_line(outcome))
        click.echo(f"rebuilt  {entries} entries of {len(archive.shelf.entries())} notices")
    if any(outcome.result is Result.FAILED for outcome in outcomes):
        sys.exit(FAILED)


@click.command()
@json_option
@with_archive(repair=True)
def doctor(archive: Archive, as_json: bool) -> None:
    """Check the library and its indexes, and repair what can be repaired.

    Exit status 1 if something is left that cannot.
    """
    findings = archive.doctor()
    left = [finding for finding in findings if not finding.repaired]
    if as_json:
        items = [{"code": one.code, "message": one.message, "repaired": one.repaired} for one in findings]
        print_json({"clean": not findings, "notices": len(archive.shelf.entries()), "items": items})
    else:
        for finding in findings:
            click.echo(f"{'repaired' if finding.repaired else 'broken'}  {finding.message}")
        click.echo(
            f"{len(archive.shelf.entries())} notices: {'nothing left to do' if not left else f'{len(left)} broken'}"
        )
    if left:
        sys.exit(FAILED)


def fill_if_empty(archive: Archive) -> None:
    """At first use there is something to ask: the notices that come with the program."""
    if archive.shelf.entries():
        return
    tell(f"the library is empty; reading the notices that come with the program, from {archive.bundled}")
    done = archive.ingest([archive.bundled], lambda outcome: None)
    for outcome in done.failed:
        tell(_line(outcome))
    tell(_summary(done))


@contextmanager
def _progress(paths: Sequence[Origin]) -> Iterator[tuple[Callable[[], None], Callable[[str], None]]]:
    """How to count a file and how to show a line: under a bar if somebody sits at the terminal."""
    if not sys.stderr.isatty():
        yield lambda: None, click.echo
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as progress:
        task = progress.add_task("", total=sum(1 for _ in files_in(paths, PARSER.suffixes)))

        def show(line: str) -> None:
            """Above the bar; but a pipe gets its lines."""
            if sys.stdout.isatty():
                console.print(line, markup=False, highlight=False, soft_wrap=True)
            else:
                click.echo(line)

        def advance() -> None:
            """A file in an archive was not counted before."""
            done = progress.tasks[task].completed + 1
            progress.update(task, completed=done, total=max(done, progress.tasks[task].total or 0))

        yield advance, show


def _line(outcome: Outcome) -> str:
    # A reader names the file, as all errors do; here the line names it already.
    name = outcome.path.name if isinstance(outcome.path, Path) else outcome.path
    reason = f": {outcome.reason.removeprefix(f'{name}: ')}" if outcome.reason else ""
    which = f"  {outcome.notice_id}" if outcome.notice_id else ""
    version = f" version {outcome.version}" if outcome.result is Result.NEW_VERSION and outcome.version else ""
    path = str(outcome.path).replace("\n", "␊")  # one line per file, whatever it is called
    return printable(f"{WORDS[outcome.result]}  {path}{which}{version}{reason}")


def _outcome_json(outcome: Outcome) -> dict[str, object]:
    return {
        "path": str(outcome.path),
        "result": WORDS[outcome.result],
        "failed": outcome.result is Result.FAILED,
        "reason": outcome.reason or None,
        "notice_id": outcome.notice_id,
        "version": outcome.version,
    }


def _summary(report: Report) -> str:
    counts = {word: 0 for word in WORDS.values()}
    for outcome in report.outcomes:
        counts[WORDS[outcome.result]] += 1
    shown = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    unread = f" ({len(report.failed)} could not be read)" if report.failed else ""
    files = len(report.outcomes)
    return f"{files} {'file' if files == 1 else 'files'}: {shown or 'none to read'}{unread}"
