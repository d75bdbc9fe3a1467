"""`GET /feeds/{token}.ics`: the deadlines of a subscription as a calendar that phones and mail programs subscribe to.

Whoever knows the address may read; it cannot be guessed, is not logged, and ends with the subscription. What is withdrawn
stays for a month as cancelled, so that programs take it out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from fastapi import APIRouter, Request, Response

from assistant.calendar import Kept, export_feed
from assistant.services import Shelf
from bots.guard import Guard
from bots.moments import Clock, in_ms
from bots.reminding import known
from bots.reminding.duties import Duty, Reading
from bots.reminding.recipients import fits
from bots.reminding.scheduler import days_before
from bots.reminding.times import OPENS, moment, reminder_days
from bots.subscriptions import Subscription, Subscriptions
from ingest.database import Database

LOOKS_BACK = timedelta(days=366)  # what is over for longer leaves the calendar
CANCELLED_FOR_S = 30 * 24 * 3600.0
MAX_AGE_S = 900


class Feeds:
    """Calendars by the token of their subscription."""

    def __init__(
        self, shelf: Shelf, database: Database, subscriptions: Subscriptions, guard: Guard, clock: Clock
    ) -> None:
        self._reading = Reading(shelf)
        self._database = database
        self._subscriptions = subscriptions
        self._guard = guard
        self._clock = clock

    def calendar(self, token: str, base_url: str) -> bytes | None:
        """The calendar; None where there is no such subscription (any more)."""
        subscription = self._subscriptions.by_token(token)
        if subscription is None or not self._guard.may_be_told(subscription.address, subscription.subscriber):
            return None
        return export_feed(self._kept(subscription), base_url)

    def _kept(self, subscription: Subscription) -> Iterable[Kept]:
        """Events by name. What the library says now goes before what subscribers were told last (not at night)."""
        now = self._clock()
        since = moment(now).date() - LOOKS_BACK
        with self._database.reading() as connection:
            before = known.known_since(connection, since)
        seen = known.merged(before, self._reading.duties(since), in_ms(now))
        for _, one in sorted(seen.items()):
            gone_for_s = now - one.changed_at / 1000
            if fits(subscription, one.duty) and not (one.withdrawn and gone_for_s > CANCELLED_FOR_S):
                changed_at = datetime.fromtimestamp(one.changed_at // 1000, UTC)
                alarms = () if one.withdrawn else _alarms(one.duty, subscription)
                yield Kept(one.duty.event, one.sequence, changed_at, one.withdrawn, alarms)


def _alarms(duty: Duty, subscription: Subscription) -> tuple[timedelta, ...]:
    """When reminders are sent, from the first moment of the event's first day."""
    if duty.day is None:
        return ()
    days = reminder_days(duty.day, days_before(duty, subscription.days))
    return tuple(_at_nine(one) - _midnight(duty.event.first) for one in sorted(days))


def _at_nine(day: date) -> datetime:
    return datetime.combine(day, OPENS)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def create_feed_route(feeds: Feeds, base_url: str) -> APIRouter:
    """The address of calendars. An unknown one is met as any page that is not there."""
    api = APIRouter(include_in_schema=False)

    @api.api_route("/feeds/{token}.ics", methods=["GET", "HEAD"])  # some programs ask before they fetch
    def feed(token: str, request: Request) -> Response:
        made = feeds.calendar(token, base_url)
        if made is None:
            return Response(status_code=404)
        tag = f'"{hashlib.sha256(made).hexdigest()[:32]}"'
        headers = {"etag": tag, "cache-control": f"private, max-age={MAX_AGE_S}"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(made, media_type="text/calendar; charset=utf-8", headers=headers)

    return api
