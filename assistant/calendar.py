"""Deadlines as a calendar (RFC 5545). Stated deadlines or events in, the bytes of an .ics file out.

All-day events: a notice names days. What has no single date (每月5日前, no date at all) is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from assistant.view import Notices, document_name, notice_url
from assistant.wording import source_of_year
from ingest.model import Deadline, DeadlineKind, Notice, Span, Stated

if TYPE_CHECKING:
    import icalendar

LABELS = {DeadlineKind.SUBMISSION: "报送", DeadlineKind.MILESTONE: "节点", DeadlineKind.PERIOD: "活动"}
NAME = "通知时限"
LOOK_AGAIN_H = 6  # how often a program that subscribed should


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a calendar over whole days."""

    uid: str
    first: date
    last: date
    summary: str
    description: str
    category: str
    path: str  # of its page; an address needs the service's own before it


@dataclass(frozen=True, slots=True)
class Kept:
    """An event as a feed has it, which programs look at again and again."""

    event: Event
    sequence: int  # grows with each change
    changed_at: datetime  # UTC
    cancelled: bool = False
    alarms: tuple[timedelta, ...] = ()  # from the first moment of its first day


def export_calendar(
    stated: Sequence[Stated[Deadline]], notices: Notices, *, stamp: datetime, base_url: str | None = None
) -> bytes:
    """The calendar as a file. `stamp` is when it is made; with `base_url` each event links to its clause."""
    events = (event_of(one, notice) for one in stated if (notice := notices(one.notice)))
    return _calendar((Kept(event, 0, stamp) for event in events if event), base_url, feed=False)


def export_feed(kept: Iterable[Kept], base_url: str) -> bytes:
    """The calendar as an address that programs subscribe to; the same events always give the same bytes."""
    return _calendar(kept, base_url, feed=True)


def event_of(one: Stated[Deadline], notice: Notice) -> Event | None:
    """A deadline as an event; None where it has no single date."""
    days = days_of(one.fact)
    if days is None:
        return None
    category, path = LABELS[one.fact.kind], notice_url(one.notice, one.fact.clause)
    return Event(event_uid(one, notice), *days, _summary(one, notice), _description(one, notice), category, path)


def _calendar(kept: Iterable[Kept], base_url: str | None, *, feed: bool) -> bytes:
    import icalendar  # a tenth of a second that only this needs

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//campaign-assistant//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", NAME)
    if feed:
        calendar.add("name", NAME)
        calendar.add("refresh-interval", timedelta(hours=LOOK_AGAIN_H), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", f"PT{LOOK_AGAIN_H}H")  # the same for Outlook
        calendar.add_component(_china())  # 3.6: a calendar holds something, also where nothing is due
    for one in kept:
        event = icalendar.Event()
        event.add("uid", one.event.uid)
        event.add("dtstamp", one.changed_at)
        event.add("dtstart", one.event.first)
        event.add("dtend", one.event.last + timedelta(days=1))  # RFC 5545, 3.6.1: the end is not part of the event
        event.add("summary", one.event.summary)
        event.add("description", one.event.description)
        event.add("transp", "TRANSPARENT")
        event.add("categories", [one.event.category])
        if base_url is not None:
            event.add("url", base_url + one.event.path)
        if feed:
            event.add("sequence", one.sequence)
            event.add("last-modified", one.changed_at)
            event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
        for before in one.alarms:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", one.event.summary)
            alarm.add("trigger", before)
            event.add_component(alarm)
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


def _china() -> icalendar.Timezone:
    """The time of the notices; without summer time since 1991."""
    from icalendar import Timezone, TimezoneStandard

    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", "Asia/Shanghai")
    standard.add("dtstart", datetime(1991, 9, 15, 1))
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    zone.add_component(standard)
    return zone


def days_of(deadline: Deadline) -> tuple[date, date] | None:
    """First and last day, or None where no single date is known. A submission counts on its last day only."""
    last = deadline.due or deadline.end or deadline.start
    if last is None:
        return None
    first = last if deadline.kind is DeadlineKind.SUBMISSION else deadline.start or last
    return min(first, last), last


def event_uid(one: Stated[Deadline], notice: Notice) -> str:
    """A name that stays when a date is corrected and whatever else is exported.

    It says who owes what to whom; a notice that asks for the same thing twice gets them counted in order of time.
    """
    owed = _owed(one.fact)
    before = sum(_owed(other) == owed and _order(other) < _order(one.fact) for other in notice.facts.deadlines)
    name = "|".join((one.notice, one.part, *owed, str(before)))
    return f"{sha256(name.encode()).hexdigest()[:32]}@campaign-assistant"


def _owed(deadline: Deadline) -> tuple[str, ...]:
    return deadline.kind.value, deadline.who or "", deadline.what, deadline.to or ""


def _order(deadline: Deadline) -> tuple[date, Span]:
    return deadline.due or deadline.end or deadline.start or date.max, deadline.span


def _summary(one: Stated[Deadline], notice: Notice) -> str:
    """What a calendar shows of an event: the campaign, since 活动时间 alone says nothing there."""
    deadline, campaign = one.fact, notice.part(one.part).campaign
    receiver = f"（报{deadline.to}）" if deadline.to else ""
    name = campaign.name if campaign and campaign.name not in deadline.what else ""
    return f"{LABELS[deadline.kind]}：{name}{deadline.what}{receiver}"


def _description(one: Stated[Deadline], notice: Notice) -> str:
    source = f"{document_name(notice, one.part)} {notice.clause(one.fact.clause).label}"
    lines = (
        f"{one.fact.who}" if one.fact.who else None,
        f"“{one.fact.span.of(notice.text).strip()}”",
        source,
        f"日期有推算{source_of_year(one.fact)}" if one.fact.basis else None,
    )
    return "\n".join(line for line in lines if line)
