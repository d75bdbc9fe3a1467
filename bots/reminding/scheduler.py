"""Tells subscribers what is due, once: reminders, the list of the week, and what is new, changed or withdrawn.

Called every few seconds with the time, it puts into the outbox what is to be sent now. Each of the three is one
transaction that writes messages together with how far was told; a crash loses nothing and repeats nothing. One process
does the work (a lease), and if two did, the second would find it done.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from assistant.services import Shelf
from bots.leases import Leases
from bots.model import Address, Message, Outgoing, digest
from bots.moments import in_ms
from bots.outbox import put, withdraw
from bots.reminding import known
from bots.reminding.changes import Change, find_changes
from bots.reminding.duties import Duties, Duty, Held, Reading
from bots.reminding.known import Task
from bots.reminding.recipients import Recipients
from bots.reminding.times import closing, is_first_of_week, is_open, listed_days, moment, opening, reminder_days
from bots.reminding.wording import Wording
from bots.rendering import pack
from ingest.database import Database
from ingest.times.workdays import is_working_day

logger = logging.getLogger(__name__)

LEASE = "reminders"
LOOKS_BACK = timedelta(days=370)  # duties over for longer are of no concern to anybody
NEWS_FOR_S = 7 * 24 * 3600.0  # a channel that comes back after months does not tell all of it
THE_DAY_BEFORE = frozenset({1})


class Scheduler:
    """`recipients(before)` are those who subscribed before a moment, in seconds since 1970."""

    def __init__(
        self,
        shelf: Shelf,
        database: Database,
        leases: Leases,
        recipients: Callable[[float], Recipients],
        *,
        base_url: str | None,
    ) -> None:
        self._shelf = shelf
        self._database = database
        self._leases = leases
        self._recipients = recipients
        self._reading = Reading(shelf)
        self._wording = Wording(shelf, base_url)

    def run_due(self, now: float) -> bool:
        """Put into the outbox what is to be told at `now`, in seconds since 1970; whether there was anything."""
        if not self._leases.hold(LEASE):
            return False
        at = moment(now)
        revision = known.looked_at(self._database)
        if revision is None:
            self._begin(at.date(), now)
            return False
        if not is_open(at):
            return False
        told = self._tell_news(revision, at, now) if revision != self._shelf.revision() else frozenset()
        finished = known.finished_on(self._database)
        put_any = bool(told)
        if is_first_of_week(at.date()) and finished[Task.LIST] != at.date():
            put_any |= self._list_week(at.date(), now)
        if is_working_day(at.date()) and finished[Task.REMINDERS] != at.date():
            put_any |= self._remind(at.date(), now, told)
        return put_any

    def _begin(self, today: date, now: float) -> None:
        """A library seen for the first time is taken as known: nobody is told of all that is in it."""
        revision = self._shelf.revision()
        seen = known.merged({}, self._reading.duties(today - LOOKS_BACK), in_ms(now))
        with self._database.changing() as connection:
            if known.begin(connection, revision):
                known.keep(connection, {}, seen)
        logger.info("deadlines known from now on: %d", len(seen))

    # -- reminders and lists ---------------------------------------------------------------------------------------

    def _remind(self, today: date, now: float, told: frozenset[str]) -> bool:
        """Of what was told a moment ago nobody is reminded as well."""
        recipients = self._recipients(opening(today))
        messages: dict[str, tuple[Outgoing, ...]] = {}
        for uid, held in self._reading.duties(today).items():
            if uid not in told and (who := _who_today(held.duty, today, recipients)):
                message = self._wording.reminder(held, today)
                day = held.duty.day or today
                batch = f"{reminder_prefix(uid)}{day.isoformat()}:{(day - today).days}"
                messages |= _packed(batch, message, who)
        return self._put(messages, today, now, Task.REMINDERS)

    def _list_week(self, today: date, now: float) -> bool:
        first, last = listed_days(today)
        duties = self._reading.duties(first)
        week = {uid: held.duty for uid, held in duties.items() if held.duty.day and first <= held.duty.day <= last}
        messages: dict[str, tuple[Outgoing, ...]] = {}
        by_list: dict[tuple[str, ...], list[Address]] = {}
        for address, theirs in self._recipients(opening(today)).about(week.values()).items():
            by_list.setdefault(tuple(duty.event.uid for duty in theirs), []).append(address)
        for uids, addresses in by_list.items():
            message = self._wording.list_of_week([duties[uid] for uid in uids], (first, last))
            messages |= _packed(f"week:{today.isoformat()}", message, addresses)
        return self._put(messages, today, now, Task.LIST)

    def _put(self, messages: Mapping[str, tuple[Outgoing, ...]], today: date, now: float, task: Task) -> bool:
        """Write messages together with that they are written. What cannot be sent today is dropped."""
        with self._database.changing() as connection:
            if not known.finish(connection, today, task):
                return False
            for batch, outgoing in messages.items():
                put(connection, batch, outgoing, due_at=in_ms(now), until=in_ms(closing(today)))
        if messages:
            logger.info("put task=%s day=%s messages=%d", task.name.lower(), today, len(messages))
        return bool(messages)

    # -- news ------------------------------------------------------------------------------------------------------

    def _tell_news(self, told_up_to: int, at: datetime, now: float) -> frozenset[str]:
        """Say what is different; the names of the duties that were told."""
        revision, since = self._shelf.revision(), at.date() - LOOKS_BACK
        duties = self._reading.duties(since)
        with self._database.reading() as connection:
            before = known.known_since(connection, since)
        after = known.merged(before, duties, in_ms(now))
        old = [one.duty for uid, one in before.items() if not one.withdrawn and _differs(one.duty, duties.get(uid))]
        new = [held.duty for uid, held in duties.items() if uid not in before or before[uid] != after[uid]]
        changes = [one for one in find_changes(old, new, self._reading.put_off(since)) if one.matters(at.date())]
        messages = self._news(changes, before, duties, at.date(), revision, now)
        stale = {one.event.uid for one in old}
        with self._database.changing() as connection:
            if not known.advance(connection, told_up_to, revision):
                return frozenset()
            known.keep(connection, before, after)
            for uid in stale:
                withdraw(connection, reminder_prefix(uid), now=in_ms(now))
            for batch, outgoing in messages.items():
                put(connection, batch, outgoing, due_at=in_ms(now), until=in_ms(now + NEWS_FOR_S))
        logger.info("deadlines looked at revision=%d changes=%d messages=%d", revision, len(changes), len(messages))
        return frozenset(one.duty.event.uid for one in changes)

    def _news(
        self,
        changes: Iterable[Change],
        before: Mapping[str, known.Known],
        duties: Duties,
        today: date,
        revision: int,
        now: float,
    ) -> dict[str, tuple[Outgoing, ...]]:
        """The messages: one for each notice and chat."""
        recipients = self._recipients(now)
        familiar = {one.duty.notice for one in before.values()}
        by_notice: dict[str, list[Change]] = {}
        for change in changes:
            by_notice.setdefault(change.duty.notice, []).append(change)

        def find(duty: Duty) -> Held | None:
            return duties.get(duty.event.uid)

        messages: dict[str, tuple[Outgoing, ...]] = {}
        for notice, theirs in by_notice.items():
            by_news: dict[tuple[int, ...], list[Address]] = {}
            told = [_told(one, recipients) for one in theirs]
            for address in recipients.by_address:
                wanted = tuple(n for n, addresses in enumerate(told) if address in addresses)
                if wanted:
                    by_news.setdefault(wanted, []).append(address)
            batch = f"news:{digest(notice)[:32]}:{revision}"
            for numbers, addresses in by_news.items():
                chosen = [theirs[n] for n in numbers]
                message = self._wording.news(chosen, find, new=notice not in familiar, today=today)
                messages |= _packed(batch, message, addresses)
        return messages


def reminder_prefix(uid: str) -> str:
    """What the keys of all reminders of a duty begin with."""
    return f"remind:{uid.partition('@')[0]}:"


def days_before(duty: Duty, wanted: Collection[int]) -> Collection[int]:
    """How many days before it one is reminded: of a last day as often as wished, of what takes place or begins once."""
    return wanted if duty.is_last else THE_DAY_BEFORE


def _who_today(duty: Duty, today: date, recipients: Recipients) -> list[Address]:
    """Who is reminded of a duty today."""
    day = duty.day
    if day is None or day < today:
        return []

    if today not in reminder_days(day, days_before(duty, recipients.days)):  # spares the look at whom it concerns
        return []
    who = recipients.of(duty)
    return [address for address, days in who.items() if today in reminder_days(day, days_before(duty, days))]


def _told(change: Change, recipients: Recipients) -> frozenset[Address]:
    """Who is told of a change: whoever is concerned by what was or by what is."""
    return frozenset(address for one in (change.duty, change.before) if one for address in recipients.of(one))


def _differs(duty: Duty, now: Held | None) -> bool:
    return now is None or now.duty != duty


def _packed(batch: str, message: Message | None, addresses: Iterable[Address]) -> dict[str, tuple[Outgoing, ...]]:
    """The parts of a message to each chat, by the name of the message in the outbox."""
    return {f"{batch}:{one.key}": pack(message, one) for one in addresses} if message else {}
