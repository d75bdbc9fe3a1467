"""`campaign notices`, `notice`, `deadlines`, `contacts` and `laws`: what is in the library."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TypeVar

import click

from assistant.calendar import days_of, export_calendar
from assistant.changes import (
    Versions,
    VersionUnknown,
    amended_lines,
    amends_lines,
    difference_json,
    difference_text,
    find_difference,
    find_version,
    relations_json,
)
from assistant.commands.common import (
    Day,
    as_of_option,
    campaign_option,
    json_option,
    notice_option,
    print_json,
    tell,
    with_archive,
)
from assistant.plain import contacts_text, deadlines_text, laws_text, notice_text, notices_text
from assistant.services import Archive, Shelf
from assistant.tables import DUE, Filter, Window, list_contacts, list_deadlines, list_laws, list_notices
from assistant.view import contacts_json, deadlines_json, laws_json, notice_item_json, notice_json
from ingest.library import Entry
from ingest.model import Notice

F = TypeVar("F", bound=Callable[..., object])


def filtered(command: F) -> F:
    """The options that all tables take."""
    return campaign_option(notice_option(json_option(command)))


@click.command()
@campaign_option
@json_option
@with_archive()
def notices(archive: Archive, campaign: str | None, as_json: bool) -> None:
    """List the notices of the library."""
    entries = list_notices(_shelf(archive), Filter(campaign=campaign))
    if as_json:
        print_json(_items([notice_item_json(entry) for entry in entries]))
    else:
        click.echo(notices_text(entries))


@click.command()
@click.argument("notice_prefix", metavar="ID")
@click.option("--version", type=click.IntRange(1), help="An older version; the current one by default.")
@click.option("--diff", is_flag=True, help="What changed from one version to another.")
@click.option("--from", "before", type=click.IntRange(1), help="With --diff: the older version; the one before --to.")
@click.option("--to", "after", type=click.IntRange(1), help="With --diff: the newer version; the current one.")
@as_of_option
@json_option
@with_archive()
def notice(
    archive: Archive,
    notice_prefix: str,
    version: int | None,
    diff: bool,
    before: int | None,
    after: int | None,
    as_of: date,
    as_json: bool,
) -> None:
    """Show one notice: masthead, clause tree, facts, what is odd in the source and what was left out.

    ID may be shortened as long as it fits one notice only.
    """
    if not diff and (before or after):
        raise click.UsageError("--from and --to go with --diff")
    if diff and version:
        raise click.UsageError("--version does not go with --diff; say --from and --to")
    shelf = archive.shelf
    notice_id = shelf.find(notice_prefix)
    try:
        if diff:
            _show_difference(find_difference(shelf, notice_id, before, after), as_of, as_json)
        else:
            _show_version(shelf, find_version(shelf, notice_id, version), as_of, as_json)
    except VersionUnknown as error:
        raise click.ClickException(str(error)) from error


def _show_version(shelf: Shelf, found: tuple[Notice, Entry] | None, as_of: date, as_json: bool) -> None:
    if found is None:
        raise _removed()
    notice, entry = found
    if as_json:
        print_json(notice_json(notice, entry, as_of) | relations_json(shelf, notice, cache(shelf.notice)))
        return
    relations = shelf.relations()
    amended, amends = amended_lines(relations.on(notice.id)), amends_lines(relations.by(notice.id))
    click.echo(notice_text(notice, version=entry.version, as_of=as_of, amended=amended, amends=amends))


def _show_difference(found: Versions | None, as_of: date, as_json: bool) -> None:
    if found is None:
        raise _removed()
    if as_json:
        print_json(difference_json(found, as_of))
    else:
        click.echo(difference_text(found))


def _removed() -> click.ClickException:
    return click.ClickException("the notice was removed this very moment; `campaign notices` lists what there is")


@click.command()
@filtered
@click.option("--from", "date_from", type=Day(), help="Not before this day.")
@click.option("--to", "date_to", type=Day(), help="Not after this day.")
@click.option("--due", type=click.Choice(tuple(DUE)), default="all", show_default=True, help="Seen from --as-of.")
@click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Write a calendar file as well.")
@as_of_option
@with_archive()
def deadlines(
    archive: Archive,
    campaign: str | None,
    notice_prefix: str | None,
    as_json: bool,
    date_from: date | None,
    date_to: date | None,
    due: str,
    ics: Path | None,
    as_of: date,
) -> None:
    """List what has to be done by when: deadlines, milestones, periods."""
    if date_from is not None and date_to is not None and date_to < date_from:
        raise click.UsageError("--to lies before --from")
    shelf = _shelf(archive)
    wanted = _filter(shelf, campaign, notice_prefix)
    found, lookup = list_deadlines(shelf, wanted, Window(as_of, due, date_from, date_to)), cache(shelf.notice)
    if ics is not None:
        _write(ics, export_calendar(found, lookup, stamp=datetime.now(UTC)))
        dated = sum(days_of(one.fact) is not None for one in found)
        left_out = f"; {len(found) - dated} without a single date left out" if dated < len(found) else ""
        tell(f"{ics}: {dated} events{left_out}")
    if as_json:
        print_json(_items(deadlines_json(found, lookup, as_of)))
    elif ics is None:
        click.echo(deadlines_text(found, lookup, as_of))


@click.command()
@filtered
@with_archive()
def contacts(archive: Archive, campaign: str | None, notice_prefix: str | None, as_json: bool) -> None:
    """List whom to ask."""
    shelf = _shelf(archive)
    found, lookup = list_contacts(shelf, _filter(shelf, campaign, notice_prefix)), cache(shelf.notice)
    if as_json:
        print_json(_items(contacts_json(found, lookup)))
    else:
        click.echo(contacts_text(found, lookup))


@click.command()
@filtered
@with_archive()
def laws(archive: Archive, campaign: str | None, notice_prefix: str | None, as_json: bool) -> None:
    """List the laws and documents that the notices refer to."""
    shelf = _shelf(archive)
    found, lookup = list_laws(shelf, _filter(shelf, campaign, notice_prefix)), cache(shelf.notice)
    if as_json:
        print_json(_items(laws_json(found, lookup)))
    else:
        click.echo(laws_text(found, lookup))


def _shelf(archive: Archive) -> Shelf:
    """The shelf; who looks into an empty one is told how to fill it."""
    shelf = archive.shelf
    if not shelf.entries():
        tell("the library is empty; `campaign ingest PATH` fills it")
    return shelf


def _filter(shelf: Shelf, campaign: str | None, notice_prefix: str | None) -> Filter:
    return Filter(None if notice_prefix is None else shelf.find(notice_prefix), campaign)


def _items(items: list[dict[str, object]]) -> dict[str, object]:
    return {"items": items, "next": None}


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as exc:
        raise click.ClickException(f"{path}: {exc.strerror}; choose a file that can be written") from exc
