"""Deadlines as a calendar (RFC 5545). Stated deadlines in, the bytes of an .ics file out.

All-day events: a notice names days. What has no single date (每月5日前, no date at all) is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256

from assistant.view import Notices, document_name, notice_url
from assistant.wording import source_of_year
from ingest.model import Deadline, DeadlineKind, Notice, Span, Stated

LABELS = {DeadlineKind.SUBMISSION: "报送", DeadlineKind.MILESTONE: "节点", DeadlineKind.PERIOD: "活动"}


def export_calendar(
    stated: Sequence[Stated[Deadline]], notices: Notices, *, stamp: datetime, base_url: str | None = None
) -> bytes:
    """The calendar. `stamp` is when it is made; with `base_url` each event links to its clause."""
    import icalendar  # a tenth of a second that only this needs

    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//campaign-assistant//deadlines//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "通知时限")
    for one in stated:
        notice, days = notices(one.notice), days_of(one.fact)
        if notice is None or days is None:
            continue
        first, last = days
        event = icalendar.Event()
        event.add("uid", event_uid(one, notice))
        event.add("dtstamp", stamp)
        event.add("dtstart", first)
        event.add("dtend", last + timedelta(days=1))  # RFC 5545, 3.6.1: the end is not part of the event
        event.add("summary", _summary(one, notice))
        event.add("description", _description(one, notice))
        event.add("transp", "TRANSPARENT")
        event.add("categories", [LABELS[one.fact.kind]])
        if base_url is not None:
            event.add("url", base_url + notice_url(one.notice, one.fact.clause))
        calendar.add_component(event)
    made: bytes = calendar.to_ical()
    return made


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
